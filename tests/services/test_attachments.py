"""Attached files: told by content, made small and clean, kept once and encrypted, and what is refused in which words."""

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from sqlalchemy import func, select

from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.registers.attached import LONGEST_NAME, Attached, Files, file_of_plain, plain_of_file
from quyuan_desktop.services.attachments import (
    MOST_READ,
    attach,
    attach_bytes,
    content,
    disk_name,
    page_sizes,
    save_as,
    size_in_words,
    thumbnail,
    tidy_name,
)
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.file_checks import DOCX, JPEG, OFD, PDF, PICTURES, PNG, XLSX
from quyuan_desktop.services.settings import keep_setting
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.tables import Blob
from tests import attached_files as made
from tests.hardships import as_ordinary_user, can_mount, fill_up, small_disk, unreadable, unwritable
from tests.offices import at_work, execute, fresh
from tests.strategies import raw_text

NASTY_NAME = "../../etc/\x00passwd" + "长" * 300 + ".jpg"
SECRET = b"invented secret text 9f3"


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


def blobs(place: Workplace) -> int:
    """How many different contents are kept."""
    with place.ledger.reading() as session:
        return session.scalar(select(func.count()).select_from(Blob)) or 0


# -- files by their content


@pytest.mark.parametrize(
    ("bytes_", "name", "kept_as", "media"),
    [
        (made.pdf(), "合同.pdf", "合同.pdf", PDF),
        (made.pdf(), "合同.jpg", "合同.pdf", PDF),
        (made.docx(), "证明", "证明.docx", DOCX),
        (made.xlsx(), "工资表.XLSX", "工资表.XLSX", XLSX),
        (made.ofd(), "判决书.zip", "判决书.zip.ofd", OFD),
        (made.jpeg(), "照片.exe", "照片.exe.jpg", JPEG),
        (made.jpeg(), "2023.11.30", "2023.11.30.jpg", JPEG),
        (made.jpeg(), "照片.heic", "照片.jpg", JPEG),
    ],
)
def test_a_file_is_what_its_content_says(
    place: Workplace, bytes_: bytes, name: str, kept_as: str, media: str
) -> None:
    file = attach_bytes(place, bytes_, name)
    assert (file.name, file.media) == (kept_as, media)
    if media not in PICTURES:
        assert content(place, file) == bytes_


def test_what_was_attached_is_a_value_of_its_field(place: Workplace) -> None:
    kind = Files()
    for bytes_ in (made.jpeg(), made.pdf(), made.docx(), made.xlsx(), made.ofd()):
        file = attach_bytes(place, bytes_, NASTY_NAME)
        assert kind.restore(kind.plain((file,))) == (file,)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
REFUSED: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "空的"),
    "one byte": (b"\xff", "不能存"),
    "text": ("姓名：无".encode(), "不能存"),
    "text like a bitmap": (b"BM is what this text begins with", "不能存"),
    "gif": (b"GIF89a" + bytes(100), "不能存"),
    "program": (b"MZ" + bytes(100), "不能存"),
    "archive": (made.packed(a_txt=b"x"), "不能存"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(50), "HEIC"),
    "old office": (OLE, "旧版"),
    "macro text": (made.office(word__document_xml=b"", word__vbaProject_bin=b"x"), "宏"),
    "macro table": (made.office(xl__workbook_xml=b"", xl__macrosheets__sheet1_xml=b"x"), "宏"),
    "macro by type": (made.office(types=b"ms-word.document.macroEnabled.main+xml", word__document_xml=b""), "宏"),
    "pdf with a wall as page": (made.pdf((595, 842), (9000, 100)), "页面大"),
    "too many pixels": (made.bomb(), "100000 × 100000"),
    "too many pixels by a little": (made.bomb(8000, 7501), "8000 × 7501"),
    "pages in one picture": (
        made.encoded(made.photograph(), "TIFF", save_all=True, append_images=[made.photograph()]),
        "好几页",
    ),
}
DAMAGED: dict[str, tuple[bytes, str]] = {
    "jpeg head": (b"\xff\xd8\xff", "图片已损坏"),
    "half a jpeg": (made.jpeg()[:20_000], "图片已损坏"),
    "half a png": (made.png()[:20_000], "图片已损坏"),
    "a few pixels": (made.bomb(300, 300), "图片已损坏"),
    "webp head": (b"RIFF\x24\0\0\0WEBPVP8 " + bytes(20), "图片已损坏"),
    "tiff head": (b"II*\0" + bytes(40), "图片已损坏"),
    "half a pdf": (b"%PDF-1.7\n%%EOF", "已损坏"),
    "pdf without pages": (made.PDF_WITHOUT_PAGES, "一页也没有"),
    "locked pdf": (made.pdf(password="geheim"), "密码"),
    "half an office file": (made.docx()[:60], "已损坏"),
}


