"""退回司法所: the bureau sends a record back with a reason, which travels with the next receipt."""

from typing import Any

from quyuan_desktop.registers.base import Register
from quyuan_desktop.services.receipts import return_record
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.sitting import Sitting

REASONS = (
    "证件号码有误，请核对",
    "缺少联系电话或住址",
    "事项类别选错，请更正",
    "与其他记录重复，请核对后作废一条",
    "不属法律援助范围，请更正办理结果",
    "材料不全，请补充后再报",
)
"""What is most often wrong; any other reason may be typed."""


def send_back(sitting: Sitting, register: Register, record: Any) -> None:
    """Ask for the reason and send the record back."""
    place, uid = sitting.place, str(record.uid)
    text = f"{record.number} 随下一份回执退回，由该所更正后再报。本机的记录不变。\n请选或写退回的理由："
    reason = sitting.ask.reason("退回司法所", text, REASONS)
    if reason is None:
        return

    def done(_: None) -> None:
        sitting.said.emit(f"{record.number} 已退回，理由随下一份回执带回。")
        sitting.changed.emit(Changed(register.code, (uid,)))

    sitting.tasks.run(lambda: return_record(place, register, uid, reason), done=done)
