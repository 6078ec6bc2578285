"""What the command line gives: the agreed form, rows that sum to their figure, the same data for the same seed."""

import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.cli import run as run_here
from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import plain
from quyuan_desktop.domain.office import Level
from quyuan_desktop.registers import MEASURES, adds_up
from quyuan_desktop.registers.reporting import printed
from quyuan_desktop.reports.forms import FORMS
from quyuan_desktop.services import own_forms
from quyuan_desktop.services.demo import PASSWORD, make_demo
from quyuan_desktop.services.month import rows_behind
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.own_forms import MappedCell
from tests.calling import MONTH, Here, call, demo_files, in_this_process, refused, start
from tests.offices import Clock, at_work, dump, put
from tests.own_form_files import cell_xml, monthly, parts


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the demo folder."""
    put(tmp_path / "data", demo_files())
    return tmp_path / "data"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Here:
    return in_this_process(tmp_path, monkeypatch, capfd)


def figures(here: Here, data: Path, out: Path) -> dict[str, Any]:
    ran = here("summary", MONTH, "--data", str(data), "--out", str(out))
    assert (ran.status, ran.err) == (0, "")
    names = sorted(path.name for path in out.iterdir())
    tables = printed(Level.OFFICE)
    assert len(names) == len(tables) + 2 * len(FORMS) + 3
    assert sorted(ran.out.splitlines()) == sorted(str(out / name) for name in names)
    assert sorted(Path(name).suffix for name in names) == [
        ".docx",
        ".json",
        *[".pdf"] * (len(tables) + len(FORMS)),
        *[".xlsx"] * (1 + len(FORMS)),
    ]
    found: dict[str, Any] = json.loads((out / "figures.json").read_text(encoding="utf-8"))
    return found


def rows(here: Here, data: Path, code: str) -> list[dict[str, Any]]:
    ran = here("rows", code, MONTH, "--data", str(data), "--json")
    assert (ran.status, ran.err) == (0, "")
    found: list[dict[str, Any]] = json.loads(ran.out)
    return found


def test_figures_are_in_the_agreed_form(data: Path, tmp_path: Path, here: Here) -> None:
    found = figures(here, data, tmp_path / "deep" / "out")
    assert list(found) == ["period", "office", "figures"]
    assert (found["period"], found["office"]) == (MONTH, "营田司法所")
    assert len(found["figures"]) >= 30
    assert [each["code"] for each in found["figures"]] == list(MEASURES)
    for each in found["figures"]:
        assert list(each) == ["code", "label", "unit", "value"]
        assert type(each["value"]) is int
        assert each["label"]
        assert each["unit"]
    assert figures(here, data, tmp_path / "deep" / "out") == found, "writing over what is there"


def test_the_rows_of_every_code_sum_to_its_figure(data: Path, tmp_path: Path, here: Here) -> None:
    """All codes at one sitting; then one code of each register as the command line gives it."""
    found = figures(here, data, tmp_path / "out")["figures"]
    told: dict[str, list[dict[str, Any]]] = {}
    with at_work(sign_in(data, PASSWORD, now=Clock())) as place:
        for each in found:
            listed = rows_behind(place, each["code"], periods.month(MONTH))
            told[each["code"]] = [
                {
                    "uid": row.uid,
                    "number": row.number,
                    "date": row.date.isoformat(),
                    "value": plain(row.value, each["unit"]),
                    "label": row.label,
                }
                for row in listed
            ]
    for each in found:
        assert sum(row["value"] for row in told[each["code"]]) == each["value"], each["code"]
        for row in told[each["code"]]:
            assert row["date"].startswith(f"{MONTH}-") or not adds_up(MEASURES[each["code"]])
            assert re.fullmatch("[0-9a-f]{32}", row["uid"])
            assert re.fullmatch("屈营司.{1,4}〔[0-9]{4}〕第?[1-9][0-9]*号?", row["number"])
            assert type(row["value"]) is int
    for register in printed(Level.OFFICE):
        fullest = max((measure.code for measure in register.measures), key=lambda code: len(told[code]))
        assert rows(here, data, fullest) == told[fullest], fullest


@pytest.mark.parametrize(
    ("period", "month"), [("2023-10", "2023-10"), ("2023Q4", "2023-12"), ("2023H2", "2023-08")]
)
def test_a_period_is_asked_for_by_name(data: Path, tmp_path: Path, here: Here, period: str, month: str) -> None:
    ran = here("summary", "--period", period, "--data", str(data), "--out", str(tmp_path / "out"))
    assert (ran.status, ran.err) == (0, "")
    found = json.loads((tmp_path / "out" / "figures.json").read_text(encoding="utf-8"))
    assert (found["period"], list(found)) == (period, ["period", "office", "figures"])
    rows_ = json.loads(here("rows", "consult.people", period, "--data", str(data), "--json").out)
    assert any(row["date"].startswith(month) for row in rows_)
    people = next(each["value"] for each in found["figures"] if each["code"] == "consult.people")
    assert sum(row["value"] for row in rows_) == people > 0


def test_a_month_is_closed_listed_and_checked(data: Path, tmp_path: Path, here: Here) -> None:
    """Closing reminds of open months first; closed, it is printed twice the same and cannot be closed again."""
    asked = ["summary", "2023-10", "--close", "--data", str(data), "--out", str(tmp_path / "out")]
    assert "确认无误请加 --yes" in refused(here(*asked))
    assert here("months", "--data", str(data)).out == ""
    assert here(*asked, "--yes").status == 0
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert here(*[each for each in asked if each != "--close"]).status == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
    assert "已经结账（屈营司结字〔2023〕1号）" in refused(here(*asked, "--yes"))
    month, number, _, _, corrected, state, digest = here("months", "--data", str(data)).out.strip().split("\t")
    assert (month, number, corrected, state) == ("2023-10", "屈营司结字〔2023〕1号", "更正 0 条", "已结账")
    assert re.fullmatch("[0-9a-f]{64}", digest)
    assert json.loads(before["figures.json"])["closed"] == number
    assert here("check", "--data", str(data)).status == 0
    assert "理由" in refused(here("months", "--reopen", "2023-10", "--data", str(data)))
    opened = here("months", "--reopen", "2023-10", "--reason", "漏了一件", "--data", str(data))
    assert opened.out.strip().split("\t")[5].endswith("撤销")
    assert here("check", "--data", str(data)).status == 0


def test_rows_without_json_end_in_their_sum(data: Path, here: Here) -> None:
    lines = here("rows", "consult.people", MONTH, "--data", str(data)).out.splitlines()
    assert lines[-1].split("\t")[0] == "合计"
    assert int(lines[-1].split("\t")[2]) == sum(int(line.split("\t")[2]) for line in lines[:-1]) > 0


def test_the_same_seed_gives_the_same_data(tmp_path: Path, here: Here) -> None:
    said, counted, listed = [], [], []
    for name, seed in (("one", 1), ("again", 1), ("other", 2)):
        folder = tmp_path / name
        make_demo(folder, 2023, seed, about=20)
        counted.append(figures(here, folder, tmp_path / f"{name}.out"))
        listed.append([rows(here, folder, code) for code in ("consult.people", "consult.matters")])
        with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
            said.append(dump(place))
    assert counted[0] == counted[1] != counted[2]
    assert listed[0] == listed[1] != listed[2]
    for table in ("consultation", "consultation_matter", "revision", "mention", "serial", "phrase", "blob"):
        assert said[0][table] == said[1][table], table


def test_a_demo_is_whole_and_private(tmp_path: Path, here: Here) -> None:
    """As ``make demo`` makes it, in a folder that is not there yet."""
    folder = tmp_path / "new" / "folder"
    ran = call("demo", str(folder), "--year", "2023", cwd=tmp_path, password=None)
    assert (ran.status, ran.err) == (0, "")
    assert "营田司法所" in ran.out
    assert PASSWORD in ran.out
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.rglob("*"))}
    assert modes <= {0o600, 0o700}
    checked = here("check", "--data", str(folder))
    assert (checked.status, checked.err) == (0, "")
    assert checked.out.count("\n") == 1


def test_reading_commands_change_nothing(data: Path, tmp_path: Path, here: Here) -> None:
    with at_work(sign_in(data, PASSWORD, now=Clock())) as place:
        before = dump(place)
    figures(here, data, tmp_path / "out")
    rows(here, data, "consult.people")
    assert here("check", "--data", str(data)).status == 0
    with at_work(sign_in(data, PASSWORD, now=Clock())) as place:
        assert dump(place) == before
    assert not (data / "backups").exists()


def test_a_reader_that_goes_away_is_no_error(data: Path, tmp_path: Path) -> None:
    """``rows … | head``: the pipe is closed before all is written."""
    process = start("rows", "consult.people", MONTH, "--data", str(data), "--json", cwd=tmp_path)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    said = process.stderr.read()
    process.stderr.close()
    assert (process.wait(), said) == (0, b"")


def test_help_names_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run_here(["--help"], Clock())
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert all(command in said for command in ("demo", "summary", "rows", "form", "check"))
    assert "数据文件夹" in said


def test_a_form_is_filled(data: Path, tmp_path: Path, here: Here) -> None:
    with at_work(sign_in(data, PASSWORD, now=Clock())) as place:
        form = own_forms.keep_form(place, monthly(tmp_path / "法援月报.xlsx"))
        cell = MappedCell("月报", "C5", "consult.people", "now")
        own_forms.put(place, form, own_forms.book_of(place, form), cell)
    out = tmp_path / "十一月.xlsx"
    ran = here("form", "法援月报", MONTH, "--data", str(data), "--out", str(out))
    assert (ran.status, ran.out, ran.err) == (0, f"{out}\n", "")
    people = sum(row["value"] for row in rows(here, data, "consult.people"))
    assert f"<v>{people}</v>" in cell_xml(parts(out.read_bytes())["xl/worksheets/sheet1.xml"], "C5")
    assert "现有：“法援月报”" in refused(here("form", "没有", MONTH, "--data", str(data), "--out", str(out)))
