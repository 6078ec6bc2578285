"""What the rules of an application say of who asks, for what, and in which situation."""

from dataclasses import replace

import pytest

from quyuan_desktop.domain.terms import IdKind, PersonGroup, Sex
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Column, Domain, Form, Ground, Source
from quyuan_desktop.registers.legal_aid.application_rules import INCOME_LINE
from quyuan_desktop.registers.legal_aid.report_columns import report_column
from quyuan_desktop.services.workplace import Workplace
from tests.applications import DAY, fellow, member
from tests.applying import DESK, HOUSE, completed, d, doubts, found, slips
from tests.offices import TODAY, resident


def test_the_application_of_these_tests_has_nothing_wrong() -> None:
    assert found() == ({}, {})


# -- the person, the agent


def test_the_number_tells_sex_birth_and_groups_on_the_day_of_the_application() -> None:
    young = {"sex": None, "birth_date": None, "applied_on": d("2022-03-03")}
    assert completed(**young)["groups"] == (PersonGroup.WOMAN,)
    old = completed(sex=None, birth_date=None, applied_on=d("2022-03-04"))
    assert (old["sex"], old["birth_date"]) == (Sex.FEMALE, d("1962-03-04"))
    assert old["groups"] == (PersonGroup.WOMAN, PersonGroup.ELDERLY)


@pytest.mark.parametrize(
    ("filled", "slip"),
    [
        ({"agent_kind": terms.AgentKind.STATUTORY}, {"agent": "选了代理人类别，请填代理人姓名。"}),
        ({"agent": "王小明"}, {"agent_kind": "请选择代理人是法定还是委托（法律援助法第40条）。"}),
        ({"way": terms.Way.BY_AGENT}, {"agent": "代为申请的，请填代理人姓名、证件号码（法律援助法第40条）。"}),
        ({"way": terms.Way.BY_AGENT, "agent": "王小明", "agent_kind": terms.AgentKind.RELATIVE}, {}),
        ({"detained": True}, {"detained_at": "申请人被羁押，请填羁押地点。"}),
        ({"detained": True, "detained_at": "看守所"}, {}),
        (
            {"birth_date": TODAY, "applied_on": TODAY - DAY, "id_number": "", "id_kind": IdKind.NONE},
            {"birth_date": "出生日期在申请日期之后，请核对。"},
        ),
        ({"phone": ""}, {"phone": "请填写电话。"}),
        ({"applicant": ""}, {"applicant": "请填写姓名。"}),
    ],
)
def test_who_asks_and_who_asks_for_them(filled: Values, slip: dict[str, str]) -> None:
    assert found(**filled)[0] == slip


def test_a_minor_usually_has_an_agent() -> None:
    child = {"id_number": "", "id_kind": IdKind.NONE, "birth_date": d("2010-05-01")}
    assert doubts(**child) == {"agent": "申请人未成年，一般由法定代理人代为申请，请核对。"}
    assert doubts(**child, agent="王小明", agent_kind=terms.AgentKind.STATUTORY) == {}
    assert completed(**child)["groups"] == (PersonGroup.MINOR,)


def test_nobody_is_their_own_opponent() -> None:
    assert doubts(opposing_party="欧阳𬱖") == {"opposing_party": "对方当事人与申请人同名，请核对。"}


# -- the case


@pytest.mark.parametrize("ground", Ground)
@pytest.mark.parametrize("domain", Domain)
def test_criminal_grounds_belong_to_criminal_cases_and_only_there(ground: Ground, domain: Domain) -> None:
    criminal = ground.code[:3] in ("a24", "a25", "a28", "a29")
    said = slips(ground=ground, domain=domain, means=None, applied_on=d("2024-12-02"))
    if criminal is (domain is Domain.CRIMINAL):
        assert said == {}
    elif criminal:
        assert said == {"ground": "这一事项属于刑事案件，请核对案件类别。"}
    else:
        assert said == {"ground": "案件类别是刑事，援助事项请选第24、25、28、29条所列。"}


