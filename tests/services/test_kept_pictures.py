"""Pictures as they are kept: small, upright, sharp where they are drawings, with nothing of camera and place in them."""

import contextlib
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select

from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.services import pictures
from quyuan_desktop.services.attachments import (
    attach,
    attach_bytes,
    content,
    thumbnail,
)
from quyuan_desktop.services.file_checks import JPEG, PNG, media_of
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.tables import Blob
from tests import attached_files as made
from tests.offices import at_work, fresh


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """An office without records."""
    with at_work(fresh(tmp_path / "data")) as made_place:
        yield made_place


def put(folder: Path, name: str, content: bytes) -> Path:
    """A file on the disk."""
    path = folder / name
    path.write_bytes(content)
    return path


def kept_picture(place: Workplace, file: Attached) -> Image.Image:
    """The picture as it lies in the ledger."""
    return Image.open(io.BytesIO(content(place, file)))


def blobs(place: Workplace) -> int:
    """How many different contents are kept."""
    with place.ledger.reading() as session:
        return session.scalar(select(func.count()).select_from(Blob)) or 0


def test_a_photograph_becomes_small_and_keeps_its_name(place: Workplace, tmp_path: Path) -> None:
    file = attach(place, put(tmp_path, "IMG_1.JPG", made.jpeg(4000, 3000)))
    assert (file.name, file.media) == ("IMG_1.JPG", JPEG)
    assert kept_picture(place, file).size == (2000, 1500)
    assert file.size == len(content(place, file)) < 2_000_000


@pytest.mark.parametrize("size", [(640, 480), (4000, 3000)], ids=["small", "large"])
def test_nothing_of_camera_and_place_is_left(place: Workplace, size: tuple[int, int]) -> None:
    taken = made.jpeg(*size)
    assert b"InventedMaker" in taken and b"SecretComment" in taken
    file = attach_bytes(place, taken, "a.jpg")
    kept = content(place, file)
    for trace in (b"InventedMaker", b"SecretComment", b"Exif", b"http://ns.adobe.com", b"<x/>"):
        assert trace not in kept
    assert not kept_picture(place, file).getexif()


@pytest.mark.parametrize("size", [(640, 480), (2600, 1950)], ids=["small", "large"])
def test_a_photograph_stands_as_the_camera_was_held(place: Workplace, size: tuple[int, int]) -> None:
    file = attach_bytes(place, made.jpeg(*size, orientation=made.LEFT_UP), "a.jpg")
    picture = kept_picture(place, file)
    assert picture.height > picture.width
    # turned a quarter to the right, the left edge is on top: blue at its left, red at its right
    assert _close(picture.getpixel((20, 20)), made.BLUE)
    assert _close(picture.getpixel((picture.width - 20, 20)), made.RED)


def _close(pixel: object, colour: tuple[int, int, int]) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(one - other) < 40 for one, other in zip(pixel, colour, strict=True))


@pytest.mark.parametrize("orientation", range(9))
def test_every_way_of_holding_a_camera_is_known(place: Workplace, orientation: int) -> None:
    file = attach_bytes(place, made.jpeg(600, 400, orientation=orientation), "a.jpg")
    assert kept_picture(place, file).size == ((400, 600) if orientation >= 5 else (600, 400))


def test_a_picture_that_is_small_already_does_not_grow(place: Workplace) -> None:
    sparing = made.encoded(made.photograph(), "JPEG", quality=40)
    file = attach_bytes(place, sparing, "a.jpg")
    assert file.size <= len(sparing)
    assert kept_picture(place, file).size == (640, 480)


def test_a_photograph_that_came_as_png_becomes_a_jpeg_and_is_called_so(place: Workplace) -> None:
    file = attach_bytes(place, made.png(), "屏幕截图.png")
    assert (file.name, file.media) == ("屏幕截图.jpg", JPEG)
    assert file.size < len(made.png())


@pytest.mark.parametrize(
    ("form", "options"),
    [("PNG", {}), ("TIFF", {"compression": "group4"}), ("BMP", {})],
    ids=["png", "tiff", "bmp"],
)
def test_a_line_scan_stays_sharp(place: Workplace, form: str, options: dict[str, str]) -> None:
    scan = made.encoded(made.line_scan(), form, **options)
    file = attach_bytes(place, scan, "扫描.tif")
    picture = kept_picture(place, file)
    assert (file.media, picture.mode, picture.size) == (PNG, "1", (2480, 3508))
    assert file.name == "扫描.png"
    assert file.size < 100_000


def test_what_was_transparent_is_white(place: Workplace) -> None:
    drawing = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    drawing.paste((10, 20, 30, 255), (0, 0, 50, 50))
    picture = kept_picture(place, attach_bytes(place, made.encoded(drawing, "PNG"), "签名.png")).convert("RGB")
    assert _close(picture.getpixel((250, 150)), (255, 255, 255))
    assert _close(picture.getpixel((10, 10)), (10, 20, 30))


@pytest.mark.parametrize(
    ("form", "mode"),
    [
        ("JPEG", "RGB"),
        ("JPEG", "L"),
        ("JPEG", "CMYK"),
        ("PNG", "1"),
        ("PNG", "P"),
        ("PNG", "LA"),
        ("PNG", "RGBA"),
        ("PNG", "I;16"),
        ("WEBP", "RGB"),
        ("WEBP", "RGBA"),
        ("BMP", "RGB"),
        ("BMP", "P"),
        ("TIFF", "RGB"),
        ("TIFF", "CMYK"),
        ("TIFF", "I;16"),
        ("TIFF", "F"),
    ],
)
def test_every_sort_of_picture_is_taken(place: Workplace, form: str, mode: str) -> None:
    base = made.photograph(200, 150)
    picture = base.convert("L").convert("I").point(lambda value: value * 256) if mode == "I;16" else base
    file = attach_bytes(place, made.encoded(picture.convert(mode), form), "图", pictures=True)
    kept = kept_picture(place, file)
    assert kept.size == (200, 150)
    assert file.media in (JPEG, PNG)
    shades = kept.convert("L").getextrema()
    assert shades != (0, 0) and shades != (255, 255)
    assert thumbnail(place, file, 64).startswith(b"\x89PNG")


def test_the_same_picture_is_kept_once_under_any_name(place: Workplace, tmp_path: Path) -> None:
    one = attach(place, put(tmp_path, "一.jpg", made.jpeg()))
    other = attach(place, put(tmp_path, "二.jpeg", made.jpeg()))
    again = attach_bytes(place, made.jpeg(), "三.jpg")
    assert one.sha256 == other.sha256 == again.sha256
    assert [each.name for each in (one, other, again)] == ["一.jpg", "二.jpeg", "三.jpg"]
    assert blobs(place) == 1


@pytest.mark.filterwarnings("ignore")  # Pillow warns of what it finds odd
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "BMP", "TIFF"])
@given(data=st.data())
def test_however_a_picture_is_damaged_there_is_a_sentence(form: str, data: st.DataObject) -> None:
    options = {"exif": made.camera_data(made.LEFT_UP)} if form in ("JPEG", "PNG", "WEBP") else {}
    whole = bytearray(made.encoded(made.photograph(60, 40), form, **options))
    places = st.one_of(st.integers(0, min(200, len(whole) - 1)), st.integers(0, len(whole) - 1))
    for at, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), min_size=1, max_size=20)):
        whole[at] = byte
    broken = bytes(whole[: data.draw(st.integers(1, len(whole)))])
    with contextlib.suppress(Refused, Trouble):
        kept, media = pictures.shrunk(broken, media_of(broken, pictures=True))
        assert pictures.small(kept, media, 64)
