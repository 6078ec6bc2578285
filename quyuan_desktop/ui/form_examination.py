"""What is wrong in a form, which of it is to be seen now, and what the person has confirmed."""

from PySide6.QtCore import QObject

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.base import Values
from quyuan_desktop.services.save_record import examine, examine_step
from quyuan_desktop.ui.editor import Editor
from quyuan_desktop.ui.form_body import FormBody
from quyuan_desktop.ui.form_frame import REASON, FormBar, FormHead, summary_of
from quyuan_desktop.ui.form_task import FormTask, Onward
from quyuan_desktop.ui.sitting import Sitting

MOST_BESIDE = 3
"""With more problems than this a summary stands on top."""


class Examination(QObject):
    """Examines what stands in a form's body and shows it there, in the head and in the bar.

    `strict` once a saving was tried: every problem is shown, not only those of fields that were left.
    """

    def __init__(
        self, sitting: Sitting, task: FormTask, body: FormBody, head: FormHead, bar: FormBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._sitting, self._task, self._body, self._head, self._bar = sitting, task, body, head, bar
        self._register, self._design = body.register, body.design
        self.begin(correcting=False)

    def begin(self, *, correcting: bool) -> None:
        """Nothing was looked at so far."""
        self.correcting, self.strict = correcting, False
        self._asks_reason = correcting
        self._away: frozenset[str] = frozenset()
        self._left: set[Editor] = set()
        self._confirmed: frozenset[Problem] = frozenset()
        self.problems: list[Problem] = []
        self.completed: Values = {}
        self.onward: Onward | None = None

    def begin_with(self, *begun: Values) -> None:
        """These values stand in the form, and in the record beneath it, to begin with."""
        self._away = frozenset.intersection(*(self._task.kept_away(each) for each in begun))

    def note_left(self, editor: object) -> None:
        """The focus went on from an editor: from now on its problems show."""
        if isinstance(editor, Editor):
            self._left.add(editor)

    def run(self) -> None:
        """Examine, and show what follows."""
        values, slips = self._body.collect()
        self.completed, found = self._examined(values)
        unread = {problem.field for problem in slips}
        order = {name: place for place, name in enumerate(("", *self._design.fields))}
        self.problems = sorted(
            slips + [problem for problem in self._of_the_task(found) if problem.field not in unread],
            key=lambda problem: order.get(problem.field.partition(".")[0], len(order)),
        )
        self._body.follow(self.completed)
        self.onward = self._task.onward(self.completed, correcting=self.correcting)
        moves = self.onward is not None and self.onward.moves
        self._bar.show_then(self.onward.words if self.onward is not None else "", instead=moves)
        self.show()

    def _of_the_task(self, found: list[Problem]) -> list[Problem]:
        """Of a step only what concerns its own fields, and what stands in its way elsewhere in the record."""
        if self._task.step is None:
            return found
        own = set(self._design.fields)
        return [each for each in found if not each.warning or each.field.partition(".")[0] in {*own, ""}]

    @property
    def elsewhere(self) -> str:
        """The first field with a slip that is not in this form, so that the way to it can be offered."""
        own = set(self._design.fields)
        fields = (each.field.partition(".")[0] for each in self.problems)
        return next((name for name in fields if name and name not in own), "")

    def _examined(self, values: Values) -> tuple[Values, list[Problem]]:
        place, step = self._sitting.place, self._task.step
        if step is not None:
            return examine_step(place, self._register, values, step.code)
        return examine(place, self._register, values)

    def show(self) -> None:
        """Show the fields that are wanted now, and the problems that are to be seen."""
        shown = self.shown()
        faulty = frozenset(problem.field for problem in shown)
        hidden = self._design.hidden(self.completed, faulty) | (self._away - faulty)
        self._body.arrange(hidden, self._design.told(self.completed))
        self._body.narrow(self._design.narrowed(self.completed))
        self._body.show_problems(shown)
        if self.strict:
            self._sum_up()

    def shown(self) -> list[Problem]:
        """All problems once a saving was tried; before that those of fields that were filled in and left."""
        if self.strict:
            return self.problems
        shown = []
        for problem in self.problems:
            editor = self._body.editor_of(problem.field)
            if isinstance(editor, Editor) and editor in self._left and not editor.is_blank():
                shown.append(problem)
        return shown

    def try_saving(self) -> Problem | None:
        """The problem that stands in the way of saving now, None when there is none.

        Warnings stand in the way once; the next try confirms them, unless there are new ones.
        """
        self.strict = True
        self.run()
        reason = self._reason_slip()
        slips = [problem for problem in self.problems if not problem.warning]
        doubts = [problem for problem in self.problems if problem.warning]
        first = next(iter([*reason, *slips]), None)
        if first is None and not self._confirmed >= frozenset(doubts):
            self._confirmed |= frozenset(doubts)
            first = doubts[0]
        self._sum_up()
        return first

    def refuse(self, problems: list[Problem]) -> Problem:
        """Show why the service would not save; the first of it. Mere doubts are confirmed by trying again."""
        if any(problem.field == REASON for problem in problems):
            self._asks_reason = True  # what falls into a closed month is explained, a new record too
            self._head.ask_reason()
        if all(problem.warning for problem in problems):
            self._confirmed |= frozenset(problems)
        self.problems = problems
        self.show()
        return problems[0]

    @property
    def confirmed(self) -> frozenset[Problem]:
        """The warnings that the person has seen and goes past."""
        return self._confirmed

    def wants_folded(self) -> bool:
        """Whether a field that is folded away has a problem to be seen."""
        return any(problem.field in self._design.folded_fields for problem in self.shown())

    def _reason_slip(self) -> list[Problem]:
        if not self._asks_reason:
            return []
        found = self._head.reason.value()
        if isinstance(found, Problem):
            return [Problem(REASON, found.text)]
        return (
            []
            if found
            else [Problem(REASON, f"请写明{'更正' if self.correcting else '补录'}的原因，会记入修改历史。")]
        )

    def _sum_up(self) -> None:
        reason = self._reason_slip()
        problems = [*reason, *self.problems]
        text = summary_of(problems, [self._label_of(each.field) for each in problems])
        only_doubts = all(each.warning for each in problems)
        tone = "" if not problems else "amber" if only_doubts else "red"
        own = {*self._design.fields, REASON}
        whole = "".join(each.text for each in problems if each.field.partition(".")[0] not in own)
        self._bar.offer_way(self.elsewhere)
        many = sum(each.warning is only_doubts for each in problems) > MOST_BESIDE
        self._head.say(text if many else "", tone)
        self._bar.say(whole or ("" if many else text), tone)
        self._head.mark_reason("red" if reason else "")
        confirmed = only_doubts and bool(problems) and self._confirmed >= frozenset(problems)
        self._bar.show_state(saving=False, anyway=confirmed)

    def _label_of(self, path: str) -> str:
        editor = self._body.editor_of(path)
        if path == REASON:
            return self._head.reason.field.label
        if editor is None:
            name = path.partition(".")[0]
            return self._register.field(name).label if name else self._register.label
        place = path.split(".")[1:2]
        return editor.field.label + (f"（第 {int(place[0]) + 1} 项）" if place and place[0].isdigit() else "")
