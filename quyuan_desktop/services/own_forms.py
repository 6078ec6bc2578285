"""The office's own Excel forms (上级报表): the empty workbook kept in the ledger, its cells tied to figures, filled by period.

The workbook is kept under its hash as it came; which cell says what is a setting of the ledger, so that both travel
with it. A cell says a figure (this period, year to date, same period last year, change) or a fact of the house.
"""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from quyuan_desktop.documents.fill_workbook import Value, filled
from quyuan_desktop.documents.form_labels import Labels, found_again, labels_of
from quyuan_desktop.documents.form_workbook import (
    LARGEST,
    FormBook,
    FormCell,
    FormSheet,
    Place,
    name_of,
    place_of,
    read_form,
)
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.domain.text import clean
from quyuan_desktop.services.form_contents import FACTS, SOURCES, VALUES, Content, contents_of, holds, refusal
from quyuan_desktop.services.month import refuse_to_come
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history, papers, settings
from quyuan_desktop.storage.files import write_whole
from quyuan_desktop.storage.records import new_uid

__all__ = [
    "FACTS",
    "SOURCES",
    "Content",
    "FormBook",
    "FormCell",
    "FormSheet",
    "Labels",
    "MappedCell",
    "OwnForm",
    "Place",
    "Replaced",
    "book_of",
    "contents",
    "drop_form",
    "file_name",
    "fill",
    "form_called",
    "forms",
    "keep_form",
    "labels_of",
    "name_of",
    "place_of",
    "put",
    "rename_form",
    "replace_form",
    "take_out",
    "write_form",
]

LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class MappedCell:
    """One cell of a form, by sheet and name (C5), and what it says: `code` of a figure or fact, `value` which of its
    values (empty for a fact)."""

    sheet: str
    cell: str
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class OwnForm:
    """A form that is filled each period. `file` is what its workbook was called, `sha256` where it is kept."""

    uid: str
    name: str
    file: str
    sha256: str
    cells: tuple[MappedCell, ...] = ()

    def at(self, sheet: str, cell: str) -> MappedCell | None:
        """What that cell says."""
        return next((each for each in self.cells if (each.sheet, each.cell) == (sheet, cell)), None)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A form whose workbook was replaced: the cells that moved (before, after) and those that are told no more."""

    form: OwnForm
    moved: tuple[tuple[MappedCell, MappedCell], ...]
    lost: tuple[MappedCell, ...]


# -- what is kept


def forms(place: Workplace) -> list[OwnForm]:
    """All forms of the office, by name. Raises Trouble."""
    with place.ledger.reading() as session:
        kept = settings.read(session, settings.OWN_FORMS, [])
    return sorted((_restored(each) for each in kept), key=lambda form: form.name)


def form_called(place: Workplace, name: str) -> OwnForm:
    """The form of that name. Raises Trouble with the names there are."""
    known = forms(place)
    for form in known:
        if form.name == name.strip():
            return form
    if not known:
        raise Trouble("还没有设好的上级报表。请先在窗口的“上级报表”里选空表、对好格子。")
    names = "、".join(f"“{form.name}”" for form in known)
    raise Trouble(f"没有叫“{name[:40]}”的上级报表。现有：{names}。")


def keep_form(place: Workplace, path: Path) -> OwnForm:
    """Keep the empty workbook at `path` as a new form, called after the file. Raises Trouble with a sentence."""
    content = _read(path)
    read_form(content, path.name)
    with place.ledger.writing() as session:
        kept = settings.read(session, settings.OWN_FORMS, [])
        name = _free_name(path.stem, {each["name"] for each in kept})
        form = OwnForm(new_uid(), name, path.name, papers.keep_blob(session, content))
        settings.keep(session, settings.OWN_FORMS, [*kept, asdict(form)])
        history.audit(session, "form", place.now(), place.staff.name, detail=f"keep {form.sha256}")
    return form


def rename_form(place: Workplace, uid: str, name: str) -> OwnForm:
    """Call the form otherwise. Raises Refused for a name that is empty, too long or taken."""
    wanted = clean(name, multiline=False)
    others = {form.name for form in forms(place) if form.uid != uid}
    if not wanted:
        raise Refused([Problem("name", "报表名称不能空着。")])
    if len(wanted) > LONGEST_NAME:
        raise Refused([Problem("name", f"报表名称最多 {LONGEST_NAME} 个字。")])
    if wanted in others:
        raise Refused([Problem("name", f"已经有叫“{wanted}”的报表，请换一个名称。")])
    return _change(place, replace(_form(place, uid), name=wanted))


def replace_form(place: Workplace, uid: str, path: Path) -> Replaced:
    """Put the superior's new workbook in place of the old one; cells that moved are found again by their labels.

    Those that are not found are named in what is returned and are tied to nothing any more. Raises Trouble.
    """
    form = _form(place, uid)
    content = _read(path)
    new, old = read_form(content, path.name), book_of(place, form)
    kept: list[MappedCell] = []
    moved: list[tuple[MappedCell, MappedCell]] = []
    lost: list[MappedCell] = []
    for sheet in old.sheets:
        cells = [each for each in form.cells if each.sheet == sheet.name]
        counterpart = new.sheet(sheet.name) or (new.sheets[0] if len(new.sheets) == len(old.sheets) == 1 else None)
        if counterpart is None or counterpart.protected:
            lost += cells
            continue
        found = found_again(sheet, counterpart, [place_of(each.cell) for each in cells])
        for each in cells:
            at = found[place_of(each.cell)]
            if at is None or refusal(counterpart, at, each.code):
                lost.append(each)
                continue
            after = replace(each, sheet=counterpart.name, cell=name_of(at))
            kept.append(after)
            if after != each:
                moved.append((each, after))
    with place.ledger.writing() as session:
        sha256 = papers.keep_blob(session, content)
        history.audit(session, "form", place.now(), place.staff.name, detail=f"replace {form.sha256} {sha256}")
    changed = replace(form, file=path.name, sha256=sha256, cells=_ordered(kept))
    return Replaced(_change(place, changed), tuple(moved), tuple(lost))


def drop_form(place: Workplace, uid: str) -> None:
    """Fill this form no more. Raises Trouble."""
    with place.ledger.writing() as session:
        kept = settings.read(session, settings.OWN_FORMS, [])
        settings.keep(session, settings.OWN_FORMS, [each for each in kept if each["uid"] != uid])
        history.audit(session, "form", place.now(), place.staff.name, detail=f"drop {uid}")


# -- which cell says what


def put(place: Workplace, form: OwnForm, book: FormBook, *cells: MappedCell) -> OwnForm:
    """Tie cells to what they say; of merged cells the first. Raises Refused for one that cannot be filled."""
    changed = _form(place, form.uid)
    for cell in cells:
        sheet = book.sheet(cell.sheet)
        if sheet is None:
            raise Refused([Problem("cell", f"表里没有“{cell.sheet[:40]}”这张工作表。")])
        at = sheet.first_of(place_of(cell.cell))
        sentence = refusal(sheet, at, cell.code)
        if sentence:
            raise Refused([Problem("cell", sentence)])
        tied = replace(cell, cell=name_of(at))
        changed = _without(changed, tied.sheet, tied.cell, tied)
    return _change(place, changed)


def take_out(place: Workplace, form: OwnForm, sheet: str, cell: str) -> OwnForm:
    """Leave that cell of the form alone again. Raises Trouble."""
    return _change(place, _without(_form(place, form.uid), sheet, cell))


def _without(form: OwnForm, sheet: str, cell: str, *further: MappedCell) -> OwnForm:
    others = [each for each in form.cells if (each.sheet, each.cell) != (sheet, cell)]
    return replace(form, cells=_ordered([*others, *further]))


def _ordered(cells: Iterable[MappedCell]) -> tuple[MappedCell, ...]:
    return tuple(sorted(cells, key=lambda each: (each.sheet, place_of(each.cell))))


# -- filling


def book_of(place: Workplace, form: OwnForm) -> FormBook:
    """The empty workbook as it looks. Raises Trouble when it is gone or damaged."""
    return read_form(_workbook(place, form), form.file)


def contents(place: Workplace, form: OwnForm, period: Period) -> dict[tuple[str, str], Content]:
    """What the form's cells say in that period, by sheet and name of the cell. Raises Trouble."""
    found = contents_of(place, period, {(each.code, each.value) for each in form.cells})
    return {(each.sheet, each.cell): found[each.code, each.value] for each in form.cells}


