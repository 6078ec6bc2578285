"""Receipts changed at random and signed with the district's own key: a sentence each, or an office that still works."""

import random
import time
from pathlib import Path
from typing import Any

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange.envelope import Kind
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import own_forms
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.district_tables import PARTS, lay_down
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.month import month_table
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.pairing import own_keys
from quyuan_desktop.services.receipts import acknowledge, receive, return_record
from quyuan_desktop.services.today import day_view
from tests.applications import brought_to
from tests.exchange.packing import sealed, unsealed
from tests.exchanging import DISTRICT, both, exported
from tests.offices import OFFICE, PASSWORD, Clock, at_work, contents, put, save
from tests.own_form_files import monthly
from tools.faults.mutations import of_bag, opened
from tools.faults.packages import LONGEST, MERGED, Tried, until_stopped


def try_receipts(times: int, seed: int, work: Path) -> Tried:
    """Have an office take `times` changed receipts, each in the state it was in before the first."""
    result, drawn = Tried("receipts"), random.Random(seed)
    with both(work / "ends") as ends:
        save(ends.office)
        uid = save(ends.office, note="第二次").record.uid
        brought_to(ends.office, Stage.ASKED)
        exported(ends.office, ends.stick)
        merge(ends.district, [ends.stick])
        return_record(ends.district, CONSULTATION, uid, "请补充联系电话")
        own_forms.keep_form(ends.district, monthly(work / "空表.xlsx"))
        lay_down(ends.district, PARTS)
        (path,) = acknowledge(ends.district, ends.stick).paths
        office, district = own_keys(ends.office), own_keys(ends.district)
        members = opened(unsealed(path.read_bytes(), office))
        before = contents(ends.office.folder)
    told: dict[str, Any] = {"sender": DISTRICT.code, "sender_name": DISTRICT.name, "to": OFFICE.code, "batch": 1}
    for number in until_stopped(times):
        changed = of_bag(members, drawn)
        told["kind"] = Kind.RECEIPT
        path.write_bytes(sealed(changed, office.public, signer=district, named=district, **told))
        put(work / "office", before)
        started = time.process_time()
        if fault := _taken(work / "office", path, result):
            result.faults.append(f"receipt {number}: {fault}")
        result.slowest = max(result.slowest, took := time.process_time() - started)
        if took > LONGEST:
            result.faults.append(f"receipt {number}: took {took:.1f} s")
    return result


def _taken(folder: Path, path: Path, result: Tried) -> str:
    """Take one receipt: what is wrong with how that came out."""
    try:
        with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
            try:
                receive(place, path)
            except Trouble as trouble:
                result.refused[str(trouble)] += 1
                return "" if str(trouble).endswith("。") else f"no sentence: {trouble}"
        result.taken += 1
        with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
            save(place, note="之后")
            day_view(place)
            if result.taken % MERGED == 1:
                result.merged += 1
                brought_to(place, Stage.ASKED)
                month_table(place, periods.month("2023-11"))
                return "".join(f"after taking: {said}" for said in check(place)[:1])
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the sweep is after
        return f"{type(error).__name__}: {str(error)[:150]}"
    return ""
