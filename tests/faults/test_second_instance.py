"""A ledger that is open elsewhere: a sentence, and whoever has it open is not disturbed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.open_office import (
    found_office,
    sign_in,
)
from tests.hardships import python
from tests.offices import (
    HEAD,
    OFFICE,
    PASSWORD,
    Clock,
    at_work,
    filled,
    save,
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of an office at rest."""
    filled(tmp_path / "data").ledger.close()
    return tmp_path / "data"


HOLD = """
import sys
from pathlib import Path
from tests.offices import PASSWORD, Clock, at_work, save
from quyuan_desktop.services.open_office import sign_in
with at_work(sign_in(Path(sys.argv[1]), PASSWORD, now=Clock())) as place:
    print("open", flush=True)
    sys.stdin.readline()
    print(save(place).record.number, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def holder(folder: Path) -> Iterator[Callable[[str], str]]:
    """Another process that has the ledger open: say something to it, hear what it answers."""
    with python(HOLD, str(folder)) as process:
        assert process.stdin
        assert process.stdout
        talk, listen = process.stdin, process.stdout

        def say(word: str) -> str:
            if word:
                talk.write(f"{word}\n")
                talk.flush()
            return listen.readline().strip()

        assert say("") == "open"
        yield say
        process.stdin.close()
        assert process.wait() == 0


def test_a_second_instance_is_refused_and_disturbs_nothing(folder: Path, holder: Callable[[str], str]) -> None:
    for _ in range(3):
        with pytest.raises(Trouble, match="另一个工作台窗口.*关闭"):
            sign_in(folder, PASSWORD, now=Clock())
    with pytest.raises(Trouble, match="已经有数据"):
        found_office(folder, OFFICE, HEAD, PASSWORD, Clock(), quick=True)
    assert holder("save").endswith("〕5号")
    with pytest.raises(Trouble, match="另一个工作台窗口"):
        sign_in(folder, PASSWORD, now=Clock())
    assert holder("close") == ""
    with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
        assert count_records(place, CONSULTATION, Choice(void=True)) == 5
        assert check(place) == []


def test_a_second_window_of_one_process_is_refused_too(folder: Path) -> None:
    with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
        with pytest.raises(Trouble, match="另一个工作台窗口"):
            sign_in(folder, PASSWORD, now=Clock())
        save(place)
    sign_in(folder, PASSWORD, now=Clock()).ledger.close()


def test_a_refused_sign_in_lets_go_of_the_ledger(folder: Path) -> None:
    """A newer ledger, a damaged setting, a wrong password: the next try is not told of another window."""
    with pytest.raises(Trouble, match="密码不对"):
        sign_in(folder, "wrong", now=Clock())
    with at_work(sign_in(folder, PASSWORD, now=Clock())) as place, place.ledger.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for _ in range(2):
        with pytest.raises(Trouble, match="更新版本"):
            sign_in(folder, PASSWORD, now=Clock())
