"""Into which column of the older monthly table (columns 3 to 13) a case falls, by its ground and form."""

from quyuan_desktop.registers.legal_aid.aid_terms import CRIMINAL, Column, Domain, Form, Ground, Source

BY_FORM = {Form.NOTARY: Column.NOTARY, Form.APPRAISAL: Column.APPRAISAL}
BY_GROUND = {Ground.G33: Column.APPEAL, Ground.G28: Column.CRIMINAL_MEDICAL}
TOLD = (Source.COURT, Source.POLICE, Source.PROCURATORATE)
IN_COURT = (Form.LITIGATION,)


def report_column(ground: Ground, form: Form, source: Source | None, domain: Domain | None) -> Column:
    """The column of the older table; the clerk may choose another."""
    if form in BY_FORM:
        return BY_FORM[form]
    if ground in BY_GROUND:
        return BY_GROUND[ground]
    if ground in CRIMINAL:
        if ground.code.startswith("a25"):
            return Column.CRIMINAL_TOLD
        return Column.CRIMINAL_TOLD if source in TOLD else Column.CRIMINAL_ASKED
    if form not in IN_COURT:
        return Column.OTHER
    if domain in (Domain.ADMINISTRATIVE, Domain.COMPENSATION):
        return Column.ADMINISTRATIVE
    return Column.CIVIL
