"""Invented names and cases of the demo year; nobody in it exists."""

from quyuan_desktop.registers.legal_aid.terms import MatterKind, Result

SURNAMES = (
    "王李张刘陈杨黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺"
    "赖龚文单解仇查区"
)
GIVEN_MEN = (
    "建国 国强 志明 伟 勇 军 海涛 少华 德福 秋生 春林 铁山 望龙 水清 家和 永康 立新 "
    "志刚 长庚 文斌 小兵 光辉 冬生 满意 㛃 䶮 𬱖 𫘧"
)
GIVEN_WOMEN = (
    "桂英 秀兰 玉珍 春香 丽华 红梅 小芳 艳 霞 翠云 凤姣 雪梅 腊梅 爱莲 金枝 友谊 思佳 雅婷 月娥 满秀 㛃 𬱖 𰻞"
)
BODIES = (
    "湘汨建筑劳务队",
    "罗城砖厂",
    "荷塘水产合作社",
    "义南农资店",
    "凤凰运输队",
    "天问物业服务部",
    "新堤米业",
)

CASES: dict[MatterKind, tuple[int, tuple[str, ...], str, Result]] = {
    MatterKind.WAGES: (
        16,
        (
            "在工地做工{n}个月，包工头拖欠工资{k}元，只写了欠条，咨询如何追讨。",
            "厂里停产后一直没发工资，一起做事的有{n}人，咨询能否申请法律援助。",
        ),
        "属追索劳动报酬，可向劳动监察投诉或申请劳动仲裁；农民工讨薪申请法律援助免予核查经济困难状况。",
        Result.APPLICATION,
    ),
    MatterKind.WORK_INJURY: (
        7,
        ("上班时被机器压伤手指，单位没有买工伤保险，咨询怎样认定工伤。",),
        "先由单位在30日内申请工伤认定，单位不申请的本人一年内可以申请；保留病历和工友证言。",
        Result.APPLICATION,
    ),
    MatterKind.OTHER_LABOUR: (
        4,
        ("单位不签劳动合同也不缴社保，咨询能否要求双倍工资。",),
        "入职满一个月未签书面合同的，可主张双倍工资差额，应在一年内申请仲裁。",
        Result.ANSWERED,
    ),
    MatterKind.MARRIAGE: (
        10,
        ("与配偶分居{n}年，要求离婚，咨询财产和子女抚养如何处理。", "再婚后因财产发生矛盾，咨询离婚程序。"),
        "可先协商到民政部门登记离婚，协商不成向法院起诉；已说明所需材料和管辖。",
        Result.ANSWERED,
    ),
    MatterKind.SUPPORT_PARENTS: (
        6,
        ("有{n}个子女，都不肯出赡养费，咨询如何主张。",),
        "子女有赡养义务，可先请村调委会调解，调解不成的起诉，可申请法律援助。",
        Result.MEDIATION,
    ),
    MatterKind.SUPPORT_CHILD: (
        4,
        ("离婚后对方{n}年没有支付抚养费，咨询如何要回。",),
        "可凭离婚协议或判决申请执行，也可就增加部分另行起诉。",
        Result.DRAFTED,
    ),
    MatterKind.VIOLENCE: (
        2,
        ("长期被配偶殴打，咨询怎样保护自己。",),
        "可报警并申请人身安全保护令，主张权益不受经济困难条件限制，已引导申请法律援助。",
        Result.APPLICATION,
    ),
    MatterKind.INHERITANCE: (
        4,
        ("父母去世后留有房屋，兄弟之间对继承有争议。",),
        "无遗嘱按法定继承办理，已说明顺序和份额，建议先协商或调解。",
        Result.ANSWERED,
    ),
    MatterKind.TRAFFIC: (
        8,
        ("骑电动车被货车撞伤，住院花费{k}元，咨询赔偿项目。",),
        "先取得事故责任认定书，再就医疗费、误工费、护理费、残疾赔偿金等主张赔偿。",
        Result.ANSWERED,
    ),
    MatterKind.PERSONAL_INJURY: (
        3,
        ("与人争执时被打伤，咨询医药费由谁承担。",),
        "保留报警回执和病历，可请求公安机关调解或起诉要求赔偿。",
        Result.MEDIATION,
    ),
    MatterKind.FARM_SUPPLIES: (
        4,
        ("买的稻种出苗率低，损失{k}元，经营户不肯赔。",),
        "保留购货凭证和剩余种子，向农业农村部门投诉并申请鉴定，可申请法律援助。",
        Result.REFERRED,
    ),
    MatterKind.LAND: (
        7,
        ("承包田被邻户多占，咨询怎样要回。", "流转出去的田到期不还，咨询如何处理。"),
        "先查阅承包经营权证和合同，可请村调委会调解，或向农村土地仲裁委员会申请仲裁。",
        Result.MEDIATION,
    ),
    MatterKind.EXPROPRIATION: (
        3,
        ("征地补偿款分配有争议，咨询外嫁女能否分得。",),
        "已说明集体成员资格的认定原则和村民会议程序，建议先向镇政府反映。",
        Result.GUIDED,
    ),
    MatterKind.HOUSING: (
        7,
        ("邻居建房占了滴水，双方争执，咨询处理途径。",),
        "建议保持现状，由村调委会现场勘查调解；调解不成可以起诉。",
        Result.MEDIATION,
    ),
    MatterKind.LENDING: (
        9,
        ("借给熟人{k}元，到期不还，只有转账记录。",),
        "诉讼时效三年，已告知起诉材料和管辖法院，并代拟起诉状要点。",
        Result.DRAFTED,
    ),
    MatterKind.CONTRACT: (
        4,
        ("鱼塘承包合同未到期，村里要收回，咨询如何维权。",),
        "按合同约定和民法典主张继续履行或赔偿损失，保留投入凭证。",
        Result.ANSWERED,
    ),
    MatterKind.CONSUMER: (
        3,
        ("老人参加讲座花{k}元买了保健品，要求退款。",),
        "可向市场监管部门投诉，涉嫌诈骗的报警；已指引12315。",
        Result.REFERRED,
    ),
    MatterKind.SOCIAL_INSURANCE: (
        3,
        ("养老保险断缴{n}年，咨询能否补缴。",),
        "已指引到社保经办窗口查询，说明补缴条件。",
        Result.GUIDED,
    ),
    MatterKind.SUBSISTENCE: (
        4,
        ("家里有重病人，低保申请没有通过，咨询怎么办。",),
        "可要求书面说明理由，对决定不服的可在60日内申请行政复议。",
        Result.GUIDED,
    ),
    MatterKind.PENSION: (
        1,
        ("亲属因公去世，咨询抚恤金如何申领。",),
        "已告知申领部门和材料。",
        Result.GUIDED,
    ),
    MatterKind.CRIMINAL: (
        3,
        ("儿子因涉嫌盗窃被拘留，咨询能否请律师。",),
        "经济困难未委托辩护人的，本人和近亲属可以申请法律援助，已告知程序。",
        Result.APPLICATION,
    ),
    MatterKind.OTHER: (2, ("咨询公证遗嘱怎样办理。",), "已指引到公证处办理，说明所需材料。", Result.GUIDED),
}
"""Per kind: how often, what is asked, what is answered, what comes of it. {n} a small number, {k} money."""
