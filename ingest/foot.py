"""What a page prints below an article: buttons, its editor, its lawyers. Cut off only where it surely is that; a byline stays."""

import re
from datetime import date

from ingest.dates import WRITTEN, day_in

_ROUNDS = 16
"""Pieces of boilerplate that may stand one behind the other."""
_NEAR = 64
"""Characters. The longest button."""
_FAR = 400
"""Characters. What begins further from the end is taken for the article's own."""
_EDITOR = "(?:责任|流程|值班|网络|执行|本期)?(?:编辑|责编)"
_NAME = r"[^\s。，！？；：:【】()（）\[\]]{0,12}(?: ?[A-Za-z]{1,3}\d{2,6})?"
_BUTTON = re.compile(
    r"(?:返回搜狐[，,]\s?查看更多|更多精彩内容请进入[^\s。，]{1,12}|分享让更多人看到|点击进入专题[^。\n]{0,20}"
    rf"|[【\[［(（]\s*{_EDITOR}\s*[：:]\s*[^】\]］)）。\n]{{0,24}}[】\]］)）]"
    rf"|(?:责任编辑|流程编辑|责编)\s*[：:]\s*{_NAME}"
    r"|[【\[]纠错[】\]]|版权侵权联系电话[：:]\s?[\d-]{5,20})\Z"
)
"""Words that nobody writes in an article, whatever stands before them."""
_ALONE = re.compile(
    r"(?:举报(?:\s*/\s*反馈)?|打印(?:本页)?|收藏|点赞|评论|分享|关闭窗口|返回(?:顶部|首页)|阅读原文|查看原文|本版导读|展开全文|[上下]一[篇页])\Z"
)
"""Words that are buttons where they stand alone."""
_TO_THE_END = r"(?:\S|[^\S\n](?!\s)){0,300}"
"""Up to the end, but not over a gap: behind that, an article may begin."""
_SENTENCE = r"[^。\n]{0,160}。?"
_LAW = "仅供参考|不构成|不代表本|版权|转载|侵权|侵犯|本声明|与本[站网][^。]{0,6}无关|投资需谨慎|责任自负|自负盈亏|法律责任"
_ADDRESS = "本[网站报]|我们|联系删除|及时(?:删除|处理)|权利人|版权方"
_CUE = re.compile("声明|版权|转载|侵权|侵犯|不构成|仅供参考|投资|立场|不保证|法律责任|二维码|扫码|[报爆]料|〖|资讯")
"""One of these stands in every notice."""
_NOTICE = re.compile(
    rf"(?![^\n]{{0,300}}[讯电]\s?[（(])(?:(?:广告|版权|免责|特别|郑重|重要|新浪)?(?:声明|说明|条款|提示)[：:](?={_TO_THE_END}(?:{_LAW})){_TO_THE_END}"
    rf"|风险提示[^。：:\n]{{0,10}}[：:]?(?={_TO_THE_END}(?:投资需谨慎|不构成|仅供参考)){_TO_THE_END}"
    rf"|(?:以上内容|[本此该]文|文[中章]内容|文章)(?=[^。\n]{{0,80}}(?:不构成|仅供参考|不代表|转载|版权归|与本[站网]|投资建议)){_SENTENCE}"
    rf"|本文属于原创文章，如若转载，请注明来源{_TO_THE_END}"
    rf"|(?:证券之星|本公司|本报告|我们)(?:已?力求|不保证)(?=[^。\n]{{0,160}}(?:准确|完整|客观)){_SENTENCE}"
    rf"|(?:如遇|如有|若有|如涉及|若存在|凡本?[网站])(?=[^。\n]{{0,80}}(?:版权|侵权|知识产权|转载))(?=[^。\n]{{0,160}}(?:{_ADDRESS})){_SENTENCE}"
    rf"|(?:未经|严禁|谢绝)(?=[^。\n]{{0,40}}(?:授权|许可|同意))(?=[^。\n]{{0,60}}(?:转载|摘编|镜像)){_SENTENCE}"
    r"|违者[^。\n]{0,30}法律责任。?"
    r"|[*※●]?[^。，\s()（）]{0,8}(?:独家|原创|版权)(?:稿件|作品|文章|内容)[，,][^。\n]{0,24}转载[^。\n]{0,16}。?"
    r"|转载请注明(?:出处|来源)[^。\n]{0,24}。?"
    rf"|(?:新闻线索|[^。，\s()（）]{{0,8}}综合)?[报爆]料(?:通道|热线|微信|邮箱|电话|、维权通道)[：:]{_TO_THE_END}"
    r"|(?:扫码|扫描(?:上方|下方)?二维码|长按(?:识别)?二维码)[^。\s]{0,30}[。！!]?"
    rf"|〖[^〗\n]{{1,20}}〗|更多[^。\n]{{2,16}}资讯[，,]请?(?:下载|关注|点击){_TO_THE_END})\Z"
)
"""What a publisher tells the world in a sentence of its own."""
_SENTENCE_END = re.compile(r"[\s。！？!?…”’）)】〗」\]]+|\A")


_IMPRINT = re.compile(rf"《\s?([^《》\n]{{2,16}}?)\s?》\s?[（(]\s?({WRITTEN})\s?[^（）()\n]{{0,16}}版\s?[）)]")
"""《 人民日报 》（ 2023年08月15日 12 版）: the paper, day and page in which the article was printed."""


def foot_of(text: str) -> int:
    """Where the boilerplate below an article begins; where it has none, where its last word ends."""
    end = len(text.rstrip())
    for _ in range(_ROUNDS):
        cut = _last_piece(text, end)
        if cut is None:
            break
        end = len(text[:cut].rstrip())
    return end


def _last_piece(text: str, end: int) -> int | None:
    """Where the last piece of boilerplate before an offset begins."""
    if button := _BUTTON.search(text, max(0, end - _NEAR), end):
        return button.start()
    far = max(0, end - _FAR)
    if _CUE.search(text, far, end) and (notice := _sentence(_NOTICE, text, far, end)) is not None:
        return notice
    return _sentence(_ALONE, text, max(0, end - _NEAR // 4), end)


def _sentence(pattern: re.Pattern[str], text: str, start: int, end: int) -> int | None:
    """Where the first sentence begins that fits the pattern, up to the end."""
    starts = (match.end() for match in _SENTENCE_END.finditer(text, start, end))
    return next((at for at in starts if pattern.match(text, at, end)), None)


def imprint_of(text: str) -> tuple[date | None, str | None]:
    """The day and the newspaper that an article names at its end as those it was printed in. It stays in the text."""
    tail = text[-_FAR // 2 :]
    found = _IMPRINT.search(tail) if "版" in tail else None
    return (day_in(found[2]), found[1]) if found else (None, None)
