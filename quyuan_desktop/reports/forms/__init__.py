"""The forms that an office hands in, in the order in which they are printed. One more is a file here and a name in FORMS."""

from quyuan_desktop.registers.reporting import own_periods
from quyuan_desktop.registers.settings import DeskSetting
from quyuan_desktop.reports.forms.aid_report import AID_REPORT
from quyuan_desktop.reports.forms.consultation_kinds import CONSULTATION_KINDS
from quyuan_desktop.reports.forms.dispute_ledger import DISPUTE_LEDGER
from quyuan_desktop.reports.forms.mediation_cases import MEDIATION_CASES
from quyuan_desktop.reports.forms.office_report import OFFICE_REPORT
from quyuan_desktop.reports.forms.publicity_events import PUBLICITY_EVENTS
from quyuan_desktop.reports.forms.shape import Form
from quyuan_desktop.reports.forms.villages import VILLAGES

FORMS: tuple[Form, ...] = (
    OFFICE_REPORT,
    AID_REPORT,
    CONSULTATION_KINDS,
    MEDIATION_CASES,
    DISPUTE_LEDGER,
    VILLAGES,
    PUBLICITY_EVENTS,
)


def form_settings() -> tuple[DeskSetting, ...]:
    """For which periods each form is handed in, as settings."""
    return tuple(own_periods(form.code, form.title) for form in FORMS)
