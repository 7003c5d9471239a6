"""Action items without a model: who asks, who is to do it, by when; and what is no item."""

import time
from datetime import date

import pytest
from conftest import SHARED, shared
from hypothesis import given, settings
from hypothesis import strategies as st

from evals.items import compare, scores
from evals.labels import load
from ingest.actions import ActionItem, items_in
from ingest.article import Span

_PUBLISHED = date(2025, 6, 12)
_TITLED = "6月11日，云川高新区召开备汛会。区管委会主任陆启明出席。"


def read(text: str, published_on: date | None = _PUBLISHED) -> list[tuple[str, ...]]:
    """The items as (kind, assigner, owner, due, evidence), with - for what is not printed."""
    return [
        (item.kind, *(span.of(text) if span else "-" for span in (item.assigner, item.owner, item.due)), item.evidence.of(text))
        for item in items_in(text, published_on)
    ]


def test_a_demand_names_who_asks_and_who_is_to_do_it():
    """The assigner is carried from the sentence that opens the speech."""
    assert read(_TITLED + "陆启明强调，区水务局要逐一建档。各街道要补齐沙袋。") == [
        ("instruction", "陆启明", "区水务局", "-", "区水务局要逐一建档"),
        ("instruction", "陆启明", "各街道", "-", "各街道要补齐沙袋"),
    ]


def test_an_owner_that_is_not_printed_is_none():
    """It is never guessed; neither is it taken from another speech."""
    assert [item[2] for item in read(_TITLED + "陆启明强调，各街道要补齐沙袋。会议要求，要全面排查隐患。")] == ["各街道", "-"]


def test_the_owner_is_carried_until_another_subject_is_printed():
    """Of a thing nobody is the owner."""
    text = _TITLED + "陆启明强调，区水务局要逐一建档，要写明责任人；兴苇路必须恢复施工。"
    assert [item[2] for item in read(text)] == ["区水务局", "区水务局", "-"]


def test_whoever_is_charged_with_a_matter_is_its_owner():
    """由…牵头 and who helps are one item with what is to be done by then."""
    assert read(_TITLED + "陆启明要求，管线普查由区住建局牵头，燃气、通信等单位配合，6月底前交出图纸。") == [
        ("instruction", "陆启明", "区住建局", "6月底前", "管线普查由区住建局牵头，燃气、通信等单位配合，6月底前交出图纸")
    ]


def test_the_items_of_a_list_are_apart_and_its_headings_are_none():
    """一是 and 二是 are items; a heading whose details follow is not."""
    text = _TITLED + "陆启明提出三点要求：一是认识要到位。各单位要逐级签订责任书。二是抓好整改，逐项销号。三是备足物资。要清点库存。"
    assert [item[4] for item in read(text)] == ["各单位要逐级签订责任书", "二是抓好整改，逐项销号", "要清点库存"]


def test_a_request_names_whom_it_is_put_to():
    """要求 and the like say it right behind."""
    assert read(_TITLED + "陆启明要求区应急管理局尽快摸清底数。") == [
        ("instruction", "陆启明", "区应急管理局", "尽快", "陆启明要求区应急管理局尽快摸清底数")
    ]


@pytest.mark.parametrize(
    ("said", "owners"),
    [
        ("陆启明要求区水务局6月20日前办结移交，区园林中心6月底前补种树木。", ["区水务局", "区园林中心"]),
        ("陆启明责成区民政局在6月20日前列出名单，并向群众公开。", ["区民政局"]),
        ("陆启明要求区水务局、区园林中心三天内解决用水问题。", ["区水务局、区园林中心"]),
        ("会议要求，区园林中心每日16时前汇总情况。", ["区园林中心"]),
        ("陆启明要求各街道引以为戒。", ["各街道"]),
        ("陆启明要求各街道开展自查，自查报告由单位主要负责人签字后上报。", ["各街道"]),
    ],
)
def test_a_bound_may_stand_between_who_is_told_and_what_is_to_be_done(said: str, owners: list[str]):
    """要求区水务局6月20日前办结; 向群众 says to whom, and 主要负责人 are people."""
    assert [item[2] for item in read(_TITLED + said)] == owners


