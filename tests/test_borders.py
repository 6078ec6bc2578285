"""The layers of docs/architecture.md §2: who may import whom, every exception by the name of its file.

Imports are looked at file by file, those inside functions and under TYPE_CHECKING too.
"""

import ast
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_archon import archrule
from pytest_archon.collect import collect_imports_from_path
from pytest_archon.failure import pop_failures
from pytest_archon.rule import RuleTargets

PACKAGE = "quyuan_desktop"

# What each layer may import of the others. None of the middle row imports another of it, but that reports,
# being pure queries, may read storage.
MAY_IMPORT: dict[str, set[str]] = {
    "domain": set(),
    "registers": {"domain"},
    "storage": {"domain", "registers"},
    "documents": {"domain", "registers"},
    "exchange": {"domain", "registers"},
    "reports": {"domain", "registers", "storage"},
    "services": {"domain", "registers", "storage", "documents", "exchange", "reports"},
    "ui": {"domain", "registers", "services"},
}
# Single files: they stand on top and build everything, or beneath and know nothing of the program.
ON_TOP = {"app", "cli", "cli_exchange", "cli_pairing", "cli_parser", "cli_year", "__main__"}
BENEATH = {"bundle", "missing_libraries"}

# Libraries that only the named places may import, and the part of the standard library of domain.
ONLY_IN: dict[str, tuple[str, ...]] = {
    "PySide6": ("ui", "app", "registers.*.form"),
    "shiboken6": ("ui", "app", "registers.*.form"),
    "reportlab": ("documents",),
    "xlsxwriter": ("documents",),
    "docx": ("documents",),
    "lxml": ("documents",),
    "PIL": ("services.pictures",),
    "sqlcipher3": ("storage",),
    "alembic": ("storage",),
    "zstandard": ("exchange",),
    "msgspec": ("registers.written", "exchange.lines"),
    "stdnum": ("domain.identity",),
    "pypinyin": ("domain.names",),
}
NOT_IN: dict[str, tuple[str, ...]] = {"sqlalchemy": ("domain", "documents", "ui")}
DOMAIN_LIBRARIES = {"domain.identity": {"stdnum"}, "domain.names": {"pypinyin"}}


