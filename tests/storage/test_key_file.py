"""keys.json: who may open the ledger. Wrong, tampered, garbled, cut off, from a newer program."""

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from quyuan_desktop.domain.office import Role, Staff
from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.services.logins import is_founded, logins
from quyuan_desktop.services.open_office import add_login, change_password, found_office, recover, sign_in
from quyuan_desktop.storage import keys
from quyuan_desktop.storage.engine import open_ledger
from tests.offices import HEAD, PASSWORD, Clock, at_work, fresh, put, recovery_code
from tests.strategies import raw_text

CLERK = Staff("c" * 32, "万和平", Role.CLERK)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=5,
)


@pytest.fixture(scope="module")
def founded(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The key file of an office with its head and a clerk."""
    folder = tmp_path_factory.mktemp("founded")
    key, _ = keys.create(folder, Staff("a" * 32, HEAD, Role.HEAD), PASSWORD, quick=True)
    keys.keep(folder, key, CLERK, "口令二二二二", quick=True)
    return (folder / keys.FILE).read_bytes()


@pytest.fixture
def folder(tmp_path: Path, founded: bytes) -> Path:
    (tmp_path / keys.FILE).write_bytes(founded)
    return tmp_path


def edit(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the file as an editor would."""
    path = folder / keys.FILE
    content = json.loads(path.read_bytes())
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def test_each_opens_with_their_own_password(folder: Path) -> None:
    key, head = keys.unlock(folder, PASSWORD)
    same, clerk = keys.unlock(folder, "口令二二二二")
    assert key == same
    assert len(key) == 32
    assert (head.name, head.role) == (HEAD, Role.HEAD)
    assert clerk == CLERK
    assert keys.unlock(folder, "口令二二二二", CLERK.uid)[1] == CLERK
    assert [login.name for login in keys.logins(folder)] == [HEAD, CLERK.name]


@pytest.mark.parametrize(
    "wrong", ["", PASSWORD + " ", PASSWORD.upper(), "测试口令", "口令二二二", "\x00", "𬱖" * 1000, "\ud800"]
)
def test_a_wrong_password_is_said_to_be_wrong(folder: Path, wrong: str) -> None:
    with pytest.raises(Trouble, match="密码不对.*恢复码"):
        keys.unlock(folder, wrong)


def test_a_password_opens_for_its_person_only(folder: Path) -> None:
    with pytest.raises(Trouble, match="密码不对"):
        keys.unlock(folder, PASSWORD, CLERK.uid)
    with pytest.raises(Trouble, match="密码不对"):
        keys.unlock(folder, PASSWORD, "nobody")
    with pytest.raises(Trouble, match="密码不对"):
        keys.unlock(folder, "", keys.RECOVERY)


def test_the_file_tells_neither_key_nor_password_nor_role(folder: Path) -> None:
    key, _ = keys.unlock(folder, PASSWORD)
    said = (folder / keys.FILE).read_text(encoding="utf-8")
    for secret in (PASSWORD, "口令二二二二", key.hex(), base64.b64encode(key).decode(), "clerk", "head"):
        assert secret not in said


def test_two_offices_have_two_keys(tmp_path: Path) -> None:
    made = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        made.append(keys.create(tmp_path / name, Staff("a" * 32, HEAD, Role.HEAD), PASSWORD, quick=True))
    assert made[0][0] != made[1][0]
    assert made[0][1] != made[1][1]


def test_the_recovery_code_is_readable(tmp_path: Path) -> None:
    _, code = keys.create(tmp_path, Staff("a" * 32, HEAD, Role.HEAD), PASSWORD, quick=True)
    parts = code.split("-")
    assert [len(part) for part in parts] == [5] * 5
    assert set("".join(parts)) <= set("ABCDEFGHJKMNPQRSTUVWXYZ23456789")


SLOPPY: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "small": str.lower,
    "without hyphens": lambda code: code.replace("-", ""),
    "spaces": lambda code: f"  {code.replace('-', '  ')}\n",
    "dashes": lambda code: code.replace("-", "—"),
    "one by one": " ".join,
    "with its label": lambda code: f"：{code}。",
    "full width": lambda code: code.translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)}),
    "full width and small": lambda code: code.lower().translate({n: n + 0xFEE0 for n in range(0x21, 0x7F)}),
}


