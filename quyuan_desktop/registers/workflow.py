"""The workflow of a register, as a table: which step leads from where to where, what it asks, what stands against it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Term

if TYPE_CHECKING:
    from quyuan_desktop.registers.base import Occasion, Values


def _nothing_against(values: "Values", occasion: "Occasion") -> list[Problem]:
    return []


def _always(values: "Values") -> bool:
    return True


def _as_it_is(values: "Values", occasion: "Occasion") -> "Values":
    return values


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: from one of the stages `start` to one of `end`, by filling in `fields`.

    code: kept in the history as the verb; label: what the button says; needs: fields that must then be filled in;
    also: those of `fields` that were to be filled in earlier; its form shows them only while the first of them is
    empty; columns: what it asks of child rows (supplements.outcome), other columns show only what stands in them;
    begin: the values that the step's form begins with; guard: what stands against it, once filled in; paper: the
    code of the paper that goes out with it; aside: offered in the menu only, as it leaves the usual way; usual:
    whether it is the usual way on from these values; head: for the head of the office alone.
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
    guard: "Callable[[Values, Occasion], list[Problem]]" = _nothing_against
    paper: str = ""
    aside: bool = False
    usual: "Callable[[Values], bool]" = _always
    head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Workflow:
    """The steps of a register. `stage` names the field that says how far a record is; the rules derive it."""

    stage: str
    steps: tuple[Step, ...]

    def step(self, code: str) -> Step:
        """The step called `code`. Raises KeyError when there is none."""
        for step in self.steps:
            if step.code == code:
                return step
        raise KeyError(code)

    def offered(self, stage: Any) -> tuple[Step, ...]:
        """The steps that lead on from `stage`."""
        return tuple(step for step in self.steps if stage in step.start)

    def usual(self, values: "Values") -> Step | None:
        """The step that usually comes next; None where nothing is usual."""
        offered = self.offered(values[self.stage])
        return next((step for step in offered if not step.aside and step.usual(values)), None)

    def lacking(self, step: Step, stage: Any) -> str:
        """Why `step` cannot be taken from `stage`: the steps that come first, or that it is too late."""
        way = self._way(stage, step.start)
        said = f"现在是“{stage.label}”，不能“{step.label}”"
        if way is None:
            return f"{said}：这件事已经过了这一步。"
        return f"{said}，要先：{'、'.join(each.label for each in way)}。"

    def _way(self, stage: Any, goals: Iterable[Term]) -> list[Step] | None:
        """The shortest sequence of usual steps from `stage` to one of `goals`."""
        wanted, seen = set(goals), {stage}
        ways: list[tuple[Any, list[Step]]] = [(stage, [])]
        while ways:
            at, taken = ways.pop(0)
            if at in wanted:
                return taken
            for step in self.offered(at):
                for end in step.end:
                    if end not in seen and not step.aside:
                        seen.add(end)
                        ways.append((end, [*taken, step]))
        return None
