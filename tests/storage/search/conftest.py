"""An index with a few people in it, and an empty one."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from quyuan_desktop.storage import search
from tests.storage.search.hand import OTHERS, WANG, opened


@pytest.fixture
def empty() -> Iterator[Connection]:
    with opened() as conn:
        yield conn


@pytest.fixture
def conn(empty: Connection) -> Connection:
    search.index(empty, "consultation", "wang", WANG)
    for uid, texts in OTHERS.items():
        search.index(empty, "consultation", uid, texts)
    return empty
