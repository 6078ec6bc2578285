"""The twenty figures of the year's report (法治政府建设年度报告): under which code each is counted, how it is written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualFigure:
    """One row of the acceptance table: what the district's report for 2023 says, and the figures that say it here.

    codes: of figures or rates; step: whole units to which 「余」 rounds, 1 for exact; says: how the report put it;
    rule: what has to hold; choice: which of several ways of counting was taken, where there are several.
    """

    row: int
    label: str
    codes: tuple[str, ...]
    says: str
    rule: str
    step: int = 1
    choice: str = ""


ANNUAL: tuple[AnnualFigure, ...] = (
    AnnualFigure(
        row=1,
        label="天问街道高清摄像头",
        codes=("device.camera.430671001",),
        says="100个",
        rule="年末在用、位置在天问街道的台数",
    ),
    AnnualFigure(
        row=2,
        label="“群英断是非”专家",
        codes=("expert.served",),
        says="20名",
        rule="聘期与本年有重叠的人数，一人只计一名",
        choice="按在聘（存量）计，一人续聘只计一名；本年新聘（流量）见 expert.new",
    ),
    AnnualFigure(row=3, label="专项行动", codes=("campaign.count",), says="96次", rule="开始日期在本年"),
    AnnualFigure(
        row=4,
        label="人民调解受理",
        codes=("dispute.accepted",),
        says="544件",
        rule="受理日期在本年，不予受理的不计",
        choice="受理、成功都按受理日归入本年，是同一批纠纷；按结案日归期的见 dispute.closed",
    ),
    AnnualFigure(
        row=5,
        label="调解成功",
        codes=("dispute.success", "dispute.success.rate"),
        says="543件（99.82%）",
        rule="受理的纠纷中调解成功的；其余逐件列出",
        choice="与受理同一批纠纷；按结案日归期的成功件数见 dispute.closed.success",
    ),
    AnnualFigure(
        row=6,
        label="接待咨询",
        codes=("consult.people",),
        says="570余人次",
        rule="咨询日期在本年的统计人次之和",
        step=10,
        choice="只含登记为法律咨询的人次；服务点的其他接待见 visit.people，不并入",
    ),
    AnnualFigure(
        row=7,
        label="受理法援案件",
        codes=("aid.received",),
        says="135件",
        rule="收件日期在本年的件数；转交和中心办理是同一件，只计一次",
    ),
    AnnualFigure(
        row=8,
        label="12月4日参与单位",
        codes=("promo.orgs.constitution",),
        says="8家",
        rule="12月4日普法活动的参与单位，同一家只计一次",
    ),
    AnnualFigure(
        row=9,
        label="“宪法宣传周”部署会",
        codes=("meeting.kind.deploy",),
        says="11月30日",
        rule="本年有普法部署会，日期为11月30日",
    ),
    AnnualFigure(
        row=10, label="发放普法资料", codes=("promo.copies",), says="2万余册", rule="册数之和", step=10_000
    ),
    AnnualFigure(
        row=11,
        label="普及群众",
        codes=("promo.reach",),
        says="3万余人次",
        rule="受众人次之和，点数的加估计的",
        step=10_000,
        choice="是人次：一人到场两次计两人次；点数的和估计的分别见 promo.reach.counted、promo.reach.estimated",
    ),
    AnnualFigure(
        row=12,
        label="国家工作人员学法考法",
        codes=("exam.population.state",),
        says="755人次",
        rule="对象为国家工作人员的实考人数，各轮次相加",
        choice="是人次，一人考两轮计两人次；只计国家工作人员，与参学率等按全部公职人员计的范围不同",
    ),
    AnnualFigure(
        row=13,
        label="参学率、参考率、合格率",
        codes=("exam.study.rate", "exam.sitting.rate", "exam.pass.rate"),
        says="100%",
        rule="按合计数相除，不是各单位比率的平均",
        choice="按登记的全部对象合计，不限于国家工作人员",
    ),
    AnnualFigure(
        row=14,
        label="中心组习近平法治思想专题学习",
        codes=("meeting.study.thought", "meeting.study.enlarged"),
        says="第十次集中（扩大）学习",
        rule="本年有第10次、扩大、专题为习近平法治思想的中心组学习",
    ),
    AnnualFigure(
        row=15,
        label="依法治区委会议现场述法",
        codes=("meeting.committee.reporting",),
        says="第一次会议",
        rule="本年有第1次、现场述法的依法治区委会议",
    ),
    AnnualFigure(
        row=16,
        label="清理规范性文件",
        codes=("cleanup.docs.district",),
        says="430余份",
        rule="2018年以来的区本级文件，同一份只计一件",
        step=10,
    ),
    AnnualFigure(
        row=17,
        label="审核报备规范性文件",
        codes=("norm.filed",),
        says="2件",
        rule="报备日期在本年",
        choice="按报备日计；按审核日计的见 norm.reviewed",
    ),
    AnnualFigure(
        row=18, label="迟报、漏报", codes=("norm.late", "norm.missing"), says="无", rule="报备截止在本年的，均为0"
    ),
    AnnualFigure(
        row=19, label="报备及时率", codes=("norm.ontime.rate",), says="100%", rule="按期报备 ÷ 报备截止在本年的"
    ),
    AnnualFigure(
        row=20,
        label="审查政府合同（协议、备忘录）",
        codes=("contract.issued",),
        says="95件",
        rule="审查意见出具日期在本年、属政府合同的件数",
    ),
)
"""In the order of the report for 2023; the whole report stands in services/year_text.py."""
