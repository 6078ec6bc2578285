"""The printed list: every text is there, the head and the page on every page, sums at the end, nothing too wide."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from quyuan_desktop.documents.list_sheet import PrintColumn, list_pdf
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.services.list_prints import printed_list
from quyuan_desktop.services.list_records import Choice
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.services.workbook_export import Extract
from quyuan_desktop.services.workplace import Workplace
from tests.offices import START, at_work, fresh
from tests.strategies import anchored, plainest


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """The head at work in an office without records."""
    with at_work(fresh(tmp_path / "data")) as made:
        yield made


def pages(pdf: bytes) -> list[str]:
    document = pdfium.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded().replace("\r", "") for page in document]


def drawn(columns: list[PrintColumn], rows: list[list[str]]) -> list[str]:
    return pages(list_pdf("服务点一览表", "营田司法所", "2023年", columns, rows, START, "袁知秋"))


def test_head_number_and_page_are_on_every_page() -> None:
    rows = [[f"荷花村{at}组", str(at)] for at in range(1, 61)]
    found = drawn([PrintColumn("名称"), PrintColumn("户数（户）", "right", "1,830")], rows)
    assert len(found) > 1
    for number, page in enumerate(found, start=1):
        assert f"第 {number} 页 共 {len(found)} 页" in page and "户数（户）" in page and "服务点一览表" in page
    assert "2023年　共 60 条" in found[0].replace("\u3000", "　")
    assert "合计" in found[-1] and "1,830" in found[-1] and "合计" not in found[0]
    whole = "\n".join(found)
    assert all(row[0] in whole for row in rows)


def test_a_list_of_nothing_says_so() -> None:
    assert "没有符合条件的记录" in drawn([PrintColumn("名称")], [])[0]


def test_many_long_texts_wrap_within_the_page() -> None:
    texts = ["村部一楼大厅东侧文化广场旁" * 4, "周一至周五 8:30—12:00，14:30—17:30"] * 6
    pdf = list_pdf(
        "一览表", "所", "全部", [PrintColumn(f"栏目{at}") for at in range(12)], [texts], START, "袁知秋"
    )
    page = pdfium.PdfDocument(pdf)[0]
    text = page.get_textpage()
    edges = [text.get_charbox(at) for at in range(text.count_chars())]
    wide = page.get_width()
    assert min(box[0] for box in edges if box[2] > box[0]) > 50 and max(box[2] for box in edges) < wide - 50
    assert text.get_text_bounded().replace("\r\n", "").count("文化广场") >= 12


def test_a_row_that_no_page_holds_goes_on() -> None:
    found = drawn([PrintColumn("内容"), PrintColumn("名称")], [["长文" * 4000, "荷花村"]])
    assert len(found) > 1 and "".join(found).count("长") >= 3990


@pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
def test_every_register_has_its_list(place: Workplace, register: Register) -> None:
    record = save_record(place, register, anchored(place, register, plainest(register)), confirmed=True).record
    text = "".join(pages(printed_list(place, register, Extract(Choice(), words="全部时间"))))
    who = register.field(register.who)
    assert f"{register.label}一览表" in text and who.kind.show(getattr(record, who.name))[:4] in text


def test_villages_and_points_in_the_order_of_towns_with_sums(place: Workplace) -> None:
    for name, town, households in (("凤凰村", Town.FENGHUANG, 100), ("荷花村", Town.YINGTIAN, 20)):
        values = {**plainest(VILLAGE), "name": name, "town": town, "households": households}
        save_record(place, VILLAGE, {**values, "contact_phone": "0730-5550123"}, confirmed=True)
    save_record(place, POINT, {**plainest(POINT), "name": "营田站", "phone": "0730-5550000"}, confirmed=True)
    text = "".join(pages(printed_list(place, VILLAGE, Extract(Choice()))))
    assert text.index("荷花村") < text.index("凤凰村") and "120" in text
    assert "0730-5550123" not in text and "073****0123" in text
    assert "0730-5550123" in "".join(pages(printed_list(place, VILLAGE, Extract(Choice(), masked=False))))
    assert "0730-5550000" in "".join(pages(printed_list(place, POINT, Extract(Choice()))))
