"""What a file is, told by its content and not by its name, and whether it may be kept."""

import io
import re
import zipfile
import zlib

from quyuan_desktop.documents import preview
from quyuan_desktop.domain.problems import Problem, Refused, Trouble

JPEG, PNG, WEBP, BMP, TIFF = "image/jpeg", "image/png", "image/webp", "image/bmp", "image/tiff"
PDF, DOCX, XLSX, OFD = "application/pdf", "application/docx", "application/xlsx", "application/ofd"
"""Media types as they are kept: short ones for Office files, whose official names are longer than the place for them."""
PICTURES = (JPEG, PNG, WEBP, BMP, TIFF)
SUFFIXES: dict[str, tuple[str, ...]] = {
    JPEG: ("jpg", "jpeg"),
    PNG: ("png",),
    WEBP: ("webp",),
    BMP: ("bmp",),
    TIFF: ("tif", "tiff"),
    PDF: ("pdf",),
    DOCX: ("docx",),
    XLSX: ("xlsx",),
    OFD: ("ofd",),
}
"""How names end, by media type, the usual ending first."""

MOST_PAGES = 300
LONGEST_PAGE = 7200
"""Points (1/72 inch) of a page's side: two and a half metres."""

_NO_PICTURE = "这不是能存的图片。这一栏只存照片和扫描图：JPG、PNG、BMP、TIFF、WEBP。"
_NOT_TAKEN = "这种文件不能存。能存的有图片、PDF、DOCX、XLSX、OFD，其他的请先另存为 PDF 再添加。"
_HEIC = "这是手机的 HEIC 照片，打不开。请在手机上另存为 JPG（苹果手机：设置→相机→格式→兼容性最佳）再添加。"
_OLD_OFFICE = "旧版或加了密码的 Office 文件不能存。请在办公软件里去掉密码，另存为 DOCX、XLSX 或 PDF 再添加。"
_MACRO = "这个 Office 文件带有宏（程序），不能存。请在办公软件里另存为不带宏的 DOCX、XLSX 或 PDF 再添加。"
_DAMAGED = "文件已损坏，或没有复制完整，打不开。请重新复制或扫描后再添加。"
_LOCKED = "这个 PDF 加了密码，打不开。请去掉密码另存一份再添加。"
_DAMAGED_PDF = "这个 PDF 打不开：可能已损坏、没有复制完整，或者里面一页也没有。请重新扫描或导出后再添加。"
_MANY_PAGES = f"这个 PDF 超过 {MOST_PAGES} 页。请分成几份再添加。"
_LARGE_PAGE = "这个 PDF 的页面大得不能显示。请用 A4 或 A3 纸张重新导出再添加。"

_UNREADABLE_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    RuntimeError,
    OverflowError,
)
"""What reading a damaged or hostile ZIP raises."""
_CONTENT_TYPES = "[Content_Types].xml"
_MOST_TYPES = 1 << 20
_MACRO_PARTS = re.compile(r"(^|/)(vbaproject[^/]*\.bin|vbadata\.xml|macrosheets/.*)$", re.IGNORECASE)


def media_of(content: bytes, *, pictures: bool) -> str:
    """The media type of a file that may be kept; only a picture will do with `pictures`.

    Pictures are told by how they begin: whether they are sound shows when they are opened. Raises Refused for
    what is not taken, Trouble for what is damaged.
    """
    media = _picture(content)
    if media:
        return media
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"):
        raise refused(_HEIC)
    if pictures:
        raise refused(_NO_PICTURE)
    if b"%PDF-" in content[:1024]:
        _check_pdf(content)
        return PDF
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        raise refused(_OLD_OFFICE)
    raise refused(_NOT_TAKEN)


def refused(sentence: str) -> Refused:
    """What is raised for a file that is not taken."""
    return Refused([Problem("", sentence)])


def page_sizes(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height in points of every page. Raises Trouble when the PDF or one of its pages is damaged."""
    try:
        return [preview.page_size(pdf, index) for index in range(preview.page_count(pdf))]
    except RuntimeError as error:  # PDFium's word for a page that does not load
        raise Trouble(_DAMAGED_PDF) from error


def _picture(content: bytes) -> str:
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return WEBP
    if content.startswith((b"II*\0", b"MM\0*")):
        return TIFF
    # Two letters alone would make a bitmap of a text; behind them stand the length, zeros, and where pixels begin.
    return BMP if content.startswith(b"BM") and content[6:10] == bytes(4) else ""


def _check_pdf(content: bytes) -> None:
    try:
        count = preview.page_count(content)
        if count > MOST_PAGES:
            raise refused(_MANY_PAGES)
        sides = [side for size in page_sizes(content) for side in size]
    except Trouble as error:
        raise Trouble(_LOCKED if b"/Encrypt" in content else _DAMAGED_PDF) from error
    if min(sides, default=0) < 1:
        raise Trouble(_DAMAGED_PDF)
    if max(sides) > LONGEST_PAGE:
        raise refused(_LARGE_PAGE)


def _office(content: bytes) -> str:
    """Nothing is unpacked but the list of what each part is, and of that no more than a reasonable length."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            names = set(parts.namelist())
            types = b""
            if _CONTENT_TYPES in names:
                with parts.open(_CONTENT_TYPES) as part:
                    types = part.read(_MOST_TYPES)
    except _UNREADABLE_ZIP as error:
        raise Trouble(_DAMAGED) from error
    if any(_MACRO_PARTS.search(name) for name in names) or b"macroenabled" in types.lower():
        raise refused(_MACRO)
    if types and "word/document.xml" in names:
        return DOCX
    if types and "xl/workbook.xml" in names:
        return XLSX
    if "OFD.xml" in names:
        return OFD
    raise refused(_NOT_TAKEN)
