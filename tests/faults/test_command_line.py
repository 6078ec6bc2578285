"""Bad input on the command line: status 2, one Chinese sentence, nothing on stdout, nothing changed."""

import re
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.cli import COMMANDS, WindowWanted
from quyuan_desktop.cli import run as run_here
from quyuan_desktop.cli_pairing import STEPS
from quyuan_desktop.services.demo import PASSWORD
from quyuan_desktop.services.open_office import sign_in
from tests.calling import MONTH, SENTENCE, Here, call, demo_files, in_this_process, refused
from tests.hardships import as_ordinary_user, python, unwritable
from tests.offices import PASSWORD as OFFICE_PASSWORD
from tests.offices import Clock, at_work, execute, fresh, put
from tests.strategies import raw_text


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the demo folder."""
    put(tmp_path / "data", demo_files())
    return tmp_path / "data"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Here:
    return in_this_process(tmp_path, monkeypatch, capfd)


WRONG_CALLS: dict[str, list[str]] = {
    "unknown command": ["summery", MONTH],
    "unknown option": ["check", "--data", "DATA", "--quick"],
    "option cut short": ["check", "--dat", "DATA", "--passwd"],
    "demo without folder": ["demo"],
    "rows without month": ["rows", "consult.people"],
    "summary without out": ["summary", MONTH, "--data", "DATA"],
    "too many": ["rows", "consult.people", MONTH, "more", "--data", "DATA"],
    "data without folder": ["check", "--data"],
    "year in words": ["demo", "NEW", "--year", "abc"],
    "year with a point": ["demo", "NEW", "--year", "2023.5"],
    "year beyond reason": ["demo", "NEW", "--year", "99999"],
    "year before the time": ["demo", "NEW", "--year", "1999"],
    "negative year": ["demo", "NEW", "--year", "-2023"],
    "Arabic digits": ["demo", "NEW", "--year", "٢٠٢٣"],
    "endless seed": ["demo", "NEW", "--seed", "9" * 5000],
    "demo into a folder with something in it": ["demo", "DATA"],
    "demo into a file": ["demo", "DATA/keys.json"],
    "demo under a file": ["demo", "DATA/keys.json/x"],
    "demo with a name too long": ["demo", "长" * 300],
    "bad month": ["rows", "consult.people", "2023-13", "--data", "DATA"],
    "month zero": ["summary", "2023-00", "--data", "DATA", "--out", "OUT"],
    "no month": ["summary", "November", "--data", "DATA", "--out", "OUT"],
    "empty month": ["rows", "consult.people", "", "--data", "DATA"],
    "month beyond reason": ["rows", "consult.people", "0000-01", "--data", "DATA"],
    "no period": ["summary", "--data", "DATA", "--out", "OUT"],
    "two periods": ["summary", MONTH, "--period", "2023Q4", "--data", "DATA", "--out", "OUT"],
    "fifth quarter": ["summary", "--period", "2023Q5", "--data", "DATA", "--out", "OUT"],
    "third half": ["rows", "consult.people", "2023H3", "--data", "DATA"],
    "days the wrong way round": ["rows", "consult.people", "2023-11-20..2023-10-21", "--data", "DATA"],
    "days there are not": ["rows", "consult.people", "2023-02-30..2023-03-01", "--data", "DATA"],
    "a future month": ["summary", "2024-03", "--data", "DATA", "--out", "OUT"],
    "a future quarter": ["summary", "--period", "2024Q1", "--data", "DATA", "--out", "OUT"],
    "closing a quarter": ["summary", "--period", "2023Q3", "--close", "--data", "DATA", "--out", "OUT"],
    "closing a future month": ["summary", "2024-03", "--close", "--data", "DATA", "--out", "OUT"],
    "closing before the first record": ["summary", "1999-03", "--close", "--data", "DATA", "--out", "OUT"],
    "rows of a future month": ["rows", "consult.people", "2024-03", "--data", "DATA"],
    "rows of a future year": ["rows", "consult.people", "2024", "--data", "DATA", "--json"],
    "confirming what is not asked": ["summary", MONTH, "--yes", "--data", "DATA", "--out", "OUT"],
    "a reason for nothing": ["months", "--reason", "漏了一件", "--data", "DATA"],
    "re-opening what is open": ["months", "--reopen", MONTH, "--reason", "漏了一件", "--data", "DATA"],
    "no such folder": ["check", "--data", "NOWHERE"],
    "a file for a folder": ["check", "--data", "DATA/keys.json"],
    "a folder with a name too long": ["check", "--data", "长" * 300],
    "an empty folder": ["check", "--data", "EMPTY"],
    "no such password file": ["check", "--data", "DATA", "--password-file", "NOWHERE"],
    "a folder for a password file": ["check", "--data", "DATA", "--password-file", "EMPTY"],
    "no text in the password file": ["check", "--data", "DATA", "--password-file", "DATA/office.db"],
    "unknown code": ["rows", "consult.peoples", MONTH, "--data", "DATA", "--json"],
    "unknown code of one letter": ["rows", "x", MONTH, "--data", "DATA"],
    "SQL for a code": ["rows", "' OR 1=1--", MONTH, "--data", "DATA"],
    "out is nothing": ["summary", MONTH, "--data", "DATA", "--out", ""],
    "out is a file": ["summary", MONTH, "--data", "DATA", "--out", "DATA/keys.json"],
    "out under a file": ["summary", MONTH, "--data", "DATA", "--out", "DATA/keys.json/x"],
    "form without a name": ["form", "--data", "DATA", "--out", "OUT"],
    "no such form": ["form", "月报", MONTH, "--data", "DATA", "--out", "OUT"],
    "form of no month": ["form", "月报", "2023-13", "--data", "DATA", "--out", "OUT"],
    "a month for a year": ["year", "2023-11", "--data", "DATA", "--out", "OUT"],
    "a year to come": ["year", "2031", "--data", "DATA", "--out", "OUT"],
    "a year long ago": ["year", "1066", "--data", "DATA", "--out", "OUT"],
    "year without out": ["year", "2023", "--data", "DATA"],
    "year into a file": ["year", "2023", "--data", "DATA", "--out", "DATA/keys.json"],
    "rows of a rate": ["rows", "dispute.success.rate", "2023", "--data", "DATA"],
    "district into a folder with something in it": ["demo", "DATA", "--district"],
    "district before its documents": ["demo", "NEW", "--district", "--year", "2018"],
    "a day that is none": ["check", "--data", "DATA", "--as-of", "2023-02-30"],
    "a day that is none, before": ["--as-of", "2023-02-30", "check", "--data", "DATA"],
    "a day before the time": ["--as-of", "0001-01-01", "check", "--data", "DATA"],
    "a day after the time": ["months", "--as-of", "9999-12-31", "--data", "DATA"],
    "a day with an hour": ["check", "--data", "DATA", "--as-of", "2023-12-29T10:00"],
    "no day": ["check", "--data", "DATA", "--as-of"],
    "a day without its option": ["check", "2023-12-29", "--data", "DATA"],
    "data twice": ["--data", "DATA", "check", "--data", "NOWHERE"],
    "data twice, with a sign": ["check", "--data=DATA", "--data", "DATA"],
    "a day twice": ["--as-of", "2023-12-29", "check", "--as-of=2023-12-30", "--data", "DATA"],
    "a password for the window": ["--password-file", "NOWHERE", "--data", "DATA"],
    "a day for a demo": ["--as-of", "2023-12-29", "demo", "NEW"],
    "a ledger for a demo": ["--data", "DATA", "demo", "NEW"],
    "no step of pairing": ["pair", "--data", "DATA"],
    "out with a name too long": ["summary", MONTH, "--data", "DATA", "--out", "长" * 300],
}
BY_ITSELF = ("unknown command", "bad month", "unknown code", "out is a file")


def filled_in(arguments: list[str], data: Path, folder: Path) -> list[str]:
    (folder / "empty").mkdir(exist_ok=True)
    places = {
        "DATA": data,
        "NEW": folder / "new",
        "OUT": folder / "out",
        "NOWHERE": folder / "no",
        "EMPTY": folder / "empty",
    }
    return [
        re.sub("^(?:DATA|NEW|OUT|NOWHERE|EMPTY)", lambda found: str(places[found[0]]), each) for each in arguments
    ]


@pytest.mark.parametrize("arguments", WRONG_CALLS.values(), ids=WRONG_CALLS)
def test_a_wrong_call_gets_one_sentence(data: Path, tmp_path: Path, here: Here, arguments: list[str]) -> None:
    refused(here(*filled_in(arguments, data, tmp_path)), *arguments)
    assert not (tmp_path / "new").exists()
    assert not list(tmp_path.rglob("*.part"))


@pytest.mark.parametrize("name", BY_ITSELF)
def test_a_wrong_call_of_main_py_gets_one_sentence(data: Path, tmp_path: Path, name: str) -> None:
    refused(call(*filled_in(WRONG_CALLS[name], data, tmp_path), cwd=tmp_path), *WRONG_CALLS[name])


def test_a_sentence_names_what_was_wrong(data: Path, here: Here) -> None:
    assert "2023-13" in refused(here("rows", "consult.people", "2023-13", "--data", str(data)))
    assert "consult.peoples" in refused(here("rows", "consult.peoples", MONTH, "--data", str(data)))
    assert "nowhere" in refused(here("check", "--data", "nowhere"))
    assert "abc" in refused(here("demo", "new", "--year", "abc"))


@pytest.mark.parametrize("locale", ["C", "zh_CN.GB18030"])
def test_the_sentence_is_chinese_in_every_locale(tmp_path: Path, locale: str) -> None:
    ran = call(
        "check",
        "--data",
        "没有的文件夹",
        cwd=tmp_path,
        LC_ALL=locale,
        PYTHONIOENCODING="",
        PYTHONCOERCECLOCALE="0",
    )
    assert "没有“" in refused(ran)


@pytest.mark.parametrize("argument", [b"\xff\xfe", b"\xed\xa0\x80", b"2023-11\xc3"])
def test_bytes_that_are_no_text_are_refused(tmp_path: Path, argument: bytes) -> None:
    refused(call("rows", argument, MONTH, cwd=tmp_path))


@pytest.mark.parametrize("argument", ["\0", "2023-11\0", "\ud800", "data\udfff"])
def test_characters_that_are_none_are_refused(here: Here, argument: str) -> None:
    for arguments in (["rows", argument, MONTH], ["check", "--data", argument], [argument], ["demo", argument]):
        refused(here(*arguments))


@given(
    arguments=st.lists(
        st.one_of(
            st.sampled_from(["rows", "check", "summary", "--data", "--out", "--json", "-", "--", "@x", MONTH]),
            raw_text().map(lambda text: text[:300]),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_garbage_is_refused(tmp_path_factory: pytest.TempPathFactory, arguments: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path_factory.getbasetemp())
        patch.delenv("QUYUAN_PASSWORD", raising=False)
        said = _Said()
        patch.setattr(sys, "stderr", said)
        assert isinstance(run_here(arguments, Clock()), WindowWanted) or SENTENCE.fullmatch(said.text)


class _Said:
    """A stream that remembers."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text
        return len(text)


