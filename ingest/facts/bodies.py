"""Where the name of a body stands: how far to the left of its end it reaches."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.article import Span
from ingest.facts.abbreviations import known, tails
from ingest.facts.ends import ADMINISTRATIVE, PLACES, end_of_name, is_place, is_sure, stands_alone
from ingest.facts.names import is_shaped
from ingest.facts.tagged import Word, Words, is_word, words_of
from ingest.facts.titles import GLUE, IS_OFFICE, SHORT_VERBS, STOPS, led_in
from ingest.fold import HAN

_FIRMS = re.compile("[钢国铁建石船电粮信航交核车冶化科远储煤油](?:集团|公司|[一二三四五六七八九十]+[局院])")
_NOT_BEHIND = re.compile("长(?![春沙江城安])|级|员会|城市|员(?!会)|限|势|面|代表|委员(?!会)|附中|性|化|网|频道|制")
_WORDS_INSIDE = frozenset(
    "投资 促进 创新 协同 管理 监督 保障 应急 执法 救援 合作 服务 发展 改革 建设 规划 研究 教育 交流 开发 开放 审批 统计 招商 引资 推进 "
    "治理 整治 指挥 防控 联合 运营 检测 监测 控制 预防 救助 帮扶 招标 投标 采购 交易 "
    "运输 调度 调解 仲裁 审计 巡察 巡视 督查 考核 改造 更新 振兴 扶贫 消防 防汛 抗旱 防火 安全 生产 经营 制造 设计 出版 发行 广播 传媒 "
    "咨询 评估 检验 检疫 认证 培训 维稳 信访 接待 保护 修复 监管 支付 结算 担保 租赁 保险 "
    "置业 控股 驻 直属 下属 所属 附属 研制 生物 学习 战略 支援 综合 统筹 协调 组织 宣传 统战 征收 拆迁 安置 就业 创业 行政 "
    "登记 测绘 勘察 勘探 冶炼 印刷 包装 养殖 种植 加工 物流 配送 餐饮 供水 供电 供热 排水 环卫".split()
)
"""Verbs that names of bodies are made of."""
_JOINTS = {"中": _FIRMS, "和": GLUE, "与": GLUE}
"""Words that are part of a name only before certain others."""
_OUTSIDE = frozenset(
    "企业 一家 多家 两家 家 全市 全区 全省 全县 辖区 有关 相关 本 此次 部门 单位 代表 负责人 组长 成员 深入 走进 落户 位于 汇总 报送 "
    "督促 就读 毕业 任职 供职 旗下 全资 控股子".split()
)
_NEVER_FIRST = frozenset(
    "组织 学习 推进 建设 落实 报 支持 打造 成立 筹建 加快 委托 联系 开展 推动 规划 设立 统筹 协调 指挥 加强 中 和 与 服务 里 区里 市里 "
    "县里 省里 控制 预防 宣传 发布 驻 就 严格 执行 上 为 使 令 这家 那家 一家 新".split()
)
_SEATS = frozenset("全国 国家 中央 中共 民建 民进 九三 高新 开发 示范 科技 产业 经济 技术 高新技术 自贸 新区".split())
_TRADES = frozenset(
    "领导 干部 教师 学生 职工 工人 居民 成员 代表 企业家 志愿者 运动员 消防员 律师 法官 检察官 医师 护士 演员 作家 摄影家 画家 书法家 "
    "工程师 设计师 参谋 指挥 大使 警官 战士 理事".split()
)
"""Words that are titles before a name, and trades within the name of a body."""
_TAGS_OUTSIDE = ("p", "u", "r", "d", "y", "e", "o", "c", "t", "f", "q")
_LETTERS = re.compile(rf"[{HAN}A-Za-z0-9]+$")
_LONGEST = 34
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Body:
    """A name that ends like a body's, and whether it is one for certain."""

    span: Span
    name: str
    sure: bool


def bodies_in(text: str) -> list[Body]:
    """In order; of names that lie in one another, the longest."""
    found: list[Body] = []
    for tail in end_of_name().finditer(text):
        if _NOT_BEHIND.match(text, tail.end()) or _is_cut(text, tail):
            continue
        if body := _body(text, tail, found[-1].span if found else Span(0, 0)):
            if not body.sure and found and found[-1].sure and body.span.holds(found[-1].span):
                continue
            while found and body.span.holds(found[-1].span):
                found.pop()
            if not found or found[-1].span.end <= body.span.start:
                found.append(body)
    return found


