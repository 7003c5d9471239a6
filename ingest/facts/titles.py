"""Titles: the words that make the next word a name, and how far to the left a title reaches."""

import re

from ingest.article import Span
from ingest.facts.tagged import Word, Words, words_of
from ingest.fold import HAN

_OFFICES = (
    "书记 主任 局长 区长 市长 县长 省长 州长 盟长 旗长 镇长 乡长 村长 院长 校长 部长 厅长 处长 科长 股长 司长 署长 会长 主席 总理 组长 "
    "队长 所长 站长 董事长 总经理 经理 "
    "总工程师 总师 总工 工程师 农艺师 技师 厨师 兽医 总会计师 经济师 分析师 设计师 规划师 专员 委员 常委 委员长 代表 发言人 负责人 "
    "联系人 责任人 主管 巡视员 "
    "调研员 支书 总书记 教授 研究员 讲师 院士 博士 博士后 专家 学者 "
    "秘书长 检察长 检察官 审判长 审判员 庭长 法官 律师 行长 社长 台长 馆长 园长 场长 厂长 店长 矿长 段长 理事长 理事 干事 总干事 总裁 "
    "总监 董事 监事 董秘 首席执行官 首席 创始人 合伙人 掌门人 总编辑 "
    "主编 司令员 司令 政委 参谋长 参谋 军长 师长 旅长 团长 营长 连长 排长 班长 舰长 机长 船长 站务员 列车长 支队长 大队长 中队长 警长 "
    "民警 辅警 交警 警官 探长 所长 教导员 指导员 消防员 警员 战士 "
    "医生 医师 护士长 护士 药师 老师 教师 班主任 辅导员 教练 主教练 教练员 运动员 选手 队员 球员 门将 前锋 后卫 航天员 飞行员 驾驶员 "
    "宇航员 大使 公使 领事 总领事 参赞 特使 国务委员 外长 防长 财长 外相 "
    "总指挥 总指挥长 指挥长 指挥 首相 总统 国务卿 总督 议长 国王 女王 王储 议员 参议员 众议员 参选人 候选人 领导人 总编 社工 网格员 志愿者 "
    "楼长 导演 编剧 演员 作家 歌手 画家 书法家 诗人 主持人 传承人 工匠 村医 主播 博主 "
    "领导 干部 党员 成员 同志 楷模 劳模 首席专家 创办人 助理 顾问 主官 馆员 主帅 助教 领队 掌舵人 带头人 理事 秘书 冠军 亚军 季军 "
    "获得者 得主 烈士 老兵 店主 老板 创业者 企业家 农户 种植户 养殖户 商户 业主 车主 经营者 居民 村民 市民 游客 旅客 乘客 家长 学生 "
    "职工 员工 工人 管理员 技术员 业务员 安全员 护林员 快递员 外卖员 售票员 乘务员 司机"
).split()
HEAD = f"(?:{'|'.join(sorted(set(_OFFICES), key=lambda word: (-len(word), word)))})"
IS_OFFICE = re.compile(f"{HEAD}$")
_JOINED = re.compile(f"(?!领导|负责人|干部|职工){HEAD}$")
"""An office to which 、 may join another of the same person."""
_LETTERS = re.compile(rf"[{HAN}A-Za-z0-9]+$")
_AND = frozenset("和与及")
_LEADING = re.compile(
    "[率据向与被请从]|同(?!济|仁|方|心|城)|.*(?:(?<![自理])由|对(?!外|口|台|港|策)|向(?!阳|导|东)|(?<!普)及|(?<!效)率(?=党|领)|"
    "(?<![日晚时早画])报(?=[省市区县镇]))"
)
_SHARING = re.compile(
    "(?:副[^、，]{1,12}|领导|干部|成员|专家|学者|代表|负责人|委员|常委|教授|研究员|院士|律师|法官|检察官|民警|辅警|交警|警官|消防员|"
    "战士|医生|护士|老师|教师|队员|选手|球员|运动员|航天员|志愿者|议员|"
    "演员|歌手|导演|工程师|理事|董事|监事|顾问|博士|发言人|传承人|主播|社工|网格员|司机)$"
)
"""Offices that several hold at once, so that names in a row share one; a body has one 书记, and who stands beside it is not another."""
AFTER_NAME = re.compile(
    "(?:副)?(?:书记|主任|部长|厅长|秘书长|委员长|总理|主席|总统|教授|院士|博士|董事长|总经理|总裁|主教练|院长|校长|行长|大使|律师|同志)"
)

