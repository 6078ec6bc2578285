"""What a disk may hold after the power failed: of all that was not synced, any part, torn at any sector.

Two kinds of disk. ORDERED keeps names (create, rename, remove) in the order they were made, as a journal does, but a
part of the last of them may be missing; FREE keeps any of them, as FAT may. Neither makes a name last because its file
was synced: only syncing the folder does. Of a file, what was written since its last sync is there sector by sector or
not; a file that grew may hold zeros or old rubbish there; a shortening may have been lost.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from tools.faults.recorded import Op, Recording

SECTOR = 512


class Disk(Enum):
    """How names outlast a power cut."""

    ORDERED = "ordered"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Crash:
    """The files that are found after a power cut just before op number `at`."""

    at: int
    files: dict[str, bytes]
    folders: frozenset[str]


@dataclass(slots=True)
class _File:
    synced: bytes
    pending: list[Op] = field(default_factory=list)


class Replay:
    """Goes through a recording; at any point `crash` gives what the disk might hold."""

    def __init__(self, recording: Recording) -> None:
        self._ops = recording.ops
        self._files = {number: _File(content) for number, content in recording.files.items()}
        self._names = dict(recording.names)
        self._folders = set(recording.folders)
        self._naming: list[Op] = []
        self.at = 0

    def forward(self, to: int) -> None:
        """Let the job go on until before op number `to`."""
        for op in self._ops[self.at : to]:
            self._take(op)
        self.at = max(self.at, to)

    def _take(self, op: Op) -> None:
        match op.verb:
            case "create":
                self._files[op.file] = _File(b"")
                self._naming.append(op)
            case "unlink" | "rename" | "mkdir" | "rmdir":
                self._naming.append(op)
            case "write" | "truncate":
                self._files[op.file].pending.append(op)
            case "sync":
                file = self._files[op.file]
                file.synced = _all_of(file)
                file.pending.clear()
            case "sync folder":
                made = [each for each in self._naming if op.name in _folders_of(each)]
                for each in made:
                    _name(self._names, self._folders, each)
                self._naming = [each for each in self._naming if each not in made]

    def crash(self, disk: Disk, chance: random.Random) -> Crash:
        """One of the many things that the disk might hold now."""
        names, folders = dict(self._names), set(self._folders)
        for op in _some(self._naming, disk, chance):
            _name(names, folders, op)
        sort = chance.choice(SORTS)
        files = {name: sort(self._files[number], chance) for name, number in names.items()}
        kept = {name: content for name, content in files.items() if _folder(name) in folders}
        return Crash(self.at, kept, frozenset(folders))


def _some(naming: list[Op], disk: Disk, chance: random.Random) -> Iterator[Op]:
    """The changes of names that lasted."""
    if disk is Disk.ORDERED:
        yield from naming[: chance.randint(0, len(naming))]
        return
    likely = chance.choice((0.0, 0.5, 0.9, 1.0))
    yield from (op for op in naming if chance.random() < likely)


def _name(names: dict[str, int], folders: set[str], op: Op) -> None:
    match op.verb:
        case "create":
            names[op.name] = op.file
        case "unlink":
            names.pop(op.name, None)
        case "rename":
            names.pop(op.name, None)
            names[op.to] = op.file
        case "mkdir":
            folders.add(op.name)
        case "rmdir":
            folders.discard(op.name)


def _folder(name: str) -> str:
    return name.rpartition("/")[0] or "."


def _folders_of(op: Op) -> set[str]:
    return {_folder(name) for name in (op.name, op.to) if name}


def _all_of(file: _File) -> bytes:
    content = bytearray(file.synced)
    for op in file.pending:
        _apply(content, op)
    return bytes(content)


def _apply(content: bytearray, op: Op) -> None:
    if op.verb == "truncate":
        del content[op.at :]
        content.extend(bytes(op.at - len(content)))
        return
    content.extend(bytes(max(0, op.at - len(content))))
    content[op.at : op.at + len(op.content)] = op.content


def _nothing(file: _File, chance: random.Random) -> bytes:
    return file.synced


def _everything(file: _File, chance: random.Random) -> bytes:
    return _all_of(file)


def _first_part(file: _File, chance: random.Random) -> bytes:
    """Written in order, and broken off within a write."""
    content = bytearray(file.synced)
    whole = chance.randint(0, len(file.pending))
    for op in file.pending[:whole]:
        _apply(content, op)
    for op in file.pending[whole : whole + 1]:
        sectors = list(_sectors(op))
        for piece in sectors[: chance.randint(0, len(sectors) - 1)]:
            _apply(content, piece)
    return bytes(content)


def _any_part(file: _File, chance: random.Random) -> bytes:
    """Sector by sector there or not, in whatever order; what grew may be zeros or rubbish."""
    content = bytearray(file.synced)
    likely = chance.choice((0.1, 0.5, 0.9))
    rubbish = chance.random() < 0.3
    for op in file.pending:
        for piece in _sectors(op):
            if chance.random() < likely:
                _apply(content, piece)
            elif piece.verb == "write" and piece.at + len(piece.content) > len(content) and chance.random() < 0.5:
                other = chance.randbytes(len(piece.content)) if rubbish else bytes(len(piece.content))
                known = content[piece.at :]
                _apply(content, Op("write", at=piece.at, content=bytes(known) + other[len(known) :]))
    return bytes(content)


def _sectors(op: Op) -> Iterator[Op]:
    """An op in pieces that a disk writes at once."""
    if op.verb == "truncate" or not op.content:
        yield op
        return
    start = 0
    while start < len(op.content):
        end = min(len(op.content), start + SECTOR - (op.at + start) % SECTOR)
        yield Op("write", at=op.at + start, content=op.content[start:end])
        start = end


SORTS = (_nothing, _everything, _first_part, _any_part, _any_part)
