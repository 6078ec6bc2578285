"""The two sorts of trouble a person can be told about: their slip, and the world's."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """A slip in what was typed: shown beside the field, never raised.

    `field` is the declared name, with a row for child rows: ``matters.0.summary``; empty for the record
    as a whole. A `warning` may be overridden by the clerk, anything else blocks the saving.
    """

    field: str
    text: str
    warning: bool = False


class Trouble(Exception):
    """The world's trouble (disk full, stick gone, damaged file): `str(it)` is what the clerk reads.

    The sentence says what happened and what to do next, in Chinese, with no personal data.
    """


class Refused(Exception):
    """A service would not do what was asked, because of the slips in `problems`."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("；".join(problem.text for problem in problems))
        self.problems = problems

    def __reduce__(self) -> tuple[type["Refused"], tuple[list[Problem]]]:
        """What another process is told of it."""
        return Refused, (self.problems,)
