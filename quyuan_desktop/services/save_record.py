"""Saving, correcting, taking a step, voiding and undoing a record: rules first, then one transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from quyuan_desktop.domain.office import Role
from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import (
    Base,
    Guest,
    Record,
    Register,
    State,
    Values,
    blank,
    fields_by_name,
    fields_of,
    restored,
    row_class,
    values_of,
)
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.workflow import Step
from quyuan_desktop.services.attached_files import files_of
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.storage import history, links, numbering, people, records, search, settings
from quyuan_desktop.storage.drafts import drop
from quyuan_desktop.storage.phrases import note_used
from quyuan_desktop.storage.search_texts import texts_of
from quyuan_desktop.storage.tables import Blob

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


def defaults(place: Workplace, register: Register) -> Values:
    """The values a new record begins with: today, now, the person, what was used last."""
    occasion = place.occasion()
    with place.ledger.reading() as session:
        last = settings.read(session, _last_key(register), {})
    values = blank(register.record)
    for field in register.fields:
        match field.default:
            case None:
                continue
            case "today":
                values[field.name] = occasion.today
            case "now":
                values[field.name] = occasion.now.time().replace(second=0, microsecond=0)
            case "staff":
                values[field.name] = occasion.staff
            case "last":
                if field.name in last:
                    values[field.name] = field.kind.restore(last[field.name])
            case plain:
                values[field.name] = field.kind.restore(plain)
    return values


def defaults_as_guest(place: Workplace, guest: Guest) -> Values:
    """The values a new record begins with at a desk that its register is a guest of."""
    values = defaults(place, REGISTERS[guest.register])
    if guest.like:
        used = defaults(place, REGISTERS[guest.like])
        values |= {name: used[name] for name in guest.fields}
    return values


def examine(place: Workplace, register: Register, values: Values) -> tuple[Values, list[Problem]]:
    """The values completed by what follows from them, and their slips. Quick; touches no database."""
    occasion = place.occasion()
    read, problems = _read_again(register.record, values, occasion.today)
    completed = register.complete(read, occasion)
    problems += _missing(register.record, completed)
    faulty = {problem.field for problem in problems}
    problems += [each for each in register.check(completed, occasion) if each.field not in faulty]
    order = {field.name: place_ for place_, field in enumerate(register.fields)}
    problems.sort(key=lambda problem: order.get(problem.field.split(".")[0], -1))
    return completed, problems


def step_begun(place: Workplace, register: Register, values: Values, code: str) -> Values:
    """The values that the form of a step begins with. Raises Refused when the step cannot be taken now."""
    step = _step(register, values, code)
    return step.begin(values, place.occasion())


def examine_step(place: Workplace, register: Register, values: Values, code: str) -> tuple[Values, list[Problem]]:
    """As `examine`, for the values with which a step is to be taken: with what the step needs and its guard."""
    assert register.workflow is not None
    step = register.workflow.step(code)
    completed, problems = examine(place, register, values)
    faulty = {problem.field for problem in problems}
    for name in step.needs:
        field = register.field(name)
        if completed[name] in (None, "", [], ()) and name not in faulty:
            problems.append(Problem(name, _please(field)))
    problems += [each for each in step.guard(completed, place.occasion()) if each.field not in faulty]
    return completed, problems


def _step(register: Register, values: Values, code: str) -> Step:
    if register.workflow is None:
        raise Trouble("这类记录没有办理步骤。")
    step = register.workflow.step(code)
    stage = values[register.workflow.stage]
    if stage not in step.start:
        raise Refused([Problem("", register.workflow.lacking(step, stage))])
    return step


def take_step(
    place: Workplace,
    register: Register,
    uid: str,
    code: str,
    values: Values,
    *,
    draft: str = "",
    confirmed: bool = False,
    seen: Seen = None,
) -> Saved:
    """Take a step of the workflow with `values`, the record's whole with the step's fields filled in.

    Raises Refused when the record is not where the step begins (saying what comes first), with the slips, or when
    the step would not lead where it has to; Trouble when the step is the head's alone.
    """
    with place.ledger.reading() as session:
        before = values_of(records.load(session, register, uid))
    step = _step(register, before, code)
    if step.head and place.staff.role is not Role.HEAD:
        raise Trouble(f"只有所长可以“{step.label}”，请所长登录后操作。")
    wanted = {**before, **{name: values[name] for name in step.fields}}
    completed, problems = examine_step(place, register, wanted, code)
    if not problems and register.workflow is not None and completed[register.workflow.stage] not in step.end:
        problems = [Problem("", f"填写的内容还不能“{step.label}”，请核对日期是否都填了。")]
    if any(not problem.warning for problem in problems) or (problems and not confirmed):
        raise Refused(problems)
    return _save(place, register, completed, uid=uid, verb=step.code, reason=step.label, draft=draft, seen=seen)


def _read_again(
    declared: type[Base], values: Values, today: Any, prefix: str = ""
) -> tuple[Values, list[Problem]]:
    """Hold every value against its kind, whoever handed it in."""
    read, problems = blank(declared), []
    known = fields_by_name(declared)
    for name, value in values.items():
        field = known[name]
        if isinstance(field.kind, kinds.Rows):
            row = row_class(declared, name)
            read[name] = []
            for position, each in enumerate(value):
                inner, more = _read_again(row, each, today, f"{prefix}{name}.{position}.")
                read[name].append(inner)
                problems += more
            continue
        by_hand = field.kind.typed_as_text and not field.derived
        found = field.kind.read(field.kind.show(value), today) if by_hand else value
        if isinstance(found, Problem):
            problems.append(Problem(prefix + name, found.text))
            found = value
        read[name] = found
    return read, problems


def _missing(declared: type[Base], values: Values, prefix: str = "") -> list[Problem]:
    problems = []
    for field in fields_of(declared):
        value = values[field.name]
        if isinstance(field.kind, kinds.Rows):
            if len(value) < field.kind.at_least:
                problems.append(Problem(prefix + field.name, f"请至少填写一项{field.label}。"))
            if len(value) > field.kind.at_most:
                problems.append(
                    Problem(prefix + field.name, f"{field.label}最多 {field.kind.at_most} 项，请分次登记。")
                )
            row = row_class(declared, field.name)
            for position, each in enumerate(value):
                problems += _missing(row, each, f"{prefix}{field.name}.{position}.")
        elif field.required and not field.derived and (value is None or value == ""):
            problems.append(Problem(prefix + field.name, _please(field)))
    return problems


def _please(field: Field) -> str:
    return f"请{'选择' if isinstance(field.kind, kinds.Choice) else '填写'}{field.label}。"


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

    Raises Refused with the slips; warnings alone refuse too unless they were `confirmed`, and those of the ledger
    that were not `seen`. Raises Trouble.
    """
    completed, problems = examine(place, register, values)
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
    reason: str,
    draft: str,
    seen: Seen,
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
    _refuse_against(session, register, completed, uid)
    _refuse_unseen(register.doubted(session, completed, uid, place.house), seen)
    if uid:
        record = _correct(session, register, uid, completed, verb, reason, now, by)
    else:
        record = _accept(session, place, register, completed, now, by)
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


