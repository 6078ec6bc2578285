"""A field of attached files: scans and photographs, kept by their hash in the encrypted ledger."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import JSON, TypeDecorator

from quyuan_desktop.domain import text
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds

_SHA256 = re.compile("[0-9a-f]{64}")
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Attached:
    """One file: what it is called, the SHA-256 under which its bytes are kept, its size in bytes, its media type."""

    name: str
    sha256: str
    size: int
    media: str

    def __post_init__(self) -> None:
        if not _SHA256.fullmatch(self.sha256) or type(self.size) is not int or self.size < 0:
            raise ValueError("a kept file has a hash and a size")

    @property
    def picture(self) -> bool:
        """Whether it is a photograph or a scan that can be shown."""
        return self.media.startswith("image/")


def plain_of_file(file: Attached) -> dict[str, Any]:
    """A file in the form that JSON can hold."""
    return {"media": file.media, "name": file.name, "sha256": file.sha256, "size": file.size}


def file_of_plain(plain: Any) -> Attached:
    """The file of its plain form. Raises ValueError or TypeError when it is none."""
    if type(plain) is not dict or set(plain) != {"media", "name", "sha256", "size"}:
        raise TypeError("a file has a name, a hash, a size and a media type")
    name = text.clean(plain["name"], multiline=False)[:LONGEST_NAME]
    return Attached(name, plain["sha256"], plain["size"], str(plain["media"])[:60])


@dataclass(frozen=True, slots=True)
class Files(kinds.Kind):
    """Any number of files up to `most`; `pictures` when only photographs belong there."""

    empty: ClassVar[Any] = ()
    typed_as_text: ClassVar[bool] = False
    chosen: ClassVar[bool] = True
    most: int = 20
    pictures: bool = False

    def read(self, typed: Any, today: Any) -> Any:
        if isinstance(typed, list):
            return self.restore(typed)
        words = text.clean(str(typed or "")[:LONGEST_NAME], multiline=False)
        return Problem("", "请用“添加文件”选择文件。") if words else ()

    def show(self, value: Any) -> str:
        return "、".join(file.name for file in value or ())

    def plain(self, value: Any) -> Any:
        return [plain_of_file(file) for file in value or ()]

    def restore(self, plain: Any) -> Any:
        if type(plain) is not list:
            raise TypeError("list wanted")
        return tuple(file_of_plain(each) for each in plain)


class FilesColumn(TypeDecorator[tuple[Attached, ...]]):
    """Attached files, stored as JSON."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Iterable[Attached] | None, dialect: Any) -> Any:
        return [plain_of_file(file) for file in value or ()]

    def process_result_value(self, value: Any, dialect: Any) -> tuple[Attached, ...]:
        return tuple(file_of_plain(each) for each in value or ())
