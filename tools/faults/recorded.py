"""What a job really asks of the disk, in order: `strace` watches it once, and the log is replayed to any point."""

import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
MARKS = "marks"
"""The file beside the watched folder into which a job says how far it is."""

REPLAYED = (
    "open openat creat close dup dup2 dup3 fcntl write pwrite64 lseek ftruncate fsync fdatasync unlink unlinkat"
)
STARTED = "clone clone3 fork vfork execve"
RENAMED = "rename renameat renameat2 mkdir mkdirat rmdir"
FOREIGN = "link linkat symlink symlinkat writev pwritev pwritev2 fallocate truncate sendfile copy_file_range"
"""Calls that the replay does not know; none may touch a file of the folder."""

LINE = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)")
BEGUN = re.compile(r"^(\d+) +(.*) <unfinished \.\.\.>$")
ENDED = re.compile(r"^(\d+) +<\.\.\. \w+ resumed>(.*)$")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Op:
    """One act on the disk. Names are relative to the watched folder, ``.`` being itself; `file` is which file a name
    means, however it is called; `at` an offset or a new size in bytes; `to` the new name of a rename."""

    verb: str
    name: str = ""
    to: str = ""
    file: int = 0
    at: int = 0
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Recording:
    """A folder as it was, and all that was done to it. `files` are the contents by their numbers."""

    names: dict[str, int]
    folders: frozenset[str]
    files: dict[int, bytes]
    ops: list[Op]


class Unwatched(Exception):
    """The job did something with its files that the replay does not know, or ended badly."""