# -- passwords


def test_a_wrong_password_is_refused(data: Path, tmp_path: Path) -> None:
    ran = call("check", "--data", str(data), cwd=tmp_path, password="quyuan-Demo")
    assert "密码不对" in refused(ran)


def test_no_password_is_refused(data: Path, tmp_path: Path) -> None:
    said = refused(call("check", "--data", str(data), cwd=tmp_path, password=None))
    assert "--password-file" in said
    assert "QUYUAN_PASSWORD" in said


@pytest.mark.parametrize("content", [PASSWORD, f"{PASSWORD}\n", f"{PASSWORD}\r\n", f"\ufeff{PASSWORD}\n"])
def test_a_password_file_comes_before_the_variable(
    data: Path, tmp_path: Path, here: Here, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    monkeypatch.setenv("QUYUAN_PASSWORD", "wrong")
    (tmp_path / "password").write_bytes(content.encode())
    ran = here("check", "--data", str(data), "--password-file", "password")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("核对完成")


# -- the state of the data


def damaged(data: Path, change: Callable[[bytes], bytes]) -> None:
    path = data / "office.db"
    path.write_bytes(change(path.read_bytes()))


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "text": lambda content: b"This is no database.\n" * 999,
    "first page": lambda content: content[:100] + bytes([content[100] ^ 1]) + content[101:],
    "empty": lambda content: b"",
    "half": lambda content: content[: len(content) // 2],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_database_gets_one_sentence(data: Path, here: Here, damage: Callable[[bytes], bytes]) -> None:
    """What the library says of it on its own goes nowhere."""
    damaged(data, damage)
    refused(here("rows", "consult.people", MONTH, "--data", str(data), "--json"))


def test_a_flipped_bit_is_found_by_the_check(data: Path, tmp_path: Path) -> None:
    damaged(data, lambda content: content[:-2000] + bytes([content[-2000] ^ 1]) + content[-1999:])
    refused(call("check", "--data", str(data), cwd=tmp_path))


def test_a_garbled_key_file_gets_one_sentence(data: Path, here: Here) -> None:
    (data / "keys.json").write_bytes(b"{")
    assert "损坏" in refused(here("check", "--data", str(data)))


def test_a_newer_database_is_left_alone(data: Path, here: Here) -> None:
    with at_work(sign_in(data, PASSWORD, now=Clock())) as place:
        execute(place, "UPDATE alembic_version SET version_num = '9999'")
    before = (data / "office.db").read_bytes()
    for arguments in (["check"], ["rows", "consult.people", MONTH], ["summary", MONTH, "--out", "out"]):
        said = refused(here(*arguments, "--data", str(data)))
        assert "更新版本" in said
        assert "升级" in said
    assert (data / "office.db").read_bytes() == before


def test_a_database_in_use_gets_one_sentence(data: Path, tmp_path: Path, here: Here) -> None:
    script = "import sys; from pathlib import Path; from tests.offices import Clock; from quyuan_desktop.services.open_office import sign_in\n"
    script += (
        "sign_in(Path(sys.argv[1]), sys.argv[2], now=Clock()); print('open', flush=True); sys.stdin.readline()"
    )
    with python(script, str(data), PASSWORD) as process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "open\n"
        assert "另一个工作台窗口" in refused(here("check", "--data", str(data)))
        process.stdin.close()
    assert here("check", "--data", str(data)).status == 0


def test_out_that_may_not_be_written_gets_one_sentence(data: Path, tmp_path: Path, here: Here) -> None:
    out = tmp_path / "out"
    out.mkdir()
    with unwritable(out):
        for target in (out, out / "deeper"):
            assert "写入" in refused(here("summary", MONTH, "--data", str(data), "--out", str(target)))
        assert "写入" in refused(here("demo", str(out / "demo")))
    assert list(out.iterdir()) == []


def test_a_month_is_closed_though_its_papers_find_no_room(data: Path, tmp_path: Path, here: Here) -> None:
    """It is said that it is closed, and how to come by the papers: they are what they would have been."""
    out = tmp_path / "out"
    out.mkdir()
    asked = ["summary", "2023-10", "--data", str(data), "--out", str(out)]
    with unwritable(out):
        said = refused(here(*asked, "--close", "--yes"))
    assert "2023年10月已经结账（屈营司结字〔2023〕1号）" in said
    assert "去掉 --close" in said
    assert "已结账" in here("months", "--data", str(data)).out
    assert here(*asked).status == 0
    assert "已经结账" not in refused(
        here("summary", "2023-10", "--data", str(data), "--out", str(data / "keys.json"))
    )


def test_a_folder_that_may_not_be_looked_into_gets_one_sentence(data: Path, here: Here) -> None:
    data.chmod(0)
    try:
        with as_ordinary_user():
            refused(here("check", "--data", str(data)))
    finally:
        data.chmod(stat.S_IRWXU)


SUBCOMMANDS = [
    *(("pair", step) for step in STEPS),
    *((name,) for name in COMMANDS if name != "pair"),
]
"""Every subcommand, and every step of the one that has steps."""


@pytest.mark.parametrize("asked", SUBCOMMANDS, ids=" ".join)
def test_help_reads_well(asked: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    """It says in Chinese what the subcommand does and what everything is that one may write."""
    with pytest.raises(SystemExit) as ended:
        run_here([*asked, "--help"], Clock())
    assert ended.value.code == 0
    told = capsys.readouterr().out
    paragraphs = told.split("\n\n")
    assert paragraphs[0].startswith(f"用法： python main.py {' '.join(asked)} ")
    assert re.fullmatch("[^\n]*[\u4e00-\u9fff][^\n]*。", paragraphs[1])
    for line in "\n".join(paragraphs[2:]).splitlines():
        assert re.search("[\u4e00-\u9fff]|^ {20,}|^  -\\S+( [A-Z-]+)?$", line), f"no word of Chinese: {line}"
    assert not re.search("usage|option|positional|argument|show this|exit", told)
    assert max(sum(2 if each > "\u2e80" else 1 for each in line) for line in told.splitlines()) <= 110


@pytest.mark.parametrize("asked", [("check",), ("pair", "show"), ("months",), ("rows", "consult.people", MONTH)])
def test_what_stands_before_a_subcommand_may_stand_behind_it(
    data: Path, tmp_path: Path, here: Here, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, ...]
) -> None:
    """--data, --as-of and --password-file: in one place, or each in another."""
    monkeypatch.delenv("QUYUAN_PASSWORD")
    (tmp_path / "password").write_text(PASSWORD, encoding="utf-8")
    options = ["--data", str(data), "--as-of", "2023-12-29", "--password-file", "password"]
    before = here(*options, *asked)
    assert (before.status, before.err.replace("\n", "")[:7]) in ((0, ""), (0, "还没有结过账。"))
    assert here(*asked, *options) == before
    assert here(*options[:2], *asked, *options[2:]) == before
    if len(asked) > 1:
        assert here(asked[0], *options, *asked[1:]) == before


def test_another_day_may_be_taken_for_today_with_invented_data_alone(
    data: Path, here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--as-of holds for the subcommands too: December can be closed in January, in a rehearsal only."""
    december = ("summary", "2023-12", "--close", "--yes", "--data", str(data), "--out", str(tmp_path / "out"))
    assert "还没有过完" in refused(here(*december))
    assert here(*december, "--as-of", "2024-01-02").status == 0
    assert "已经结账" in refused(here("--as-of", "2024-01-02", *december))
    with at_work(fresh(tmp_path / "real")):
        pass
    monkeypatch.setenv("QUYUAN_PASSWORD", OFFICE_PASSWORD)
    for asked in (["--as-of", "2024-01-02", "months"], ["months", "--as-of", "2024-01-02"]):
        assert "只能用于虚构数据" in refused(here(*asked, "--data", str(tmp_path / "real")))
