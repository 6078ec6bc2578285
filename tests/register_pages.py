"""What a register page shows, as its tests ask for it."""

from quyuan_desktop.services.list_records import ListRow
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.table_model import ROW_ROLE


def rows(page: RegisterPage) -> list[ListRow]:
    model = page.model
    return [model.index(at, 0).data(ROW_ROLE) for at in range(model.rowCount())]


def names(page: RegisterPage) -> list[str]:
    return [row.values["visitor"] for row in rows(page)]


def form_of(page: RegisterPage) -> RecordForm:
    form = page.findChild(RecordForm)
    assert isinstance(form, RecordForm)
    return form
