"""Bodies in full and in short: where a name begins and ends, and which short name stands for which full one."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts import organisations_in


def named(text: str) -> list[str]:
    """The bodies a text names, in order."""
    return [one.name for one in organisations_in(text)]


def links(text: str) -> dict[str, str | None]:
    """The short names of a text, each with the full one."""
    return {one.name: one.full for one in organisations_in(text) if one.form == "short"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("张红军要求区水务局三日内报送清单。", ["区水务局"]),
        ("三日内将问题清单报区防汛抗旱指挥部。", ["区防汛抗旱指挥部"]),
        ("由区住建局牵头，各园区配合。", ["区住建局"]),
        ("记者从郑州市公安局获悉，案件告破。", ["郑州市公安局"]),
        (
            "河南省煤气（集团）有限责任公司、郑州科蒂亚生物技术有限公司到会。",
            ["河南省煤气（集团）有限责任公司", "郑州科蒂亚生物技术有限公司"],
        ),
        ("投资促进中心和创新协同中心负责。", ["投资促进中心", "创新协同中心"]),
        ("国家发展和改革委员会、省人力资源和社会保障厅印发通知。", ["国家发展和改革委员会", "省人力资源和社会保障厅"]),
        ("学习省委、省政府《决定》。", ["省委", "省政府"]),
        ("传达《中共河南省委河南省人民政府决定》。", ["中共河南省委", "河南省人民政府"]),
        ("区统计局局长康映雪到会。", ["区统计局"]),
        ("水利部部长李国英主持会商，国务院作出部署。", ["水利部", "国务院"]),
        ("区法院、区检察院、区人大常委会到会。", ["区法院", "区检察院", "区人大常委会"]),
        ("高新区管委会多功能厅设分会场。", ["高新区管委会"]),
        ("区安全生产委员会办公室通报情况。", ["区安全生产委员会办公室"]),
        ("河南宇宙人工晶状体研制有限公司投产。", ["河南宇宙人工晶状体研制有限公司"]),
        ("市消防救援支队支队长带队。", ["市消防救援支队"]),
    ],
)
def test_a_name_begins_where_its_body_does(text: str, names: list[str]):
    """Behind the verb, with its place, over brackets and 和; the longest of names that lie in one another."""
    assert named(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "要顾全大局，布局合理，开局良好，全局一盘棋。",
        "内部开会，全部完成，西部干部到场。",
        "水利部署到位，党组织生活会要开好。",
        "餐厅、大厅、市中心、购物中心人来人往。",
        "上市公司、保险公司、商业银行、民营企业集团都要排查。",
        "有关部门、各单位、各级学校要落实。",
        "会议成立了工作专班，局长办公。",
        "美国男篮12人大名单公布。",
    ],
)
def test_what_only_ends_like_a_name_is_none(text: str):
    """大局 is no bureau."""
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("云川高新区安全生产委员会（以下简称“安委会”）开会。安委会要求排查。", {"安委会": "云川高新区安全生产委员会"}),
        ("云川清浦融资担保集团有限公司（简称“清浦担保”）成立。", {"清浦担保": "云川清浦融资担保集团有限公司"}),
        ("高新区投资促进中心牵头，投促中心配合。", {"投促中心": "高新区投资促进中心"}),
        ("河南核净洁净技术有限公司发言。核净公司反映用地问题。", {"核净公司": "河南核净洁净技术有限公司"}),
        ("云川高新区消防安全委员会开会，区消安委通报。", {"区消安委": "云川高新区消防安全委员会"}),
        ("郑州市安委会开会。", {"郑州市安委会": "郑州市安全生产委员会"}),
        ("云川市发展和改革委员会发文，市发改委解读。", {"市发改委": "云川市发展和改革委员会"}),
        ("高新区管委会发文，管委会解读。", {"高新区管委会": "高新区管理委员会", "管委会": "高新区管理委员会"}),
        (
            "市安委会和区安委会开会，安委会要求排查。",
            {"市安委会": "市安全生产委员会", "区安委会": "区安全生产委员会", "安委会": "安全生产委员会"},
        ),
        ("区教育局和市教育局到会，教育局表态。", {}),
        ("区委、区政协到会。", {"区委": None, "区政协": None}),
    ],
)
def test_a_short_name_is_spelt_out_by_the_article_or_by_general_use(text: str, full: dict[str, str | None]):
    """Where two full names fit, by neither."""
    assert links(text) == full


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("云川安全生产委员会（以下简称“安委会”）开会。", "the article says so"),
        ("高新区投资促进中心牵头，投促中心配合。", "the full name is printed in the article"),
        ("郑州市安委会开会。", "a general abbreviation"),
    ],
)
def test_the_basis_says_how_a_short_name_is_known(text: str, basis: str):
    """In words."""
    assert [one.basis for one in organisations_in(text) if one.form == "short"] == [basis]


def test_every_place_of_a_name_is_kept():
    """As printed."""
    text = "区水务局牵头，柳渡街道配合。区水务局要派专人。"
    found = {one.name: [span.of(text) for span in one.spans] for one in organisations_in(text)}
    assert found == {"区水务局": ["区水务局", "区水务局"], "柳渡街道": ["柳渡街道"]}


PIECES = st.sampled_from(
    "区 市 高新区 郑州市 水务局 管委会 安委会 安全生产委员会 投资促进中心 投促中心 有限公司 集团 （ ） 以下简称 “ ” 和 、 ， 。 "
    "由 要求 报 局长 张红军 的 办公室 人大 水利部 署 \n".split(" ")
)


@settings(max_examples=500)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_names_are_printed_where_they_are_said_to_be_and_never_overlap(text: str):
    """Each at least once; one body a name; a full name has no full name."""
    found = organisations_in(text)
    assert all(span.of(text) == one.name for one in found for span in one.spans)
    assert all(left.end <= right.start for left, right in pairwise(sorted(span for one in found for span in one.spans)))
    assert len({one.name for one in found}) == len(found)
    assert all(one.full is None for one in found if one.form == "full")
    assert all(one.spans for one in found)


@pytest.mark.parametrize("piece", ["有限公司", "管委会（以下简称“安委会”）", "区", "）（", "郑州市", "和", "安委会、"])
def test_the_time_it_takes_stays_in_step_with_the_text(piece: str):
    """Four times the text takes no more than twice as long for each character."""
    times = []
    for length in (40_000, 160_000):
        text = piece * (length // len(piece))
        began = time.process_time()
        organisations_in.__wrapped__(text)
        times.append(time.process_time() - began)
    assert times[1] < 8 * times[0] + 0.5
