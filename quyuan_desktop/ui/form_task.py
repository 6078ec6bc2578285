"""What a form is opened for (a new record, a correction, one step of the workflow), and what may follow the saving."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from quyuan_desktop.registers.base import PaperKind, Register, Values
from quyuan_desktop.registers.form_design import Card, FormDesign, plain_lines
from quyuan_desktop.registers.linked import Link
from quyuan_desktop.registers.workflow import Step
from quyuan_desktop.ui.form_designs import design_of

STEPS = "办理经过"


def _nothing(begun: Values) -> frozenset[str]:
    return frozenset()


@dataclass(frozen=True, slots=True)
class Onward:
    """What follows a saving: words for the button (打印回执, 转申请, 收件), and the paper, lead or step it means.

    `moves`: not a saving, but what was typed goes on as a record of another register.
    """

    words: str
    paper: str = ""
    lead: str = ""
    step: str = ""
    moves: bool = False


@dataclass(frozen=True, slots=True)
class FormTask:
    """One use of a register's form. `step` is None for a new record and for a correction.

    kept_away: from the values with which the form began, the fields that it does not show unless they are faulty;
    what is emptied while one types is thus never hidden under the cursor.
    """

    register: Register
    design: FormDesign
    step: Step | None = None
    kept_away: Callable[[Values], frozenset[str]] = _nothing

    @property
    def verb(self) -> str:
        """What the saving is called."""
        return self.step.label if self.step is not None else "保存"

    def title(self, uid: str, values: Values | None = None) -> str:
        """What stands over the form: of a new record, from `values`, also which record it comes from."""
        if self.step is not None:
            return self.step.label
        if uid:
            return f"更正{self.register.label}"
        links = [field for field in self.register.fields if isinstance(field.kind, Link)]
        came = [(field.label, values[field.name]) for field in links if values and values[field.name]]
        return "　".join([f"新建{self.register.label}", *(f"{label} {link.text}" for label, link in came)])

    def onward(self, values: Values, *, correcting: bool) -> Onward | None:
        """What usually follows when these values are saved; None for nothing."""
        register = self.register
        if self.step is not None:
            return _to_paper(register, self.step.paper) if self.step.paper else None
        if correcting:
            return _handed(register)
        for lead in register.leads:
            if lead.when(values):
                return Onward(lead.label, lead=lead.code, moves=lead.moves)
        if register.workflow is not None:
            step = register.workflow.usual(values)
            return Onward(step.label, step=step.code) if step is not None else None
        return _handed(register)


def _handed(register: Register) -> Onward | None:
    paper = next((kind.code for kind in register.papers if kind.handed), "")
    return _to_paper(register, paper) if paper else None


def _to_paper(register: Register, code: str) -> Onward:
    return Onward(f"打印{short_of(register, paper_of(register, code))}", paper=code)


def paper_of(register: Register, code: str) -> PaperKind:
    """The paper called `code`."""
    return next(kind for kind in register.papers if kind.code == code)


def short_of(register: Register, kind: PaperKind) -> str:
    """A paper's name beside its register's: 咨询回执 → 回执."""
    return kind.label.removeprefix(register.label)


def new_task(register: Register) -> FormTask:
    """Taking in a new record."""
    return FormTask(register, design_of(register))


def correcting_task(register: Register) -> FormTask:
    """Correcting a saved record: with what its steps have filled in so far."""
    design = design_of(register)
    steps = [field for field in register.fields if field.step]
    if not steps:
        return FormTask(register, design)
    card = Card(heading=STEPS, lines=tuple(plain_lines(steps)), flows=True)
    return FormTask(
        register, replace(design, cards=(*design.cards, card)), kept_away=lambda begun: _not_taken(register, begun)
    )


def _not_taken(register: Register, begun: Values) -> frozenset[str]:
    """The fields of steps that were not taken: the empty ones, and what stands there of itself without its day."""
    taken = {
        name
        for step in (register.workflow.steps if register.workflow is not None else ())
        if not is_empty(begun[step.needs[0] if step.needs else step.fields[0]])
        for name in step.fields
    }
    return frozenset(
        field.name
        for field in register.fields
        if field.step and (is_empty(begun[field.name]) or (field.default is not None and field.name not in taken))
    )


def is_empty(value: Any) -> bool:
    """Whether a value says nothing."""
    return value in (None, "", (), [], False)


def step_task(register: Register, step: Step) -> FormTask:
    """Taking one step: its fields and nothing else."""
    fields = [register.field(name) for name in step.fields]
    columns: dict[str, frozenset[str]] = {}
    for path in step.columns:
        name, _, column = path.partition(".")
        columns[name] = columns.get(name, frozenset()) | {column}
    design = FormDesign(
        cards=(Card(heading="", lines=tuple(plain_lines(fields)), flows=True),),
        hidden=design_of(register).hidden,
        asked=frozenset(step.needs),
        columns=columns,
    )

    def kept_away(begun: Values) -> frozenset[str]:
        return frozenset(step.also) if step.also and not is_empty(begun[step.also[0]]) else frozenset()

    return FormTask(register, design, step, kept_away)
