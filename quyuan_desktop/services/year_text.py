"""The words of the year's report (年度报告): the four parts that 厅字〔2019〕28号 art. 23–24 asks for, out of the ledger's figures.

What no ledger knows is a gap 〔待填：…〕. A figure stands in braces: {code}, {code|unit}, {code|unit|step} with whole units of
`step` for 「余」, {code@fact} with words that the records themselves give. Headings follow the district's report for 2023.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, said when the first figure in it is not zero; else `missing` names what is to be filled in instead, and
    without that the sentence is left out."""

    words: str
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """A sentence of several parts with a figure each, those left out that are zero, and all of it when all are."""

    opening: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """Words that open what follows in the paragraph, left out when nothing of it is said."""

    words: str


Sentence = Said | Joined | Lead | str
Paragraph = tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """（一） with its paragraphs; without a heading they stand by themselves."""

    heading: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """一、 with its sections."""

    heading: str
    sections: tuple[Section, ...]


OPENING: Paragraph = ("〔待填：总体情况，一两句〕。", "现将{year}年度法治政府建设情况报告如下：")

DEEDS = Part(
    "{year}年度推进法治政府建设的主要举措和成效",
    (
        Section(
            "坚持党的全面领导，确保法治政府建设正确方向。",
            (
                (
                    "一是强化思想建设。〔待填：学习贯彻习近平法治思想的做法〕。",
                    Said("常务会议学法{meeting.kind.executive}。"),
                ),
                ("二是加强统筹领导。〔待填：研究部署法治建设、听取汇报、督察考核的情况〕。",),
                (
                    "三是完善基层法治服务体系。",
                    Said("天问街道在用高清摄像头{device.camera.430671001|个}。", "天问街道在用高清摄像头的个数"),
                    Said("全年收到矛盾纠纷线索{lead.count}，当场化解{lead.outcome.settled}。"),
                    Joined(
                        "线索中",
                        (
                            "高清摄像头发现{lead.source.camera}",
                            "“随手拍”{lead.source.snapshot}",
                            "消息互动{lead.source.message}",
                        ),
                    ),
                ),
            ),
        ),
        Section(
            "坚持刚柔并济，让行政执法既有力度又有温度。",
            (
                (
                    "〔待填：行政执法、“首违不罚”、执法监督的情况〕。",
                    Said("全年合法性审查重大行政决策事项{decision.reviewed}。"),
                    Said("收到行政复议、行政应诉案件{case.received}。"),
                    Said("应诉开庭{case.heard}，负责人出庭{case.appeared}，负责人出庭率{case.appeared.rate}。"),
                ),
            ),
        ),
        Section(
            "坚持教育先行，营造良好法治氛围。",
            (
                (
                    "一是开展普法宣传教育。",
                    Said("{meeting.kind.deploy@deploy}。", "部署“宪法宣传周”的会议"),
                    Said(
                        "12月4日，{promo.orgs.constitution@units}联合开展普法宣传活动。",
                        "12月4日国家宪法日的活动和参与单位",
                    ),
                    Said(
                        "全年开展普法活动{promo.count}，发放普法宣传资料{promo.copies||10000}，"
                        "普及群众{promo.reach||10000}。",
                        "全年普法活动的场次、资料册数、受众人次",
                    ),
                    Said(
                        "组织国家工作人员学法考法{exam.population.state}，参学率{exam.study.rate}、"
                        "参考率{exam.sitting.rate}、合格率{exam.pass.rate}。",
                        "国家工作人员学法考法的人次和参学率、参考率、合格率",
                    ),
                ),
                (
                    "二是培育基层法治力量。",
                    Joined(
                        "年末在册",
                        (
                            "法律明白人{lawperson.kind.versed}",
                            "法治带头人{lawperson.kind.leader}",
                            "农村学法用法示范户{household.count}",
                            "民主法治示范村（社区）{modelvillage.count}",
                            "法治文化阵地{culture.count}",
                        ),
                    ),
                    Said("举办法治讲座{promo.lectures}。"),
                ),
                ("三是创新法治教育方式。〔待填：“法律八进”、“村村响”广播、文艺普法等做法〕。",),
            ),
        ),
        Section(
            "完善基层治理体系，系统推进全区法治建设。",
            (
                ("一是落实法治建设的保障机制。〔待填：乡镇党政班子成员联系指导、经费人员保障等做法〕。",),
                (
                    "二是建立多元化基层治理队伍。",
                    Said(
                        "选聘“群英断是非”专家{expert.served}，其中本年新聘{expert.new}。",
                        "“群英断是非”专家的人数",
                    ),
                    Said("开展矛盾纠纷化解专项行动{campaign.count}。", "矛盾纠纷化解专项行动的次数"),
                    Said(
                        "人民调解纠纷案件共受理{dispute.accepted}，成功调解{dispute.success}，"
                        "调解成功率{dispute.success.rate}。",
                        "人民调解受理和成功的件数",
                    ),
                    Said(
                        "三级矛盾纠纷排查{screening.rounds}，排查纠纷{screening.found}，化解{screening.settled}。"
                    ),
                ),
                (
                    "三是加大基层法治建设力度。",
                    Said("依托司法所设立的公共法律服务点，年末启用{point.open}。"),
                    Said(
                        "落实“一村一法律顾问”制度，年末有法律顾问的村（社区）{coverage.covered}，"
                        "覆盖率{coverage.rate}，法律顾问全年服务{service.count}，其中进村{service.onsite}。"
                    ),
                    Said("共接待咨询{consult.people||10}。", "接待法律咨询的人次"),
                    Said(
                        "受理法援案件{aid.received}，其中走“绿色通道”{aid.received.green}。", "受理法援案件的件数"
                    ),
                ),
            ),
        ),
    ),
)

