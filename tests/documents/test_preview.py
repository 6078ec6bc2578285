"""Pictures of pages: their size, their pixels, and what happens to a file that is none."""

import threading

import pytest

from quyuan_desktop.documents.consultation import receipt, registration_form
from quyuan_desktop.documents.preview import extract_text, page_count, page_size, render_page
from quyuan_desktop.domain.problems import Trouble
from tests.documents import paper_specimens as specimens


@pytest.mark.parametrize("dpi", [72, 101, 150])
def test_a_page_as_pixels(dpi: int) -> None:
    pdf = receipt(specimens.full())
    width, height, pixels = render_page(pdf, 0, dpi)
    points = page_size(pdf, 0)
    assert width == pytest.approx(points[0] * dpi / 72, abs=1.01)
    assert height == pytest.approx(points[1] * dpi / 72, abs=1.01)
    assert len(pixels) == width * height * 4
    assert pixels[:3] == b"\xff\xff\xff"  # paper is white
    darkest = [min(pixels[row * width * 4 : (row + 1) * width * 4 : 4]) for row in range(height)]
    assert min(darkest) < 80  # and there is ink on it


def test_the_rows_are_not_shifted() -> None:
    """The frame of the table is upright: dark in the same column of many rows, at a width that needs padding."""
    width, height, pixels = render_page(receipt(specimens.blank()), 0, 101)
    columns = [0] * width
    for row in range(height):
        for column in range(width):
            columns[column] += pixels[(row * width + column) * 4] < 128
    assert max(columns) > height * 0.6


def test_pages_are_counted_and_none_beyond_them_is_drawn() -> None:
    pdf = registration_form(specimens.long())
    assert page_count(pdf) == len(extract_text(pdf)) > 1
    for index in (page_count(pdf), -1):
        with pytest.raises(IndexError):
            render_page(pdf, index, 72)


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7 broken", b"PK\x03\x04"])
def test_a_damaged_paper_is_a_sentence(pdf: bytes) -> None:
    for look in (page_count, extract_text, lambda pdf: render_page(pdf, 0, 72)):
        with pytest.raises(Trouble, match="备份"):
            look(pdf)


def test_two_threads_may_look_at_once() -> None:
    pdf = receipt(specimens.full())
    expected = render_page(pdf, 0, 60)
    seen: list[object] = []
    threads = [threading.Thread(target=lambda: seen.append(render_page(pdf, 0, 60))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [expected] * 4