COLUMNS = [
    (Ground.G31_5, Form.ARBITRATION, Source.PARTY, Domain.CIVIL, Column.OTHER),
    (Ground.G31_5, Form.LITIGATION, Source.PARTY, Domain.CIVIL, Column.CIVIL),
    (Ground.G31_4, Form.NON_LITIGATION, Source.PARTY, Domain.CIVIL, Column.OTHER),
    (Ground.G31_4, Form.DRAFTING, Source.PARTY, Domain.CIVIL, Column.OTHER),
    (Ground.G31_2, Form.LITIGATION, Source.PARTY, Domain.ADMINISTRATIVE, Column.ADMINISTRATIVE),
    (Ground.G31_1, Form.LITIGATION, Source.PARTY, Domain.COMPENSATION, Column.ADMINISTRATIVE),
    (Ground.G31_7, Form.NOTARY, Source.PARTY, Domain.CIVIL, Column.NOTARY),
    (Ground.G31_7, Form.APPRAISAL, Source.PARTY, Domain.CIVIL, Column.APPRAISAL),
    (Ground.G33, Form.LITIGATION, Source.PARTY, Domain.CIVIL, Column.APPEAL),
    (Ground.G28, Form.DEFENCE, Source.PARTY, Domain.CRIMINAL, Column.CRIMINAL_MEDICAL),
    (Ground.G24, Form.DEFENCE, Source.PARTY, Domain.CRIMINAL, Column.CRIMINAL_ASKED),
    (Ground.G24, Form.DEFENCE, Source.COURT, Domain.CRIMINAL, Column.CRIMINAL_TOLD),
    (Ground.G24, Form.DEFENCE, Source.POLICE, Domain.CRIMINAL, Column.CRIMINAL_TOLD),
    (Ground.G24, Form.DEFENCE, Source.PROCURATORATE, Domain.CRIMINAL, Column.CRIMINAL_TOLD),
    (Ground.G25_1, Form.DEFENCE, Source.PARTY, Domain.CRIMINAL, Column.CRIMINAL_TOLD),
    (Ground.G29, Form.LITIGATION, Source.PARTY, Domain.CRIMINAL, Column.CRIMINAL_ASKED),
    (Ground.HUNAN_1, Form.LITIGATION, Source.PARTY, Domain.CIVIL, Column.CIVIL),
]


@pytest.mark.parametrize(("ground", "form", "source", "domain", "column"), COLUMNS)
def test_into_which_column_of_the_older_table_a_case_falls(
    ground: Ground, form: Form, source: Source, domain: Domain, column: Column
) -> None:
    assert report_column(ground, form, source, domain) is column
    now = completed(ground=ground, form=form, source=source, domain=domain, means=None)
    assert now["report_column"] is column


def test_the_clerk_may_choose_another_column() -> None:
    assert completed(report_column=Column.CRIMINAL_INVITED)["report_column"] is Column.CRIMINAL_INVITED


@pytest.mark.parametrize(
    ("ground", "groups", "green"),
    [
        (Ground.G31_5, (PersonGroup.MIGRANT_WORKER, PersonGroup.DISABLED), terms.Green.WAGES),
        (Ground.G31_7, (PersonGroup.MIGRANT_WORKER,), terms.Green.ELDERLY),  # sixty-one years old
        (Ground.G31_7, (PersonGroup.DISABLED,), terms.Green.DISABLED),
        (Ground.G31_7, (PersonGroup.VETERAN,), terms.Green.ELDERLY),
    ],
)
def test_whom_the_office_serves_first(ground: Ground, groups: tuple[PersonGroup, ...], green: terms.Green) -> None:
    assert completed(ground=ground, groups=groups)["green"] is green
    chosen = completed(ground=ground, groups=groups, green=terms.Green.OTHER)
    assert chosen["green"] is terms.Green.OTHER


# -- 共同申请