def _is_cut(text: str, tail: re.Match[str]) -> bool:
    """Whether the end of a name is the beginning of another word (水利|部署), and not of a title (局|局长)."""
    words = words_of(text)
    word = words.words[words.at(tail.end() - 1)]
    if tail[0].endswith("委"):
        return text[tail.end() : tail.end() + 1] in set("员托任派")
    return words.cuts(tail.end()) and not IS_OFFICE.search(word.text)


def _body(text: str, tail: re.Match[str], before: Span) -> Body | None:
    words = words_of(text)
    inside = [] if tail[0] in known() else _inside(text, tail, words, before)
    begins = inside[0].start if inside else tail.start()
    begins = max(begins + led_in(text[begins : tail.start()]), before.start)
    name = text[begins : tail.end()]
    prefix = [word for word in inside if word.end > begins]
    if name.removesuffix(tail[0]).endswith(tail[0]):
        return None
    if not prefix and (not stands_alone(tail[0]) or text[begins - 1 : begins].isdigit()):
        return None
    return Body(Span(begins, tail.end()), name, is_sure(name, tail[0], prefix))


def _inside(text: str, tail: re.Match[str], words: Words, before: Span) -> list[Word]:
    """The words before the end of a name that are part of it."""
    inside: list[Word] = []
    begins = tail.start()
    index = words.at(begins) - (words.words[words.at(begins)].start == begins)
    while index >= 0 and tail.end() - words.words[index].start <= _LONGEST:
        word = words.words[index]
        if word.end > begins:
            word = Word(word.text[: begins - word.start], word.tag, word.start)
        bracketed = _bracketed(words, index)
        if bracketed:
            inside[:0] = bracketed
        elif not _belongs(text, word, begins) or (tail[0] in tails() and not _is_local(word)) or _is_another(words, index, before, inside):
            break
        else:
            inside.insert(0, word)
        index -= len(bracketed) or 1
        begins = inside[0].start
    if inside and inside[0].text in {"（", "("}:
        inside = inside[next(at for at, word in enumerate(inside) if word.text in {"）", ")"}) + 1 :]
    while inside and (not _LETTERS.match(inside[0].text) or inside[0].text in _NEVER_FIRST):
        inside.pop(0)
    return _from_place(inside)


def _is_another(words: Words, index: int, before: Span, inside: Sequence[Word]) -> bool:
    """Whether a word is of the name before (省委河南省人民政府), or the name of a person with a title."""
    word = words.words[index]
    if word.end == before.end and inside and is_place(inside[0]):
        return True
    return word.tag.startswith("nr") and is_shaped(word.text) and index > 0 and bool(IS_OFFICE.search(words.words[index - 1].text))


def _bracketed(words: Words, index: int) -> list[Word]:
    """The words of a bracket that closes here and is part of a name: 煤气（集团）有限公司."""
    if words.words[index].text not in {"）", ")"}:
        return []
    for length in (3, 4):
        piece = list(words.words[max(index - length + 1, 0) : index + 1])
        if piece[0].text in {"（", "("} and all(_LETTERS.match(word.text) for word in piece[1:-1]):
            return piece
    return []


def _belongs(text: str, word: Word, begins: int) -> bool:
    """Whether a word is part of a name whose later part is already read."""
    if word.text in _JOINTS:
        return bool(_JOINTS[word.text].match(text, begins))
    if not _LETTERS.match(word.text):
        return False
    if word.text in ADMINISTRATIVE or (len(word.text) > 1 and not is_word(word.text)):
        return not word.tag.startswith(("p", "u", "m"))
    return _is_made_of(word)


def _is_made_of(word: Word) -> bool:
    """Whether names of bodies are made of such dictionary words."""
    if word.text in STOPS or word.text in _OUTSIDE or (IS_OFFICE.search(word.text) and word.text not in _TRADES):
        return False
    if word.tag.startswith("v") and word.tag != "vn":
        return word.text in _WORDS_INSIDE or word.text in SHORT_VERBS
    if word.tag.startswith("m"):
        return word.text.startswith("第")
    return not word.tag.startswith(_TAGS_OUTSIDE) or word.text in {"东", "西", "南", "北"}


def _is_local(word: Word) -> bool:
    """Whether a word says whose 安委会 it is: a place, a zone, a level of government."""
    return is_place(word) or word.text[-1] in "省市区县州镇乡城园国旗盟" or word.tag in {"nz", "nr"} or word.text in _SEATS


def _from_place(inside: list[Word]) -> list[Word]:
    """Plain words before the first place are no part of the name."""
    for at, word in enumerate(inside):
        if word.tag == "ns" or word.text in PLACES:
            return inside if any(one.tag in {"nt", "nz", "eng"} or one.text in ADMINISTRATIVE for one in inside[:at]) else inside[at:]
    return inside
