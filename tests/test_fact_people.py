"""People with their titles: rules that would rather miss a person than make one up."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts import people_in


def named(text: str) -> dict[str, str | None]:
    """Everybody a text names, with the title."""
    return {person.name: person.title for person in people_in(text)}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("高新区党工委副书记、管委会主任张红军深入企业调研。", {"张红军": "高新区党工委副书记、管委会主任"}),
        ("会议由区委书记张红军主持。", {"张红军": "区委书记"}),
        ("据省水利厅厅长柏清和介绍，水位回落。", {"柏清和": "省水利厅厅长"}),
        ("当天的会议由区管委会主任陆启明召集。", {"陆启明": "区管委会主任"}),
        ("区长张红军率副区长李明走访企业。", {"张红军": "区长", "李明": "副区长"}),
        ("国家防总副总指挥、水利部部长李国英15日主持会商。", {"李国英": "国家防总副总指挥、水利部部长"}),
        ("省发展和改革委员会主任何小舟表示，要快。", {"何小舟": "省发展和改革委员会主任"}),
        ("负责检查的泖港市场监管所副所长李演表示，要快。", {"李演": "泖港市场监管所副所长"}),
        ("公司董事长兼总裁沈雨荷的发言很短。", {"沈雨荷": "公司董事长兼总裁"}),
    ],
)
def test_a_title_reaches_as_far_left_as_it_is_one(text: str, people: dict[str, str]):
    """Over several offices, and no further than the verb or the name before it."""
    assert named(text) == people


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("高新区管委会有关领导王德敏、郑彦松、刘云华，以及各中心参加。", "高新区管委会有关领导"),
        ("中国人民银行党委委员、副行长王德敏、郑彦松和刘云华出席会议。", "中国人民银行党委委员、副行长"),
        ("王德敏、郑彦松、刘云华等管委会有关领导参加活动。", "管委会有关领导"),
        ("民警王德敏、郑彦松、刘云华赶赴现场。", "民警"),
    ],
)
def test_names_in_a_row_share_an_office_that_several_hold(text: str, title: str):
    """Before them or behind them."""
    assert named(text) == dict.fromkeys(["王德敏", "郑彦松", "刘云华"], title)


def test_an_office_that_one_person_holds_is_not_shared():
    """Who stands beside the 区长 is not another."""
    assert named("区长张红军、李明出席。") == {"张红军": "区长", "李明": None}


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("会上，张良才主任指出，要快。", {"张良才": "主任"}),
        ("结石中心的陈知健教授介绍说。", {"陈知健": "教授"}),
        ("区人大工委主任张良才到会。张良才主任指出，要快。", {"张良才": "区人大工委主任"}),
        ("张良才同志到会。", {"张良才": None}),
        ("安委会主任要求，各单位书记到会。", {}),
        ("落实李强总理等领导批示。", {}),
        ("高新区长会议。金水区区长到会。安监局局长到会。", {}),
        ("华师大教授认为，可行。", {}),
    ],
)
def test_a_name_may_stand_before_its_title(text: str, people: dict[str, str | None]):
    """The full title is kept where the article prints it, too."""
    assert named(text) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("总理本雅明·内塔尼亚胡2日致电。", {"本雅明·内塔尼亚胡": "总理"}),
        ("美国总统奥巴马表示，要快。", {"奥巴马": "美国总统"}),
        ("美国总统拜登提供援助。", {"拜登": "美国总统"}),
        ("美国前总统特朗普因案出庭。", {"特朗普": "美国前总统"}),
        ("国务卿约翰·克里将与外长会面。", {"约翰·克里": "国务卿"}),
        ("检察官杰克·史密斯提起诉讼。", {"杰克·史密斯": "检察官"}),
        ("日本首相岸田文雄访问邻国。", {"岸田文雄": "日本首相"}),
        ("布鲁斯·西尔弗说，要快。", {"布鲁斯·西尔弗": None}),
        ("他赢得了罗兰·加洛斯的冠军。", {}),
        ("歌剧《尤金·奥涅金》上演。奥巴马说，要快。", {}),
        ("乌克兰总统府发布消息，总统乌克兰之行结束。", {}),
    ],
)
def test_a_foreign_name_needs_a_title_or_a_dot_and_a_voice(text: str, people: dict[str, str | None]):
    """And ends where the next word begins."""
    assert named(text) == people


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("区长林芳正的态度强硬。林芳正的发言很短。", {"林芳正": "区长"}),
        ("区长张有为主持会议。张有为指出，要快。", {"张有为": "区长"}),
        ("区长张有为主持会议。", {}),
        ("区长李明和市长赵敏到现场。", {"李明": "区长", "赵敏": "市长"}),
        ("村书记李平均告诉记者。", {}),
        ("董事长吴世均先生主持。", {}),
        ("厅长秦军搞迷信活动。副市长秦军为谋私利。", {"秦军": "副市长"}),
    ],
)
def test_how_long_a_name_is_the_rest_of_the_text_may_tell(text: str, people: dict[str, str]):
    """Where it does not, there is none: half a name is another person."""
    assert set(named(text)) == set(people)


@pytest.mark.parametrize(
    "text",
    [
        "城市长江大桥开通。",
        "社区民警温馨提示广大居民。",
        "法官陈述称，属实。",
        "嫌疑人委托律师向中检申请再议。",
        "周边民警向该处靠拢。",
        "中小学生齐聚北京。",
        "村民王女士、市民李先生、居民张阿姨、老板叶某到场。",
        "民警马不停蹄赶到。",
        "省管干部任前公示。",
        "各成员单位、各企业代表参加。",
        "员工关怀暖人心。",
        "专家顾问服务到家。",
        "记者孙庆辉报道。",
        "（记者 孙庆辉 通讯员 冯亚旭）",
        "水退了。责任编辑：主任 王小强",
    ],
)
def test_what_only_looks_like_a_name_is_none(text: str):
    """A verb, a body, a lady without a given name, a reporter."""
    assert named(text) == {}


def test_a_person_may_report_and_yet_be_in_the_news():
    """Named with a title outside the byline."""
    assert named("队长王小强说，要快。（通讯员 王小强）") == {"王小强": "队长"}


def test_people_stand_in_the_order_in_which_they_are_first_printed():
    """With the title or without."""
    assert [person.name for person in people_in("李晓明说得好。区长张红军、副区长李晓明出席。")] == ["李晓明", "张红军"]


PIECES = st.sampled_from(
    "区长 副主任 书记 有关领导 主任 总统 、 和 等 ， 。 张红军 李明 李明亮 王刚 欧阳明 于伟 阿里 "
    "奥巴马 约翰·克里 强调 在 为 提出 记者 （ ） 同志 教授 高新区 管委会 的 "
    "\n 一".split(" ")
)


@settings(max_examples=500)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_names_are_printed_where_they_are_said_to_be_and_never_overlap(text: str):
    """Each at least once, in order; a title is printed, too."""
    people = people_in(text)
    assert all(span.of(text) == person.name for person in people for span in person.spans)
    spans = sorted(span for person in people for span in person.spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))
    assert all(person.spans and list(person.spans) == sorted(person.spans) for person in people)
    assert all(person.title is None or person.title in text for person in people)


@pytest.mark.parametrize("piece", ["局长张红军、", "书记", "区", "总统阿", "张三、李四、", "局长张有为主持", "张红军同志", "阿·", "（记者"])
def test_the_time_it_takes_stays_in_step_with_the_text(piece: str):
    """Twice the text, twice the time and no more than half again."""
    times = []
    for length in (40_000, 160_000):
        text = piece * (length // len(piece))
        began = time.process_time()
        people_in.__wrapped__(text)
        times.append(time.process_time() - began)
    assert times[1] < 8 * times[0] + 0.5


@pytest.mark.parametrize(
    ("text", "person", "title"),
    [
        ("区信访局局长隗长明当场表态，年底办结。", "隗长明", "区信访局局长"),
        ("街道办事处主任容与之说，名单已公示。", "容与之", "街道办事处主任"),
        ("区文旅局局长解千山在开幕时要求，做好接待。", "解千山", "区文旅局局长"),
        ("区审计局局长钟离朔要求，限期整改。", "钟离朔", "区审计局局长"),
        ("园区主任赫连川介绍，路已通车。", "赫连川", "园区主任"),
    ],
)
def test_a_rare_surname_behind_a_title_is_one_where_its_bearer_speaks(text: str, person: str, title: str):
    """Though the dictionary knows it for another word: 容 contains, 解 unties, 钟离 is a place."""
    assert named(text) == {person: title}


@pytest.mark.parametrize(
    "text",
    [
        "书记于会上表示，要快。",
        "选手向记者表示，很高兴。",
        "居民幸福感提升。",
        "主任连夜赶到现场。",
        "公司代表东方雨虹参会。",
        "旅客堵在出口处。",
        "书记问计于民。",
        "老师爱护学生。",
        "干部农忙时下田。",
        "学生年均阅读十本书。",
    ],
)
def test_a_rare_surname_that_begins_another_word_makes_nobody(text: str):
    """Nor does a double one that is a place or a firm."""
    assert named(text) == {}


def test_a_text_in_traditional_script_names_people_as_it_prints_them():
    """It is read as in simplified script, character for character."""
    text = "圖書館館長葉靜儀介紹，新館開放時間為每天九時，讀者須實名登記，館內不得飲食。區長張遠航說，將辦書展。"
    assert named(text) == {"葉靜儀": "圖書館館長", "張遠航": "區長"}
    assert all(span.of(text) == person.name for person in people_in(text) for span in person.spans)
