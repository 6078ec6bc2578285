"""How the field's values lie in the database: codes as text, instants as UTC text."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, String, TypeDecorator, type_coerce

from quyuan_desktop.domain.terms import Term


class TermColumn(TypeDecorator[Term]):
    """A value of a code table, stored as its code."""

    impl = String(24)
    cache_ok = True

    def __init__(self, terms: type[Term]) -> None:
        super().__init__()
        self.terms = terms
        self._known = {each.code: each for each in terms}

    def process_bind_param(self, value: Term | None, dialect: Any) -> str | None:
        return None if value is None else value.code

    def process_result_value(self, value: Any, dialect: Any) -> Term | None:
        # Lists read hundreds of these: looked up here first, then asked for, which says what is wrong with it.
        return None if value is None else self._known.get(value) or self.terms.of(value)


class TermsColumn(TypeDecorator[tuple[Term, ...]]):
    """Values of a code table, stored as ``|code|code|`` in the table's order; empty text for none."""

    impl = String(400)
    cache_ok = True

    def __init__(self, terms: type[Term]) -> None:
        super().__init__()
        self.terms = terms

    def process_bind_param(self, value: Any, dialect: Any) -> str:
        return "|" + "|".join(term.code for term in value) + "|" if value else ""

    def process_result_value(self, value: Any, dialect: Any) -> tuple[Term, ...]:
        return tuple(self.terms.of(code) for code in value.strip("|").split("|")) if value else ()


def has_term(column: Any, term: Term) -> ColumnElement[bool]:
    """Whether a TermsColumn holds `term`, in SQL."""
    return type_coerce(column, String()).contains(f"|{term.code}|", autoescape=True)


class Instant(TypeDecorator[datetime]):
    """An instant with zone, stored as UTC text to the second, so that text order is time order."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> str | None:
        return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def process_result_value(self, value: Any, dialect: Any) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)