FAULTS = Part(
    "{year}年度推进法治政府建设存在的不足和原因",
    (
        Section(
            "",
            (
                (
                    Lead("从台账看，还有下列不足。"),
                    Said("年末没有法律顾问的村（社区）{coverage.uncovered}。"),
                    Said("村法律顾问履职率{coverage.fulfilled.rate}。"),
                    Said("法律明白人不足规定人数的村{lawperson.short}。"),
                    Said("受理的纠纷中调解不成{dispute.failed}。"),
                    Said("受理的纠纷中年末仍在调解{dispute.open}。"),
                    Said("规范性文件迟报{norm.late}。"),
                    Said("规范性文件漏报{norm.missing}。"),
                    Said("检查服务点要求整改{inspection.found}，年内完成整改{inspection.rectified}。"),
                    Said("行政行为被纠错{case.corrected}。"),
                ),
                ("〔待填：以上情况的原因〕。〔待填：行政执法、队伍力量、群众基础等方面的不足和原因〕。",),
            ),
        ),
    ),
)

DUTIES = Part(
    "{year}年度党政主要负责人履行推进法治建设第一责任人职责，加强法治政府建设的有关情况",
    (
        Section(
            "",
            (
                (
                    Said("{meeting.study.thought@study}。", "党委理论学习中心组专题学习习近平法治思想的情况"),
                    Said("{meeting.committee.reporting@committee}。", "召开依法治区委员会会议、现场述法的情况"),
                    "〔待填：党政主要负责人带头尊法学法守法用法、推动重点工作的情况〕。",
                ),
                (
                    Said(
                        "全面清理{since}区本级规范性文件{cleanup.docs.district|份|10}。",
                        "清理区本级规范性文件的份数",
                    ),
                    Said(
                        "全年共审核报备规范性文件{norm.filed}，{norm.late+norm.missing@filing}，"
                        "报备及时率{norm.ontime.rate}。",
                        "审核报备规范性文件的件数和及时率",
                    ),
                    Said(
                        "共对{contract.issued}政府合同（协议、备忘录）进行法制审查，提出意见{contract.opinions}。",
                        "审查政府合同（协议、备忘录）的件数",
                    ),
                    "〔待填：合法性审查制度、工作机制建设的情况〕。",
                ),
            ),
        ),
    ),
)

PLANS = Part(
    "{next}年度推进法治政府建设的主要安排",
    (
        Section(
            "",
            (
                (
                    Lead("从台账看，转入{next}年继续办理的有："),
                    Said("年末仍在调解的纠纷{dispute.open}。"),
                    Said("聘期即将届满的村（社区）法律顾问涉及{coverage.expiring}。"),
                    Said("没有法律顾问、需要选聘的村（社区）{coverage.uncovered}。"),
                ),
            ),
        ),
        *(
            Section(f"〔待填：{plan}〕。", ())
            for plan in (
                "学习贯彻习近平法治思想的安排",
                "提升依法行政水平的安排",
                "加强诉源治理和权力监督的安排",
                "普法宣传的安排",
                "基层法治队伍建设的安排",
            )
        ),
    ),
)

REPORT: tuple[Part, ...] = (DEEDS, FAULTS, DUTIES, PLANS)