def can_record() -> bool:
    """Whether `strace` is here and may watch."""
    try:
        done = subprocess.run(["strace", "-qq", "-o", os.devnull, "true"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def record(arguments: Sequence[str], folder: Path, log: Path) -> Recording:
    """Run Python with `arguments` and give all that it did to files in `folder`. Raises Unwatched."""
    names, folders, files = _found(folder)
    calls = ",".join(f"{REPLAYED} {STARTED} {RENAMED} {FOREIGN}".split())
    command = ["strace", "-f", "-qq", "-xx", "-s", "100000000", "-e", f"trace={calls}", "-o", str(log)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [*command, sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Unwatched(done.stderr[-2000:])
    reading = _Reading(folder, dict(names), {number: len(content) for number, content in files.items()})
    with log.open(encoding="ascii") as lines:
        ops = list(reading.ops(lines))
    return Recording(names, folders, files, ops)


def _found(folder: Path) -> tuple[dict[str, int], frozenset[str], dict[int, bytes]]:
    names: dict[str, int] = {}
    files: dict[int, bytes] = {}
    folders = {"."}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            folders.add(name)
        else:
            names[name] = len(names)
            files[names[name]] = path.read_bytes()
    return names, frozenset(folders), files


@dataclass(slots=True)
class _Handle:
    """An open file or folder of ours. `name` is set for a folder; `telling` for the file of marks."""

    file: int = 0
    position: int = 0
    appending: bool = False
    name: str = ""
    telling: bool = False


class _Reading:
    """Goes through a log with the table of open files in hand; threads share one, a program begins with none."""

    def __init__(self, folder: Path, names: dict[str, int], sizes: dict[int, int]) -> None:
        self.folder = os.path.realpath(folder)
        self.marks = str(Path(self.folder).parent / MARKS)
        self.names, self.sizes = names, sizes
        self.tables: dict[str, dict[int, _Handle]] = {}
        self.handles: dict[int, _Handle] = {}  # of the process whose line is read
        self.next = max(sizes, default=-1) + 1

    def ops(self, lines: Iterable[str]) -> Iterator[Op]:
        begun: dict[str, str] = {}
        for line in lines:
            line = line.rstrip("\n")
            if match := BEGUN.match(line):
                begun[match.group(1)] = line.removesuffix(" <unfinished ...>")
                continue
            if match := ENDED.match(line):
                line = begun.pop(match.group(1)) + match.group(2)
            if (match := LINE.match(line)) and not match.group(4).startswith(("-", "?")):
                self.handles = self.tables.setdefault(match.group(1), {})
                yield from self._op(match.group(1), match.group(2), match.group(3), int(match.group(4)))

    def _op(self, process: str, call: str, given: str, came: int) -> Iterator[Op]:
        if call == "execve":
            self.tables[process] = {}  # Python lets no program inherit its files
        elif call in STARTED.split():
            self.tables[str(came)] = self.handles if "CLONE_FILES" in given else dict(self.handles)
        elif call in ("open", "openat", "creat"):
            yield from self._opened(given, came)
        elif call in ("dup", "dup2", "dup3", "fcntl"):
            self._doubled(call, given, came)
        elif call in (*RENAMED.split(), "unlink", "unlinkat"):
            yield from self._named(call, given)
        elif given.split(",")[0].isdecimal():
            yield from self._written(call, int(given.split(",")[0]), given, came)
        elif call in FOREIGN.split() and any(self._inside(path) for path in self._paths(given)):
            raise Unwatched(f"{call}({given[:200]})")

    def _opened(self, given: str, handle: int) -> Iterator[Op]:
        self.handles.pop(handle, None)
        (path,) = self._paths(given)
        flags = given.rpartition('"')[2]
        if path == self.marks:
            self.handles[handle] = _Handle(telling=True)
        name = self._inside(path)
        if not name:
            return
        if "O_DIRECTORY" in flags or (name not in self.names and "O_CREAT" not in flags):
            self.handles[handle] = _Handle(name=name)
            return
        if name not in self.names:
            self.names[name], self.sizes[self.next] = self.next, 0
            self.next += 1
            yield Op("create", name, file=self.names[name])
        elif "O_TRUNC" in flags:
            self.sizes[self.names[name]] = 0
            yield Op("truncate", file=self.names[name])
        self.handles[handle] = _Handle(self.names[name], appending="O_APPEND" in flags)

    def _doubled(self, call: str, given: str, came: int) -> None:
        first = int(given.split(",")[0])
        if call == "fcntl" and "F_DUPFD" not in given:
            return
        self.handles.pop(came, None)
        if first in self.handles:
            self.handles[came] = self.handles[first]

    def _written(self, call: str, handle: int, given: str, came: int) -> Iterator[Op]:
        ours = self.handles.get(handle)
        if call == "close":
            self.handles.pop(handle, None)
        if ours is None:
            return
        if ours.telling:
            if call == "write":
                yield Op("mark", content=_text(given))
            return
        match call:
            case "write" | "pwrite64":
                yield self._write(ours, _text(given)[:came], given, positioned=call == "write")
            case "lseek":
                ours.position = came
            case "ftruncate":
                self.sizes[ours.file] = int(given.split(",")[1])
                yield Op("truncate", file=ours.file, at=self.sizes[ours.file])
            case "fsync" | "fdatasync":
                yield Op("sync folder", ours.name) if ours.name else Op("sync", file=ours.file)
            case _ if call in FOREIGN.split():
                raise Unwatched(f"{call}({given[:200]})")

    def _write(self, ours: _Handle, content: bytes, given: str, *, positioned: bool) -> Op:
        if positioned:
            at = self.sizes[ours.file] if ours.appending else ours.position
            ours.position = at + len(content)
        else:
            at = int(given.rpartition(",")[2])
        self.sizes[ours.file] = max(self.sizes[ours.file], at + len(content))
        return Op("write", file=ours.file, at=at, content=content)

    def _named(self, call: str, given: str) -> Iterator[Op]:
        names = [self._inside(path) for path in self._paths(given)]
        if not any(names):
            return
        if not all(names):
            raise Unwatched(f"{call} leads into or out of the folder")
        name = names[0]
        if call.startswith("rename"):
            self.names[names[1]] = self.names.pop(name)
            yield Op("rename", name, names[1], file=self.names[names[1]])
        elif call.startswith("mkdir"):
            yield Op("mkdir", name)
        elif call == "rmdir" or "AT_REMOVEDIR" in given:
            yield Op("rmdir", name)
        else:
            yield Op("unlink", name, file=self.names.pop(name))

    def _paths(self, given: str) -> list[str]:
        """The paths among the arguments; those that are told from an open folder are led back to it."""
        found = []
        for match in TEXT.finditer(given):
            path = os.fsdecode(_plain(match.group(1)))
            start = re.search(r"(AT_FDCWD|\d+), $", given[: match.start()])
            if not path.startswith("/"):
                above = self.handles.get(int(start.group(1))) if start and start.group(1).isdecimal() else None
                path = os.path.join(self.folder, above.name, path) if above else os.path.abspath(path)  # noqa: PTH100, PTH118
            found.append(os.path.normpath(path))
        return found

    def _inside(self, path: str) -> str:
        if path == self.folder:
            return "."
        return path.removeprefix(self.folder + "/") if path.startswith(self.folder + "/") else ""


def _text(given: str) -> bytes:
    match = TEXT.search(given)
    return _plain(match.group(1)) if match else b""


def _plain(escaped: str) -> bytes:
    return bytes.fromhex(escaped.replace("\\x", ""))
