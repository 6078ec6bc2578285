"""How records stand towards the district (上报状态): many of a register at once, or one with the reason."""

from collections.abc import Sequence

from quyuan_desktop.domain.standing import Answer, Standing
from quyuan_desktop.registers.base import Register
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import dispatches

BATCH = 500


def standings_of(place: Workplace, register: Register, uids: Sequence[str]) -> dict[str, Standing]:
    """How each of these records stands, by uid. Raises Trouble."""
    found: dict[str, Standing] = {}
    with place.ledger.reading() as session:
        for at in range(0, len(uids), BATCH):
            found |= dispatches.standings(session, register.code, register.record, uids[at : at + BATCH])
    return found


def answer_of(place: Workplace, register: Register, uid: str, digest: str) -> Answer:
    """How this state of a record stands, with which batch it went and why it came back if it did. Raises Trouble."""
    with place.ledger.reading() as session:
        return dispatches.answer_of(session, register.code, uid, digest)
