"""The merged ledger as if it held the records of one office alone: for lists, tables and figures of that office."""

import contextlib
from collections.abc import Iterator

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.base import Record
from quyuan_desktop.storage.engine import Ledger

LOOKED_AT = "现在看的是一个所的数字，不能在这里结账或改动。请把统计范围换成“全区”再试。"


@contextlib.contextmanager
def only(session: Session, office: str) -> Iterator[None]:
    """While it lasts, whatever is asked of `session` by the record classes finds the records of `office` alone."""
    narrowed = with_loader_criteria(Record, lambda record: record.office == office, include_aliases=True)

    def narrow(asked: ORMExecuteState) -> None:
        if asked.is_select:
            asked.statement = asked.statement.options(narrowed)

    event.listen(session, "do_orm_execute", narrow)
    session.info.clear()  # what was read once of the whole, or of another office, is not of this one
    try:
        yield
    finally:
        session.info.clear()
        event.remove(session, "do_orm_execute", narrow)


class OfficeLedger(Ledger):
    """`whole`, but that who looks into it sees one office. It is not written to, and closed by closing `whole`."""

    def __init__(self, whole: Ledger, office: str) -> None:
        super().__init__(whole.folder, whole.key, whole.engine)
        self.office = office

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        with super().reading() as session, only(session, self.office):
            yield session

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        raise Trouble(LOOKED_AT)
        yield
