"""The subcommands that go with a stick, as a clerk or a script calls them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quyuan_desktop.cli import OK, WRONG, run
from quyuan_desktop.exchange import sentences
from tests.exchanging import DISTRICT, OTHER, both
from tests.offices import OFFICE, PASSWORD, Clock, save

Call = Callable[..., tuple[int, str, str]]


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Runs a subcommand: its status, what it printed, what it complained of."""
    monkeypatch.setenv("QUYUAN_PASSWORD", PASSWORD)

    def called(*arguments: object) -> tuple[int, str, str]:
        status = run([str(each) for each in arguments], Clock())
        assert isinstance(status, int)
        told = capsys.readouterr()
        return status, told.out, told.err

    return called


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a district, an office of one record, and a stick; nobody at work."""
    with both(tmp_path) as ends:
        save(ends.office, visitor="欧阳𬱖")
    return tmp_path


def test_the_whole_way_by_subcommands(folder: Path, call: Call) -> None:
    district, office, stick = (folder / name for name in ("district", "office", "stick"))
    status, out, _ = call("export", "--data", office, "--to", stick)
    path = Path(out.splitlines()[-1])
    assert (status, path.parent) == (OK, stick)
    assert "可以安全拔出" in out
    status, out, _ = call("inspect", "--data", district, path)
    told = json.loads(out)
    assert status == OK
    assert (told["from"], told["batch"], told["revisions"]) == (OFFICE.code, 1, {"consultation": 1})
    assert "欧阳" not in out
    status, out, _ = call("merge", "--data", district, stick, "--plan")
    assert (status, "新增 1" in out) == (OK, True)
    status, out, _ = call("merge", "--data", district, stick, "--json")
    counts = {"new": 1, "newer": 0, "same": 0, "older": 0, "clash": 0}
    assert (status, json.loads(out)) == (OK, {"packages": [{"office": OFFICE.code, "batch": 1, **counts}]})
    status, out, _ = call("acknowledge", "--data", district, "--to", stick)
    receipt = Path(out.splitlines()[0])
    assert receipt.name == "屈原_营田司法所_回执_第0001批.qyr"
    status, out, _ = call("inspect", "--data", office, receipt)
    assert json.loads(out)["packages"] == [1]
    status, out, _ = call("receive", "--data", office, stick)
    assert (status, out) == (OK, "区局已收批次：1；退回 0 条，冲突 0 条。\n")


def test_the_month_of_one_office_of_the_district(folder: Path, call: Call) -> None:
    district, office, stick = (folder / name for name in ("district", "office", "stick"))
    call("export", "--data", office, "--to", stick)
    call("merge", "--data", district, stick)
    people = {}
    for code in ("", OFFICE.code, OTHER.code):
        out = folder / f"out{code}"
        assert call("summary", "2023-11", "--data", district, "--office", code, "--out", out)[0] == OK
        told = json.loads((out / "figures.json").read_text("utf-8"))
        people[told["office"]] = next(
            each["value"] for each in told["figures"] if each["code"] == "consult.people"
        )
    assert people == {DISTRICT.name: 1, OFFICE.name: 1, OTHER.name: 0}
    for given in (("--office", "9"), ("--office", OFFICE.code, "--close")):
        status, _, err = call("summary", "2023-11", "--data", district, *given, "--out", folder / "none")
        assert (status, err.count("\n")) == (WRONG, 1)
        assert not (folder / "none").exists()


def test_a_package_sealed_by_words(folder: Path, call: Call) -> None:
    words = folder / "words"
    words.write_text("临时口令 2023\n", encoding="utf-8")
    assert call("export", "--data", folder / "office", "--to", folder / "stick", "--words-file", words)[0] == OK
    status, out, _ = call("merge", "--data", folder / "district", folder / "stick", "--words-file", words)
    assert (status, "新增 1" in out) == (OK, True)
    assert call("merge", "--data", folder / "district", folder / "stick")[2].endswith(f"{sentences.BY_PASSWORD}\n")


def test_what_cannot_be_done_is_one_sentence(folder: Path, call: Call) -> None:
    office, stick = folder / "office", folder / "stick"
    (stick / "坏.qyb").write_bytes(b"QYBAG")
    (folder / "short").write_text("1234567\n")
    (folder / "empty").touch()
    for given in (
        ("export", "--data", office, "--to", stick, "--words-file", folder / "short"),
        ("export", "--data", office, "--to", stick, "--words-file", folder / "empty"),
        ("merge", "--data", folder / "district", stick, "--words-file", folder / "empty"),
        ("acknowledge", "--data", folder / "district", "--to", stick),
        ("acknowledge", "--data", office, "--to", stick),
        ("export", "--data", office, "--to", folder / "gone"),
        ("export", "--data", office, "--to", stick, "--month", "2023-13"),
        ("export", "--data", office, "--to", stick, "--words-file", folder / "gone"),
        ("merge", "--data", folder / "district", folder / "office"),
        ("merge", "--data", folder / "district", stick),
        ("receive", "--data", office, stick),
        ("inspect", "--data", office, stick / "坏.qyb"),
        ("inspect", "--data", office, stick / "没有.qyb"),
        ("inspect", "--data", office, stick),
    ):
        status, out, err = call(*given)
        assert (status, out) == (WRONG, "")
        assert err.count("\n") == 1
        assert err.endswith("。\n")


def test_pairing_by_subcommands(folder: Path, call: Call) -> None:
    district, office, stick = (folder / name for name in ("district", "office", "stick"))
    for data, code in ((district, OFFICE.code), (office, DISTRICT.code)):
        assert call("pair", "part", code, "--data", data)[0] == OK
    assert call("pair", "show", "--data", office)[1] == "还没有与任何单位结对。\n"
    status, out, _ = call(
        "pair", "enrol", OFFICE.code, OFFICE.name, "--village", "荷花村", "--data", district, "--to", stick
    )
    assert (status, Path(out.strip()).name) == (OK, "屈原_营田司法所_结对文件.qyj")
    status, out, _ = call("pair", "answer", stick, "--data", office)
    told, path = out.splitlines()
    assert (status, told.split("\t")[3]) == (OK, "等电话核对")
    _, out, _ = call("pair", "take", path, "--data", district)
    assert out.split("\t")[2] == told.split("\t")[2]
    for data, code in ((district, OFFICE.code), (office, DISTRICT.code)):
        assert call("pair", "confirm", code, "--data", data)[1].endswith("已确认\n")
    assert call("export", "--data", office, "--to", stick)[0] == OK


def test_pairing_that_cannot_be_is_one_sentence(folder: Path, call: Call) -> None:
    district, office = folder / "district", folder / "office"
    for given in (
        ("pair", "--data", office),
        ("pair", "marry", "--data", office),
        ("pair", "answer", folder / "stick", "--data", office),
        ("pair", "answer", folder / "gone.qyj", "--data", office),
        ("pair", "take", office / "keys.json", "--data", district),
        ("pair", "enrol", OFFICE.code, OFFICE.name, "--data", district, "--to", folder),
        ("pair", "enrol", "430671199", "河市司法所", "--data", district, "--to", folder / "gone"),
        ("pair", "confirm", "1", "--data", office),
        ("pair", "part", "1", "--data", office),
    ):
        status, out, err = call(*given)
        assert (status, out) == (WRONG, ""), given
        assert err.count("\n") == 1, given
        assert err.endswith("。\n"), given