@pytest.mark.parametrize("write", SLOPPY.values(), ids=SLOPPY)
def test_a_recovery_code_may_be_typed_sloppily(tmp_path: Path, write: Callable[[str], str]) -> None:
    key, code = keys.create(tmp_path, Staff("a" * 32, HEAD, Role.HEAD), PASSWORD, quick=True)
    assert keys.unlock_by_code(tmp_path, write(code)) == key


@pytest.mark.parametrize(
    "code", ["", "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA", "\ud800", "恢复码", PASSWORD, "A" * 100_000]
)
def test_a_wrong_recovery_code_is_said_to_be_wrong(folder: Path, code: str) -> None:
    with pytest.raises(Trouble, match="恢复码不对"):
        keys.unlock_by_code(folder, code)


def test_one_character_less_is_another_code(tmp_path: Path) -> None:
    _, code = keys.create(tmp_path, Staff("a" * 32, HEAD, Role.HEAD), PASSWORD, quick=True)
    with pytest.raises(Trouble, match="恢复码不对"):
        keys.unlock_by_code(tmp_path, code[:-1])


def test_writing_a_role_into_the_file_changes_nothing(folder: Path) -> None:
    """Role and uid lie in the sealed part: who edits the file changes the shown name and no more."""

    def promote(content: dict[str, Any]) -> None:
        for entry in content["entries"]:
            entry["role"] = "head"
            if entry["uid"] == CLERK.uid:
                entry["uid"], entry["name"] = "a" * 32, "所长"

    edit(folder, promote)
    _, staff = keys.unlock(folder, "口令二二二二")
    assert (staff.uid, staff.role) == (CLERK.uid, CLERK.role)
    assert staff.name == "所长"


def test_a_sealed_part_stays_its_owner_s(folder: Path) -> None:
    """The head's sealed part under the clerk's name opens by the head's password, as the head."""

    def swap(content: dict[str, Any]) -> None:
        head, clerk = content["entries"][:2]
        for name in ("salt", "wrapped", "ops", "memory"):
            head[name], clerk[name] = clerk[name], head[name]

    edit(folder, swap)
    with pytest.raises(Trouble, match="密码不对"):
        keys.unlock(folder, "口令二二二二", CLERK.uid)
    assert keys.unlock(folder, PASSWORD, CLERK.uid)[1].role is Role.HEAD
    assert keys.unlock(folder, "口令二二二二")[1].uid == CLERK.uid


TAMPERED: dict[str, Callable[[dict[str, Any]], object]] = {
    "salt": lambda entry: entry.update(salt=base64.b64encode(b"\0" * 16).decode()),
    "short salt": lambda entry: entry.update(salt=base64.b64encode(b"\0" * 7).decode()),
    "no salt": lambda entry: entry.update(salt=""),
    "no base64 in salt": lambda entry: entry.update(salt="!!!"),
    "chinese in salt": lambda entry: entry.update(salt="盐"),
    "flipped": lambda entry: entry.update(wrapped=flipped(entry["wrapped"])),
    "cut": lambda entry: entry.update(wrapped=entry["wrapped"][:40]),
    "empty": lambda entry: entry.update(wrapped=""),
    "no base64": lambda entry: entry.update(wrapped="*" + entry["wrapped"]),
    "other cost": lambda entry: entry.update(ops=entry["ops"] + 1),
    "no cost": lambda entry: entry.update(ops=0),
    "endless cost": lambda entry: entry.update(ops=10**9),
    "no memory": lambda entry: entry.update(memory=-1),
    "all memory": lambda entry: entry.update(memory=10**15),
    "float": lambda entry: entry.update(memory=8192.0),
    "missing": lambda entry: entry.pop("wrapped"),
    "null": lambda entry: entry.update(wrapped=None),
    "list": lambda entry: entry.update(name=["a"]),
    "other algorithm": lambda entry: entry.update(algorithm="sm4-gcm"),
}


