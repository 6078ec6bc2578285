"""Where attached files come from: the disk, the desktop by drag and drop, the clipboard."""

import dataclasses
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData
from PySide6.QtGui import QImage

from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.services.attachments import attach, attach_bytes
from quyuan_desktop.services.workplace import Workplace

PICTURES = "图片 (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff)"
ANY = "图片、PDF 和办公文件 (*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff *.pdf *.docx *.xlsx *.ofd)"


class Source(NamedTuple):
    """Where a file comes from: its name, and what keeps it in the ledger (for the worker)."""

    name: str
    keep: Callable[[], Attached]


@dataclasses.dataclass(slots=True)
class Batch:
    """Files that were brought at once: how many are under way, and what went wrong, which is told at the end."""

    left: int
    slips: list[str] = dataclasses.field(default_factory=list)


def brings(mime: QMimeData) -> bool:
    """Whether there may be files or a picture in what is dragged."""
    return mime.hasUrls() or mime.hasImage()


def sources_of(mime: QMimeData, place: Workplace, *, pictures: bool) -> list[Source]:
    """The files of this computer in what was dropped or copied, or else the picture; empty for neither."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    if paths:
        return from_disk(paths, place, pictures=pictures)
    image = QImage(mime.imageData()) if mime.hasImage() else QImage()
    return [] if image.isNull() else [_pasted(image, place, place.now())]


def from_disk(paths: list[Path], place: Workplace, *, pictures: bool) -> list[Source]:
    """Those files."""
    return [Source(path.name or str(path), partial(attach, place, path, pictures=pictures)) for path in paths]


def _pasted(image: QImage, place: Workplace, at: datetime) -> Source:
    name = f"粘贴图片 {at:%Y-%m-%d %H%M%S}.png"
    return Source(name, lambda: attach_bytes(place, _png(image), name, pictures=True))


def _png(image: QImage) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub knows bytes only, Qt wants text
    buffer.close()
    return bytes(held.data())