@pytest.mark.parametrize(("bytes_", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_taken_is_refused_in_a_sentence(place: Workplace, bytes_: bytes, said: str) -> None:
    with pytest.raises(Refused) as caught:
        attach_bytes(place, bytes_, "张三身份证.jpg")
    _is_a_sentence(str(caught.value), said)
    assert blobs(place) == 0


@pytest.mark.parametrize(("bytes_", "said"), DAMAGED.values(), ids=DAMAGED)
def test_what_is_damaged_is_the_worlds_trouble(place: Workplace, bytes_: bytes, said: str) -> None:
    with pytest.raises(Trouble) as caught:
        attach_bytes(place, bytes_, "张三身份证.jpg")
    _is_a_sentence(str(caught.value), said)
    assert blobs(place) == 0


def _is_a_sentence(said: str, part: str) -> None:
    """What happened and what to do, with no name of a file, which may be a person's."""
    assert part in said
    assert said.endswith("。") and ("请" in said or "只" in said)
    assert "张三" not in said
    assert not re.search(r"[A-Za-z]{12}", said), "computer's words"


@pytest.mark.parametrize("bytes_", [made.pdf(), made.docx(), b"text"], ids=["pdf", "docx", "text"])
def test_where_pictures_belong_nothing_else_does(place: Workplace, bytes_: bytes) -> None:
    with pytest.raises(Refused, match="只存照片"):
        attach_bytes(place, bytes_, "a.jpg", pictures=True)


def test_a_line_of_text_with_the_name_of_a_picture_is_no_picture(place: Workplace, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="不能存"):
        attach(place, put(tmp_path, "照片.jpg", b"not a picture"))


# -- reading from the disk


def test_a_file_that_is_too_large_is_not_even_read_whole(place: Workplace, tmp_path: Path) -> None:
    path = put(tmp_path, "大.pdf", b"%PDF-1.7")
    os.truncate(path, MOST_READ + 1)
    with pytest.raises(Refused, match="最多 30.0 MB"):
        attach(place, path)


def test_folders_and_pipes_are_not_files(place: Workplace, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, said in ((tmp_path, "文件夹"), (tmp_path / "pipe", "不是普通的文件"), (Path("/dev/zero"), "普通")):
        with pytest.raises(Refused, match=said):
            attach(place, path)


def test_what_cannot_be_read_is_told(place: Workplace, tmp_path: Path) -> None:
    path = put(tmp_path, "锁.jpg", made.jpeg())
    with unreadable(path), pytest.raises(Trouble, match="没有权限读取"):
        attach(place, path)
    for gone in (tmp_path / "没有.jpg", path / "没有.jpg"):
        with pytest.raises(Trouble, match="找不到这个文件"):
            attach(place, gone)
    for odd in ("a\x00b.jpg", "长" * 300):
        with pytest.raises(Trouble, match="请"):
            attach(place, tmp_path / odd)


# -- names


@pytest.mark.parametrize(
    ("name", "media", "tidy"),
    [
        ("../../etc/passwd", JPEG, "etc-passwd.jpg"),
        ("C:\\Users\\x\\照片.JPG", JPEG, "C-Users-x-照片.JPG"),
        ("a\x00b\u202egnp.jpg", JPEG, "abgnp.jpg"),
        ("合同 <终稿>?.pdf", PDF, "合同 -终稿.pdf"),
        ("...", PDF, "文件.pdf"),
        ("", JPEG, "图片.jpg"),
        (".jpg", JPEG, "图片.jpg"),
        ("身份证.", JPEG, "身份证.jpg"),
        ("身份证 正面.jpeg", JPEG, "身份证 正面.jpeg"),
        ("e\u0301.png", PNG, "\u00e9.png"),
    ],
)
def test_names_are_tidied(name: str, media: str, tidy: str) -> None:
    assert tidy_name(name, media) == tidy


@given(raw_text(), st.sampled_from((JPEG, PNG, PDF, DOCX, "application/unknown")))
def test_a_tidy_name_stays_as_it_is_and_any_disk_takes_it(name: str, media: str) -> None:
    tidy = tidy_name(name, media)
    file = Attached(tidy, "0" * 64, 1, media)
    assert 0 < len(tidy) <= LONGEST_NAME
    assert tidy_name(tidy, media) == tidy
    assert file_of_plain(plain_of_file(file)) == file
    on_disk = disk_name(file)
    assert not set(on_disk) & set('\\/:*?"<>|\0\n')
    assert len(on_disk.encode()) <= 201


def test_a_name_of_300_characters_with_everything_in_it_can_be_kept_and_saved(
    place: Workplace, tmp_path: Path
) -> None:
    file = attach_bytes(place, made.jpeg(), NASTY_NAME)
    assert len(file.name) == LONGEST_NAME and file.name.endswith(".jpg")
    target = tmp_path / disk_name(file)
    save_as(place, file, target)
    assert target.read_bytes() == content(place, file)


@pytest.mark.parametrize(
    ("name", "on_disk"), [("con.jpg", "_con.jpg"), ("COM1.x.jpg", "_COM1.x.jpg"), ("控.jpg",) * 2]
)
def test_names_that_windows_keeps_for_itself_are_avoided(name: str, on_disk: str) -> None:
    assert disk_name(Attached(name, "0" * 64, 1, JPEG)) == on_disk


@pytest.mark.parametrize(
    ("size", "words"), [(0, "1 KB"), (1500, "1 KB"), (230_000, "225 KB"), (1_300_000, "1.2 MB")]
)
def test_sizes_in_words(size: int, words: str) -> None:
    assert size_in_words(size) == words


# -- out of the ledger


def test_content_that_is_gone_or_changed_is_told(place: Workplace) -> None:
    file = attach_bytes(place, made.pdf(), "a.pdf")
    execute(place, "UPDATE blob SET content = ?", b"something else")
    for look in (content, lambda place, file: thumbnail(place, file, 64)):
        with pytest.raises(Trouble, match="已损坏或丢失"):
            look(place, file)
    execute(place, "DELETE FROM blob")
    with pytest.raises(Trouble, match="已损坏或丢失"):
        content(place, file)


def test_thumbnails_are_small_and_only_of_what_can_be_seen(place: Workplace) -> None:
    for bytes_, shape in (
        (made.jpeg(1200, 900), (96, 72)),
        (made.jpeg(1200, 900, orientation=made.LEFT_UP), (72, 96)),
        (made.pdf((842, 595), (595, 842)), (96, 68)),
        (made.png(30, 20), (30, 20)),
    ):
        shown = Image.open(io.BytesIO(thumbnail(place, attach_bytes(place, bytes_, "a"), 96)))
        assert shown.format == "PNG"
        assert all(abs(one - other) <= 1 for one, other in zip(shown.size, shape, strict=True))
    assert thumbnail(place, attach_bytes(place, made.docx(), "a"), 96) == b""


def test_each_page_of_a_pdf_has_its_own_size() -> None:
    assert page_sizes(made.pdf((595, 842), (842, 595))) == [(595, 842), (842, 595)]


def test_a_file_is_saved_whole_or_not_at_all(place: Workplace, tmp_path: Path) -> None:
    file = attach_bytes(place, made.pdf(), "合同.pdf")
    out = tmp_path / "out"
    out.mkdir()
    save_as(place, file, out / "合同.pdf")
    assert (out / "合同.pdf").read_bytes() == made.pdf()
    with unwritable(out), as_ordinary_user(), pytest.raises(Trouble, match="不允许写入"):
        save_as(place, file, out / "再来.pdf")
    for target, said in (("没有/合同.pdf", "找不到文件夹"), ("a\0b.pdf", "不能用的字符"), ("长" * 200, "太长")):
        with pytest.raises(Trouble, match=said):
            save_as(place, file, out / target)
    assert sorted(path.name for path in out.iterdir()) == ["合同.pdf"]


@pytest.mark.skipif(not can_mount(), reason="no disk of its own can be made here")
def test_a_full_stick_takes_nothing_and_keeps_what_it_had(place: Workplace, tmp_path: Path) -> None:
    file = attach_bytes(place, made.jpeg(1500, 1500), "照片.jpg")
    (tmp_path / "stick").mkdir()
    with small_disk(tmp_path / "stick", megabytes=1) as stick:
        put(stick, "照片.jpg", b"what was there")
        fill_up(stick)
        with pytest.raises(Trouble, match="磁盘空间已满"):
            save_as(place, file, stick / "照片.jpg")
        assert (stick / "照片.jpg").read_bytes() == b"what was there"
        assert sorted(path.name for path in stick.iterdir()) == ["filler", "照片.jpg"]


# -- into the ledger


def test_on_a_full_disk_nothing_is_kept_and_the_next_try_works(place: Workplace) -> None:
    with place.ledger.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with contextlib.suppress(Trouble):
        for number in range(60):
            keep_setting(place, f"filler.{number}", "x" * 3000)
    with pytest.raises(Trouble, match="磁盘空间已满"):
        attach_bytes(place, made.jpeg(1500, 1500), "照片.jpg")
    assert blobs(place) == 0
    with place.ledger.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    file = attach_bytes(place, made.jpeg(1500, 1500), "照片.jpg")
    assert len(content(place, file)) == file.size
    assert check(place) == []


def test_nothing_is_written_outside_the_ledger_and_nothing_there_in_the_clear(
    place: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "temporary"
    elsewhere.mkdir()
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    monkeypatch.setattr(tempfile, "tempdir", None)
    before = {path.name for path in place.folder.iterdir()}
    for bytes_ in _one_of_each():
        file = attach_bytes(place, bytes_, "张三.jpg")
        content(place, file)
        thumbnail(place, file, 96)
    assert list(elsewhere.iterdir()) == []
    assert {path.name for path in place.folder.iterdir()} <= before | {"office.db-journal"}
    for path in place.folder.iterdir():
        assert SECRET not in path.read_bytes()
        assert "张三".encode() not in path.read_bytes()


def _one_of_each() -> Iterator[bytes]:
    yield made.jpeg(3000, 2000)
    yield made.encoded(made.line_scan(), "TIFF", compression="group4")
    yield made.encoded(made.photograph(), "TIFF", compression="jpeg")
    yield made.pdf()
    yield made.office(word__document_xml=SECRET * 500)
    yield made.packed(OFD_xml=SECRET)


LOOKS: dict[str, Callable[[Workplace, Attached], object]] = {
    "content": content,
    "thumbnail": lambda place, file: thumbnail(place, file, 96),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_picture_that_came_damaged_with_a_package_is_told(
    place: Workplace, look: Callable[[Workplace, Attached], object]
) -> None:
    """Hash and bytes agree, but it is no picture."""
    file = attach_bytes(place, made.docx(), "a")
    posing = Attached("a.jpg", file.sha256, file.size, JPEG)
    with contextlib.suppress(Trouble):
        assert look(place, posing) == made.docx()
