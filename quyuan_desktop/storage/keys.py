"""Who may open the ledger: its key, wrapped once per person by their password, and once by a recovery code.

The file ``keys.json`` holds names and wrapped keys, never a key or a password. Every entry names its algorithm,
so that another (国密) can be added beside it. Role and uid are inside the sealed part: editing the file changes
nothing but the shown name.
"""

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quyuan_desktop.domain.office import Role, Staff
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.storage.files import write_whole

FILE = "keys.json"
FORMAT = 1
ALGORITHM = "argon2id-xsalsa20poly1305"
RECOVERY = "recovery"
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


@dataclass(frozen=True, slots=True)
class Login:
    """One person who may sign in, as the sign-in page shows them."""

    uid: str
    name: str


def logins(folder: Path) -> list[Login]:
    """Who may sign in. Raises Trouble when there is no readable key file."""
    return [Login(entry["uid"], entry["name"]) for entry in _entries(folder) if entry["uid"] != RECOVERY]


def readable(folder: Path) -> bool:
    """Whether the key file is there and whole."""
    try:
        return bool(_entries(folder))
    except Trouble:
        return False


def create(folder: Path, staff: Staff, password: str, *, quick: bool = False) -> tuple[bytes, str]:
    """Make a new key file with one person. Returns the ledger's key (32 bytes) and the recovery code.

    `quick` spends the least libsodium allows on each guess: for invented offices and tests only.
    """
    import secrets  # slow to load, and the sign-in page does not need it

    key = secrets.token_bytes(32)
    code = "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(5))
    rescue = Staff(RECOVERY, "", Role.HEAD)
    entries = [_wrap(key, staff, password, quick), _wrap(key, rescue, plain_code(code), quick)]
    _write(folder, entries)
    return key, code


def unlock(folder: Path, password: str, uid: str = "") -> tuple[bytes, Staff]:
    """The ledger's key and the person whose password it is; `uid` narrows to one person.

    Raises Trouble for a wrong password, a lost or a damaged key file.
    """
    for entry in _entries(folder):
        if entry["uid"] != RECOVERY and uid in ("", entry["uid"]):
            opened = _unwrap(entry, password)
            if opened is not None:
                return opened
    raise Trouble("密码不对，请核对大小写和输入法后再试；忘记密码的，可用恢复码重设。")


def unlock_by_code(folder: Path, code: str) -> bytes:
    """The ledger's key by the recovery code. Raises Trouble when the code is wrong."""
    for entry in _entries(folder):
        if entry["uid"] == RECOVERY:
            opened = _unwrap(entry, plain_code(code))
            if opened is not None:
                return opened[0]
    raise Trouble("恢复码不对，请逐字核对（不含字母 I、L、O 和数字 0、1）。")


def keep(folder: Path, key: bytes, staff: Staff, password: str, *, quick: bool = False) -> None:
    """Add a person, or give one a new password. Raises Trouble when the file cannot be written."""
    others = [entry for entry in _entries(folder) if entry["uid"] != staff.uid]
    rescue = [entry for entry in others if entry["uid"] == RECOVERY]
    people = [entry for entry in others if entry["uid"] != RECOVERY]
    _write(folder, [*people, _wrap(key, staff, password, quick), *rescue])


def staff_of(folder: Path, uid: str) -> Login:
    """The person called `uid`. Raises Trouble when there is none."""
    for login in logins(folder):
        if login.uid == uid:
            return login
    raise Trouble("没有这位工作人员，请重新选择。")


def plain_code(code: str) -> str:
    """A recovery code without what people add in copying it."""
    from quyuan_desktop.domain.text import half_width  # which the sign-in page does not need

    tidy = half_width(code[:1000]).upper()
    return "".join(character for character in tidy if character in ALPHABET)


def _wrap(key: bytes, staff: Staff, password: str, quick: bool) -> dict[str, Any]:
    from nacl import pwhash, secret, utils

    salt = utils.random(pwhash.argon2id.SALTBYTES)
    ops = pwhash.argon2id.OPSLIMIT_MIN if quick else 3
    memory = pwhash.argon2id.MEMLIMIT_MIN if quick else 64 * 1024 * 1024
    wrapper = pwhash.argon2id.kdf(32, password.encode(errors="surrogatepass"), salt, opslimit=ops, memlimit=memory)
    content = json.dumps({"key": _text(key), "uid": staff.uid, "role": staff.role.value}).encode()
    return {
        "uid": staff.uid,
        "name": staff.name,
        "algorithm": ALGORITHM,
        "salt": _text(salt),
        "ops": ops,
        "memory": memory,
        "wrapped": _text(bytes(secret.SecretBox(wrapper).encrypt(content))),
    }


def _unwrap(entry: dict[str, Any], password: str) -> tuple[bytes, Staff] | None:
    from nacl import exceptions, pwhash, secret

    if entry["algorithm"] != ALGORITHM:
        raise Trouble("钥匙文件是更新版本的程序写的，请先升级本程序。")
    if not (1 <= entry["ops"] <= 64 and 8192 <= entry["memory"] <= 1 << 30):
        raise Trouble("钥匙文件 keys.json 已损坏，请从备份还原。")
    try:
        wrapper = pwhash.argon2id.kdf(
            32, password.encode(errors="surrogatepass"), _bytes(entry["salt"]), entry["ops"], entry["memory"]
        )
        content = json.loads(secret.SecretBox(wrapper).decrypt(_bytes(entry["wrapped"])))
    except exceptions.CryptoError:
        return None
    except ValueError as error:
        raise Trouble(f"钥匙文件 {FILE} 已损坏，请从备份还原。") from error
    return _bytes(content["key"]), Staff(content["uid"], entry["name"], Role(content["role"]))


def _entries(folder: Path) -> list[dict[str, Any]]:
    path = folder / FILE
    try:
        found = json.loads(path.read_bytes())
        if found["format"] > FORMAT:
            raise Trouble("钥匙文件是更新版本的程序写的，请先升级本程序。")
        entries = [_checked(entry) for entry in found["entries"]]
        if not entries:
            raise ValueError("nobody")
        return entries
    except FileNotFoundError:
        raise Trouble(f"“{folder}”里没有工作台的数据（缺少 {FILE}）。请核对文件夹，或从备份还原。") from None
    except OSError as error:
        raise Trouble(f"钥匙文件 {FILE} 读不出来，请检查磁盘和文件夹权限。") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Trouble(f"钥匙文件 {FILE} 已损坏，请从备份还原。") from error


def _checked(entry: dict[str, Any]) -> dict[str, Any]:
    wanted = {
        "uid": str,
        "name": str,
        "algorithm": str,
        "salt": str,
        "ops": int,
        "memory": int,
        "wrapped": str,
    }
    for name, kind in wanted.items():
        if not isinstance(entry[name], kind):
            raise TypeError(name)
    return entry


def _write(folder: Path, entries: list[dict[str, Any]]) -> None:
    content = json.dumps({"format": FORMAT, "entries": entries}, ensure_ascii=False, indent=1)
    write_whole(folder / FILE, content.encode())


def _text(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