def test_a_body_undertakes_what_it_will_do_itself():
    """该局 is the body in the speaker's title."""
    text = "区水务局局长陈清河表示，该局将于6月下旬组织一次演练，并计划新增水位站8处。"
    assert read(text) == [
        ("commitment", "陈清河", "区水务局", "6月下旬", "该局将于6月下旬组织一次演练"),
        ("commitment", "陈清河", "区水务局", "-", "计划新增水位站8处"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "区水务局已报送了问题清单。",
        "陆启明希望企业再创佳绩。",
        "陆启明勉励学生努力学习。",
        "台风将带来强降雨。",
        "此举将进一步提升排涝能力。",
        "工作人员将其送往医院。",
        "按照工作要求，有关情况需要进一步了解。",
        "专家认为，城市需要更多绿地。",
        "请扫描二维码关注我们。",
    ],
)
def test_what_is_done_or_wished_or_going_to_happen_is_no_item(sentence: str):
    """Neither are a page's own words to its readers."""
    assert read(_TITLED + sentence) == []


@pytest.mark.parametrize(
    ("clause", "due", "day"),
    [
        ("6月20日前报送清单", "6月20日前", date(2025, 6, 20)),
        ("6月底前报送清单", "6月底前", date(2025, 6, 30)),
        ("立即报送清单", "立即", None),
        ("尽快报送清单", "尽快", None),
        ("及时报送清单", "-", None),
        ("6月20日起报送清单", "-", None),
    ],
)
def test_a_bound_is_the_printed_words_and_its_last_day(clause: str, due: str, day: date | None):
    """尽快 has no day; 及时 is manner, and a start bounds nothing."""
    text = _TITLED + f"陆启明强调，各街道要{clause}。"
    assert [item[3] for item in read(text)] == [due]
    assert [item.due_on for item in items_in(text, _PUBLISHED)] == [day]


def test_without_a_day_of_publication_no_bound_has_a_day():
    """And the basis says why."""
    text = "区管委会主任陆启明强调，各街道要在6月20日前补齐沙袋。"
    (item,) = items_in(text, None)
    assert (item.due and item.due.of(text), item.due_on) == ("6月20日前", None)
    assert item.basis


def test_a_prohibition_keeps_its_not():
    """转移演练不得走过场 does not ask for 走过场."""
    text = _TITLED + "陆启明强调，转移演练不得走过场。"
    (item,) = items_in(text, _PUBLISHED)
    assert "不得" in item.action.of(text)


def test_what_is_printed_twice_is_one_item():
    """A headline run into the text, or a caption."""
    text = "区财政局将发放补贴。8月5日，区财政局将发放补贴。"
    assert len(read(text)) == 1


def test_an_order_on_the_spot_lays_each_matter_on_somebody():
    """交办 demands as 要求 does, of whoever is charged behind a thing; what only says by when it is over stays with it."""
    text = (
        _TITLED + "陆启明对反映的问题当场交办：路灯不亮由区城管局会同街道办理，7月5日前换新灯具；井盖缺失由物业公司自己解决，本月内完成。"
    )
    assert read(text) == [
        ("instruction", "陆启明", "区城管局", "7月5日前", "路灯不亮由区城管局会同街道办理，7月5日前换新灯具"),
        ("instruction", "陆启明", "物业公司", "本月内", "井盖缺失由物业公司自己解决，本月内完成"),
    ]


def test_he_who_demands_is_the_one_the_sentence_began_with():
    """赶到现场…他要求."""
    assert read("副区长程见远深夜赶到现场，他要求：街道要在3日内查清原因。")[0][:3] == ("instruction", "程见远", "街道")


def test_an_announced_demand_is_put_to_those_it_names():
    """在…时对…提出要求, and each bound of its own makes an item of its own."""
    text = "组织部部长阳清秋在谈话时对新任干部提出要求：一周之内完成交接；7月底前每人走访十户居民。"
    assert [(item[1], item[2], item[4]) for item in read(text)] == [
        ("阳清秋", "新任干部", "一周之内完成交接"),
        ("阳清秋", "新任干部", "7月底前每人走访十户居民"),
    ]


def test_a_notice_that_is_sent_out_demands():
    """Its sender asks."""
    text = "6月11日，区应急管理局发出紧急通知：各街道必须备足沙袋。"
    assert [item[1:3] for item in read(text)] == [("区应急管理局", "各街道")]


def test_a_speaker_undertakes_without_a_subject():
    """三季度将… behind the speaker's name is his body's, and so is each deed with a day of its own."""
    text = "区水务局局长陈清河表示，三季度将新建泵站3座，7月20日前与市平台联网，清单8月底前公示。"
    assert [(item[1], item[2], item[4]) for item in read(text)] == [
        ("陈清河", "区水务局", "三季度将新建泵站3座"),
        ("陈清河", "区水务局", "7月20日前与市平台联网"),
        ("陈清河", "区水务局", "清单8月底前公示"),
    ]


