"""One file or a whole page of a newspaper: every article is found under its title, and in doubt nothing is split."""

import json
import time
from contextlib import suppress
from itertools import islice

import pytest
from conftest import SAMPLES, shared
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.errors import Unreadable
from ingest.foot import foot_of
from ingest.layout import repair
from ingest.split import articles_in, the_article_in
from ingest.starts import starts_in
from ingest.titles import LONGEST, borrowed, is_title

A, B = "云川高新区召开防汛会", "清浦河端午龙舟赛开桨"
BODY = "6月11日晚，云川高新区召开防汛会，部署值守。"
MORE = "各街道连夜巡堤，无人受伤。"


def bare(text: str) -> str:
    """The printed characters alone."""
    return "".join(text.split())


def titles(text: str) -> list[str]:
    """The titles of a file's articles."""
    return [one.title for one in articles_in(text)]


def pairs(text: str) -> list[tuple[str, str]]:
    """Titles and texts of a file's articles."""
    return [(one.title, one.text) for one in articles_in(text)]


# Many articles without an H1


@pytest.mark.parametrize(
    "opening",
    [
        "本报讯 ",
        "本报讯（记者 李某 通讯员 王某）",
        "（本报记者 李某）",
        "本报云川6月11日讯 ",
        "新华社云川6月11日电（记者 李某）",
        "云川日报讯（记者 李某）",
        "中新网云川6月11日电 ",
        "2025-06-12 10:00:00，正文：",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_title_and_a_dateline_begin_an_article(opening: str, between: str):
    """Where a page holds two or more."""
    text = f"{A}{between}{opening}{BODY}\n{MORE}\n\n{B}{between}{opening}{BODY}\n{MORE}\n"
    assert titles(text) == [A, B]
    assert all(one.text.endswith(f"{BODY}\n{MORE}") for one in articles_in(text))


def test_the_bylines_of_each_stay_its_own():
    """Whether they stand in brackets before the text or plainly behind it."""
    text = f"{A}\n本报讯 {BODY}记者 李某 通讯员 王某 文/图\n{B}\n本报讯（记者 张某）{BODY}\n（责任编辑：赵某）\n"
    assert pairs(text) == [(A, f"本报讯 {BODY}记者 李某 通讯员 王某 文/图"), (B, f"本报讯（记者 张某）{BODY}")]


@pytest.mark.parametrize("byline", ["", "记者 李某\n", "本报记者 李某 通讯员 王某\n\n"])
def test_a_title_and_a_line_with_the_day_begin_an_article(byline: str):
    """The day is the article's own."""
    text = f"{A}\n2025-06-11 来源：云川日报\n{byline}{BODY}\n\n{B}\n2025年6月12日\n{byline}{BODY}\n"
    first, second = articles_in(text)
    assert (first.title, str(first.published_on), first.source) == (A, "2025-06-11", "云川日报")
    assert (second.title, str(second.published_on)) == (B, "2025-06-12")
    assert all(one.text == f"{byline.strip()}\n{BODY}".strip() for one in (first, second))


def test_a_title_of_several_lines_is_kept_with_its_article():
    """Shoulder, headline, subtitle: the first is its title, nothing goes to the article before."""
    text = f"{A}\n本报讯 {BODY}\n\n压实责任 守住底线\n{B}\n——全市三十支队伍参赛\n本报讯 {MORE}\n"
    first, second = articles_in(text)
    assert first.text == f"本报讯 {BODY}"
    assert bare(second.title + second.text) == bare(f"压实责任 守住底线{B}——全市三十支队伍参赛本报讯 {MORE}")


def test_briefs_without_titles_are_articles_too():
    """Each begins with 本报讯 behind the full stop of the last."""
    assert pairs(f"本报讯 {BODY}\n{MORE}\n本报讯 {MORE}\n") == [
        ("6月11日晚，云川高新区召开防汛会，部署值守", f"本报讯 {BODY}\n{MORE}"),
        ("各街道连夜巡堤，无人受伤", f"本报讯 {MORE}"),
    ]


def test_the_head_of_a_page_is_no_article():
    """Its name, day and page, before the first title."""
    text = f"云川高新报 2025年6月12日\n第2版：要闻\n\n{A}\n本报讯 {BODY}\n\n{B}\n本报讯 {MORE}\n"
    assert [(one.title, str(one.published_on)) for one in articles_in(text)] == [(A, "2025-06-12"), (B, "2025-06-12")]


@pytest.mark.parametrize(
    "text",
    [
        f"{A}\n本报讯 {BODY}\n{MORE}",
        f"{A}\n{BODY}\n据新华社云川6月11日电 {MORE}\n据新华社云川6月12日电 {MORE}",
        f"{A}\n本报讯 {BODY}\n相关链接\n{MORE}\n防汛常识\n{MORE}",
        f"{A}\n\n{BODY}\n\n一、摸底\n\n{MORE}\n\n二、整改\n\n{MORE}",
        f"{A}\n{BODY}\n起步\n2015年3月1日，{MORE}\n发展\n2020年3月1日，{MORE}",
        f"{A}\n（本报记者 李某）\n{BODY}\n{MORE}\n（本报记者 李某）",
        f"{A}\n{MORE}\n图为会议现场。新华社记者 李某 摄\n图为巡堤现场。新华社记者 李某 摄",
        f"## 摸底\n本报讯 {BODY}\n## 整改\n{MORE}",
        f"{BODY}\n2025年6月11日\n{MORE}\n2025年6月12日\n{MORE}",
    ],
)
def test_in_doubt_one_file_is_one_article(text: str):
    """Half an article is worse than two in one."""
    assert not list(starts_in(text))
    (one,) = articles_in(text)
    assert bare(MORE) in bare(one.text)


def test_an_article_under_a_first_heading_is_split_no_further():
    """Its heading has the last word."""
    assert titles(f"# {A}\n本报讯 {BODY}\n{B}\n本报讯 {MORE}\n") == [A]


# Layout of an article


def test_captions_tables_and_bylines_are_paragraphs_of_their_own():
    """None runs into the next."""
    text = f"{A}\n{BODY}\n会议现场，张某讲话。李某 摄\n图为巡堤现场\n| 点位 | 数量 |\n| 涵洞，隧道 | 3 |\n{MORE}\n（记者 李某）"
    assert next(articles_in(text)).text.split("\n") == text.split("\n")[1:]


@pytest.mark.parametrize("gap", [" " * 4, "\u3000" * 4, "\xa0" * 8, " \t" * 13])
def test_a_wide_gap_in_a_crawled_line_ends_a_paragraph_or_a_caption(gap: str):
    """Where a crawler has lost the line end."""
    assert repair(f"李某 摄{gap}各街道巡堤。{gap}水位下降。") == "李某 摄\n各街道巡堤。\n水位下降。"
    assert repair(f"云川备汛{gap}水位上涨。") == "云川备汛\n水位上涨。"
    assert repair(f"| 点位{gap}| 数量{gap}|") == "| 点位 | 数量 |"


def test_a_title_lost_in_a_crawled_line_is_found_again():
    """Behind 原标题：, up to the gap; where even the gap is lost, where the text begins, and then it stays in the text."""
    first, second, third = (
        next(articles_in(f"2025-06-12，正文：{text}"))
        for text in (
            f"    原标题：{A}                新京报讯（记者 李某）{BODY}",
            f"原标题：{A}新华社云川6月11日电 {BODY}",
            f"（原标题：{A}）        {BODY}",
        )
    )
    assert (first.title, first.text) == (A, f"新京报讯（记者 李某）{BODY}")
    assert (second.title, second.text) == (A, f"{A}新华社云川6月11日电 {BODY}")
    assert (third.title, third.text) == (A, BODY)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("IT之家 6 月 11 日消息，某公司今日发布财报，营收为2879亿元。", "某公司今日发布财报，营收为2879亿元"),
        ("新华社云川6月11日电（记者 李某）云川高新区召开防汛会，部署值守。", "云川高新区召开防汛会，部署值守"),
        ("本报讯 记者6月11日从云川水务局获悉，清浦河水位上涨，各街道巡堤。", "清浦河水位上涨，各街道巡堤"),
        (
            "云川高新区管委会（以下简称管委会）召开会议，张某、李某、王某、赵某出席会议。",
            "云川高新区管委会（以下简称管委会）召开会议",
        ),
        ("电。", "电"),
        ("一。二。", "一"),
    ],
)
def test_an_article_without_a_title_line_is_called_by_its_first_clauses(text: str, title: str):
    """Behind its dateline; the words stay in the text."""
    (one,) = articles_in(text)
    assert (one.title, one.text) == (title, text)


