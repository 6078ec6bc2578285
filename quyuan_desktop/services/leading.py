"""Leading on from a record to one of another register: nothing typed twice, the two linked, each counted once."""

from dataclasses import dataclass

from quyuan_desktop.domain.problems import Problem, Refused
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Register, State, Values, values_of
from quyuan_desktop.registers.linked import Link
from quyuan_desktop.services.linking import link_to, pointing_at
from quyuan_desktop.services.save_record import defaults, open_record
from quyuan_desktop.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Led:
    """What a new record of `register` begins with."""

    register: str
    values: Values


def led_values(place: Workplace, register: Register, uid: str, code: str) -> Led:
    """The values of the record that the record `uid` leads to by its lead `code`, with the link back.

    Raises Refused for a void record and when it has led there before: one matter is one record. Raises Trouble.
    """
    lead = next(each for each in register.leads if each.code == code)
    record = open_record(place, register, uid)
    if record.state is State.VOID:
        raise Refused([Problem("", "这条记录已作废，不能再往下转。")])
    before = next((each for each in pointing_at(place, register.code, uid) if each.register == lead.to), None)
    if before is not None:
        raise Refused([Problem("", f"已经转过：{before.number}。请打开那一条继续办理，不用再建。")])
    for field in register.fields:
        joined = getattr(record, field.name) if isinstance(field.kind, Link) else None
        if joined is not None and isinstance(field.kind, Link) and field.kind.register == lead.to:
            text = f"已经关联{field.label}：{joined.text}。请打开那一条继续办理，不用再建。"
            raise Refused([Problem("", text)])
    other = REGISTERS[lead.to]
    carried = lead.carry(values_of(record))
    values = {**defaults(place, other), **carried, lead.link: link_to(register, record)}
    return Led(lead.to, values)


def moved_values(place: Workplace, register: Register, values: Values, code: str) -> Led:
    """What is being taken in as `values` turns out to be of another register: what a record there begins with.

    Nothing is saved in `register`: one event is one record. Raises Trouble.
    """
    lead = next(each for each in register.leads if each.code == code)
    return Led(lead.to, {**defaults(place, REGISTERS[lead.to]), **lead.carry(values)})
