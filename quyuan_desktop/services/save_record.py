"""Saving, correcting, taking a step, voiding and undoing a record: rules first, then one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quyuan_desktop.domain.office import Role, for_head_alone
from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import (
    Base,
    Record,
    Register,
    State,
    Values,
    fields_of,
    row_class,
    values_of,
)
from quyuan_desktop.registers.restoring import restored
from quyuan_desktop.registers.workflow import Step
from quyuan_desktop.services.attached_files import files_of
from quyuan_desktop.services.beginning import default_of, defaults, defaults_as_guest, last_key
from quyuan_desktop.services.closed_months import refuse_step_unexplained, refuse_unexplained
from quyuan_desktop.services.examining import examine, please
from quyuan_desktop.services.others_records import refuse_others
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.storage import history, links, numbering, people, records, search, settings
from quyuan_desktop.storage.drafts import drop
from quyuan_desktop.storage.phrases import note_used
from quyuan_desktop.storage.search_texts import texts_of
from quyuan_desktop.storage.tables import Blob

__all__ = [
    "Saved",
    "Undo",
    "Undone",
    "defaults",
    "defaults_as_guest",
    "examine",
    "examine_step",
    "keep_within",
    "open_record",
    "save_record",
    "step_begun",
    "take_back_within",
    "take_step",
    "undo_save",
    "void_record",
    "void_within",
]

UNDONE = "保存后撤销"
LONGEST_REASON = 200
Seen = frozenset[Problem] | None
"""What the ledger makes doubtful, and the person has been shown; None for what nobody is there to look at."""


@dataclass(frozen=True, slots=True)
class Undo:
    """What it takes to take the last saving back."""

    register: Register
    uid: str
    step: int


@dataclass(frozen=True, slots=True)
class Saved:
    """A record as it was saved."""

    record: Any
    changed: Changed
    undo: Undo


@dataclass(frozen=True, slots=True)
class Undone:
    """`values` are those of a new record that was voided, for the form; None when a correction was taken back."""

    changed: Changed
    values: Values | None


def step_begun(place: Workplace, register: Register, values: Values, code: str) -> Values:
    """The values that the form of a step begins with. Raises Refused when the step cannot be taken now."""
    step, occasion = _step(register, values, code), place.occasion()
    begun = _cleared(register, step, values)
    for name in step.fields:
        field = register.field(name)
        if field.step and field.default is not None and begun[name] == field.kind.empty:
            begun[name] = default_of(field, occasion, {})
    return step.begin(begun, occasion)


def _cleared(register: Register, step: Step, values: Values) -> Values:
    return {**values, **{name: register.field(name).kind.empty for name in step.clears}}


def examine_step(place: Workplace, register: Register, values: Values, code: str) -> tuple[Values, list[Problem]]:
    """As `examine`, for the values with which a step is to be taken: with what the step needs and its guard."""
    assert register.workflow is not None
    step = register.workflow.step(code)
    completed, problems = examine(place, register, _cleared(register, step, values))
    faulty = {problem.field for problem in problems}
    for name in step.needs:
        field = register.field(name)
        if completed[name] in (None, "", [], ()) and name not in faulty:
            problems.append(Problem(name, please(field)))
    problems += [each for each in step.guard(completed, place.occasion()) if each.field not in faulty]
    return completed, problems


def _step(register: Register, values: Values, code: str) -> Step:
    if register.workflow is None:
        raise Trouble("这类记录没有办理步骤。")
    step = register.workflow.step(code)
    stage = values[register.workflow.stage]
    if stage not in step.start:
        raise Refused([Problem("", register.workflow.lacking(step, stage))])
    if barred := step.barred(values):
        raise Refused(barred)
    return step


def take_step(
    place: Workplace,
    register: Register,
    uid: str,
    code: str,
    values: Values,
    *,
    reason: str = "",
    draft: str = "",
    confirmed: bool = False,
    seen: Seen = None,
) -> Saved:
    """Take a step of the workflow with `values`, the record's whole with the step's fields filled in.

    A step that touches a closed month needs a `reason`.

    Raises Refused when the record is not where the step begins (saying what comes first), with the slips, or when
    the step would not lead where it has to; Trouble when the step is the head's alone.
    """
    with place.ledger.reading() as session:
        record = records.load(session, register, uid)
    _refuse_void(record)
    before = values_of(record)
    step = _step(register, before, code)
    if step.head and place.staff.role is not Role.HEAD:
        raise Trouble(for_head_alone(f"“{step.label}”", place.office.level))
    wanted = {**before, **{name: values[name] for name in step.fields}}
    completed, problems = examine_step(place, register, wanted, code)
    if not problems and register.workflow is not None and completed[register.workflow.stage] not in step.end:
        problems = [Problem("", f"填写的内容还不能“{step.label}”，请核对日期是否都填了。")]
    if any(not problem.warning for problem in problems) or (problems and not confirmed):
        raise Refused(problems)
    refuse_step_unexplained(place, register, before, completed, reason)
    why = _reason(reason, step.label) if reason.strip() else ""
    return _save(place, register, completed, uid=uid, verb=step.code, reason=why, draft=draft, seen=seen)


def save_record(
    place: Workplace,
    register: Register,
    values: Values,
    *,
    uid: str = "",
    reason: str = "",
    draft: str = "",
    confirmed: bool = False,
    seen: Seen = None,
) -> Saved:
    """Save a new record, or with `uid` correct a saved one, for a `reason`; drop its `draft` with it.

    A new one that falls into a closed month needs a reason too.
    Raises Refused with the slips; warnings alone refuse too unless they were `confirmed`, and those of the ledger
    that were not `seen`. Raises Trouble.
    """
    before = values_of(open_record(place, register, uid)) if uid else None
    completed, problems = examine(place, register, values, before)
    if any(not problem.warning for problem in problems) or (problems and not confirmed):
        raise Refused(problems)
    return _save(place, register, completed, uid=uid, verb="correct", reason=reason, draft=draft, seen=seen)


def _save(
    place: Workplace,
    register: Register,
    completed: Values,
    *,
    uid: str,
    verb: str,
    draft: str,
    seen: Seen,
    reason: str = "",
) -> Saved:
    with place.ledger.writing() as session:
        undo, record = keep_within(
            session, place, register, completed, uid=uid, verb=verb, reason=reason, seen=seen
        )
        if draft:
            drop(session, draft)
    numbering.remember_after(place.ledger, place.folder)
    return Saved(record, Changed(register.code, (record.uid,)), undo)


def keep_within(
    session: Any,
    place: Workplace,
    register: Register,
    completed: Values,
    *,
    uid: str,
    verb: str,
    reason: str,
    seen: Seen = None,
) -> tuple[Undo, Record]:
    """Save values that `examine` has completed, within the transaction of `session`. Raises Refused, Trouble."""
    now, by = place.now(), place.staff.name
    if uid:
        refuse_others(session, place, register, uid)
    if verb == "correct":
        refuse_unexplained(session, place, register, completed, reason)
        if uid or reason.strip():
            reason = _reason(reason, "更正" if uid else "补录")
    _refuse_against(session, register, completed, uid)
    _refuse_unseen(register.doubted(session, completed, uid, place.house), seen)
    if uid:
        record = _correct(session, register, uid, completed, verb, reason, now, by)
    else:
        record = _accept(session, place, register, completed, reason, now, by)
    _follow_up(session, register, record)
    _remember_used(session, register, completed, now)
    return Undo(register, record.uid, record.revisions), record


def _refuse_against(session: Any, register: Register, values: Values, uid: str) -> None:
    """Raise Refused with what the ledger says against these values: links that lead nowhere, other records."""
    problems = list(links.broken(session, register, values))
    if any(session.get(Blob, file.sha256) is None for file in files_of(register.record, values)):
        problems.append(Problem("", "有附件没有存上，请删掉它重新添加。"))
    problems += register.against(session, values, uid)
    if problems:
        raise Refused(problems)


def _refuse_unseen(doubts: list[Problem], seen: Seen) -> None:
    if seen is not None and not seen.issuperset(doubts):
        raise Refused(doubts)


def _accept(
    session: Any, place: Workplace, register: Register, values: Values, reason: str, now: datetime, by: str
) -> Record:
    year = values[register.day].year
    serial = numbering.take(session, place.folder, place.office, register.code, year)
    template = settings.read(session, f"number.{register.code}", register.number)
    record = records.create(
        session,
        register,
        values,
        uid=place.name_record(),
        office=place.office.code,
        number=numbering.written(template, place.office, year, serial),
        at=now,
        by=by,
    )
    history.keep(session, register, record, "create", now, by, reason)
    return record


def _correct(
    session: Any, register: Register, uid: str, values: Values, verb: str, reason: str, now: datetime, by: str
) -> Record:
    record = records.load(session, register, uid)
    _refuse_void(record)
    if values_of(record) == values:
        raise Refused([Problem("", "内容没有变化，不用保存。")])
    records.overwrite(register, record, values, now, by)
    history.keep(session, register, record, verb, now, by, reason)
    return record


def _refuse_void(record: Record) -> None:
    if record.state is State.VOID:
        raise Refused([Problem("", "这条记录已作废，不能更正。需要时请新建一条。")])


def _reason(reason: str, verb: str) -> str:
    found = kinds.Text(limit=LONGEST_REASON).read(reason, kinds.EARLIEST)
    if isinstance(found, Problem):
        raise Refused([Problem("reason", f"{verb}理由太长，最多 {LONGEST_REASON} 字。")])
    if not found:
        raise Refused([Problem("reason", f"请写明{verb}的理由，会记入修改历史。")])
    return str(found)


def _follow_up(session: Any, register: Register, record: Record) -> None:
    values = values_of(record)
    people.note(session, register, record.uid, values if record.state is State.LIVE else None)
    search.index(session.connection(), register.code, record.uid, texts_of(register, record.number, values))


def _remember_used(session: Any, register: Register, values: Values, now: datetime) -> None:
    last = {
        field.name: field.kind.plain(values[field.name]) for field in register.fields if field.default == "last"
    }
    if settings.read(session, last_key(register)) != last:
        settings.keep(session, last_key(register), last)
    note_used(session, _suggested(register.record, values), now)


def _suggested(declared: type[Base], values: Values) -> Iterator[tuple[str, str]]:
    """The lines that will complete themselves next time, with their stores; those of child rows too."""
    for field in fields_of(declared):
        value = values[field.name]
        if isinstance(field.kind, kinds.Rows):
            for row in value:
                yield from _suggested(row_class(declared, field.name), row)
        elif field.suggest and isinstance(field.kind, kinds.Text) and not field.kind.multiline and value:
            yield field.suggest, value


def void_record(place: Workplace, register: Register, uid: str, reason: str) -> Changed:
    """Void a record: it stays readable with its number and counts no more. Raises Refused, Trouble."""
    with place.ledger.writing() as session:
        void_within(session, place, register, uid, reason)
    return Changed(register.code, (uid,))


def void_within(session: Any, place: Workplace, register: Register, uid: str, reason: str) -> Undo:
    """As `void_record`, within the transaction of `session`."""
    why = _reason(reason, "作废")
    refuse_others(session, place, register, uid)
    record = records.load(session, register, uid)
    _void(session, register, record, why, place.now(), place.staff.name)
    return Undo(register, uid, record.revisions)


def _void(session: Any, register: Register, record: Record, reason: str, now: datetime, by: str) -> None:
    if record.state is State.VOID:
        raise Refused([Problem("", "这条记录已经作废。")])
    if held := links.held_by(session, register.code, record.uid):
        raise Refused(held)
    record.state, record.void_reason = State.VOID, reason
    record.changed_at, record.changed_by = now, by
    history.keep(session, register, record, "void", now, by, reason)
    _follow_up(session, register, record)


def undo_save(place: Workplace, undo: Undo) -> Undone:
    """Take the last saving back: a new record is voided and its values returned, a correction is undone.

    Raises Refused when the record was changed since, or when another record stands in the way.
    """
    with place.ledger.writing() as session:
        values = take_back_within(session, place, undo)
    return Undone(Changed(undo.register.code, (undo.uid,)), values)


def take_back_within(session: Any, place: Workplace, undo: Undo) -> Values | None:
    """As `undo_save`, within the transaction of `session`; what was voided is in force again.

    Returns the values of a new record that was voided. Raises Refused when another record stands in the way.
    """
    now, by, register = place.now(), place.staff.name, undo.register
    record = records.load(session, register, undo.uid)
    if record.revisions != undo.step:
        raise Refused([Problem("", "这条记录之后又改过，不能撤销；请打开记录更正。")])
    if undo.step == 1:
        values = values_of(record)
        _void(session, register, record, UNDONE, now, by)
        return values
    before = history.revisions(session, register.code, undo.uid)[-2]
    content = restored(register.record, before.content["fields"])
    _refuse_against(session, register, content, undo.uid)
    record.state, record.void_reason = State.LIVE, ""
    records.overwrite(register, record, content, now, by)
    history.keep(session, register, record, "undo", now, by)
    _follow_up(session, register, record)
    return None


def open_record(place: Workplace, register: Register, uid: str) -> Any:
    """The record called `uid`, whole and detached. Raises Trouble when there is none."""
    with place.ledger.reading() as session:
        return records.load(session, register, uid)
