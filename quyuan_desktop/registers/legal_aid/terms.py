"""Code tables of the legal-aid desk: channels, matters, results, and the columns of the yearly report."""

from quyuan_desktop.domain.terms import Term


class Channel(Term):
    """途径, the six columns of the consultation table."""

    VISIT = "visit", "来访"
    CALL = "call", "来电"
    LETTER = "letter", "来信"
    ONLINE = "online", "网络"
    OUTREACH = "outreach", "巡回"
    OTHER = "other", "其他"


class Result(Term):
    """处理方式, in the steps a station distinguishes."""

    ANSWERED = "answered", "当场解答"
    APPOINTMENT = "appointment", "约期答复"
    DRAFTED = "drafted", "代拟法律文书"
    APPLICATION = "application", "引导申请法律援助"
    MEDIATION = "mediation", "转人民调解"
    REFERRED = "referred", "转信访或其他部门"
    GUIDED = "guided", "引导向其他渠道求助"
    OTHER = "other", "其他"


class YearlyType(Term):
    """咨询类型 of the yearly report, into which every matter falls once."""

    CRIMINAL = "criminal", "刑事"
    STATE_COMPENSATION = "statecomp", "国家赔偿"
    SOCIAL_INSURANCE = "insurance", "社会保险待遇"
    SUBSISTENCE = "subsistence", "最低生活保障待遇"
    PENSION = "pension", "抚恤救济"
    LABOUR = "labour", "劳动纠纷"
    FAMILY = "family", "婚姻家庭"
    DAMAGES = "damages", "损害赔偿"
    OTHER = "other", "其他"


class MatterKind(Term):
    """案由 as clerks and visitors name them, with the article that makes it a matter of legal aid.

    Named after 法律援助法 articles 31 and 32, Hunan's additions, and the quarterly table's detail columns.
    """

    WAGES = "wages", "劳动报酬", None, None, "法律援助法第31条第5项"
    LABOUR_RELATION = "labourrel", "确认劳动关系", None, None, "法律援助法第31条第5项"
    WORK_INJURY = "injury", "工伤", None, None, "法律援助法第31条第7项"
    OTHER_LABOUR = "labourother", "其他劳动争议"
    MARRIAGE = "marriage", "婚姻家庭"
    SUPPORT_PARENTS = "parents", "赡养费", None, None, "法律援助法第31条第4项"
    SUPPORT_CHILD = "child", "抚养费", None, None, "法律援助法第31条第4项"
    SUPPORT_SPOUSE = "spouse", "扶养费", None, None, "法律援助法第31条第4项"
    VIOLENCE = "violence", "家庭暴力、虐待、遗弃", None, None, "法律援助法第32条第4项"
    INHERITANCE = "inheritance", "继承"
    TRAFFIC = "traffic", "交通事故", None, None, "法律援助法第31条第7项"
    MEDICAL = "medical", "医疗事故", None, None, "法律援助法第31条第7项"
    FOOD_DRUG = "fooddrug", "食品药品安全", None, None, "法律援助法第31条第7项"
    FARM_SUPPLIES = "farmsupply", "伪劣农资、产品质量", None, None, "湖南加项"
    EMERGENCY = "emergency", "公共卫生或生产安全事故", None, None, "湖南加项"
    ENVIRONMENT = "environment", "环境污染、生态破坏", None, None, "法律援助法第31条第8项"
    PERSONAL_INJURY = "personal", "其他人身损害"
    SOCIAL_INSURANCE = "insurance", "社会保险待遇", None, None, "法律援助法第31条第2项"
    SUBSISTENCE = "subsistence", "低保、社会救助", None, None, "法律援助法第31条第2项"
    PENSION = "pension", "抚恤金", None, None, "法律援助法第31条第3项"
    STATE_COMPENSATION = "statecomp", "国家赔偿", None, None, "法律援助法第31条第1项"
    GOOD_SAMARITAN = "samaritan", "见义勇为", None, None, "法律援助法第32条第2项"
    CAPACITY = "capacity", "认定民事行为能力", None, None, "法律援助法第31条第6项"
    LAND = "land", "土地承包、山林土地"
    EXPROPRIATION = "expropriation", "征地拆迁"
    HOUSING = "housing", "房屋宅基地、邻里"
    LENDING = "lending", "民间借贷"
    CONTRACT = "contract", "合同纠纷"
    CONSUMER = "consumer", "消费者权益"
    ADMINISTRATIVE = "admin", "其他行政事项"
    CRIMINAL = "criminal", "刑事", None, None, "法律援助法第24、25、29条"
    RETRIAL = "retrial", "申诉、再审", None, None, "法律援助法第33条"
    OTHER = "other", "其他"


YEARLY_TYPE: dict[MatterKind, YearlyType] = {
    MatterKind.CRIMINAL: YearlyType.CRIMINAL,
    MatterKind.STATE_COMPENSATION: YearlyType.STATE_COMPENSATION,
    MatterKind.SOCIAL_INSURANCE: YearlyType.SOCIAL_INSURANCE,
    MatterKind.SUBSISTENCE: YearlyType.SUBSISTENCE,
    MatterKind.PENSION: YearlyType.PENSION,
    MatterKind.WAGES: YearlyType.LABOUR,
    MatterKind.LABOUR_RELATION: YearlyType.LABOUR,
    MatterKind.WORK_INJURY: YearlyType.LABOUR,
    MatterKind.OTHER_LABOUR: YearlyType.LABOUR,
    MatterKind.MARRIAGE: YearlyType.FAMILY,
    MatterKind.SUPPORT_PARENTS: YearlyType.FAMILY,
    MatterKind.SUPPORT_CHILD: YearlyType.FAMILY,
    MatterKind.SUPPORT_SPOUSE: YearlyType.FAMILY,
    MatterKind.VIOLENCE: YearlyType.FAMILY,
    MatterKind.INHERITANCE: YearlyType.FAMILY,
    MatterKind.TRAFFIC: YearlyType.DAMAGES,
    MatterKind.MEDICAL: YearlyType.DAMAGES,
    MatterKind.FOOD_DRUG: YearlyType.DAMAGES,
    MatterKind.FARM_SUPPLIES: YearlyType.DAMAGES,
    MatterKind.EMERGENCY: YearlyType.DAMAGES,
    MatterKind.ENVIRONMENT: YearlyType.DAMAGES,
    MatterKind.PERSONAL_INJURY: YearlyType.DAMAGES,
}
"""Into which column of the yearly report a matter falls; what is not named falls into 其他."""


def yearly_type(kind: MatterKind) -> YearlyType:
    """The yearly report's column of `kind`."""
    return YEARLY_TYPE.get(kind, YearlyType.OTHER)
