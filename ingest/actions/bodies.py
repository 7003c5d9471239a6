"""Who may be told to do something: whether a stretch names people or a body."""

import re
from collections.abc import Callable, Iterable

from ingest.facts.tagged import words_of
from ingest.facts.titles import IS_OFFICE

_BODIES = (
    "等地|[导小作查督巡]组|领导组|有关方面|相关方面|各方面|局|部|厅|院|署|科|科室|处室|办事处|管理处|队|派出所|事务所|研究所|卫生所|交易所|站|厂|矿|店|园|馆|"
    "[省市区县发党纪团工管安政村居国常改][委办]|居委会|村委会|委员会|管委会|安委会|常委会|组委会|协会|(?:[党地国]|地区|国际|社会|慈善|民间|上级|基层)组织|实验室|商会|联合会|工会|理事会|董事会|学会|基金会|监事会|"
    "党组|党委|党工委|支部|党支部|政府|政协|人大|当局|公司|集团|企业|机构|单位|部门|机关|中心|基地|园区|景区|社区|小区|街道|乡镇|镇街|区县|县区|市县|县市|区市|州市|地市|省市|"
    "省区|省份|地区|各地|各级|各方|双方|三方|[中日美俄英法德韩朝乌以巴印欧军警校院我对]方|全省|全市|全区|全县|全镇|全院|全校|全行|全厂|全社会|全党|[省市区县镇乡村国]|"
    "班子|小组|工作组|专班|指挥部|联盟|妇联|残联|银行|央行|分行|支行|总行|学校|工地|食堂|幼儿园|高校|中学|小学|大学|学院|医院|诊所|药店|法院|检察院|公安|媒体|平台|电商|商家|厂家|车企|房企|药企|"
    "国企|央企|民企|运营商|开发商|供应商|俱乐部|物业|合作社|旅行社|报社|出版社"
)
_PEOPLE = (
    "成员|公民|侨胞|干部|党员|同志|同志们|大家|人员|人士|负责人|责任人|领导|领导干部|主任|书记|市长|区长|县长|镇长|局长|部长|院长|校长|处长|科长|组长|医生|医师|护士|教师|老师|学生|家长|一把手|居民|村民|"
    "市民|群众|公众|用户|业主|车主|商户|经营者|从业者|游客|旅客|司机|驾驶员|驾驶人|职工|员工|工人|民警|代表|委员|律师|青年|学员|运动员|队员|选手|企业家|消费者|投资者|志愿者|农户|农民|"
    "(?<!但)(?:我们|他们|咱们)|一行|[营从业用费资愿爱习]者|[\u4e00-\u9fff]员|法警"
)
_THAT = "[该本我][局部委办厅院署处科队所站厂校行司社县市区镇村省国]"
_ENDS_SO = re.compile(rf"(?:(?:全[省市区县国]|厅直|各级)[\u4e00-\u9fff]*系统|{_BODIES}|{_PEOPLE}|{_THAT})$")
_BUT_IS_NONE = re.compile(
    r"(?:全部|内部|一部|外部|东部|西部|中部|南部|北部|部分|局部|结局|布局|格局|开局|当局者|"
    r"[^学医法检研科党政书]院|基站|网站|车站|排队|乐园|家园|校园|公园|田园|花园|本科|百科|出国|爱国|外国|建国|强国|或者|不了解者|记者|笔者|"
    r"(?:展|场|图书|博物|体育)馆|城市|超市|股市|上市|楼市|城区|灾区|地区生产|市区|辖区|山区|景观区|政策园|全员|动员|满员|复员|减员|(?:大|客|餐|歌|前|展)厅|内部|俱乐|[记笔或患学]者)$"
)
_PLACE = re.compile("[山市城灾]区$")
"""What may be the end of a name that the dictionary knows, or no body at all: 石景山区, but 贫困山区."""
_ACTS = ("v", "d", "p")
_WORDS = 3
"""Of a name that only the dictionary knows: a country, or two and a word between."""
_NAMED = ("nr", "ns", "nt", "nrt", "nrfg")
_ASIDE = re.compile(r"[（(][^）)]*[）)]|等$")


def is_body(name: str, known: Callable[[], Iterable[str]]) -> bool:
    """Whether a stretch may be told to do something: it ends like a body or like people, or as the article or the dictionary name one.

    The names that the article prints are asked for only where the ending does not tell.
    """
    name = _ASIDE.sub("", name)
    if not name:
        return False
    if _PLACE.search(name) and (last := words_of(name).words[-1]).tag == "ns" and len(last.text) > len("山区"):
        return True
    if (_ENDS_SO.search(name) or IS_OFFICE.search(name)) and not _BUT_IS_NONE.search(name):
        return True
    if name.endswith(tuple(known())):
        return True
    if _BUT_IS_NONE.search(name):
        return False
    words = words_of(name).words
    named = words[-1].tag in _NAMED and len(words[-1].text) > 1
    return named and len(words) <= _WORDS and not any(word.tag in _ACTS for word in words)