@given(st.text(min_size=1, max_size=200).filter(repair))
def test_a_borrowed_title_is_printed_in_its_text(text: str):
    """And is short, and never empty."""
    whole = repair(text)
    title = borrowed(whole)
    assert title
    assert title in whole
    assert len(title) <= LONGEST


@pytest.mark.parametrize(
    "line",
    [
        "（记者 李某）",
        "本报记者 李某",
        "来源：云川日报",
        "图为会议现场",
        "一、摸底",
        "1.摸底",
        "- 摸底",
        "| 点位 |",
        "会议指出，",
        "李某 摄",
        "———",
        "水位上涨。巡堤",
    ],
)
def test_a_byline_an_item_or_a_caption_is_no_title(line: str):
    """However short."""
    assert not is_title(line)


# The foot of a page

FEET = [
    "返回搜狐，查看更多",
    "责任编辑：",
    "返回搜狐，查看更多                        责任编辑：李某",
    "（责任编辑：李某 CN032)",
    "                  【责任编辑：李某】",
    "【编辑:李某】                                    更多精彩内容请进入国内新闻",
    "[            \t责编：李某 ]",
    "分享让更多人看到",
    "流程编辑：TF060           如遇作品内容、版权等问题，请在相关文章刊发之日起30日内与本网联系。版权侵权联系电话：010-00000000",
    "广告声明：文内含有的对外跳转链接，用于传递更多信息，节省甄选时间，结果仅供参考，本站所有文章均包含本声明。",
    "版权声明：凡本网注明来源的作品，未经授权不得转载。违者本网将依法追究法律责任。",
    "声明：此文版权归原作者所有，若有来源错误或者侵犯您的合法权益，您可通过邮箱与我们取得联系，我们将及时进行处理。",
    "*云川独家稿件，转载请注明出处。",
    "本文不构成投资建议，股市有风险，投资需谨慎。",
    "未经许可，禁止进行转载、摘编、复制及建立镜像等任何使用。",
    "如有侵权，请联系我们删除。",
    "新闻线索报料通道：应用市场下载客户端，全省600位记者在线等你来报料！",
    "举报/反馈",
    "举报",
    "扫码关注云川发布",
    "点击进入专题",
    "打印本页 关闭窗口",
    "阅读原文",
]