@pytest.mark.parametrize(
    ("joint", "others", "cases", "persons"),
    [
        (terms.Joint.ALONE, 0, 1, 1),
        (terms.Joint.INDIVISIBLE, 3, 1, 4),
        (terms.Joint.DIVISIBLE, 3, 4, 4),
        (terms.Joint.DIVISIBLE, 200, 201, 201),
    ],
)
def test_joint_applicants_are_counted_by_head_where_the_claims_can_be_divided(
    joint: terms.Joint, others: int, cases: int, persons: int
) -> None:
    rows = [fellow(f"工友{number}") for number in range(others)]
    now = completed(joint=joint, joint_applicants=rows)
    assert (now["cases"], now["persons"]) == (cases, persons)
    assert slips(joint=joint, joint_applicants=rows) == {}


def test_joint_applicants_are_listed_and_said_to_be_joint() -> None:
    assert slips(joint=terms.Joint.DIVISIBLE) == {"joint_applicants": "共同申请的，请列出其他申请人。"}
    alone = slips(joint_applicants=[fellow()])
    assert alone == {"joint": "列了其他申请人，请选择请求可分还是不可分。"}


# -- the economic situation


@pytest.mark.parametrize(
    ("members", "size", "year", "month"),
    [
        ([], None, None, None),
        ([member()], None, None, None),
        ([member(wage=0)], None, 0, 0),
        ([member(wage=9_000_00, business=6_400_00, other=1_500_00)], None, 16_900_00, 1_408_33),
        (
            [
                member(wage=9_000_00, business=6_400_00, other=1_500_00),
                member(other=4_500_00),
                member(wage=10_000_00),
            ],
            None,
            31_400_00,
            872_22,
        ),
        ([member(wage=24_000_00), member()], 4, 24_000_00, 500_00),
        ([member(wage=24_000_00)], 0, 24_000_00, None),
    ],
)
def test_income_per_head_and_month(
    members: list[Values], size: int | None, year: int | None, month: int | None
) -> None:
    now = completed(members=members, family_size=size)
    assert (now["yearly_income"], now["monthly_income"]) == (year, month)
    if size is None:
        assert now["family_size"] == (len(members) or None)


def test_the_household_is_no_smaller_than_its_members() -> None:
    text = "家庭人数比列出的成员（2 人）少，请核对。"
    assert slips(members=[member(), member()], family_size=1) == {"family_size": text}
    assert slips(members=[member(), member()], family_size=2) == {}


def with_line(yuan: int | None) -> Workplace:
    return replace(DESK, house=replace(HOUSE, settings={INCOME_LINE.code: yuan and yuan * 100}))


def test_an_income_above_the_line_is_only_a_warning() -> None:
    poor = [member(wage=12_000_00)]
    assert found(with_line(None), members=poor) == ({}, {})
    assert found(with_line(1000), members=poor) == ({}, {})
    text = "人均月收入 1,000 元，高于本地认定线 999 元，请核对是否符合经济困难标准。"
    assert found(with_line(999), members=poor) == ({}, {"members": text})
    exempt = {"exemption": terms.Exemption.E2, "exemption_evidence": "低保证", "means": terms.MeansTest.EXEMPT}
    assert found(with_line(999), members=poor, **exempt) == ({}, {})
    beaten = {"ground": Ground.G32_4, "means": terms.MeansTest.NOT_NEEDED}
    assert found(with_line(999), members=poor, **beaten) == ({}, {})


@pytest.mark.parametrize(
    ("filled", "means"),
    [
        ({}, None),
        ({"pledged": True}, terms.MeansTest.PLEDGE),
        ({"exemption": terms.Exemption.E3, "pledged": True}, terms.MeansTest.EXEMPT),
        ({"ground": Ground.G32_4, "exemption": terms.Exemption.E3}, terms.MeansTest.NOT_NEEDED),
        ({"ground": Ground.G25_1, "domain": Domain.CRIMINAL}, terms.MeansTest.NOT_NEEDED),
        ({"ground": Ground.G24, "domain": Domain.CRIMINAL}, None),
        ({"means": terms.MeansTest.SHARED, "pledged": True}, terms.MeansTest.SHARED),
    ],
)
def test_how_the_situation_is_shown_follows_where_it_can(filled: Values, means: terms.MeansTest | None) -> None:
    assert completed(**{"means": None, **filled})["means"] is means