def fill(place: Workplace, form: OwnForm, period: Period) -> bytes:
    """The workbook with the period's figures in its cells and all else as it came.

    Raises Trouble when nothing is tied to it, when a cell cannot be filled any more, and for a period that has not begun.
    """
    if not form.cells:
        raise Trouble(f"“{form.name}”还没有对好格子。请先点格子、选数字，再来填。")
    refuse_to_come(place, period)
    original = _workbook(place, form)
    book = read_form(original, form.file)
    said = contents(place, form, period)
    values: dict[str, dict[Place, Value]] = {}
    for each in form.cells:
        sheet = book.sheet(each.sheet)
        at = place_of(each.cell)
        if sheet is None:
            raise Trouble(f"“{form.name}”里没有“{each.sheet}”这张工作表。请用“换新表”再选一次上级的空表。")
        sentence = refusal(sheet, at, each.code)
        if sentence:
            raise Trouble(f"“{form.name}”的 {each.cell} 填不了：{sentence}")
        content = said[each.sheet, each.cell]
        values.setdefault(sheet.path, {})[at] = holds(sheet.cell(at), content, from_1904=book.from_1904)
    return filled(original, book, values)


def write_form(place: Workplace, form: OwnForm, period: Period, path: Path) -> Path:
    """Fill the form and write it to `path` (into it, when it is a folder), whole or not at all. Raises Trouble."""
    try:
        target = path / file_name(place, form, period) if path.is_dir() else path
        write_whole(target, fill(place, form, period))
    except ValueError as error:
        raise Trouble("文件名里有不能用的字符，请换一个名字。") from error
    return target


def file_name(place: Workplace, form: OwnForm, period: Period) -> str:
    """What the filled form is called."""
    return re.sub(r'[\x00-\x1f\\/:*?"<>|]', "", f"{place.office.name}-{form.name}-{period.label}.xlsx")


# -- the setting


def _restored(kept: dict[str, object]) -> OwnForm:
    cells = kept["cells"]
    assert isinstance(cells, list)
    told = {name: str(kept[name]) for name in ("uid", "name", "file", "sha256")}
    return OwnForm(**told, cells=tuple(MappedCell(**each) for each in cells))


def laid_down(told: Any) -> OwnForm:
    """A form as the bureau has laid it down. Raises ValueError, TypeError or LookupError for what could not be filled."""
    cells = tuple(map(_cell, told["cells"]))
    form = OwnForm(told["uid"], told["name"], told["file"], told["sha256"], cells)
    texts = (form.uid, form.name, form.file, form.sha256)
    named = clean(form.name, multiline=False) == form.name and 0 < len(form.name) <= LONGEST_NAME
    if not all(type(each) is str and len(each) <= 255 for each in texts) or not named:
        raise ValueError("a form")
    return form


def _cell(told: Any) -> MappedCell:
    cell = MappedCell(told["sheet"], told["cell"], told["code"], told["value"])
    if not all(type(each) is str for each in (cell.sheet, cell.cell, cell.code, cell.value)):
        raise TypeError("a cell")
    place_of(cell.cell)
    if cell.code in SOURCES and cell.code not in FACTS and cell.value not in VALUES:
        raise ValueError(cell.value)
    return cell


def _form(place: Workplace, uid: str) -> OwnForm:
    for form in forms(place):
        if form.uid == uid:
            return form
    raise Trouble("这张报表已经删除，请刷新后再试。")


def _change(place: Workplace, form: OwnForm) -> OwnForm:
    with place.ledger.writing() as session:
        kept = settings.read(session, settings.OWN_FORMS, [])
        settings.keep(
            session, settings.OWN_FORMS, [asdict(form) if each["uid"] == form.uid else each for each in kept]
        )
    return form


def _workbook(place: Workplace, form: OwnForm) -> bytes:
    with place.ledger.reading() as session:
        return papers.blob(session, form.sha256)


def _free_name(stem: str, taken: set[str]) -> str:
    name = clean(stem, multiline=False)[:LONGEST_NAME] or "上级报表"
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name[: LONGEST_NAME - 4]}（{number}）"
    return found


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except (OSError, ValueError):
        raise Trouble(
            f"“{path.name}”打不开。请核对文件是否还在、U盘是否插好；正用 Excel 开着的，先关闭。"
        ) from None
