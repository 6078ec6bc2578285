"""What the tests of backups have in common: a place of work later, opened again, and what its ledger says."""

from dataclasses import replace
from datetime import timedelta

from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.workplace import Workplace
from tests.offices import PASSWORD, Clock

Dump = dict[str, list[tuple[object, ...]]]


def later(place: Workplace, **by: int) -> Workplace:
    """The same place so much later."""
    return replace(place, now=Clock(place.now() + timedelta(**by)))


def again(place: Workplace) -> Workplace:
    """Its folder, opened anew."""
    return sign_in(place.folder, PASSWORD, now=place.now)


def said(rows: Dump) -> Dump:
    """What a ledger says, but for the marks of the newest act and of the newest that was backed up."""
    kept = [row for row in rows["setting"] if row[0] not in ("audit.head", "backup.audit")]
    return {**rows, "setting": kept}
