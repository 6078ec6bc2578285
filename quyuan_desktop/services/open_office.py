"""Founding an office's ledger, signing in, adding colleagues, closing for the day."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from quyuan_desktop.domain import text
from quyuan_desktop.domain.office import Office, Role, Staff, for_head_alone
from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.services import house_rules, seeds
from quyuan_desktop.services.backups import backup_if_changed
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import backup, founding, history, keys, migrate, numbering, settings
from quyuan_desktop.storage.engine import FILE, RESERVE, open_ledger
from quyuan_desktop.storage.files import disk_trouble, is_folder, make_folder
from quyuan_desktop.storage.records import new_uid

SHORTEST_PASSWORD = 6
SMALLEST_LEDGER = 4096
EMPTY = "数据库文件是空的或已损坏。请不要再改动它，从“备份与还原”里还原最近的备份。"

HALF = "上次建立数据时没有建完（可能中途断电），里面还没有任何登记。请重新打开程序，再填一次单位信息就好。"


@dataclass(frozen=True, slots=True)
class Founded:
    """A new office: where one now works, and the code that opens it when all passwords are forgotten."""

    place: Workplace
    recovery_code: str


def found_office(
    folder: Path,
    office: Office,
    staff_name: str,
    password: str,
    now: Callable[[], datetime],
    *,
    quick: bool = False,
) -> Founded:
    """Make a new ledger in `folder`, whose first person is its head.

    `quick` makes the password cheap to test: for invented offices only. Raises Refused for empty entries, Trouble
    when the folder already holds an office or cannot be written.
    """
    office, staff_name = _tidy(office), text.clean_name(staff_name[:200])
    refuse_empty(office, staff_name, password)
    make_folder(folder)
    if founding.left_half(folder):
        _clear(folder)
    if (folder / keys.FILE).exists() or (folder / FILE).exists():
        raise Trouble(f"“{folder}”里已经有数据。请直接登录，或换一个空文件夹。")
    head = Staff(new_uid(), staff_name.strip(), Role.HEAD)
    with contextlib.ExitStack() as undone:
        undone.callback(_clear, folder)
        founding.begin(folder)
        key, code = keys.create(folder, head, password, quick=quick)
        ledger = open_ledger(folder, key)
        undone.callback(ledger.close)
        migrate.bring_up(ledger)
        seeds.plant(ledger)
        house_rules.supply(ledger)
        with ledger.writing() as session:
            settings.keep_office(session, office)
            history.audit(session, "found", now(), head.name, detail=office.name)
        _end(folder)
        undone.pop_all()
    return Founded(Workplace(ledger, office, head, now, house=house_rules.load(ledger)), code)


def _end(folder: Path) -> None:
    try:
        founding.end(folder)
    except OSError as error:
        raise disk_trouble(error, folder / FILE) from error


def _clear(folder: Path) -> None:
    """Take away what a founding that failed has left, so that it can be tried again."""
    founding.clear(folder, (keys.FILE, f"{keys.FILE}.part", FILE, f"{FILE}-journal", RESERVE))


def _tidy(office: Office) -> Office:
    """The office as typed, without what cannot be printed."""
    typed = [name for name in Office.__slots__ if name != "level"]
    tidied: dict[str, Any] = {name: text.clean(getattr(office, name)[:200], multiline=False) for name in typed}
    return replace(office, **tidied)


def refuse_empty(office: Office, staff_name: str, password: str) -> None:
    """Raise Refused when the first page was not filled in."""
    problems = []
    if not office.name.strip():
        problems.append(Problem("name", "请填写单位名称，如“营田司法所”。"))
    if not office.short.strip():
        problems.append(Problem("short", "请填写编号字头，如“屈营司”。"))
    if not staff_name.strip():
        problems.append(Problem("staff", "请填写您的姓名。"))
    problems += slips_of_password(password)
    if problems:
        raise Refused(problems)


def slips_of_password(password: str) -> list[Problem]:
    """What is wrong with a new password."""
    if len(password) < SHORTEST_PASSWORD:
        return [Problem("password", f"密码至少 {SHORTEST_PASSWORD} 位。")]
    return []


def sign_in(
    folder: Path,
    password: str,
    uid: str = "",
    *,
    now: Callable[[], datetime],
    progress: Callable[[str, int, int], None] | None = None,
) -> Workplace:
    """Open the ledger in `folder`; an older one is backed up and brought to the present form first.

    `uid` narrows to one person. Raises Trouble: wrong password, no such folder, in use, damaged, newer.
    """
    if not is_folder(folder):
        raise Trouble(f"没有“{folder}”这个文件夹。请核对路径，U盘请确认已插好。")
    if founding.left_half(folder):
        raise Trouble(HALF)
    key, staff = keys.unlock(folder, password, uid)
    if not (folder / FILE).exists():
        raise Trouble(f"“{folder}”里缺少数据库文件 {FILE}。请从“备份与还原”里还原最近的备份。")
    if (folder / FILE).is_file() and (folder / FILE).stat().st_size < SMALLEST_LEDGER:
        raise Trouble(EMPTY)  # SQLite would take it for a new database and write to it
    ledger = open_ledger(folder, key)
    try:
        if not migrate.current(ledger):
            raise Trouble(EMPTY)
        migrate.bring_up(ledger, before=lambda: backup.make(ledger, "升级前", now(), progress))
        house_rules.supply(ledger)
        house = house_rules.load(ledger)
        with ledger.reading() as session:
            office = settings.read_office(session)
            invented = settings.read(session, settings.INVENTED, False)
            numbering.remember(session, folder)
        if office is None:
            raise Trouble("数据里没有单位信息，可能没有建好。请从备份还原，或另选文件夹重新开始。")
    except Trouble:
        ledger.close()
        raise
    return Workplace(ledger, office, staff, now, invented=bool(invented), house=house)


def recover(folder: Path, recovery_code: str, uid: str, new_password: str) -> None:
    """Give `uid` a new password by the recovery code. Raises Trouble or Refused."""
    slips = slips_of_password(new_password)
    if slips:
        raise Refused(slips)
    key = keys.unlock_by_code(folder, recovery_code)
    login = keys.staff_of(folder, uid)
    keys.keep(folder, key, Staff(login.uid, login.name, Role.HEAD), new_password)


def add_login(place: Workplace, name: str, role: Role, password: str) -> keys.Login:
    """Let a colleague sign in. Only the head may. Raises Trouble or Refused."""
    if place.staff.role is not Role.HEAD:
        raise Trouble(for_head_alone("添加人员", place.office.level))
    problems = slips_of_password(password)
    name = text.clean_name(name[:200])
    if not name:
        problems.insert(0, Problem("name", "请填写姓名。"))
    if problems:
        raise Refused(problems)
    staff = Staff(new_uid(), name, role)
    keys.keep(place.folder, place.ledger.key, staff, password)
    with place.ledger.writing() as session:
        history.audit(session, "login", place.now(), place.staff.name, uid=staff.uid, detail=role.value)
    return keys.Login(staff.uid, staff.name)


def change_password(place: Workplace, old: str, new: str) -> None:
    """Change one's own password. Raises Trouble when `old` is wrong, Refused when `new` is too short."""
    keys.unlock(place.folder, old, place.staff.uid)
    slips = slips_of_password(new)
    if slips:
        raise Refused(slips)
    keys.keep(place.folder, place.ledger.key, place.staff, new)


def change_office(place: Workplace, office: Office) -> Workplace:
    """Change what papers and numbers say of the office; its code stays. Returns the place as it now is.

    Only the head may. Raises Refused, Trouble.
    """
    if place.staff.role is not Role.HEAD:
        raise Trouble(for_head_alone("修改单位信息", place.office.level))
    office = _tidy(office)
    refuse_empty(office, place.staff.name, "·" * SHORTEST_PASSWORD)
    with place.ledger.writing() as session:
        settings.keep_office(session, office)
        history.audit(session, "office", place.now(), place.staff.name, detail=office.name)
    return replace(place, office=office)


def close_office(place: Workplace, progress: Callable[[str, int, int], None] | None = None) -> None:
    """Back up what changed, then let go of the ledger."""
    try:
        backup_if_changed(place, "关闭时", progress)
    finally:
        place.ledger.close()
