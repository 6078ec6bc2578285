"""Attached files: read and checked, photographs made small and clean, kept by their hash in the encrypted ledger.

Nothing is written outside the ledger but by `save_as`. The sentences of what is raised name no file, because a
file's name may be a person's: who shows them says which file they are about.
"""

import re
import stat
from pathlib import Path

from quyuan_desktop.documents import preview
from quyuan_desktop.domain import text
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.attached import LONGEST_NAME, Attached
from quyuan_desktop.services.file_checks import PDF, PICTURES, SUFFIXES, media_of, page_sizes, refused
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import papers as stored
from quyuan_desktop.storage.files import write_whole

__all__ = [
    "attach",
    "attach_bytes",
    "content",
    "disk_name",
    "page_sizes",
    "save_as",
    "size_in_words",
    "thumbnail",
    "tidy_name",
]

MOST_READ = 30 * 1024 * 1024
"""Bytes of a file that may be attached."""

_EMPTY = "这个文件是空的，可能没有复制完整。请重新复制或扫描后再添加。"
_FOLDER = "这是一个文件夹。请打开它，选里面的文件。"
_NO_FILE = "这不是普通的文件，不能存。请换一个文件。"
_BAD_PATH = "文件名里有不能用的字符，打不开。请改名后再添加。"
_VANISHED = "找不到这个文件，可能已移走、改名，或U盘已拔出。请重新选择。"
_FORBIDDEN = "没有权限读取这个文件。请换一个位置的文件，或请管理员开放权限。"
_GONE = "这个文件在数据里已损坏或丢失。请运行“核对数据”，必要时从备份还原。"

_UNFIT = re.compile(r'[\\/:*?"<>|]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
_MOST_NAME_BYTES = 200
_ENDINGS = {each for endings in SUFFIXES.values() for each in endings} | {"jfif", "heic", "gif", "doc", "xls"}


def attach(place: Workplace, path: Path, *, pictures: bool = False) -> Attached:
    """Read the file at `path` and keep it; only a picture will do with `pictures`.

    Raises Refused for what is not taken (its sort, its size), Trouble for what cannot be read, is damaged, or finds
    no room on the disk.
    """
    return attach_bytes(place, _read(path), path.name, pictures=pictures)


def attach_bytes(place: Workplace, content: bytes, name: str, *, pictures: bool = False) -> Attached:
    """Keep `content`, which was called `name` or was pasted. Raises Refused, Trouble as `attach` does."""
    kept, media = _fit_to_keep(content, pictures=pictures)
    with place.ledger.writing() as session:
        sha256 = stored.keep_blob(session, kept)
    return Attached(tidy_name(name, media), sha256, len(kept), media)


def content(place: Workplace, file: Attached) -> bytes:
    """The bytes of a kept file, held against their hash. Raises Trouble when they are gone or damaged."""
    with place.ledger.reading() as session:
        try:
            return stored.blob(session, file.sha256)
        except Trouble as error:
            raise Trouble(_GONE) from error


def save_as(place: Workplace, file: Attached, path: Path) -> None:
    """Write a kept file to `path`, in the clear. Raises Trouble when it is gone or the place cannot be written."""
    kept = content(place, file)
    try:
        write_whole(path, kept)
    except ValueError as error:
        raise Trouble("文件名里有不能用的字符，请换一个名字。") from error


def thumbnail(place: Workplace, file: Attached, side: int) -> bytes:
    """A PNG of the picture or the PDF's first page, at most `side` pixels high and wide; empty for other files.

    Raises Trouble when the file is gone or damaged.
    """
    from quyuan_desktop.services import pictures as drawn  # loads what reads photographs

    if file.media in PICTURES:
        return drawn.small(content(place, file), file.media, side)
    if file.media != PDF:
        return b""
    pdf = content(place, file)
    try:
        longest = max(preview.page_size(pdf, 0))
        width, height, pixels = preview.render_page(pdf, 0, 72 * side / max(longest, 1))
    except (RuntimeError, IndexError) as error:  # PDFium's word for a page that does not load, or there is none
        raise Trouble(_GONE) from error
    return drawn.small_of_pixels(width, height, pixels, side)


def size_in_words(size: int) -> str:
    """A size in bytes as people read it: 230 KB, 1.2 MB."""
    if size < 1024 * 1000:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


def tidy_name(name: str, media: str) -> str:
    """`name` without folders and characters that disks refuse, ending as its content asks for.

    At most LONGEST_NAME characters, never empty.
    """
    stem, ending = _parted(_UNFIT.sub("-", text.clean(name[:5000], multiline=False)), media)
    stem = stem.strip(" .-")[: LONGEST_NAME - len(ending)].rstrip(" .")
    return (stem or ("图片" if media in PICTURES else "文件")) + ending


def _parted(name: str, media: str) -> tuple[str, str]:
    """What stands before the ending, and the ending with its dot that fits the content."""
    endings = SUFFIXES.get(media, ())
    stem, dot, last = name.rpartition(".")
    if not endings:
        return name, ""
    if dot and last.lower() in endings:
        return stem, f".{last}"
    return (stem if dot and last.lower() in _ENDINGS else name), f".{endings[0]}"


def disk_name(file: Attached) -> str:
    """The file's name as any disk takes it: not too many bytes, and none that Windows keeps for itself."""
    stem, ending = _parted(tidy_name(file.name, file.media), file.media)
    stem = stem.encode()[: _MOST_NAME_BYTES - len(ending)].decode(errors="ignore").rstrip(" .")
    return ("_" if _RESERVED.match(stem) else "") + stem + ending


def _fit_to_keep(content: bytes, *, pictures: bool) -> tuple[bytes, str]:
    if not content:
        raise refused(_EMPTY)
    if len(content) > MOST_READ:
        raise refused(
            f"这个文件太大，最多 {size_in_words(MOST_READ)}。请压缩、分成几份，或用低一些的分辨率扫描后再添加。"
        )
    media = media_of(content, pictures=pictures)
    if media not in PICTURES:
        return content, media
    from quyuan_desktop.services import pictures as drawn  # loads what reads photographs

    return drawn.shrunk(content, media)


def _read(path: Path) -> bytes:
    """The file's bytes, one more than is allowed at most."""
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise refused(_FOLDER)
        if not stat.S_ISREG(kind):
            raise refused(_NO_FILE)  # a pipe would be waited for for ever
        with path.open("rb") as file:
            return file.read(MOST_READ + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise Trouble(_VANISHED) from error
    except PermissionError as error:
        raise Trouble(_FORBIDDEN) from error
    except OSError as error:
        raise Trouble(f"读取文件时出错（错误号 {error.errno}）。请检查磁盘或U盘后再试。") from error
    except ValueError as error:
        raise Trouble(_BAD_PATH) from error