def flipped(text: str) -> str:
    content = bytearray(base64.b64decode(text))
    content[len(content) // 2] ^= 1
    return base64.b64encode(content).decode()


@pytest.mark.parametrize("change", TAMPERED.values(), ids=TAMPERED)
def test_a_tampered_entry_does_not_open(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    edit(folder, lambda content: [change(entry) for entry in content["entries"]])
    with pytest.raises(Trouble, match="密码不对|损坏|更新版本"):
        keys.unlock(folder, PASSWORD)
    with pytest.raises(Trouble, match="恢复码不对|损坏|更新版本"):
        keys.unlock_by_code(folder, "AAAAA")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b"7",
        b'"text"',
        b"{}",
        b'{"format": 1}',
        b'{"format": 1, "entries": {}}',
        b'{"format": 1, "entries": []}',
        b'{"format": 1, "entries": [1]}',
        b'{"format": 1, "entries": ["uid"]}',
        b'{"format": null, "entries": []}',
        b'{"format": "1", "entries": []}',
        b'{"format": 1, "entries": null}',
        b"\xff\xfe\x00",
        b"\x00" * 900,
        b"[" * 100_000,
        "﻿{}".encode("utf-16"),
    ],
    ids=lambda content: repr(content[:30]),
)
def test_a_garbled_file_is_a_trouble(folder: Path, content: bytes) -> None:
    (folder / keys.FILE).write_bytes(content)
    assert not keys.readable(folder)
    assert is_founded(folder)
    with pytest.raises(Trouble, match="损坏"):
        keys.unlock(folder, PASSWORD)