@pytest.mark.parametrize("foot", FEET)
@pytest.mark.parametrize("end", ["。", "。（记者 李某）", "”。"])
def test_what_a_page_prints_below_an_article_is_no_part_of_it(foot: str, end: str):
    """On the same line or on the next; two such pieces as well as one."""
    text = f"水位上涨，各街道巡堤{end}"
    for gap in ("", "\n", " "):
        assert text[: foot_of(text + gap + foot)] == text
        assert text[: foot_of(text + gap + foot + "\n" + foot)] == text


@pytest.mark.parametrize(
    "end",
    [
        "记者 李某 通讯员 王某 文/图",
        "（记者 李某）",
        "（完）",
        "来源：云川日报",
        "编辑 李某 校对 王某",
        "市民可拨打12345举报。",
        "他在声明中说，版权属于作者。",
        "公司发布声明：产品未经授权不得转载，将追究法律责任。",
        "专家提醒，如有侵犯知识产权行为，可向市监局举报。",
        "如有侵犯知识产权行为，市民可拨打12315投诉。",
        "本文作者认为，该行为侵犯了消费者权益。",
        "群众扫描二维码即可办理。",
        "会议要求加强信息分享",
        "各单位要及时反馈",
        "责任编辑部门要把关。",
        "《 云川日报 》（ 2025年06月12日 12 版）",
    ],
)
def test_what_may_be_the_articles_own_stays(end: str):
    """In doubt it is kept."""
    text = f"水位上涨，各街道巡堤。{end}"
    assert foot_of(text) == len(text)


