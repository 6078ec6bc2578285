"""Pairing (结对) of an office with the district: who may send what to whom. The keys lie in the encrypted ledger."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from quyuan_desktop.domain.office import Level, Role, for_head_alone
from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.exchange.enrolment import (
    Answer,
    Enrolment,
    read_answer,
    read_enrolment,
    write_answer,
    write_enrolment,
)
from quyuan_desktop.exchange.keys import KeyPair, PublicKeys, fingerprint, new_pair, pair_of, public_of, spoken
from quyuan_desktop.exchange.sayable import is_text
from quyuan_desktop.exchange.sentences import BUREAU_ALONE, OFFICE_ALONE
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history, settings

OWN, DISTRICT, OFFICES = "exchange.keys", "exchange.district", "exchange.offices"
"""Settings: this ledger's own keys; at an office, its district; at the district, its offices by their code."""

LONGEST_NAME, LONGEST_VILLAGE = 40, 200
"""Characters of an office's name, of a village's."""
LONGEST_CODE = 24

UNPAIRED = "还没有与区局结对。请先导入区局给的结对文件，再报送。"
UNCONFIRMED = "与区局的结对还没有核对。请打电话核对结对码，确认后再报送。"


@dataclass(frozen=True, slots=True)
class Pairing:
    """The other end. `digits` is what both read to one another; `confirmed` once they have found it the same."""

    code: str
    name: str
    keys: PublicKeys
    digits: str
    confirmed: bool


def own_keys(place: Workplace) -> KeyPair:
    """This ledger's own keys; they are made when they are first asked for."""
    with place.ledger.writing() as session:
        kept = settings.read(session, OWN)
        if kept is not None:
            return pair_of(kept)
        pair = new_pair()
        settings.keep(session, OWN, pair.plain())
        history.audit(session, "keys", place.now(), place.staff.name, detail=pair.public.name)
    return pair


def enrol(place: Workplace, code: str, name: str, villages: tuple[str, ...] = ()) -> bytes:
    """The district's file for the office `code`. Raises Refused for what no office could read, Trouble when another

    office goes by that code or name.
    """
    _head_only(place)
    if place.office.level is not Level.DISTRICT:
        raise Trouble(BUREAU_ALONE)
    code, name = code.strip(), " ".join(name.split())
    if slips := _slips(place, code, name, villages):
        raise Refused(slips)
    pair = own_keys(place)
    with place.ledger.writing() as session:
        known = settings.read(session, OFFICES, {})
        if same := [each for each, kept in known.items() if kept["name"] == name and each != code]:
            raise Trouble(f"已有一个“{name}”（编码 {same[0]}）。请换一个分得清的名称，或先解除与它的结对。")
        if known.get(code, {}).get("keys"):
            raise Trouble(f"编码 {code} 的司法所已经结对。要换钥匙，请先解除原来的结对。")
        settings.keep(session, OFFICES, {**known, code: {"name": name, "keys": None, "confirmed": False}})
        history.audit(session, "pair_enrol", place.now(), place.staff.name, detail=f"{code} {name}")
    enrolment = Enrolment(place.office.code, place.office.name, pair.public, code, name, villages)
    return write_enrolment(enrolment, pair)


def _slips(place: Workplace, code: str, name: str, villages: tuple[str, ...]) -> list[Problem]:
    slips = []
    if not 0 < len(name) <= LONGEST_NAME or not is_text(name):
        slips.append(Problem("name", f"请填写司法所的名称，如“营田司法所”，最多 {LONGEST_NAME} 字。"))
    if not (code.isascii() and code.isalnum() and len(code) <= LONGEST_CODE):
        slips.append(Problem("code", "编码由数字和字母组成，要与司法所电脑上“单位信息与编号”里的编码一样。"))
    if code == place.office.code:
        slips.append(Problem("code", "这是本局自己的编码，请填司法所的编码。"))
    if any(not 0 < len(each) <= LONGEST_VILLAGE or not is_text(each) for each in villages):
        slips.append(Problem("villages", f"村（社区）名不能空着，最多 {LONGEST_VILLAGE} 字。"))
    return slips


def answer_enrolment(place: Workplace, content: bytes) -> bytes:
    """Take the district's file at the office it is for, and return the answer. Raises Trouble."""
    _head_only(place)
    if place.office.level is not Level.OFFICE:
        raise Trouble(OFFICE_ALONE)
    enrolment = read_enrolment(content)
    if enrolment.office != place.office.code:
        raise Trouble(f"这个结对文件是给“{enrolment.office_name}”的，不是给本所的。请向区局要本所的文件。")
    own_keys(place)  # made now if there are none yet
    with place.ledger.writing() as session:
        before = settings.read(session, DISTRICT)
        told = {"code": enrolment.district, "name": enrolment.district_name, "keys": enrolment.keys.plain()}
        if not before or any(before[name] != value for name, value in told.items()):
            settings.keep(session, DISTRICT, {**told, "confirmed": False})
            history.audit(session, "pair", place.now(), place.staff.name, detail=enrolment.keys.name)
    return own_answer(place)


