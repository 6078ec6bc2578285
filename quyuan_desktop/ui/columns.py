"""The columns of a register's list, made from its declaration: what stands where, how wide, how shown."""

from collections.abc import Iterator
from dataclasses import dataclass

from quyuan_desktop.domain import masking
from quyuan_desktop.domain.numbers import short_number
from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Register, State
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.services.list_records import ListRow

NUMBER, LIMIT, STANDING, OFFICE = "number", "limit", "standing", "office"
STANDING_TONES = {Standing.RETURNED: "red", Standing.CLASH: "amber", Standing.UNSENT: "grey"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `width` is in Chinese characters. `field` is None for the record's number, its next
    limit, how it stands towards the district, and whose it is."""

    key: str
    label: str
    width: int
    field: Field | None = None

    @property
    def right(self) -> bool:
        """Whether values stand at the right: numbers and amounts do."""
        return self.field is not None and isinstance(self.field.kind, kinds.Number | kinds.Money)

    def text(self, row: ListRow) -> str:
        """What a person reads in this column of `row`."""
        if self.key == LIMIT:
            return row.limit.left_in_words() if row.limit is not None else ""
        if self.key == STANDING:
            return row.standing.label
        if self.key == OFFICE:
            return row.office
        if self.field is None:
            return short_number(row.number)
        value = row.values.get(self.key)
        if isinstance(self.field.kind, kinds.Flag):
            return self.field.kind.show(value) if value else ""
        shown = self.field.kind.show(value)
        return masking.masked(self.field.kind, shown) if self.field.masked else shown


def columns_of(register: Register, level: Level = Level.OFFICE) -> tuple[Column, ...]:
    """The number, the day, who and what, the next limit, at an office how it stands towards the district, at the bureau
    whose record it is; then the other list columns, those of the subject's part first."""
    standing = (Column(STANDING, "上报", 4) if level is Level.OFFICE else Column(OFFICE, "单位", 7),)
    listed = {field.name: field for field in register.fields if field.column}
    leading = (register.day, register.who, register.what)
    subject = register.field(register.what).section
    rest = [field for name, field in listed.items() if name not in leading]
    rest.sort(key=lambda field: field.section != subject)
    if register.called_by:
        names = tuple(name for name in register.called_by if name in listed)
        others = [field for field in listed.values() if field.name not in names]
        return (
            *(_column(register, name, named=True) for name in names),
            *((Column(LIMIT, "期限", 7),) if register.unsettled is not None else ()),
            *standing,
            *(_column(register, field.name, named=True) for field in others),
            Column(NUMBER, "编号", 10),
        )
    return (
        Column(NUMBER, "编号", 10),
        *(_column(register, name) for name in leading),
        *((Column(LIMIT, "期限", 7),) if register.unsettled is not None else ()),
        *standing,
        *(_column(register, field.name) for field in rest),
    )


def _column(register: Register, name: str, *, named: bool = False) -> Column:
    field = register.field(name)
    label = "事项" if name == register.what and register.people and not named else field.label
    if isinstance(field.kind, kinds.Day):
        width = 7
    elif isinstance(field.kind, kinds.Choice):
        width = max(len(field.label) + 1, min(10, max(len(term.label) for term in field.kind.terms) + 1))
    else:
        width = max(len(field.label) + 1, min(field.width, 16))
    return Column(name, label, width, field)


def is_void(row: ListRow) -> bool:
    """Whether the record was made void (作废)."""
    return row.state is State.VOID


def summed_field(register: Register) -> Field | None:
    """What a selection is summed by: the register's required count (统计人次), if it has one."""
    for field in register.fields:
        if isinstance(field.kind, kinds.Number) and field.counted and field.required:
            return field
    return None


def table_lines(columns: tuple[Column, ...], rows: list[ListRow]) -> Iterator[list[str]]:
    """Head and rows as texts, with whole numbers of records, for copying."""
    yield [column.label for column in columns]
    for row in rows:
        yield [_whole(column, row) for column in columns]


def _whole(column: Column, row: ListRow) -> str:
    if column.field is not None or column.key in (LIMIT, STANDING, OFFICE):
        return column.text(row)
    return f"{row.number}（作废）" if is_void(row) else row.number
