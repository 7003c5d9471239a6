"""What the name of a body ends with, and whether the words before that make a proper name of it."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.facts.abbreviations import known, tails
from ingest.facts.tagged import Word, is_word
from ingest.fold import HAN

_STRONG = (
    "有限责任公司 股份有限公司 有限公司 集团公司 集团 银行 委员会 常委会 人民政府 政府 人民法院 法院 "
    "人民检察院 检察院 公安局 领导小组 指挥部 总指挥部 协会 学会 商会 联合会 总会 总工会 基金会 "
    "研究院 研究所 科学院 工程院 大学 学院 总队 支队 大队 办事处 出版社 电视台 日报社 交易所 律师事务所 事务所 总局 分局 派出所 "
    "交警大队 党委 党组 党校 联盟 联席会议"
).split()
"""Ends that make a name of whatever proper words stand before them."""
_STEMS = (
    "工业和信息化|人力资源和社会保障|住房和城乡建设|文化和旅游|生态环境|组织|宣传|统战|武装|人武|外交|国防|教育|科技|科学技术|公安|"
    "安全|民政|司法|财政|自然资源|环境|交通运输|铁道|水利|农业|农业农村|商务|文化|卫生|退役军人事务|应急管理|农工|联络|政治|后勤保障|"
    "装备发展"
)
_WEAK = "局 厅 公司 中心 医院 中学 小学 幼儿园 办公室 合作社 博物馆 图书馆 街道 分公司 支行 分行".split()
"""Ends that stand in common nouns as well (大局, 餐厅, 市中心): the words before them must say more."""
_NO_BUREAU = re.compile(
    "[布结大全格僵开时当政战困破棋赛牌饭定变终败残危出入对平僵首末][局]$|(?:[客餐大前门歌舞展]|功能|会议|报告|宴会|营业|服务)厅$|"
    "(?:购物|活动|会展|商业|市|城市|经济|文化|政治|国际|世界|地理|生活|区域|副)中心$"
)
_FUNCTION = re.compile("(?:促进|运营|协同|指挥|管理|服务|调度|监测|检测|调解|救助|应急|融媒体|采购|审批|受理|治理|保障)中心$")
_BUREAUX = re.compile(
    "(?:(?:应急|市场监督|城市|大数据|机关事务|邮政|公路|房产|交通)管理|交通运输|农业农村|生态环境|自然资源|综合执法|行政审批(?:服务)?|"
    "医疗保障|退役军人事务|公用事业|经济发展|招商(?:引资)?|投资促进|水务|水利|民政|司法|财政|审计|统计|教育|体育|商务|科技|信访|气象|林业|"
    "税务|公安|粮食|海事|烟草|地震|测绘|环保|国土|规划|园林|档案|文物)局$"
)
"""Bureaux that are known without their place."""
_ADMINISTERED = re.compile(rf"^(?:[{HAN}]{{0,10}}[省市区县州盟旗镇乡]|国家|中国|中央|全国)[{HAN}]{{2,}}[局厅]$")
_TELLING = frozenset("领导小组 指挥部 委员会 有限公司 有限责任公司 股份有限公司 协会 研究院 联席会议".split())
"""Ends before which common words make a name: 安全生产委员会."""
_COMMON_HEADS = frozenset(
    "调查 证券 学术 评审 评选 筹备 业主 监督 企业 公司 上市 民营 国有 私营 中小 大型 外资 合资 科技 互联网 保险 物业 担保 投资 房地产 "
    "快递 运输 物流 旅游 传媒 网络 电力 燃气 建筑 施工 食品 药企 汽车 总 分 子 母 家 多家 两家 我国 我市 我省 我区 各地 各级 当地 "
    "相关 有关 其他 主要 全体 部分 基层 一线 重点 知名 著名 高等 职业 综合 普通 公立 私立 本科 重点 乡镇 行业 商业 村镇 上级 下级 专业 "
    "专门 社区 全市 全区 全省 全县 辖区 职能 主管 学校 单位 部门 机关 群众 党员 干部 工作 活动 会议 "
    "现场 项目 问题 情况 人员 负责人 市场 城市 国际 国家级 省级 市级 区级 县级 世界 全球 海外 境外 国外 国内 地方 西方 学术 "
    "民间 外国 本地 大 小 新 老 某 名 男 女 系 所 中 后 前 上 下 内 外 东 西".split()
)
"""Common words: a name made of nothing else is none (上市公司)."""
PLACES = frozenset("中国 国家 全国 中央 中共 高新区 经开区".split())
ADMINISTRATIVE = frozenset("省市区县镇乡州旗")
_SHORTEST, _TELLING_STEM = 2, 4
"""Characters before the end: of any name, and of one made of common words (服务中心 is none, 投资促进中心 is one)."""


@cache
def end_of_name() -> re.Pattern[str]:
    """What the name of a body may end with; compiled at the first call, for the table of abbreviations is a file."""
    ends = sorted({*_STRONG, *_WEAK, *tails(), *known()}, key=lambda end: (-len(end), end))
    return re.compile(rf"{'|'.join(ends)}|(?:{_STEMS})部")


def stands_alone(tail: str) -> bool:
    """Whether an end is a name by itself: 国务院, 管委会, 水利部."""
    return tail in known() or tail in tails() or tail.endswith("部")


def is_place(word: Word) -> bool:
    """Whether a word names a place, or what is as good as one: 中国, 高新区."""
    return word.tag in {"ns", "nt"} or word.text in PLACES


def is_sure(name: str, end: str, prefix: Sequence[Word]) -> bool:
    """Whether the words before its end make a proper name of it."""
    stem = name.removesuffix(end)
    if stands_alone(end) or stem in ADMINISTRATIVE:
        return stands_alone(end) or end in _STRONG
    if len(stem) < _SHORTEST or _NO_BUREAU.search(name) or _is_common(stem, prefix):
        return False
    placed = stem[0] in ADMINISTRATIVE or any(is_place(word) or word.tag in {"nz", "nr", "nrt", "eng"} for word in prefix)
    proper = placed or any(len(word.text) > 1 and not is_word(word.text) for word in prefix)
    if end in _STRONG:
        return proper or end in _TELLING
    if end in {"局", "厅"}:
        return placed or is_word(name) or bool(_ADMINISTERED.match(name) or _BUREAUX.match(name))
    return proper or (end == "中心" and len(stem) >= _TELLING_STEM and bool(_FUNCTION.search(name)))


def _is_common(stem: str, prefix: Sequence[Word]) -> bool:
    """Whether nothing but common words stands before the end: 上市公司, 商业银行."""
    return stem in _COMMON_HEADS or all(word.text in _COMMON_HEADS for word in prefix)
