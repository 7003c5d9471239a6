"""Facts in a set form: who reported, and who is named with a title. A wrong person is worse than none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.article import Span
from ingest.facts import byline_in, people_in

BODY = "水位上涨。各街道连夜巡堤。"


def named(text: str) -> dict[str, str | None]:
    """Everybody a text names, with the title."""
    return {person.name: person.title for person in people_in(text)}


# Who reported


@pytest.mark.parametrize(
    "byline",
    [
        "（记者 方牧之）",
        "(记者 方牧之)",
        "（记者 方牧之 通讯员 葛临溪）",
        "记者 方牧之",
        "记者：方牧之",
        "本报记者 方牧之/文 葛临溪/图",
        "（全媒体记者 方牧之、葛临溪）",
        "首席记者方牧之",
        "通讯员 葛临溪",
        "责任编辑：方牧之",
        "责编:方牧之",
        "编辑 方牧之",
        "来源：云川高新报",
        "作者：方牧之",
        "文/图 方牧之",
        "摄影 葛临溪",
    ],
)
@pytest.mark.parametrize("between", ["", "\n", " "])
def test_a_byline_at_the_foot_is_found_as_printed(byline: str, between: str):
    """On the last line or a line of its own."""
    text = BODY + between + byline
    found = byline_in(text)
    assert found is not None
    assert found.text == found.span.of(text) == byline


def test_a_byline_may_follow_a_line_without_an_end():
    """The sentence before it is none of it."""
    text = "堤坝守住了，无人受伤 （记者 方牧之）"
    found = byline_in(text)
    assert found is not None
    assert found.text == "（记者 方牧之）"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "",
        "记者从区水务局获悉，水位上涨。",
        "水位上涨，记者方牧之到现场采访。各街道巡堤。",
        "（记者 方牧之）水位上涨。",
        "水位上涨。（详见第三版）",
        "会后，记者采访了三位居民",
        "水位上涨。\n编辑部新设三个岗位",
        "水位上涨。\n来源丰富的活水引入清浦河",
    ],
)
def test_what_is_no_byline_is_not_taken_for_one(text: str):
    """A reporter may be in the story, and in the first line."""
    assert byline_in(text) is None


@settings(max_examples=300)
@given(
    st.lists(st.sampled_from(["记者", "编辑：", "（", "）", " ", "\n", "方牧之", "。", "，", "来源", "水" * 50, "/"]), max_size=25).map(
        "".join
    )
)
def test_a_byline_lies_inside_its_text_and_has_no_blanks_around_it(text: str):
    """Its words are the printed ones."""
    found = byline_in(text)
    if found is not None:
        assert found.span.of(text) == found.text == found.text.strip() != ""


# Who is named


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("区长张红军强调，要快。", "张红军", "区长"),
        ("会上，区委书记张红军指出，要快。", "张红军", "区委书记"),
        ("区应急管理局局长邱海岩在会上表示，要快。", "邱海岩", "区应急管理局局长"),
        ("副区长欧阳明到现场。", "欧阳明", "副区长"),
        ("党工委书记、管委会主任陆启明主持会议。", "陆启明", "党工委书记、管委会主任"),
        ("商会会长陈立（右二）介绍了情况。", "陈立", "商会会长"),
        ("总工程师沈一平。", "沈一平", "总工程师"),
        ("企业代表鲁正平说，要稳。", "鲁正平", "企业代表"),
        ("会议由区委书记张红军主持。", "张红军", "区委书记"),
    ],
)
def test_a_person_is_named_right_after_a_title(text: str, name: str, title: str):
    """The whole title, as printed, and no word before it."""
    assert named(text) == {name: title}


def test_a_title_may_stand_behind_the_name():
    """As people say it."""
    assert named("张红军书记强调，要快。") == {"张红军": "书记"}


def test_people_listed_beside_a_titled_one_are_people_too():
    """They share the title."""
    assert named("副主任王刚、李晓强和赵敏出席。") == {"王刚": "副主任", "李晓强": "副主任", "赵敏": "副主任"}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("区长张红军、副区长李明出席会议。", {"张红军": "区长", "李明": "副区长"}),
        ("市委书记王强和市长赵敏到现场。", {"王强": "市委书记", "赵敏": "市长"}),
        ("区长张红军主持会议，副区长李明出席。", {"张红军": "区长", "李明": "副区长"}),
    ],
)
def test_two_people_each_keep_their_own_title(text: str, people: dict[str, str]):
    """Neither is lost in the title of the other."""
    assert named(text) == people


def test_a_person_is_found_wherever_the_name_is_printed():
    """With the title or without it."""
    text = "区长张红军强调，要快。张红军说。"
    (person,) = people_in(text)
    assert person.spans == (Span(2, 5), Span(11, 14))
    assert {span.of(text) for span in person.spans} == {"张红军"}


def test_the_first_title_is_the_one_that_is_kept():
    """Articles give it in full once."""
    assert named("区委书记张红军强调，要快。书记张红军指出，要稳。") == {"张红军": "区委书记"}


@pytest.mark.parametrize(
    "text",
    [
        "水位上涨，各街道巡堤。",
        "区委书记强调，要压实责任。",
        "区委书记高度重视。",
        "主任办公会议研究了方案。",
        "局长安排专人值守。",
        "组长单位和成员单位参加。",
        "会长单位、理事单位出席。",
        "各支队队长全体到场。",
        "有关负责人和有关部门参加。",
        "代表主要任务、工作要求。",
        "主席台就坐的有三人。",
        "书记会上指出，要快。",
        "书记于会上强调，要快。",
        "区长向大会作政府工作报告。",
        "局长应邀出席活动。",
        "由区委书记任组长，区长任副组长。",
        "该局局长曾多次到现场。",
        "总书记关于就业工作的重要论述。",
        "县长于昨日前往现场。",
        "局长关心在校学生。",
        "区长查看现场。",
        "党工委书记时强调，要快。",
    ],
)
def test_nobody_is_made_a_person_who_is_none(text: str):
    """A verb, a body or an adverb that begins with a surname is not a name."""
    assert named(text) == {}


@pytest.mark.parametrize(
    "text",
    [
        "区长张红军、应急局、住建局等参加。",
        "区长张红军、金融办、妇联等参加。",
        "区长张红军和有关部门负责人参加。",
        "区长张红军、高新区、有关单位参加。",
        "区长张红军和相关街道参加。",
    ],
)
def test_a_body_listed_beside_a_person_is_no_person(text: str):
    """Though its first character is a surname."""
    assert named(text) == {"张红军": "区长"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("区长张有为主持会议。", "张有为"),
        ("局长李永和出席。", "李永和"),
        ("主任孙率军带队检查。", "孙率军"),
        ("区长赵向阳到现场。", "赵向阳"),
    ],
)
def test_a_name_is_not_cut_short(text: str, name: str):
    """Though its last character could begin the next word: half a name is another person."""
    assert set(named(text)) <= {name}


@settings(max_examples=300)
@given(
    st.lists(
        st.sampled_from("区长 书记 主任 、 和 ， 。 张红军 李明 强调 在 副 等 出席 水位 （ ） \n 欧阳 单位 工作".split(" ")), max_size=25
    ).map("".join)
)
def test_every_place_of_a_person_prints_the_name(text: str):
    """In order, without overlap, at least once."""
    for person in people_in(text):
        assert {span.of(text) for span in person.spans} == {person.name}
        assert sorted(person.spans) == list(person.spans)
        assert text.count(person.name) == len(person.spans)
        assert person.title is None or person.title in text
