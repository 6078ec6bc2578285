"""A page of fifty anywhere in a list of a million, against the newest page; and memory while scrolling."""

import random

from benchmarks._office import Office
from benchmarks.pairs import Pair, interleaved
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import State
from quyuan_desktop.services.list_records import Choice, page_of_records
from quyuan_desktop.services.workplace import Workplace


def measure(office: Office, place: Workplace, rounds: int) -> list[Pair]:
    """Pages through the service, against the bare query for the same fifty rows by key."""
    register = REGISTERS["consultation"]
    chance = random.Random(1)
    newest = (
        "SELECT uid, number, received_on, state, channel, receptionist, visitor, sex, town, village, title, "
        f"result FROM consultation WHERE state = '{State.LIVE.code}' ORDER BY received_on DESC, id DESC LIMIT 50"
    )

    def bare() -> None:
        with office.ledger.engine.connect() as connection:
            connection.exec_driver_sql(newest).all()

    def first_page() -> None:
        page_of_records(place, register, Choice(), 0, 50)

    def any_page() -> None:
        page_of_records(place, register, Choice(), chance.randrange(office.rows - 100), 50)

    return [
        interleaved("the newest page of a list", "bare query by key", first_page, bare, rounds, 10.0),
        interleaved("a page anywhere in a list", "bare query of the newest page", any_page, bare, rounds, 100.0),
    ]
