"""Papers under test: golden texts with `--update-golden`, and only the fonts that come with the program."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics

from quyuan_desktop.documents import fonts
from quyuan_desktop.documents.preview import extract_text

GOLDEN = Path(__file__).parent.parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite tests/golden/*.txt")


@pytest.fixture(autouse=True, scope="session")
def only_bundled_fonts() -> Iterator[None]:
    """What the computer has of its own (仿宋, 小标宋) would break lines elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fonts, "font_folders", list)
        _forget()
        yield
    _forget()


def _forget() -> None:
    for name in ("_font", "coverage", "_chain", "_owners", "advances", "_own", "_lines"):
        getattr(fonts, name).cache_clear()
    for name in list(pdfmetrics._fonts):
        if name.startswith("Computer"):
            del pdfmetrics._fonts[name]


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Compares the text of a PDF with tests/golden/NAME.txt."""
    update = request.config.getoption("--update-golden", default=False)

    def compare(name: str, pdf: bytes) -> None:
        text = "\n———— 页 ————\n".join(page.strip() for page in extract_text(pdf)) + "\n"
        path = GOLDEN / f"{name}.txt"
        if update:
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare
