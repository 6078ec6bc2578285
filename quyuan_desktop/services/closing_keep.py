"""Keeping what was closed: rows in the ledger, papers as they were printed, one digest over all, one act in the chain."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from quyuan_desktop.documents.corrections import (
    CarriedFigure,
    CorrectedFigure,
    CorrectedRecord,
    CorrectionsSheet,
    RestatedFigure,
    corrections_pdf,
)
from quyuan_desktop.documents.corrections_workbook import add_corrections
from quyuan_desktop.documents.grid_workbook import add_grids
from quyuan_desktop.documents.summary import summary_pdf
from quyuan_desktop.documents.workbook import summary_xlsx
from quyuan_desktop.domain.corrections import CorrectionKind, Restated
from quyuan_desktop.domain.figures import FigureLine
from quyuan_desktop.domain.periods import without_days
from quyuan_desktop.registers import MEASURES, REGISTERS
from quyuan_desktop.reports.behind import Behind
from quyuan_desktop.services.closing_draft import Draft, TableDraft
from quyuan_desktop.services.closing_forms import keep_forms
from quyuan_desktop.services.month import signatures, summary_in_words
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings, history, papers, settings
from quyuan_desktop.storage.tables import ClosedCorrection, ClosedFigure, ClosedPeriod, ClosedRow, ClosedTable

ANEW = "（新指标或口径、周期有改，上期累计已重算）"
NO_ACT = {"id": 0, "seal": ""}


def keep(session: Session, place: Workplace, draft: Draft, number: str) -> ClosedPeriod:
    """Keep `draft` under `number`, within the transaction of `session`; the records in it are let go as they are kept."""
    before = closings.standing(session, place.office.code)
    head = settings.read(session, history.HEAD, NO_ACT)
    closing = ClosedPeriod(
        office=place.office.code,
        named=place.office.name,
        phone=place.office.phone,
        number=number,
        code=draft.period.code,
        label=draft.period.label,
        first=draft.period.first,
        last=draft.period.last,
        at=place.now().replace(microsecond=0),
        by=place.staff.name,
        act=int(head["id"]),
        seal=str(head["seal"]),
        before=before[-1].digest if before else "",
    )
    session.add(closing)
    session.flush()
    for position, each in enumerate(draft.tables):
        _keep_table(session, place, closing, position, each, draft.period.word)
        each.rows.clear()  # they are written: the papers take as much room again
        each.earlier.clear()
    reported = [*_corrections(closing, draft), *_restated_figures(session, place, closing, draft, before)]
    for position, correction in enumerate(reported):
        correction.position = position
    session.add_all(reported)
    _keep_papers(session, place, closing, draft)
    session.flush()
    closing.digest = closings.digest_of(session, closing)
    told = f"{number} {closing.digest}"
    history.audit(session, "close_month", place.now(), place.staff.name, detail=told)
    return closing


def _keep_table(
    session: Session, place: Workplace, closing: ClosedPeriod, position: int, draft: TableDraft, word: str
) -> None:
    table = ClosedTable(
        period_id=closing.id,
        position=position,
        register=draft.register.code,
        title=draft.table.title,
        first=draft.table.first,
        last=draft.table.last,
        begins=draft.begins,
        notes=list(draft.table.notes),
        paper=papers.keep_blob(session, summary_pdf(draft.table, closing.at, signatures(place), word)),
    )
    session.add(table)
    session.flush()
    closings.hang(
        session, ClosedFigure, [_figure(table.id, at, line) for at, line in enumerate(draft.table.lines)]
    )
    closings.hang(session, ClosedRow, _rows(table.id, closings.MONTH, draft.rows))
    closings.hang(session, ClosedRow, _rows(table.id, closings.BEFORE, draft.earlier))


def _figure(table_id: int, position: int, line: FigureLine) -> dict[str, Any]:
    means = line.means
    return {
        "table_id": table_id,
        "position": position,
        "code": line.figure.code,
        "label": line.figure.label,
        "unit": line.figure.unit,
        "heading": line.group,
        "words": line.words,
        "value": line.figure.value,
        "so_far": line.year_to_date,
        "last_year": line.last_year,
        "means": None if means is None else [None if each is None else repr(float(each)) for each in means],
    }


def _rows(table_id: int, span: int, rows: Iterable[Behind]) -> Iterator[dict[str, Any]]:
    for row in rows:
        entries = [[each.day.isoformat(), each.label, dict(each.values)] for each in row.entries if each.values]
        if entries:
            yield {
                "table_id": table_id,
                "span": span,
                "register": row.register,
                "uid": row.uid,
                "number": row.number,
                "digest": row.digest,
                "entries": entries,
            }


def _corrections(closing: ClosedPeriod, draft: Draft) -> Iterator[ClosedCorrection]:
    for each in draft.corrections:
        told = each.correction
        yield ClosedCorrection(
            period_id=closing.id,
            position=0,
            table_id=each.at.table.id,
            span=each.at.span,
            register=told.register,
            uid=told.uid,
            number=told.number,
            digest=each.digest,
            kind=told.kind.code,
            before=dict(told.before),
            after=dict(told.after),
            reason=told.reason,
            on=told.on,
            by=told.by,
        )


def _restated_figures(
    session: Session, place: Workplace, closing: ClosedPeriod, draft: Draft, before: Sequence[ClosedPeriod]
) -> Iterator[ClosedCorrection]:
    """The figures of earlier closings that do not add up and are others now, those of a table together."""
    closed = {without_days(each.label): each for each in before}
    for month, register in dict.fromkeys((each.month, each.table) for each in draft.restated):
        table = closings.table_of(session, closed[month].id, register)
        assert table is not None
        figures = [each for each in draft.restated if (each.month, each.table) == (month, register)]
        yield ClosedCorrection(
            period_id=closing.id,
            position=0,
            table_id=table.id,
            span=closings.MONTH,
            register=register,
            uid="",
            number="",
            digest="",
            kind=CorrectionKind.RESTATED.code,
            before={each.code: each.before for each in figures},
            after={each.code: each.after for each in figures},
            reason="",
            on=place.today,
            by=place.staff.name,
        )


# -- papers


def _keep_papers(session: Session, place: Workplace, closing: ClosedPeriod, draft: Draft) -> None:
    tables = [each.table for each in draft.tables]
    signed = signatures(place)
    anything = draft.corrections or draft.restated or draft.restarted
    sheet = corrections_sheet(place, draft, closing.number) if anything else None
    more = partial(add_corrections, told=sheet) if sheet is not None else None
    first = partial(add_grids, grids=keep_forms(session, place, closing, draft), signed=signed)
    book = summary_xlsx(tables, closing.at, signed, draft.period.word, more, first)
    closing.workbook = papers.keep_blob(session, book)
    words = summary_in_words(place, tables, draft.period, closing.number)
    closing.summary = papers.keep_blob(session, words)
    if sheet is not None:
        closing.corrections = papers.keep_blob(session, corrections_pdf(sheet, closing.at, signed))


def corrections_sheet(place: Workplace, draft: Draft, number: str) -> CorrectionsSheet:
    """The corrections that `draft` reports, as they are printed."""
    return CorrectionsSheet(
        office=place.office.name,
        month=draft.period.name,
        first=draft.period.first,
        last=draft.period.last,
        number=number,
        records=tuple(_records(draft)),
        carried=tuple(_carried(draft)),
        restated=tuple(_restated(each) for each in draft.restated),
    )


def _records(draft: Draft) -> Iterator[CorrectedRecord]:
    for each in draft.corrections:
        told = each.correction
        yield CorrectedRecord(
            month=told.month,
            table=REGISTERS[told.table].label,
            number=told.number,
            kind=told.kind.label,
            reason=told.reason,
            by=f"{told.by} {told.on:%Y-%m-%d}",
            figures=tuple(_corrected(*change) for change in sorted(told.changes(), key=_printed_order)),
        )


def _printed_order(change: tuple[str, int, int]) -> int:
    return list(MEASURES).index(change[0])


def _corrected(code: str, before: int, after: int) -> CorrectedFigure:
    counting = MEASURES[code]
    return CorrectedFigure(f"{counting.group}·{counting.label}", counting.unit, before, after)


def _restated(told: Restated) -> RestatedFigure:
    counting = MEASURES[told.code]
    label = f"{counting.group}·{counting.label}"
    table = REGISTERS[told.table].label
    return RestatedFigure(told.month, table, label, counting.unit, told.before, told.after)


def _carried(draft: Draft) -> Iterator[CarriedFigure]:
    tables = {line.figure.code: each.register.label for each in draft.tables for line in each.table.lines}
    for carried in draft.told():
        counting = MEASURES[carried.code]
        yield CarriedFigure(
            table=tables[carried.code],
            label=f"{counting.group}·{counting.label}{ANEW if carried.code in draft.restarted else ''}",
            unit=counting.unit,
            before=carried.before,
            now=carried.now,
            open_=carried.open_,
            corrected=carried.corrected,
            after=carried.after,
        )
