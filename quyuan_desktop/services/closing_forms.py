"""The forms that an office hands in, kept with the month that is closed: as data, and as they were printed."""

from sqlalchemy.orm import Session

from quyuan_desktop.documents.grid import grid_pdf
from quyuan_desktop.domain.grids import Grid, plain
from quyuan_desktop.services.closing_draft import Draft
from quyuan_desktop.services.month import signatures
from quyuan_desktop.services.report_forms import drawn_up, handed_in, lines_of
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import papers
from quyuan_desktop.storage.tables import ClosedForm, ClosedPeriod


def keep_forms(session: Session, place: Workplace, closing: ClosedPeriod, draft: Draft) -> list[Grid]:
    """Keep the forms of the month out of the figures of `draft`, within the transaction of `session`; gives them."""
    lines = lines_of(each.table for each in draft.tables)
    grids = []
    for position, form in enumerate(handed_in(place, draft.period)):
        grid = drawn_up(session, place, form, draft.period, lines, closing.number, kept=True)
        paper = papers.keep_blob(session, grid_pdf(grid, closing.at, signatures(place)))
        session.add(
            ClosedForm(period_id=closing.id, position=position, code=form.code, grid=plain(grid), paper=paper)
        )
        grids.append(grid)
    return grids
