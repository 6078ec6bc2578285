"""A register's list as an Excel workbook: as it is shown or with all its fields, written whole or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quyuan_desktop.documents.import_workbook import NUMBER_HEAD, ROW_HEAD
from quyuan_desktop.documents.register_workbook import ListColumn, ListSheet, register_xlsx
from quyuan_desktop.documents.workbook import Value
from quyuan_desktop.documents.workbook_cells import cell_of
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Register, State, fields_of, row_class, values_of
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.services.limits import pressing_of
from quyuan_desktop.services.list_records import Choice, count_records, records_of
from quyuan_desktop.services.office_sight import offices_in
from quyuan_desktop.services.standings import standings_of
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history
from quyuan_desktop.storage.files import write_whole

Tell = Callable[[str, int, int], None]

MOST_ROWS = 20_000
"""Records of one workbook: more would not fit the memory of an old computer."""
NUMBER, LIMIT, STANDING, OFFICE, STATE = "number", "limit", "standing", "office", "_state"
APART = (NUMBER, LIMIT, STANDING, OFFICE)
"""The keys of columns that are no fields."""
STATE_HEAD = "记录状态"


@dataclass(frozen=True, slots=True)
class Extract:
    """What of a list goes out.

    columns: keys (field names, APART) with their heads, in order; None for all fields, child rows too;
    masked: what lists hide stays hidden; words: the filter as a person reads it.
    """

    choice: Choice
    columns: tuple[tuple[str, str], ...] | None = None
    masked: bool = True
    words: str = ""
    newest_first: bool = True


def export_list(place: Workplace, register: Register, extract: Extract, path: Path, tell: Tell) -> int:
    """Write the list to `path`; gives how many records. The act is audited. Raises Trouble."""
    total = count_records(place, register, extract.choice)
    if total > MOST_ROWS:
        raise Trouble(f"共 {total:,} 条，一次最多导出 {MOST_ROWS:,} 条。请缩小筛选范围，分几次导出。")
    loaded: list[Any] = []
    for part in records_of(place, register, extract.choice, newest_first=extract.newest_first):
        loaded += part
        tell("读取记录", len(loaded), total)
    note = f"{extract.words}　共 {len(loaded)} 条　{place.now():%Y-%m-%d %H:%M} 导出"
    if extract.columns is None:
        sheets = _whole(register, loaded, extract)
    else:
        sheets = [_as_shown(place, register, loaded, extract)]
    tell("写工作簿", 0, 1)
    content = register_xlsx(f"{register.label}一览表", place.office.name, note, sheets, place.now())
    how = (
        "遮住个人信息" if extract.masked or not any(each.masked for each in register.fields) else "未遮住个人信息"
    )
    with place.ledger.writing() as session:
        detail = f"{len(loaded)} 条，{how}"
        history.audit(session, "export", place.now(), place.staff.name, register=register.code, detail=detail)
    write_file(path, content)
    return len(loaded)


def write_file(path: Path, content: bytes) -> None:
    """Write a file for the person whole or not at all. Raises Trouble, also when another program holds it."""
    try:
        write_whole(path, content)
    except Trouble as trouble:
        if isinstance(trouble.__cause__, PermissionError) and path.is_file():
            raise Trouble(
                f"“{path.name}”写不进去：可能正被 Excel 或 WPS 打开着。请先关闭它，或者换一个文件名。"
            ) from trouble
        raise


# -- as shown


def _as_shown(place: Workplace, register: Register, loaded: list[Any], extract: Extract) -> ListSheet:
    assert extract.columns is not None
    heads = [ListColumn(ROW_HEAD)]
    asked = [record.uid for record in loaded] if STANDING in dict(extract.columns) else []
    stands = standings_of(place, register, asked)
    for key, head in extract.columns:
        heads.append(ListColumn(head, key not in APART and _money(register.field(key))))

    def rows() -> Iterator[list[Value]]:
        assert extract.columns is not None
        for place_, record in enumerate(loaded, start=1):
            said = stands.get(record.uid)
            yield [
                place_,
                *(
                    said.label
                    if key == STANDING and said
                    else _shown(place, register, record, key, extract.masked)
                    for key, _ in extract.columns
                ),
            ]

    return ListSheet(register.label, heads, rows())


def _shown(place: Workplace, register: Register, record: Any, key: str, masked: bool) -> Value:
    if key == NUMBER:
        return f"{record.number}（作废）" if record.state is State.VOID else str(record.number)
    if key == OFFICE:
        return {each.code: each.name for each in offices_in(place)}.get(record.office, "")
    if key == LIMIT:
        limit = pressing_of(place, register, values_of(record)) if record.state is State.LIVE else None
        return limit.left_in_words() if limit is not None else ""
    return cell_of(register.field(key), getattr(record, key), masked=masked)


# -- whole


def _whole(register: Register, loaded: list[Any], extract: Extract) -> list[ListSheet]:
    plain = [field for field in register.fields if not isinstance(field.kind, kinds.Rows)]
    state = [ListColumn(STATE_HEAD)] if extract.choice.void else []
    heads = [ListColumn(ROW_HEAD), ListColumn(NUMBER_HEAD), *state, *map(_head, plain)]

    def rows() -> Iterator[list[Value]]:
        for place, record in enumerate(loaded, start=1):
            said: list[Value] = [record.state.label] if state else []
            cells = [cell_of(each, getattr(record, each.name), masked=extract.masked) for each in plain]
            yield [place, record.number, *said, *cells]

    sheets = [ListSheet(register.label, heads, rows())]
    for field in register.fields:
        if isinstance(field.kind, kinds.Rows):
            sheets.append(_children(register, field, loaded, extract.masked))
    return sheets


def _children(register: Register, field: Field, loaded: list[Any], masked: bool) -> ListSheet:
    own = fields_of(row_class(register.record, field.name))

    def rows() -> Iterator[list[Value]]:
        for place, record in enumerate(loaded, start=1):
            for row in getattr(record, field.name):
                yield [place, *(cell_of(each, getattr(row, each.name), masked=masked) for each in own)]

    return ListSheet(field.label, [ListColumn(ROW_HEAD), *map(_head, own)], rows())


def _head(field: Field) -> ListColumn:
    return ListColumn(field.label, _money(field))


def _money(field: Field) -> bool:
    return isinstance(field.kind, kinds.Money)
