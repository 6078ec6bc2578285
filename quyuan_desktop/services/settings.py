"""What a superior or the head may change without a new program."""

from typing import Any

from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import settings


def setting(place: Workplace, key: str, default: Any = None) -> Any:
    """The setting called `key`, or `default`."""
    with place.ledger.reading() as session:
        return settings.read(session, key, default)


def keep_setting(place: Workplace, key: str, value: Any) -> None:
    """Set `key` to what JSON can hold."""
    with place.ledger.writing() as session:
        settings.keep(session, key, value)
