"""What the documents say is what the program does."""

from pathlib import Path

from tools import write_figures

ROOT = Path(__file__).resolve().parent.parent


def test_figures_page_is_what_the_declarations_say() -> None:
    assert (ROOT / "docs" / "figures.md").read_text(encoding="utf-8") == write_figures.text(), (
        "run: python -m tools.write_figures"
    )


def test_every_adr_is_listed_in_the_architecture_page() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    missing = [path.name for path in (ROOT / "docs" / "adr").glob("*.md") if path.name not in page]
    assert not missing