def own_answer(place: Workplace) -> bytes:
    """The office's answer to the enrolment it has taken, the same each time. Raises Trouble when it has taken none."""
    known = district(place)
    if known is None:
        raise Trouble(UNPAIRED)
    pair = own_keys(place)
    return write_answer(Answer(place.office.code, place.office.name, pair.public, known.keys.name), pair)


def take_answer(place: Workplace, content: bytes) -> Pairing:
    """Take an office's answer at the district. Raises Trouble when the office was not enrolled, or not by us."""
    _head_only(place)
    answer = read_answer(content)
    pair = own_keys(place)
    if answer.to != pair.public.name:
        raise Trouble("这个结对回复是给别的单位的。请核对是否拿错了文件。")
    with place.ledger.writing() as session:
        known = settings.read(session, OFFICES, {})
        if answer.office not in known:
            raise Trouble(f"没有给“{answer.office_name}”发过结对文件。请先为它生成结对文件。")
        kept = known[answer.office]
        if kept["keys"] not in (None, answer.keys.plain()):
            raise Trouble(f"“{answer.office_name}”已经用别的钥匙结对。要换钥匙，请先解除原来的结对。")
        if kept["keys"] is None:
            entry = {
                "name": " ".join(answer.office_name.split()) or kept["name"],
                "keys": answer.keys.plain(),
                "confirmed": False,
            }
            settings.keep(session, OFFICES, {**known, answer.office: entry})
            history.audit(session, "pair", place.now(), place.staff.name, detail=answer.keys.name)
    return offices(place)[answer.office]


def confirm(place: Workplace, code: str) -> None:
    """Say that the digits were read over the telephone and found the same. Raises Trouble."""
    _head_only(place)
    with place.ledger.writing() as session:
        district, known = settings.read(session, DISTRICT), settings.read(session, OFFICES, {})
        if district and district["code"] == code:
            settings.keep(session, DISTRICT, {**district, "confirmed": True})
        elif known.get(code, {}).get("keys"):
            settings.keep(session, OFFICES, {**known, code: {**known[code], "confirmed": True}})
        else:
            raise Trouble("还没有收到对方的结对文件，不能确认。")
        history.audit(session, "pair_confirm", place.now(), place.staff.name, detail=code)


def part(place: Workplace, code: str) -> None:
    """Undo the pairing with the office or district `code`: its packages are not taken any more. Raises Trouble."""
    _head_only(place)
    with place.ledger.writing() as session:
        district, known = settings.read(session, DISTRICT), settings.read(session, OFFICES, {})
        if district and district["code"] == code:
            settings.forget(session, DISTRICT)
        elif code in known:
            settings.keep(session, OFFICES, {each: kept for each, kept in known.items() if each != code})
        else:
            raise Trouble("没有与这个单位结对。")
        history.audit(session, "pair_part", place.now(), place.staff.name, detail=code)


def district(place: Workplace) -> Pairing | None:
    """The district that this office reports to, once its file was taken."""
    with place.ledger.reading() as session:
        kept, own = settings.read(session, DISTRICT), settings.read(session, OWN)
    if not kept:
        return None
    keys = public_of(kept["keys"])
    return _pairing(kept["code"], kept, keys, fingerprint(keys, pair_of(own).public))


def offices(place: Workplace) -> dict[str, Pairing]:
    """The offices that have answered this district, by code."""
    with place.ledger.reading() as session:
        known, own = settings.read(session, OFFICES, {}), settings.read(session, OWN)
    found = {}
    for code, kept in known.items():
        if kept["keys"]:
            keys = public_of(kept["keys"])
            found[code] = _pairing(code, kept, keys, fingerprint(pair_of(own).public, keys))
    return found


def told_apart(names: dict[str, str]) -> dict[str, str]:
    """Names by code; those that several offices bear have their code behind them."""
    many = Counter(names.values())
    return {code: f"{name}（{code}）" if many[name] > 1 else name for code, name in names.items()}


def spoken_digits(digits: str) -> str:
    """The digits of a pairing in Chinese numerals, as they are read aloud."""
    return spoken(digits)


def is_district(place: Workplace) -> bool:
    """Whether this ledger has enrolled offices."""
    with place.ledger.reading() as session:
        return bool(settings.read(session, OFFICES))


def reporting_to(place: Workplace) -> Pairing:
    """The district, paired and confirmed. Raises Trouble when it is not."""
    if place.office.level is not Level.OFFICE:
        raise Trouble(OFFICE_ALONE)
    found = district(place)
    if found is None:
        raise Trouble(UNPAIRED)
    if not found.confirmed:
        raise Trouble(UNCONFIRMED)
    return found


def _pairing(code: str, kept: dict[str, Any], keys: PublicKeys, digits: str) -> Pairing:
    return Pairing(code, kept["name"], keys, digits, kept["confirmed"])


def _head_only(place: Workplace) -> None:
    if place.staff.role is not Role.HEAD:
        raise Trouble(for_head_alone("办理结对", place.office.level))
