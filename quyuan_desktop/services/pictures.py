"""Photographs and scans as they are kept: upright, small, and with nothing of camera, place or program in them."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PIL import Image
from PIL.BmpImagePlugin import BmpImageFile
from PIL.ImageFile import ImageFile
from PIL.JpegImagePlugin import JpegImageFile
from PIL.PngImagePlugin import PngImageFile
from PIL.TiffImagePlugin import TiffImageFile
from PIL.WebPImagePlugin import WebPImageFile

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.services.file_checks import BMP, JPEG, PNG, TIFF, WEBP, refused

LONGEST = 2000
"""Pixels of the longest side of a picture that is kept: 170 to the inch of an A4 page."""
QUALITY = 82
MOST_PIXELS = 60_000_000
"""An A4 page at 600 dots to the inch has 35 million. Of a JPEG, which is read smaller, twice as many are taken."""

# The plug-ins themselves, not Image.open: it tries every format there is, and warns where we refuse.
_OPEN: dict[str, Callable[[io.BytesIO], ImageFile]] = {
    JPEG: JpegImageFile,
    PNG: PngImageFile,
    WEBP: WebPImageFile,
    BMP: BmpImageFile,
    TIFF: TiffImageFile,
}
_DAMAGE = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What Pillow raises for a picture that is damaged on purpose or by accident: hardly anything is left out."""
_DAMAGED = "图片已损坏，或没有复制完整，打不开。请重新拍照、扫描或复制后再添加。"
_NO_MEMORY = "电脑内存不够，处理不了这张图片。请关掉一些程序再试，或换一张小一些的。"
_MANY_PAGES = "这个 TIFF 图片有好几页。请在扫描软件里另存为 PDF，或每页存成一张图片再添加。"

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def shrunk(content: bytes, media: str) -> tuple[bytes, str]:
    """The picture as it is kept, and its media type, JPEG or PNG; the same picture always gives the same bytes.

    Upright as the camera was held, its longest side at most LONGEST pixels, on white where it was transparent,
    without metadata. A line scan that is smaller as a PNG stays one, in its full sharpness. Raises Refused for one
    with too many pixels or pages, Trouble for a damaged one.
    """
    with _opened(content, media) as picture:
        _refuse_huge(picture, media)
        large = max(picture.size) > LONGEST
        _load(picture, LONGEST)
        plain = _on_white(_upright(picture))
        shown = _grey_or_colour(plain)
        if large:
            shown.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=3.0)
        made = [(_as_jpeg(shown, QUALITY), JPEG)]
        if media == JPEG and shown is picture and not large:
            made.append((_as_jpeg(shown, "keep"), JPEG))
        if media in (PNG, BMP, TIFF):
            made.append((_as_png(plain if plain.mode in ("1", "P") else shown), PNG))
        return min(made, key=lambda each: len(each[0]))


def small(content: bytes, media: str, side: int) -> bytes:
    """A PNG of the picture whose longest side is at most `side` pixels. Raises Refused, Trouble as `shrunk` does."""
    with _opened(content, media) as picture:
        _refuse_huge(picture, media)
        _load(picture, 2 * side)
        return _small_png(_grey_or_colour(_on_white(_upright(picture))), side)


def small_of_pixels(width: int, height: int, pixels: bytes, side: int) -> bytes:
    """The same of pixels of 4 bytes, B G R X, rows without gaps."""
    return _small_png(Image.frombuffer("RGB", (width, height), pixels, "raw", "BGRX", 0, 1), side)


def _small_png(picture: Image.Image, side: int) -> bytes:
    """`picture` as a PNG whose longest side is at most `side` pixels."""
    made = picture.copy()
    made.thumbnail((side, side), Image.Resampling.LANCZOS)
    return _as_png(made)


@contextmanager
def _opened(content: bytes, media: str) -> Iterator[ImageFile]:
    try:
        with _OPEN[media](io.BytesIO(content)) as picture:
            yield picture
    except MemoryError as error:
        raise Trouble(_NO_MEMORY) from error
    except Image.DecompressionBombError as error:
        raise refused("图片的像素太多。请用低一些的分辨率重新扫描，或另存一张小的再添加。") from error
    except _DAMAGE as error:
        raise Trouble(_DAMAGED) from error


def _refuse_huge(picture: ImageFile, media: str) -> None:
    width, height = picture.size
    if width * height > MOST_PIXELS * (2 if media == JPEG else 1):
        raise refused(
            f"图片有 {width} × {height} 像素，太大了。请用低一些的分辨率重新扫描，或另存一张小的再添加。"
        )
    if media == TIFF and getattr(picture, "n_frames", 1) > 1:
        raise refused(_MANY_PAGES)


def _load(picture: ImageFile, side: int) -> None:
    """Read the pixels; where the format lets one, no more of them than a longest side of `side` needs."""
    longest = max(picture.size)
    if longest > side:
        picture.draft(None, (picture.width * side // longest, picture.height * side // longest))
    picture.load()


def _upright(picture: Image.Image) -> Image.Image:
    """As the camera was held."""
    turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    return picture if turn is None else picture.transpose(turn)


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency: what is transparent would be black in a JPEG, and unreadable on a dark ground."""
    if picture.mode not in ("LA", "PA", "RGBA", "La", "RGBa") and "transparency" not in picture.info:
        return picture
    over = picture.convert("RGBA")
    ground = Image.new("RGB", over.size, "white")
    ground.paste(over, mask=over.getchannel("A"))
    return ground


def _grey_or_colour(picture: Image.Image) -> Image.Image:
    """In a form that a JPEG can hold: 8 bits of grey or colour."""
    if picture.mode.startswith("I;16"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in ("L", "RGB"):
        return picture
    return picture.convert("L" if picture.mode == "1" else "RGB")


def _as_jpeg(picture: Image.Image, quality: int | str) -> bytes:
    made = io.BytesIO()
    picture.info.clear()  # comments and the like would be written too
    picture.save(made, "JPEG", quality=quality, optimize=True)
    return made.getvalue()


def _as_png(picture: Image.Image) -> bytes:
    made = io.BytesIO()
    picture.info.clear()
    picture.save(made, "PNG", optimize=True)
    return made.getvalue()