def test_a_thing_that_will_be_done_by_a_day_is_undertaken_by_the_speakers_body():
    """Things promise nothing."""
    assert [item[:4] for item in read("区水务局局长陈清河表示，剩余3座泵站将在9月底前建成。")] == [
        ("commitment", "陈清河", "区水务局", "9月底前")
    ]
    assert read("一名网友表示，剩余3座泵站将在9月底前建成。") == []


def test_what_is_demanded_of_each_is_said_of_the_deed_before():
    """件件 and 户户 name no other."""
    assert len(read(_TITLED + "陆启明要求，由区信访局牵头，对来信逐件登记，件件都要有回音。")) == 1


def test_a_list_of_what_was_done_demands_nothing():
    """实现 in its lead-in is told, not asked, where the speaker only tells."""
    assert read("区体育局局长陈清河介绍，赛事实现两个首次，一是首次无纸化检录；二是在区内首次实施芯片计时。") == []


def test_an_article_in_traditional_script_is_read_as_well():
    """Its fields are its own characters."""
    text = "區圖書館館長葉靜儀表示，圖書館將在年內為兩個園區各建一座分館。區長張遠航要求，各學校要在6月底前組織學生參觀。"
    assert read(text) == [
        ("commitment", "葉靜儀", "圖書館", "年內", "圖書館將在年內為兩個園區各建一座分館"),
        ("instruction", "張遠航", "各學校", "6月底前", "各學校要在6月底前組織學生參觀"),
    ]


_WORDS = st.sampled_from(
    "陆启明 区水务局 各街道 会议 强调 要求 指出 表示 说 要 必须 应 将 计划 由 牵头 负责 不得 尽快 6月底前 三日内 起 已 了 希望 "
    "一是 二是 （一） 首先 其次 同时 并 加强 整治 排查 报送 清单 把 对 的 “ ” 《 》 ， 。 ； ： 、 \n 建档".split(" ")
)


@settings(max_examples=200)
@given(st.lists(_WORDS, max_size=60).map("".join))
def test_every_field_is_a_stretch_of_its_article(text: str):
    """In any jumble of the words that the rules look for: in order, none empty, the deed and its bound within the evidence."""
    items = items_in(text, _PUBLISHED)
    assert [item.evidence for item in items] == sorted(item.evidence for item in items)
    for item in items:
        for span in _spans(item):
            assert 0 <= span.start < span.end <= len(text)
        assert item.evidence.holds(item.action)
        assert item.due is None or item.evidence.holds(item.due)


def _spans(item: ActionItem) -> list[Span]:
    return [span for span in (item.assigner, item.owner, item.action, item.due, item.evidence) if span]


