"""What kind of thing a question asks for, and which of its words only ask."""

import re

from api.brief import Kind, Language
from ingest.fold import fold

_ZH: tuple[tuple[Kind, str], ...] = (
    ("why", r"为什么|为何|为啥|咋不|怎么(?:还|老|总|一直|又)?[不没]|什么原因|原因是|何故"),
    (
        "number",
        r"多少|(?<!哪)几(?:个|家|名|人|次|项|条|年|天|户|处|点|公里|亿|万|%|成|场|位|座|套|件|起)|多大|多高|多长|多久|数量|占比",
    ),
    (
        "when",
        r"何时|啥时候?|什么时候|什么时间|哪(?:[一两三四五六]|\d+)?天|哪年|哪一年|几月|几号|几日|日期|期限|截止|时限",
    ),
    ("body", r"哪(?:个|一|些|几个)?(?:部门|单位|机构|局|公司|企业|委员会)"),
    (
        "who",
        r"谁|哪位|(?:人|员|师傅?|手|长|者|主任|书记|医生|老板)的?(?:名字)?叫(?:什么|啥)|何人|什么人|哪些人|哪些领导|哪几位|哪(?:个|一)?(?:官员|人)",
    ),
    (
        "where",
        r"哪里|哪儿|何处|何地|什么地方|(?<![存现内实所正])在哪(?![几些个方两三四五六七八九十\d])|哪个地方|哪座|哪个(?:城市|国家|省|区|县|园区)",
    ),
    (
        "demand",
        r"(?:哪些|什么|哪几|怎样|怎么|如何|何种|哪)[^。？?]{0,12}(?:要求|部署|安排|任务|指示|强调|举措|措施|工作)|要求[^。？?]{0,20}(?:什么|哪些|怎么|如何|做)|提出[^。？?]{0,6}(?:哪|什么|几)|强调了?(?:什么|哪)",
    ),
    (
        "list",
        r"哪些|哪几|有哪|分别是|包括什么|列出|都有|哪(?:[两三四五六七八九十]|\d+)(?![天年月日号位人名])|(?:[两三四五六七八九十]|\d+)[条点项件个种类](?:要求|建议|意见|措施|办法|问题|任务)?(?:是|有)什么",
    ),
)
_ZH_HEADS: tuple[tuple[Kind, str], ...] = (
    ("why", "原因 理由 缘故 目的 初衷"),
    ("when", "时间 日期 年份 时刻 日子 生日"),
    ("where", "地点 地址 位置 举[办行]地 主办[地国] 所在地 产地 出生地 起点 终点 首站 国家 城市 首都 省会 举办国 东道主"),
    ("number", "[人次件户倍总项例分指]数 数[量目] [总金余份销净差口易款]额 [比利速费汇税占支长]率 [增涨跌降]幅 增速 占比 比[例重分]"),
    (
        "number",
        "票房 面积 高度 长度 深度 重量 价格 售价 单价 营收 收入 产值 产量 销量 总量 规模 gdp 得分 排名 名次 年龄 身高 海拔 市值 成本",
    ),
    ("who", "冠军 亚军 季军 主演 演员 导演 作者 编剧 得主 获[得奖]者 教练 运动员 航天员 董事长 总裁 经理 发言人 创始人 负责人 主持人 嘉宾"),
    (
        "who",
        "主席 总统 总理 首相 市长 区长 县长 省长 镇长 书记 局长 主任 部长 厅长 司长 校长 院长 会长 理事长 ceo 记者 通讯员 成员 领导 代表",
    ),
)
"""What a question names last, when it has no question word: 首映时间？ or 首映时间是什么？"""
_TRAILING = re.compile(r"(?:是|为|叫|在|有|会|将|的|了|呢|吗|分别|都|什么|多少|哪些|哪一?个?|[\s?。!,])+$")
_EN: tuple[tuple[Kind, str], ...] = (
    ("why", r"\bwhy\b|\bwhat (?:was|is|were) the reasons?\b|\bfor what reason\b"),
    (
        "number",
        r"\bhow (?:many|much|large|big|long|far|high)\b|\bwhat (?:number|share|percentage|percent|amount|total)\b",
    ),
    (
        "when",
        r"\bwhen\b|\bwhat (?:date|day|time|year|month)\b|\bwhich (?:date|day|year|month)\b|\bby what date\b|\bdeadline\b",
    ),
    ("where", r"\bwhere\b|\b(?:what|which) (?:place|city|country|province|district|location|venue)\b"),
    ("demand", r"\b(?:ask(?:s|ed)?|demand\w*|require\w*|request\w*|instruct\w*|urge[sd]?|order(?:s|ed)?|tell|told|task\w*)\b"),
    ("demand", r"\b(?:call(?:s|ed)? (?:for|on)|stress\w*|emphasi[sz]\w*)\b"),
    ("who", r"\bwho\b|\bwhom\b|\bwhose\b|\bwhich (?:person|official|leader|minister)\b"),
    ("list", r"\blist\b|\bwhich\b|\bwhat are\b"),
)
_ZH_ASKING = (
    "请问 请说明 请列出 告诉我 我想知道 是什么 什么时候 什么时间 什么地方 什么原因 为什么 什么人 什么 哪些 哪几个 哪几项 哪几位 "
    "哪几 哪一天 哪天 哪个 哪家 哪位 哪座 哪里 哪儿 哪年 何时 何地 何处 何人 为何 何种 多少 多久 多大 多高 多长 几个 几家 几名 "
    "几项 几点 几次 怎么样 怎么 怎样 如何 是否 有没有 能否 可否 这次 此次 一下 提出 要求 作出 做出 分别 具体 有关 关于 方面 包括 "
    "进行 情况 啥时候 啥时 为啥 叫啥 叫什么 啥 咋样 咋 到底 究竟 听说 想问问 想问 问一下 问下 麻烦问 "
    "那个 这个 那边 这边 那条 那座 那家 那种 那阵子 里头"
).split()
_COUNTING = (
    "哪一?[类种项条家位个年级款座所处]",
    "几[天年月号成份条起人处次位座所件台辆户间只支岁倍]",
    "(?<=[年月日号])时(?=[\u3400-\u9fff])(?![间候期])",
)
"""How many, which of them; and the 时 of 2025年10月时, which is not that of 时兴."""
_ASKS = re.compile("|".join(["(?<![存现内实所正])在(?=哪|何|什么)", *sorted(_ZH_ASKING, key=len, reverse=True), *_COUNTING, "哪(?!吒)"]))
"""在 of 在哪里 only asks, unless it ends the word before: 存在哪些问题."""
_YES_OR_NO = re.compile(r"([\u3400-\u9fff])[不没](?=\1)")
"""贵不贵, 超没超: what is asked is said twice."""
_PARTICLES = frozenset("谁吗呢吧啊呀嘛啦哦的了着对在和与及并于把被将就由从向为以等都也是有其该这那")
"""Words that join. Only where they are words of their own: 以 joins, but not in 以色列."""
_EN_ASKING = frozenset(
    (
        "a an the of to in on at by for from with and or is are was were be been being do does did done has have had what which who whom "
        "whose when where why how many much long that this these those it its their his her he she they them there as into about over "
        "under than then not no any some all each both will would should could can may might ask asks asked asking demand demands demanded "
        "require requires required request requested instruct instructed urge urged tell told say says said call called stress stressed "
        "emphasize emphasized emphasise emphasised please list name give according article articles report reported number date day take "
        "takes place held hold after before during among amid between within through against per via about regarding concerning according "
        "reportedly said must need also only just more most other such than very out up down off while because if whether "
        "come came comes go goes went get gets got make makes made find finds found hit hits so few several too yet still already "
        "ever even again same own planned"
    ).split()
)


def language_of(text: str) -> Language:
    """Chinese as soon as there is more Han than Latin words."""
    han = len(re.findall(r"[\u3400-\u9fff]", text))
    return "zh" if han > len(re.findall(r"[A-Za-z]+", text)) else "en"


def kind_of(text: str, language: Language) -> Kind:
    """What is asked for: by the question word, in Chinese else by what is named last; `what` where neither says more."""
    for kind, cue in _ZH if language == "zh" else _EN:
        if re.search(cue, text, re.IGNORECASE):
            return kind
    named = _TRAILING.sub("", fold(text))
    return next((kind for kind, heads in _ZH_HEADS if re.search(f"(?:{heads.replace(' ', '|')})$", named)), "what")


def content(folded: str) -> str:
    """A folded Chinese question of the same length, with blanks for the words that only ask or only join."""
    import rjieba  # noqa: PLC0415  its dictionary takes 0.1 s to load

    left = _YES_OR_NO.sub("  ", _ASKS.sub(lambda match: " " * len(match[0]), folded))
    return "".join(" " if word in _PARTICLES else word for word in rjieba.cut(left))


def only_asks(word: str) -> bool:
    """Whether a lower-case English word only asks, or only joins."""
    return word in _EN_ASKING