def test_a_notice_above_an_article_takes_nothing_of_it():
    """Crawlers put them there, too; what begins behind a gap or with a dateline is the article."""
    for gap in ("    ", " ", ""):
        text = f"版权声明：凡本网作品，未经授权不得转载。违者本网将依法追究法律责任。{gap}本报讯（记者 李某）水位上涨，各街道巡堤。"
        assert foot_of(text) == len(text)
    assert foot_of("导演某某。 扫码下载 > 去片名的页面 主演: 李某") == len("导演某某。 扫码下载 > 去片名的页面 主演: 李某")


def test_a_page_that_is_nothing_but_its_foot_is_kept_whole():
    """Something was printed; who am I to say it was nothing."""
    (one,) = articles_in("更多精彩内容请进入国内新闻")
    assert one.text == "更多精彩内容请进入国内新闻"


# What holds for any text

OTHERS = "本报讯 |\n|\n\n|    |\u3000|# |## |（记者 李某）|2025-06-12 10:00，正文：|原标题：|2025年6月12日\n|，|。|图为|强|调".split("|")
PIECES = st.sampled_from([*FEET, *OTHERS, A, B, BODY, MORE, "|"])


@settings(max_examples=400)
@given(st.lists(PIECES, min_size=1, max_size=16).map("".join) | st.text(max_size=60))
@example("正文：返回搜狐，查看更多")
@example("# 甲\n正文：\n# 乙")
def test_apart_from_blanks_an_article_is_a_stretch_of_its_file(text: str):
    """And its title stands before it, or in it; no article is empty."""
    try:
        found = [*articles_in(text), the_article_in(text)]
    except Unreadable:
        return
    for one in found:
        assert one.text.strip()
        assert one.title.strip()
        assert bare(one.text) in bare(text)
        assert bare(one.title) in bare(text)


@settings(max_examples=200)
@given(st.lists(PIECES, min_size=1, max_size=16).map("".join))
def test_an_article_read_again_from_its_own_text_is_the_same_article(text: str):
    """As the catalogue keeps it."""
    assert repair(repair(text)) == repair(text)
    try:
        one = the_article_in(text)
    except Unreadable:
        return
    assert repair(one.text) == one.text


def test_no_character_of_an_article_at_hand_changes():
    """The labelled ones and ten thousand crawled ones: each a stretch of its record, its title printed there."""
    for path, some in (("gold/dev/articles.jsonl", None), ("bench/crud10k/corpus.jsonl", 10_000)):
        for line in islice(shared(path).read_text("utf-8").splitlines(), some):
            text = json.loads(line)["text"]
            one = the_article_in(text)
            assert bare(one.text) in bare(text)
            assert bare(one.title) in bare(text)


def test_the_seed_and_the_samples_are_split_where_their_headings_stand():
    """And nowhere else."""
    for path in [*shared("corpus/seed").iterdir(), *SAMPLES.glob("*.md")]:
        text = path.read_text("utf-8")
        heads = [line for line in text.splitlines() if line.startswith("# ")]
        assert len(titles(text)) == max(1, len(heads)), path.name


HOSTILE = (
    "\n|题\n|题\n本报讯。\n|本报讯\n|2025年6月12日\n|声明：|。声明：版权|（记者|【编辑：|，正文|a，\n'\n|#\n|原标题：|图    |"
    "《云川日报》（2025年6月12日|来源： |一| |\u3000"
).split("|")


@pytest.mark.parametrize("seed", [*HOSTILE, "|\n"])
def test_a_megabyte_of_hostile_text_is_read_in_seconds(seed: str):
    """Every pattern looks at each character a bounded number of times."""
    text = (seed * (2**20 // len(seed.encode()) + 1))[: 2**20 // len(seed.encode()) * len(seed)]
    start = time.process_time()
    with suppress(Unreadable):
        list(articles_in(f"题目在此\n{text}"))
    assert time.process_time() - start < 15