STOPS = frozenset(
    "由 据 在 对 向 与 跟 同 被 把 请 让 经 的 了 着 是 为 任 有 说 称 及 以及 其 该 率 随 从 于 还 也 又 并 而 但 等 将 以 给 都 当 "
    "至 到 时 后 前 中 上 下 左 右 来自 包括 例如 比如 其中 此外 同时 随后 另外 "
    "会上 会后 会议 期间 仪式 座谈会 上午 下午 晚 晚上 今天 昨天 今日 昨日 近日 日前 目前 当天 当日 听取 会见 陪同 采访 邀请 表示 介绍 "
    "指出 强调 要求 出席 参加 主持 宣布 任命 聘请 推举 选举 提名 当选 "
    "担任 获悉 了解 获得 感谢 记者 通讯员 见到 遇到 找到 联系 采访到 告诉 透露 看到 率领 带领 受 代 向 接受 针对 围绕 召开 举行 根据 "
    "按照 我 他 她 你 我们 他们 自己 一位 一名 一个 两位 多名 名 位 "
    "这位 那位 该 各 每 曾 已 正 会同 会商 欢迎 祝贺 慰问 问 对于 关于 正是 就是 作为 成为 报道 讯 摄 图为 编辑 来源 供图 讲话 致辞 "
    "发言 传达 贯彻 全体 来到 走访 专访 对话 "
    "以来 已经 那么 因为 所以 如果 如今 现在 最后 首先 接着 最终 前来 前往 当时 现年 年轻 一同 一起 共同 分别 先后 陪 携 携手 随同 "
    "连同 协助 配合 委托 责成 没有 不 吗 呢 吧 啊 又是 还是 援引 做好 切实 逮捕 决定 连线 名为 叫做 年 月 日 时 听 看 见 找".split()
)
"""Words a title does not hold: it begins behind the last of them."""
_STOP_TAGS = ("p", "u", "r", "d", "y", "e", "o")
_INSIDE = frozenset("和 与 及 同 对 兼 分管 联 驻 第一 第二 第三 第四 常务 对外 对口 原 前 后勤 上海 下属 东 中国 不动产 共同".split())
OFFICES_ABROAD = re.compile(
    "总统|总理|首相|国务卿|外长|防长|财长|外相|议长|州长|大使|国王|女王|王储|部长|局长|司令|发言人|参议员|众议员|议员|特使|总督|主教练|"
    "教练|球员|前锋|门将|总裁|创始人|首席执行官|领导人|市长|主席"
)
"""Offices behind which a foreign name of one word may stand."""
SHORT_VERBS = frozenset("住办监管编护救审查检测验修建教育卫防治调研运输供保收征展演执援维稳兼联驻投促招企统计退役销售购采制造开发改宣传")
"""Verbs inside the short names of bodies: the segmenter reads 住建局 as 住 and 建局."""
GLUE = re.compile(
    "改革|产业|工业|信息化|社会保障|社会|城乡|规划|旅游|技术|草原|食品|体育|新闻|计划|老龄|健康|国防|生态|法治|民族|资源|电视|广播|发展|管理|"
    "治理|对外|港澳|应急|海洋|通信|监督|保障"
)
"""What follows a 和 that stands inside the name of a body (发展和改革委员会)."""
_LONGEST = 60
"""Characters a title may have, over several offices."""


def shares(title: str) -> bool:
    """Whether several people may hold it at once."""
    return bool(_SHARING.search(title))


def title_ending(text: str, head: Span, floor: int) -> Span:
    """The whole title whose last word stands at `head`, with the offices joined to it by 、; it begins no earlier than `floor`."""
    words, floor = words_of(text), max(floor, head.end - _LONGEST)
    begins = _office(text, head, floor, words)
    while begins > floor and text[begins - 1] == "、" and (joined := _JOINED.search(text, max(floor, begins - 9), begins - 1)):
        begins = _office(text, Span(joined.start(), begins - 1), floor, words)
    return Span(begins + led_in(text[begins : head.start]), head.end)


def led_in(title: str) -> int:
    """How many of the first characters are no part of the title: the segmenter takes 由区 for a word."""
    match = _LEADING.match(title)
    return match.end() if match else 0


def _office(text: str, head: Span, floor: int, words: Words) -> int:
    """Where the one office begins whose last word stands at `head`."""
    begins = head.start
    index = words.at(begins)
    while index >= 0 and words.words[index].end > floor:
        word = words.words[index]
        if word.start < head.start and not (word.end > head.start or _belongs(text, word, begins)):
            break
        begins = max(min(word.start, begins), floor)
        index -= 1
    return begins


def _belongs(text: str, word: Word, begins: int) -> bool:
    """Whether a word is part of an office whose later part is already read."""
    if word.text in _AND:
        return bool(GLUE.match(text, begins))
    if word.text in _INSIDE:
        return True
    if word.tag == "v" and len(word.text) == 1 and word.text not in SHORT_VERBS:
        return False
    return bool(_LETTERS.match(word.text)) and word.text not in STOPS and not word.tag.startswith(_STOP_TAGS)