@pytest.mark.parametrize("piece", ["要", "更加快", "由区", "将", "要求", "，", "各单位要", "一是", "“", "以来在"])
def test_reading_takes_time_in_step_with_length(piece: str):
    """However a text repeats what the rules look for."""
    start = time.perf_counter()
    items_in("会议强调，" + piece * (20_000 // len(piece)), _PUBLISHED)
    assert time.perf_counter() - start < 8


@pytest.mark.parametrize("manner", ["在会上", "发文", "向中", "日前在时"])
def test_a_row_of_manners_before_a_verb_is_read_in_one_way(manner: str):
    """It can be parted in more ways than anybody could try; this returns at all."""
    assert read("区水务局" + manner * 200 + "啊要求各街道巡堤。") is not None
    assert read("区水务局" + manner * 200 + "要求各街道补齐沙袋，各街道要巡堤。") is not None


def test_labelled_news_reaches_what_it_did():
    """On the hand labels that lie beside the repo: floors under F1 and the fields, and no field that is not printed."""
    found = scores([compare(one) for one in load(shared("gold/dev"))])
    assert SHARED.exists()
    assert found["items: F1"] >= 0.85
    assert found["items: precision"] >= 0.85
    assert found["items: assigner"] >= 0.95
    assert found["items: owner"] >= 0.9
    assert found["items: fields printed"] == 1


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("“青禾计划”是一项技能提升项目，“青禾计划+”就业行动也在其中。", []),
        ("石景山区将在会场附近新增三座停车场。", [("石景山区", "石景山区", "石景山区将在会场附近新增三座停车场")]),
        (_TITLED + "陆启明要求全力解救被困人员。", [("陆启明", "-", "陆启明要求全力解救被困人员")]),
        (_TITLED + "陆启明强调自己是基层出身，了解民众的声音。", []),
        (_TITLED + "他说，请大家务必清理阳台。", [("陆启明", "大家", "请大家务必清理阳台")]),
        ("省水利厅下发通知，要求做好转移工作，应撤尽撤。", [("省水利厅", "-", "要求做好转移工作，应撤尽撤")]),
        ("近日印发的《云川养犬管理公告》指出，不得遛放烈性犬。", [("《云川养犬管理公告》", "-", "不得遛放烈性犬")]),
        ("《通知》强调，泵站已经验收了。同时，在巡查中要记录水位。", [("《通知》", "-", "在巡查中要记录水位")]),
        ("区水务局要求云川实验室补交记录。", [("区水务局", "云川实验室", "区水务局要求云川实验室补交记录")]),
        ("枫杨集团已要求苇泊公司在三个月内提交方案。", [("枫杨集团", "苇泊公司", "枫杨集团已要求苇泊公司在三个月内提交方案")]),
        ("枫杨快递方面表示，将在十天内查找包裹。", [("枫杨快递方面", "枫杨快递方面", "将在十天内查找包裹")]),
        (_TITLED + "陆启明部署了下半年工作：一是要摸清家底，逐户建档。", [("陆启明", "-", "一是要摸清家底，逐户建档")]),
        ("云川镇积极争取政策、资金支持，调优产业结构。", []),
        ("相关律师指出，对于包裹的去向，要等警方调查确认。", []),
        ("村民陆启明报了警。骗子以账号冻结为由，要求受害人反复转账。", []),
        ("村民陆启明报了警。骗子来电要求各村民转账。", []),
        ("区水务局局长陆启明介绍，水质正在评估。有关部门要排查水源。", [("陆启明", "有关部门", "有关部门要排查水源")]),
    ],
)
def test_sentences_of_other_pages_than_the_labelled_ones(printed: str, expected: list[tuple[str, ...]]):
    """Each once was read wrongly: a plan's name, a district that looks like hills, a deed taken for whoever is told."""
    assert [(item[1], item[2], item[4]) for item in read(printed)] == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("区长陆启明要求严打不法分子，各派出所要加强巡查。", ["区长陆启明要求严打不法分子", "各派出所要加强巡查"]),
        ("区长陆启明要求关爱受害者，区民政局三天内发放补助。", ["区长陆启明要求关爱受害者", "区民政局三天内发放补助"]),
        ("会议强调，要安抚受害者家属，区民政局要发放补助。", ["要安抚受害者家属", "区民政局要发放补助"]),
    ],
)
def test_what_is_to_be_done_about_crooks_and_for_victims_is_demanded(printed: str, expected: list[str]):
    """Only what a crook asks, or a victim is asked, is no demand."""
    assert [item[4] for item in read(printed)] == expected


@pytest.mark.parametrize(
    ("told", "deed"),
    [
        ("依法治区办公室", "开展检查"),
        ("综合管理中心", "补齐沙袋"),
        ("集中供热公司", "完成检修"),
        ("综合执法队", "加强巡查"),
        ("科学研究院", "提交报告"),
    ],
)
def test_an_office_may_be_called_as_a_deed_begins(told: str, deed: str):
    """综合 and 依法 are adverbs before a verb, but no more than half a name before an office."""
    assert [item[2] for item in read(f"区长陆启明要求{told}{deed}。")] == [told]


@pytest.mark.parametrize(
    "deed", ["定期组织各单位", "严格监管平台公司", "依法约束物业公司", "快速通知管理处", "热情接待调查组", "依法打击中介公司"]
)
def test_an_adverb_and_a_verb_before_an_office_are_no_name(deed: str):
    """They are what is asked, of nobody who is named."""
    assert {item[2] for item in read(f"区长陆启明要求{deed}完成检修。")} <= {"-"}


def test_a_long_list_of_deeds_is_one_demand():
    """Officials put ten of them between two marks."""
    asked = "区长陆启明要求各街道" + "、".join(["加强巡堤查险和值班值守工作"] * 10)
    assert [item[2:] for item in read(asked + "。")] == [("各街道", "-", asked)]


def test_what_a_state_will_do_is_no_demand_of_whoever_demanded_before():
    """Behind a demand, 将 after a body promises."""
    text = _TITLED + "陆启明要求各街道补齐沙袋，区水务局将公布检查结果。"
    assert [item[0] for item in read(text)] == ["instruction", "commitment"]


def test_two_departments_ask_though_a_header_stands_before_them():
    """A crawled page begins with its day and 正文."""
    text = "2026-03-02，正文：两部门联合印发通知，要求各街道补齐沙袋。"
    assert read(text) == [("instruction", "两部门", "各街道", "-", "要求各街道补齐沙袋")]
