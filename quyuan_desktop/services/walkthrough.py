"""The main job once through: a consultation is taken in, its receipt issued, the month's summary made."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.terms import IdKind, PersonGroup, Sex, Town
from quyuan_desktop.registers.base import Values, blank
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION, Matter
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind, Result
from quyuan_desktop.services.demo import CLERKS, id_number
from quyuan_desktop.services.find import find
from quyuan_desktop.services.list_records import Choice, page_of_records
from quyuan_desktop.services.month_files import write_month
from quyuan_desktop.services.papers import issue_paper, papers_of, reprint_paper
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.files import make_folder, write_whole

VISITOR = "欧阳𬱖"
BORN = date(1962, 3, 4)


def walk(place: Workplace, out: Path) -> Iterator[str]:
    """Do the main job in an invented ledger and say what was done; safe to repeat. Raises Trouble."""
    make_folder(out)
    day = _newest_day(place)
    known = [found for found in find(place, VISITOR) if found.day == day and not found.void]
    if known:
        uid, number = known[0].uid, known[0].number
        yield f"咨询已登记过：{number}（{VISITOR}，{day:%Y-%m-%d}）"
    else:
        saved = save_record(place, CONSULTATION, _values(day), confirmed=True)
        uid, number = saved.record.uid, saved.record.number
        yield f"登记咨询：{number}（{VISITOR}，{day:%Y-%m-%d}）"
    for kind in CONSULTATION.papers:
        issued = [
            paper for paper in papers_of(place, CONSULTATION, uid) if paper.kind == kind.code and paper.current
        ]
        made = reprint_paper(place, issued[0].uid) if issued else issue_paper(place, CONSULTATION, uid, kind.code)
        path = out / f"{number}-{kind.label}{'-重印' if made.reprint else ''}.pdf"
        write_whole(path, made.pdf)
        yield f"{'重印' if made.reprint else '出具'}{kind.label}：{path}"
    for path in write_month(place, periods.month(f"{day:%Y-%m}"), out):
        yield f"月度汇总：{path}"


def _newest_day(place: Workplace) -> date:
    newest = page_of_records(place, CONSULTATION, Choice(), 0, 1)
    if not newest:
        raise Trouble("数据文件夹里还没有咨询记录，请先用 demo 建一份虚构数据。")
    return newest[0].day


def _values(day: date) -> Values:
    return {
        **blank(CONSULTATION.record),
        "channel": Channel.VISIT,
        "received_on": day,
        "received_time": time(14, 20),
        "receptionist": CLERKS[0],
        "visitor": VISITOR,
        "id_kind": IdKind.RESIDENT,
        "id_number": id_number(BORN, Sex.FEMALE, 7),
        "phone": "19055550123",
        "town": Town.YINGTIAN,
        "village": "荷花村",
        "address": "5组",
        "groups": (PersonGroup.MIGRANT_WORKER,),
        "ethnic_group": "汉族",
        "nationality": "中国",
        "headcount": 1,
        "opposing_party": "湘汨建筑劳务队",
        "matters": [
            {
                **blank(Matter),
                "category": MatterKind.WAGES,
                "summary": "去年在工地做工五个月，包工头至今拖欠工资12000元，只写了欠条，咨询如何追讨。",
            }
        ],
        "reply": "属追索劳动报酬，可向劳动监察投诉或申请劳动仲裁；农民工讨薪申请法律援助免予核查经济困难状况。"
        "请带身份证、欠条和工友证言来所办理申请。",
        "result": Result.APPLICATION,
        "informed_right": True,
    }