@pytest.mark.parametrize(
    ("filled", "slip"),
    [
        (
            {"means": terms.MeansTest.NOT_NEEDED},
            {"means": "这一事项须审查经济困难状况，不能选“不受经济困难条件限制”（法律援助法第31条）。"},
        ),
        ({"means": terms.MeansTest.NOT_NEEDED, "ground": Ground.G32_1}, {}),
        ({"means": terms.MeansTest.EXEMPT}, {"exemption": "选了免予核查，请选择属于第42条哪一种情形。"}),
        (
            {"means": terms.MeansTest.EXEMPT, "exemption": terms.Exemption.E2},
            {"exemption_evidence": "免予核查要有凭证，请填写凭证名称（法律援助法第42条）。"},
        ),
        (
            {"means": terms.MeansTest.SHARED, "exemption": terms.Exemption.E2},
            {"exemption_evidence": "免予核查要有凭证，请填写凭证名称（法律援助法第42条）。"},
        ),
        (
            {
                "means": terms.MeansTest.EXEMPT,
                "exemption": terms.Exemption.E2,
                "exemption_evidence": "低保证",
            },
            {},
        ),
        (
            {"means": terms.MeansTest.PLEDGE},
            {"pledged": "选了个人诚信承诺，请让申请人签承诺后勾选“已签诚信承诺”。"},
        ),
        ({"means": terms.MeansTest.PLEDGE, "pledged": True}, {}),
    ],
)
def test_an_exemption_has_its_evidence_and_a_pledge_is_signed(filled: Values, slip: dict[str, str]) -> None:
    assert slips(**filled) == slip


def test_a_ground_that_is_not_in_force_yet_is_not_taken() -> None:
    """湖南's additions are offered from September 2024 on, and still carried from a consultation of 2023."""
    assert "ground" in slips(applied_on=TODAY, ground=terms.Ground.HUNAN_1)


def test_the_column_is_not_asked_for_beside_the_ground() -> None:
    """报表列 follows from 援助事项; without it two slips are shown, and the folded fields open."""
    assert set(found(ground=None)[0]) == {"ground"}


def test_a_resident_without_a_number_is_asked_about() -> None:
    """A consultation warns; an application, to which 身份证明 belongs, says nothing."""
    _, doubts = found(id_number="")
    assert "id_number" in doubts


def test_numbers_of_agent_and_joint_applicants_are_checked_too() -> None:
    wrong = "999001196203041230"
    filled: Values = {"agent": "王小明", "agent_kind": terms.AgentKind.ENTRUSTED, "agent_id_number": wrong}
    slip, doubt = found(**filled)
    assert "agent_id_number" in slip | doubt


def test_an_agent_is_somebody_else() -> None:
    agent: Values = {"agent": "王小明", "agent_kind": terms.AgentKind.ENTRUSTED}
    text = "代理人的证件号码与申请人相同，请核对。"
    assert slips(**agent, agent_id_number=resident()) == {"agent_id_number": text}
    assert found(**agent, agent_id_number=resident(4), agent_phone="19055550124") == ({}, {})
    assert found(**agent, agent_id_number="E12345678") == ({}, {}), "a passport is no resident's number"
    assert set(doubts(**agent, agent_phone="1905555")) == {"agent_phone"}


def test_nobody_applies_twice_in_one_application() -> None:
    rows = [{**fellow(), "id_number": resident(4)}, {**fellow("李晓"), "id_number": resident(4), "phone": "12"}]
    slip, doubt = found(joint=terms.Joint.DIVISIBLE, joint_applicants=rows)
    assert set(slip) == {"joint_applicants.1.id_number"}
    assert set(doubt) == {"joint_applicants.1.phone"}


def test_the_applicant_belongs_to_the_household() -> None:
    text = "家庭成员里没有申请人本人，请核对（关系填“本人”）。"
    assert doubts(members=[member(relation="配偶")]) == {"members": text}
    assert doubts(members=[member("欧阳𬱖", relation="")]) == {}