def _accept(session: Any, place: Workplace, register: Register, values: Values, now: datetime, by: str) -> Record:
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
    history.keep(session, register, record, "create", now, by)
    return record


def _correct(
    session: Any, register: Register, uid: str, values: Values, verb: str, reason: str, now: datetime, by: str
) -> Record:
    record = records.load(session, register, uid)
    if record.state is State.VOID:
        raise Refused([Problem("", "这条记录已作废，不能更正。需要时请新建一条。")])
    if values_of(record) == values:
        raise Refused([Problem("", "内容没有变化，不用保存。")])
    records.overwrite(session, register, record, values, now, by)
    history.keep(session, register, record, verb, now, by, _reason(reason, "更正"))
    return record


def _reason(reason: str, verb: str) -> str:
    found = kinds.Text(limit=LONGEST_REASON).read(reason, kinds.EARLIEST)
    if isinstance(found, Problem):
        raise Refused([Problem("reason", f"{verb}理由太长，最多 {LONGEST_REASON} 字。")])
    if not found:
        raise Refused([Problem("reason", f"请写明{verb}的理由，会记入修改历史。")])
    return str(found)


def _follow_up(session: Any, register: Register, record: Record) -> None:
    if record.state is State.LIVE:
        people.note(session, register, record)
    else:
        people.forget(session, register, record.uid)
    search.index(session.connection(), register.code, record.uid, texts_of(register, record))


def _last_key(register: Register) -> str:
    return f"last.{register.code}"


def _remember_used(session: Any, register: Register, values: Values, now: datetime) -> None:
    last = {
        field.name: field.kind.plain(values[field.name]) for field in register.fields if field.default == "last"
    }
    if settings.read(session, _last_key(register)) != last:
        settings.keep(session, _last_key(register), last)
    _note_suggested(session, register.record, values, now)


def _note_suggested(session: Any, declared: type[Base], values: Values, now: datetime) -> None:
    """Keep the texts of fields that complete themselves, those of child rows too."""
    for field in fields_of(declared):
        if isinstance(field.kind, kinds.Rows):
            for row in values[field.name]:
                _note_suggested(session, row_class(declared, field.name), row, now)
        elif (
            field.suggest
            and isinstance(field.kind, kinds.Text)
            and not field.kind.multiline
            and values[field.name]
        ):
            note_used(session, field.suggest, values[field.name], now)


def void_record(place: Workplace, register: Register, uid: str, reason: str) -> Changed:
    """Void a record: it stays readable with its number and counts no more. Raises Refused, Trouble."""
    with place.ledger.writing() as session:
        void_within(session, place, register, uid, reason)
    return Changed(register.code, (uid,))


def void_within(session: Any, place: Workplace, register: Register, uid: str, reason: str) -> Undo:
    """As `void_record`, within the transaction of `session`."""
    why = _reason(reason, "作废")
    record = records.load(session, register, uid)
    _void(session, register, record, why, place.now(), place.staff.name)
    return Undo(register, uid, record.revisions)


def _void(session: Any, register: Register, record: Record, reason: str, now: datetime, by: str) -> None:
    if record.state is State.VOID:
        raise Refused([Problem("", "这条记录已经作废。")])
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
    records.overwrite(session, register, record, content, now, by)
    history.keep(session, register, record, "undo", now, by, UNDONE)
    _follow_up(session, register, record)
    return None


def open_record(place: Workplace, register: Register, uid: str) -> Any:
    """The record called `uid`, whole and detached. Raises Trouble when there is none."""
    with place.ledger.reading() as session:
        return records.load(session, register, uid)