def test_every_file_stands_in_a_layer() -> None:
    """A new folder or a new file at the top has to be given its place here first."""
    folder = Path(__file__).parent.parent / PACKAGE
    names = {path.name for path in folder.iterdir() if path.is_dir() and path.name != "__pycache__"}
    names |= {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert names <= MAY_IMPORT.keys() | ON_TOP | BENEATH


def test_layers_import_downwards_only() -> None:
    check_layers(PACKAGE)


def test_libraries_stay_where_they_belong() -> None:
    check_libraries(PACKAGE)


def test_domain_needs_the_standard_library_only() -> None:
    check_domain(PACKAGE)


def test_main_only_hands_over() -> None:
    tree = ast.parse((Path(__file__).parent.parent / "main.py").read_text(encoding="utf-8"))
    found = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    found |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert found == {"sys", f"{PACKAGE}.app"}


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A sound little package with every layer, to plant a defect in."""
    name = f"house_of_{tmp_path.name}"
    folder = tmp_path / name
    for layer, allowed in MAY_IMPORT.items():
        (folder / layer).mkdir(parents=True)
        (folder / layer / "__init__.py").touch()
        lines = ["import json\n", *(f"from {name}.{other} import plain\n" for other in sorted(allowed))]
        (folder / layer / "plain.py").write_text("".join(lines), encoding="utf-8")
    (folder / "__init__.py").touch()
    (folder / "app.py").write_text(f"import PySide6.QtWidgets\nfrom {name} import ui\n", encoding="utf-8")
    (folder / "bundle.py").write_text("from pathlib import Path\n", encoding="utf-8")
    (folder / "domain" / "identity.py").write_text("from stdnum.cn import ric\n", encoding="utf-8")
    (folder / "domain" / "names.py").write_text("import pypinyin\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield folder
    _failed_rules()
    shutil.rmtree(folder)


def test_a_sound_house_passes(house: Path) -> None:
    assert _broken(house) == set()


@pytest.mark.parametrize(
    ("file", "line", "rule"),
    [
        ("domain/plain.py", "from {house}.registers import plain", "domain"),
        ("domain/plain.py", "import sqlalchemy", "domain: standard library"),
        ("domain/plain.py", "def later():\n    from stdnum.cn import ric", "stdnum"),
        ("domain/identity.py", "import pypinyin", "domain: standard library"),
        ("registers/plain.py", "from {house}.storage.plain import thing", "registers"),
        ("registers/plain.py", "import PySide6.QtCore", "PySide6"),
        ("storage/plain.py", "from ..reports import plain as other", "storage"),
        ("storage/plain.py", "from PySide6 import QtCore", "PySide6"),
        ("documents/plain.py", "from {house}.storage import plain", "documents"),
        ("documents/plain.py", "from sqlalchemy.orm import Session", "sqlalchemy"),
        ("exchange/plain.py", "from {house}.reports import plain as other", "exchange"),
        ("reports/plain.py", "import {house}.documents.plain", "reports"),
        ("reports/plain.py", "import xlsxwriter", "xlsxwriter"),
        ("services/plain.py", "from {house}.ui import plain as other", "services"),
        ("services/plain.py", "def later():\n    import reportlab.pdfgen.canvas", "reportlab"),
        ("ui/plain.py", "from {house}.storage import plain as other", "ui"),
        ("ui/plain.py", "if TYPE_CHECKING:\n    from {house}.reports import plain as other", "ui"),
        ("ui/plain.py", "from sqlalchemy import select", "sqlalchemy"),
        ("ui/plain.py", "import {house}.app", "ui"),
        ("bundle.py", "from {house}.domain import plain", "beneath"),
        ("bundle.py", "from PySide6 import QtCore", "PySide6"),
    ],
)
def test_a_planted_defect_is_found(house: Path, file: str, line: str, rule: str) -> None:
    with (house / file).open("a", encoding="utf-8") as text:
        text.write(line.format(house=house.name) + "\n")
    assert rule in _broken(house)


def test_a_form_by_hand_may_use_qt(house: Path) -> None:
    desk = house / "registers" / "legal_aid"
    desk.mkdir()
    (desk / "form.py").write_text("from PySide6 import QtWidgets\n", encoding="utf-8")
    assert _broken(house) == set()
    (desk / "rules.py").write_text("from PySide6 import QtWidgets\n", encoding="utf-8")
    assert "PySide6" in _broken(house)


def _broken(house: Path) -> set[str]:
    """The names of the rules that the package in this folder breaks."""
    collect_imports_from_path.cache_clear()
    check_layers(house.name)
    check_libraries(house.name)
    check_domain(house.name)
    return _failed_rules()


def _failed_rules() -> set[str]:
    """Takes what archon has noted, so that it does not fail the test that planted it."""
    return {failure.rule_name for failure in pop_failures()}  # type: ignore[no-untyped-call]  # archon's


def check_layers(package: str) -> None:
    """Each layer imports what MAY_IMPORT gives it, what is beneath, and itself."""
    for layer, allowed in MAY_IMPORT.items():
        if not _present(package, layer):
            continue
        forbidden = (MAY_IMPORT.keys() | ON_TOP) - allowed - {layer}
        rule = archrule(layer, "imports point down").match(*_in(package, layer))
        for name in sorted(forbidden):
            rule.should_not_import(*_in(package, name)).check(package, only_direct_imports=True)
    beneath = [f"{package}.{name}" for name in BENEATH if _present(package, name)]
    rule = archrule("beneath", "knows nothing of the program").match(*beneath)
    rule.should_not_import(f"{package}.*").check(package, only_direct_imports=True)


def check_libraries(package: str) -> None:
    """Each library of ONLY_IN and NOT_IN is imported where it may be."""
    for library, places in ONLY_IN.items():
        rule = archrule(library, "only " + ", ".join(places)).match(package, f"{package}.*")
        _exclude(rule, package, places).should_not_import(library, f"{library}.*").check(
            package, only_direct_imports=True
        )
    for library, places in NOT_IN.items():
        for place in places:
            if _present(package, place):
                rule = archrule(library, f"not in {place}").match(*_in(package, place))
                rule.should_not_import(library, f"{library}.*").check(package, only_direct_imports=True)


def check_domain(package: str) -> None:
    """Domain imports the standard library, and what DOMAIN_LIBRARIES lists by file."""

    def is_plain(module: str, direct: set[str], _all: dict[str, set[str]]) -> bool:
        listed = DOMAIN_LIBRARIES.get(module.removeprefix(f"{package}."), set())
        allowed = sys.stdlib_module_names | listed | {package}
        return {name.split(".")[0] for name in direct} <= allowed

    rule = archrule("domain: standard library").match(*_in(package, "domain"))
    rule.should(is_plain).check(package)


def _exclude(rule: RuleTargets, package: str, places: tuple[str, ...]) -> RuleTargets:
    for place in places:
        rule = rule.exclude(*_in(package, place))
    return rule


def _in(package: str, name: str) -> tuple[str, str]:
    return f"{package}.{name}", f"{package}.{name}.*"


def _present(package: str, name: str) -> bool:
    """Whether the package has this layer or file; exchange, say, comes later than the rest."""
    for folder in map(Path, sys.path):
        place = folder / package
        if (place / "__init__.py").exists():
            return (place / f"{name}.py").exists() or any((place / name).rglob("*.py"))
    return False
