"""The workflow of a register, as a table: which step leads from where to where, what it asks, what stands against it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Term

if TYPE_CHECKING:
    from quyuan_desktop.registers.base import Occasion, Values


def _nothing_against(values: "Values", occasion: "Occasion") -> list[Problem]:
    return []


def _as_it_is(values: "Values", occasion: "Occasion") -> "Values":
    return values


def _never_barred(values: "Values") -> list[Problem]:
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: from one of the stages `start` to one of `end`, by filling in `fields`.

    code: kept in the history as the verb; label: what the button says; needs: fields that must then be filled in;
    code: kept in the history as the verb; label: what the button says; needs: fields that must then be filled in;
    also: those of `fields` that were to be filled in earlier; its form shows them only while the first of them is
    empty; columns: what it asks of child rows (supplements.outcome), other columns show only what stands in them;
    begin: the values that the step's form begins with, beside what the fields themselves begin with; clears: fields
    of an earlier turn that the step empties; barred: what the record as it stands says against taking the step now;
    guard: what stands against it, once filled in; through: the stages of which one must have been come through
    before, whatever `start` says; paper: the code of the paper that goes out with it; aside: offered in the menu
    only, as it leaves the usual way; head: for the head of the office alone.
    """

    code: str
    label: str
    start: tuple[Term, ...]
    end: tuple[Term, ...]
    fields: tuple[str, ...]
    needs: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    begin: "Callable[[Values, Occasion], Values]" = _as_it_is
    clears: tuple[str, ...] = ()
    barred: "Callable[[Values], list[Problem]]" = _never_barred
    guard: "Callable[[Values, Occasion], list[Problem]]" = _nothing_against
    through: tuple[Term, ...] = ()
    paper: str = ""
    aside: bool = False
    head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """The steps of a register. `stage` names the field that says how far a record is; the rules derive it.

    ended: the stages at which the matter has come to its end, so that what is left is to file it.
    """

    stage: str
    steps: tuple[Step, ...]
    ended: tuple[Term, ...] = ()

    def step(self, code: str) -> Step:
        """The step called `code`. Raises KeyError when there is none."""
        for step in self.steps:
            if step.code == code:
                return step
        raise KeyError(code)

    def offered(self, stage: Any) -> tuple[Step, ...]:
        """The steps that lead on from `stage`."""
        return tuple(step for step in self.steps if stage in step.start)

    def possible(self, values: "Values") -> tuple[Step, ...]:
        """The steps that lead on from a record with these values: those of its stage that it does not bar."""
        return tuple(step for step in self.offered(values[self.stage]) if not step.barred(values))

    def usual(self, values: "Values") -> Step | None:
        """The step that usually comes next; None where nothing is usual."""
        return next((step for step in self.possible(values) if not step.aside), None)

    def lacking(self, step: Step, stage: Any) -> str:
        """Why `step` cannot be taken from `stage`: the steps that come first, that it is past, or that none is left."""
        said = f"现在是“{stage.label}”，不能“{step.label}”"
        way = self._way(stage, step, aside=False)
        if way is None and not self._on_the_way(step):
            way = self._way(stage, step, aside=True)
        if way:
            return f"{said}，要先：{'、'.join(each.label for each in way)}。"
        if any(stage in self._after(end) for end in step.end):
            return f"{said}：这件事已经过了这一步。"
        if stage in self.ended:
            return f"{said}：这件事到此为止，没有这一步。"
        return f"{said}：办到这里，不再有这一步。"

    def _on_the_way(self, step: Step) -> bool:
        """Whether `step` is one that every record may come to without going aside."""
        return not step.aside and self._way(self.steps[0].start[0], step, aside=False) is not None

    def _onward(self, stage: Any, *, aside: bool) -> Iterator[tuple[Step, Any]]:
        """The steps from `stage` with where they lead; what is aside leads out of no end."""
        for step in self.offered(stage):
            if not step.aside or (aside and stage not in self.ended):
                for end in step.end:
                    yield step, end

    def _way(self, stage: Any, goal: Step, *, aside: bool) -> list[Step] | None:
        """The shortest sequence of steps from `stage` to where `goal` may be taken; the usual ones, or `aside` too."""
        start = (stage, not goal.through or stage in goal.through)
        seen = {start}
        ways: list[tuple[tuple[Any, bool], list[Step]]] = [(start, [])]
        while ways:
            (at, through), taken = ways.pop(0)
            if at in goal.start and through:
                return taken
            for step, end in self._onward(at, aside=aside):
                reached = (end, through or end in goal.through)
                if step is not goal and reached not in seen:
                    seen.add(reached)
                    ways.append((reached, [*taken, step]))
        return None

    def _after(self, stage: Any) -> set[Any]:
        """The stages that may follow `stage`, itself among them."""
        found, waiting = {stage}, [stage]
        while waiting:
            for _, end in self._onward(waiting.pop(), aside=True):
                if end not in found:
                    found.add(end)
                    waiting.append(end)
        return found