@given(data=st.data())
def test_a_file_cut_off_anywhere_is_a_trouble(
    tmp_path_factory: pytest.TempPathFactory, founded: bytes, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    (folder / keys.FILE).write_bytes(founded[: data.draw(st.integers(0, len(founded) - 1))])
    with pytest.raises(Trouble, match="损坏"):
        keys.unlock(folder, PASSWORD)


@given(data=st.data())
def test_any_byte_changed_opens_rightly_or_not_at_all(
    tmp_path_factory: pytest.TempPathFactory, founded: bytes, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("flip")
    content = bytearray(founded)
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    (folder / keys.FILE).write_bytes(content)
    try:
        key, staff = keys.unlock(folder, PASSWORD)
    except Trouble:
        return
    (folder / keys.FILE).write_bytes(founded)
    right, head = keys.unlock(folder, PASSWORD)
    assert (key, staff.uid, staff.role) == (right, head.uid, head.role)


@given(data=st.data())
def test_any_json_in_an_entry_is_refused_or_read(
    tmp_path_factory: pytest.TempPathFactory, founded: bytes, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("json")
    content = json.loads(founded)
    for entry in content["entries"]:
        entry[data.draw(st.sampled_from(sorted(entry)))] = data.draw(JSON)
    (folder / keys.FILE).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(Trouble):  # no entry is whole, but for a name or a uid that says something else
        keys.unlock(folder, "wrong" + PASSWORD)


def test_a_newer_key_file_is_left_alone(folder: Path) -> None:
    edit(folder, lambda content: content.update(format=2))
    before = (folder / keys.FILE).read_bytes()
    for attempt in (
        lambda: keys.logins(folder),
        lambda: keys.unlock(folder, PASSWORD),
        lambda: keys.unlock_by_code(folder, "A"),
        lambda: keys.keep(folder, b"\0" * 32, CLERK, "口令三三三三", quick=True),
    ):
        with pytest.raises(Trouble, match="更新版本.*升级"):
            attempt()
    assert (folder / keys.FILE).read_bytes() == before


def test_no_key_file_is_a_trouble_that_names_the_folder(tmp_path: Path) -> None:
    assert not is_founded(tmp_path)
    with pytest.raises(Trouble, match=r"缺少 keys\.json"):
        keys.unlock(tmp_path, PASSWORD)
    (tmp_path / keys.FILE).mkdir()
    with pytest.raises(Trouble, match="读不出来"):
        keys.unlock(tmp_path, PASSWORD)


# -- through the services


def test_a_colleague_is_added_and_signs_in(tmp_path: Path) -> None:
    with at_work(fresh(tmp_path)) as place:
        made = add_login(place, " 万和平 ", Role.CLERK, "口令二二二二")
    assert [login.name for login in logins(tmp_path)] == [HEAD, "万和平"]
    with at_work(sign_in(tmp_path, "口令二二二二", made.uid, now=Clock())) as place:
        assert (place.staff.name, place.staff.role) == ("万和平", Role.CLERK)
        with pytest.raises(Trouble, match="只有所长"):
            add_login(place, "又一位", Role.HEAD, "口令四四四四")
    assert len(logins(tmp_path)) == 2


def test_a_colleague_without_name_or_with_a_short_password_is_refused(tmp_path: Path) -> None:
    with at_work(fresh(tmp_path)) as place:
        with pytest.raises(Refused) as refused:
            add_login(place, " ", Role.CLERK, "12345")
        assert [problem.field for problem in refused.value.problems] == ["name", "password"]
    assert len(logins(tmp_path)) == 1


def test_a_password_is_changed_by_who_knows_it(tmp_path: Path) -> None:
    with at_work(fresh(tmp_path)) as place:
        with pytest.raises(Trouble, match="密码不对"):
            change_password(place, "不知道的口令", "新的口令一二")
        with pytest.raises(Refused):
            change_password(place, PASSWORD, "12345")
        change_password(place, PASSWORD, "新的口令一二")
    with pytest.raises(Trouble, match="密码不对"):
        sign_in(tmp_path, PASSWORD, now=Clock())
    sign_in(tmp_path, "新的口令一二", now=Clock()).ledger.close()
    assert keys.unlock_by_code(tmp_path, recovery_code())


def test_a_forgotten_password_is_replaced_by_the_recovery_code(tmp_path: Path) -> None:
    with at_work(fresh(tmp_path)):
        pass
    (login,) = logins(tmp_path)
    before = (tmp_path / keys.FILE).read_bytes()
    with pytest.raises(Trouble, match="恢复码不对"):
        recover(tmp_path, recovery_code()[:-1], login.uid, "新的口令一二")
    with pytest.raises(Trouble, match="没有这位"):
        recover(tmp_path, recovery_code(), "nobody", "新的口令一二")
    with pytest.raises(Trouble, match="没有这位"):
        recover(tmp_path, recovery_code(), keys.RECOVERY, "新的口令一二")
    with pytest.raises(Refused):
        recover(tmp_path, recovery_code(), login.uid, "12345")
    assert (tmp_path / keys.FILE).read_bytes() == before
    recover(tmp_path, recovery_code().lower(), login.uid, "新的口令一二")
    with pytest.raises(Trouble, match="密码不对"):
        sign_in(tmp_path, PASSWORD, now=Clock())
    with at_work(sign_in(tmp_path, "新的口令一二", now=Clock())) as place:
        assert (place.staff.uid, place.staff.name) == (login.uid, HEAD)
    assert keys.unlock_by_code(tmp_path, recovery_code())


@given(typed=raw_text())
@example(typed="\ud800")
def test_any_new_password_opens_or_is_refused(tmp_path_factory: pytest.TempPathFactory, typed: str) -> None:
    """Whatever a keyboard or clipboard gives: accepted and then opening, or refused with a sentence."""
    folder = tmp_path_factory.mktemp("password")
    put(folder, ())
    password = f"一二三四五{typed}"
    staff = Staff("a" * 32, HEAD, Role.HEAD)
    try:
        key, _ = keys.create(folder, staff, password, quick=True)
    except (Trouble, Refused):
        return
    assert keys.unlock(folder, password) == (key, staff)


def test_another_key_does_not_open_the_ledger(tmp_path: Path) -> None:
    with at_work(fresh(tmp_path)):
        pass
    with pytest.raises(Trouble, match="损坏或不是本工作台的数据"):
        open_ledger(tmp_path, bytes(32))


def test_an_office_is_not_founded_over_another(tmp_path: Path) -> None:
    with at_work(fresh(tmp_path)) as place:
        office = place.office
    before = (tmp_path / keys.FILE).read_bytes()
    with pytest.raises(Trouble, match="已经有数据"):
        found_office(tmp_path, office, HEAD, PASSWORD, Clock(), quick=True)
    (tmp_path / keys.FILE).unlink()
    with pytest.raises(Trouble, match="已经有数据"):
        found_office(tmp_path, office, HEAD, PASSWORD, Clock(), quick=True)
    assert before
    assert not (tmp_path / keys.FILE).exists()
