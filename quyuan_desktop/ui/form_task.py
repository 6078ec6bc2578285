"""What a form is opened for (a new record, a correction, one step of the workflow), and what may follow the saving."""

from dataclasses import dataclass, replace

from quyuan_desktop.registers.base import PaperKind, Register, Values
from quyuan_desktop.registers.form_design import Card, FormDesign, plain_lines
from quyuan_desktop.registers.workflow import Step
from quyuan_desktop.ui.form_designs import design_of

STEPS = "办理经过"


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
    """One use of a register's form. `step` is None for a new record and for a correction."""

    register: Register
    design: FormDesign
    step: Step | None = None

    @property
    def verb(self) -> str:
        """What the saving is called."""
        return self.step.label if self.step is not None else "保存"

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
            stage = values[register.workflow.stage]
            usual = (step for step in register.workflow.offered(stage) if not step.aside)
            step = next(usual, None)
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
    names = frozenset(field.name for field in steps)

    def hidden(values: Values, faulty: frozenset[str]) -> frozenset[str]:
        unused = frozenset(name for name in names if values[name] in (None, "", (), [], False))
        return design.hidden(values, faulty) | (unused - faulty)

    card = Card(heading=STEPS, lines=tuple(plain_lines(steps)))
    return FormTask(register, replace(design, cards=(*design.cards, card), hidden=hidden))


def step_task(register: Register, step: Step) -> FormTask:
    """Taking one step: its fields and nothing else."""
    fields = [register.field(name) for name in step.fields]
    return FormTask(register, FormDesign(cards=(Card(heading="", lines=tuple(plain_lines(fields))),)), step)
