"""Document numbers: what they tell, what is odd about them, and ages on their edges. Prefix 999 is nobody's."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum.cn import ric

from quyuan_desktop.domain import identity
from quyuan_desktop.domain.identity import check_digit, forms_of, read_identity
from quyuan_desktop.domain.terms import IdKind, Sex

BIRTHS = st.dates(date(1850, 1, 1), date(2100, 12, 31))


def numbered(body: str) -> str:
    return body + check_digit(body)


RESIDENT = numbered("99900119620304123")
WOMAN = numbered("99900120080229002")


@pytest.mark.parametrize(
    ("number", "birth", "sex"),
    [
        # the examples of GB 11643-1999
        ("11010519491231002X", date(1949, 12, 31), Sex.FEMALE),
        ("440524188001010014", date(1880, 1, 1), Sex.MALE),
        (RESIDENT, date(1962, 3, 4), Sex.MALE),
        (WOMAN, date(2008, 2, 29), Sex.FEMALE),
    ],
)
def test_a_sound_number_tells_birth_and_sex(number: str, birth: date, sex: Sex) -> None:
    found = read_identity(IdKind.RESIDENT, number)
    assert (found.number, found.kind, found.birth_date, found.sex) == (number, IdKind.RESIDENT, birth, sex)
    assert found.problems == []


@given(st.from_regex("[0-9]{17}", fullmatch=True))
def test_check_digit_agrees_with_stdnum(body: str) -> None:
    assert check_digit(body) == ric.calc_check_digit(body + "0")


@pytest.mark.parametrize(
    "body", ["", "1234567890123456", "1234567890123456A", "１２３４５６７８９０１２３４５６７", "1" * 18]
)
def test_check_digit_needs_seventeen_digits(body: str) -> None:
    with pytest.raises(ValueError, match="17 digits"):
        check_digit(body)


@given(BIRTHS, st.integers(0, 999), st.sampled_from(["430671", "430681", "999001", "110105", "650000"]))
def test_no_prefix_is_refused(birth: date, order: int, area: str) -> None:
    number = numbered(f"{area}{birth:%Y%m%d}{order:03d}")
    assume(not number.endswith("000"))
    found = read_identity(IdKind.RESIDENT, number)
    assert found.problems == []
    assert found.kind is IdKind.RESIDENT
    assert found.birth_date == birth
    assert found.sex is (Sex.MALE if order % 2 else Sex.FEMALE)


@given(BIRTHS, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(birth: date, order: int, place: int, by: int) -> None:
    sound = numbered(f"999001{birth:%Y%m%d}{order:03d}")
    wrong = sound[:place] + str((int(sound[place]) + by) % 10) + sound[place + 1 :]
    found = read_identity(IdKind.RESIDENT, wrong)
    assert found.problems
    assert all(problem.warning and problem.field == "" for problem in found.problems)


@given(BIRTHS, st.integers(0, 999), st.integers(0, 15))
def test_two_neighbours_swapped_are_noticed(birth: date, order: int, place: int) -> None:
    sound = numbered(f"999001{birth:%Y%m%d}{order:03d}")
    assume(sound[place] != sound[place + 1])
    swapped = sound[:place] + sound[place + 1] + sound[place] + sound[place + 2 :]
    assert read_identity(IdKind.RESIDENT, swapped).problems


@pytest.mark.parametrize(
    "typed",
    [
        "９９９００１１９６２０３０４１２３" + RESIDENT[17],
        f"{RESIDENT[:6]} {RESIDENT[6:14]} {RESIDENT[14:]}",
        f"{RESIDENT[:6]}-{RESIDENT[6:14]}—{RESIDENT[14:]}",
        f"\t{RESIDENT}\r\n",
        f"'{RESIDENT}",
        f"\u202d{RESIDENT}\u202c\ufeff",
        f"\x00{RESIDENT}\ud800",
        "\u3000".join(RESIDENT),
    ],
)
def test_the_ways_of_typing_one_number(typed: str) -> None:
    found = read_identity(IdKind.RESIDENT, typed)
    assert found.number == RESIDENT
    assert found.problems == []


@pytest.mark.parametrize("last", ["X", "x", "Ｘ", "ｘ", "×", "Х", "х", "Ⅹ"])
def test_all_that_looks_like_x(last: str) -> None:
    assert read_identity(IdKind.RESIDENT, "11010519491231002" + last).number == "11010519491231002X"


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [
        (IdKind.RESIDENT, numbered("81999919900101001"), IdKind.PERMIT),
        (IdKind.RESIDENT, numbered("82999919900101001"), IdKind.PERMIT),
        (IdKind.FOREIGN, numbered("83999919900101001"), IdKind.PERMIT),
        (IdKind.RESIDENT, numbered("94399919900101001"), IdKind.FOREIGN),
        (IdKind.PERMIT, numbered("91199919900101001"), IdKind.FOREIGN),
        (IdKind.RESIDENT, RESIDENT, IdKind.RESIDENT),
        (IdKind.RESIDENT_15, RESIDENT, IdKind.RESIDENT),
        (IdKind.PERMIT, numbered("43068119900101001"), IdKind.RESIDENT),
        (IdKind.FOREIGN, RESIDENT, IdKind.FOREIGN),
        (IdKind.RESIDENT, "999001620304123", IdKind.RESIDENT_15),
        (IdKind.RESIDENT_15, "999001620304123", IdKind.RESIDENT_15),
        (IdKind.RESIDENT, "QZZ990062030412", IdKind.FOREIGN),
        (IdKind.FOREIGN, "QZZ990062030412", IdKind.FOREIGN),
        (IdKind.OTHER, RESIDENT, IdKind.OTHER),
    ],
)
def test_the_number_shows_its_kind(kind: IdKind, number: str, shown: IdKind) -> None:
    found = read_identity(kind, number)
    assert found.kind is shown
    assert found.problems == []


def test_permits_and_foreigners_cards_tell_birth_and_sex() -> None:
    for body in ("81999919900101002", "94399919900101002"):
        found = read_identity(IdKind.RESIDENT, numbered(body))
        assert (found.birth_date, found.sex) == (date(1990, 1, 1), Sex.FEMALE)


def test_fifteen_digits_are_of_the_last_century() -> None:
    found = read_identity(IdKind.RESIDENT, "999001620304123")
    assert (found.birth_date, found.sex) == (date(1962, 3, 4), Sex.MALE)
    cut_short = read_identity(IdKind.RESIDENT, RESIDENT[:15])
    assert cut_short.birth_date is None
    assert "漏录" in cut_short.problems[0].text


@pytest.mark.parametrize(
    ("kind", "typed", "words"),
    [
        (IdKind.RESIDENT, RESIDENT[:17], "应为18位，现在是17位"),
        (IdKind.RESIDENT, RESIDENT + "1", "现在是19位"),
        (IdKind.RESIDENT, "A" + RESIDENT[1:], "第1位不是数字"),
        (IdKind.RESIDENT, RESIDENT[:6] + "O" + RESIDENT[7:], "第7位不是数字"),
        (IdKind.RESIDENT, RESIDENT[:17] + "A", "末位应为数字或X"),
        (IdKind.RESIDENT, "99900119620304****", "第15位不是数字"),
        (IdKind.RESIDENT, "99900162030412X", "第15位不是数字"),
        (IdKind.RESIDENT_15, "12345", "应为15位"),
        (IdKind.PERMIT, "999001620304123", "应为18位，现在是15位"),
        (IdKind.PERMIT, "439999199001010011", "以81、82或83开头"),
        (IdKind.FOREIGN, "439999199001010011", "以9开头"),
        (IdKind.FOREIGN, "999001620304123", "3个字母"),
        (IdKind.FOREIGN, "12", "3个字母"),
        (IdKind.RESIDENT, "4.30681E+17", "不可恢复"),
        (IdKind.RESIDENT, "４.30681e17", "不可恢复"),
        (IdKind.PASSPORT, "E123", "5至17位"),
        (IdKind.PASSPORT, "E" * 18, "5至17位"),
        (IdKind.PASSPORT, "护照123456", "5至17位"),
        (IdKind.NONE, "12", "无证件"),
        (IdKind.REFUSED, RESIDENT, "拒绝提供"),
        (IdKind.RESIDENT, "' OR 1=1--", "应为18位"),
        (IdKind.RESIDENT, "٣" * 18, "第1位不是数字"),
    ],
)
def test_odd_numbers_are_kept_with_a_warning(kind: IdKind, typed: str, words: str) -> None:
    found = read_identity(kind, typed)
    assert words in "".join(problem.text for problem in found.problems)
    assert all(problem.warning and problem.text.endswith("。") for problem in found.problems)
    assert found.number == identity.normalised(typed) != ""
    assert found.kind is kind


@pytest.mark.parametrize(
    "day", ["19620230", "19621301", "19620000", "20230229", "29990101", "18000101", "00000101"]
)
def test_impossible_birth_dates(day: str) -> None:
    found = read_identity(IdKind.RESIDENT, numbered(f"999001{day}123"))
    assert found.birth_date is None
    assert found.sex is Sex.MALE
    assert ["出生日期" in problem.text for problem in found.problems] == [True]


@given(BIRTHS, st.integers(0, 9))
def test_what_a_spreadsheet_rounded_is_never_accepted(birth: date, digit: int) -> None:
    found = read_identity(IdKind.RESIDENT, f"999001{birth:%Y%m%d}{digit}000")
    assert ["不可恢复" in problem.text for problem in found.problems] == [True]
    assert found.sex is None
    assert found.birth_date == birth


def test_a_rounded_number_is_doubted_even_when_its_check_digit_fits() -> None:
    number = next(
        candidate
        for order in range(10)
        for year in range(1950, 2000)
        if (candidate := f"999001{year}0101{order}000")[17] == check_digit(candidate[:17])
    )
    assert "不可恢复" in read_identity(IdKind.RESIDENT, number).problems[0].text


@pytest.mark.parametrize("kind", list(IdKind))
@pytest.mark.parametrize("typed", ["", "   ", "\x00\u200b", "--"])
def test_nothing_typed_is_no_problem(kind: IdKind, typed: str) -> None:
    found = read_identity(kind, typed)
    assert (found.number, found.kind, found.sex, found.birth_date, found.problems) == ("", kind, None, None, [])


@pytest.mark.parametrize("typed", ["E12345678", "e1234 5678", "Ｅ１２３４５６７８"])
def test_passports(typed: str) -> None:
    found = read_identity(IdKind.PASSPORT, typed)
    assert (found.number, found.problems) == ("E12345678", [])


@given(st.sampled_from(IdKind), st.text(st.characters(codec=None)) | st.text("0123456789XE.+- ", max_size=20))
def test_any_text_is_read_and_reading_it_again_is_the_same(kind: IdKind, typed: str) -> None:
    found = read_identity(kind, typed)
    again = read_identity(found.kind, found.number)
    assert again == found


def test_ten_million_digits() -> None:
    found = read_identity(IdKind.RESIDENT, "1" * 10_000_000)
    assert "现在是10000000位" in found.problems[0].text


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2005, 11, 30), date(2023, 11, 29), 17),
        (date(2005, 11, 30), date(2023, 11, 30), 18),
        (date(2004, 2, 29), date(2022, 2, 27), 17),
        (date(2004, 2, 29), date(2022, 2, 28), 18),
        (date(2004, 2, 29), date(2024, 2, 28), 19),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
        (date(1896, 2, 29), date(1900, 2, 28), 4),
        (date(1996, 2, 29), date(2000, 2, 28), 3),
        (date(2023, 1, 1), date(2023, 1, 1), 0),
        (date(2004, 2, 28), date(2022, 2, 28), 18),
        (date(2004, 3, 1), date(2022, 2, 28), 17),
    ],
)
def test_age_on(birth: date, day: date, age: int) -> None:
    assert identity.age_on(birth, day) == age


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="birth"):
        identity.age_on(date(2023, 1, 2), date(2023, 1, 1))


@given(st.dates(date(1900, 1, 1), date(2050, 1, 1)), st.integers(0, 45_000))
def test_age_grows_by_a_year_on_one_day_of_each_year(birth: date, lived: int) -> None:
    day = birth + timedelta(days=lived)
    age = identity.age_on(birth, day)
    assert 0 <= identity.age_on(birth, day + timedelta(days=1)) - age <= 1
    assert abs(age - lived / 365.2425) < 1.01


@pytest.mark.parametrize(
    ("rule", "years", "before"),
    [(identity.is_minor, 18, True), (identity.is_elderly, 60, False), (identity.is_under_14, 14, True)],
)
def test_age_limits_turn_on_the_birthday(rule: object, years: int, before: bool) -> None:
    assert callable(rule)
    birth = date(1960, 6, 15)
    birthday = date(1960 + years, 6, 15)
    assert rule(birth, birthday - timedelta(days=1)) is before
    assert rule(birth, birthday) is not before


def test_the_two_forms_of_one_number() -> None:
    old, new = "999001620304122", "99900119620304122" + check_digit("99900119620304122")
    assert forms_of(old) == forms_of(new) == {old, new}
    assert forms_of("E99900112") == {"E99900112"}
    wrong = new[:-1] + ("0" if new[-1] != "0" else "1")
    assert forms_of(wrong) == {wrong}, "a number that is wrong is no other's"
    later = "99900120010304122" + check_digit("99900120010304122")
    assert forms_of(later) == {later}, "there were 15 digits for the 20th century only"


def test_a_passport_s_number_among_residents_is_told_what_it_looks_like() -> None:
    (problem,) = read_identity(IdKind.RESIDENT, "E99900112").problems
    assert "改选“护照”" in problem.text
    (problem,) = read_identity(IdKind.RESIDENT, "99900119").problems
    assert "护照" not in problem.text
