"""Our own few words in a letter, in both languages."""

from collections.abc import Mapping

from api.brief import Language

WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "name": "简报",
        "more": "等{}篇",
        "due_soon": "{}项一周内到期",
        "nothing": "没有新的报道",
        "overview": "概览",
        "articles": "今日报道",
        "items": "要办的事",
        "due": "一周内到期",
        "nobody": "未写明由谁办",
        "by": "期限",
        "asks": "提出",
        "commits": "承诺",
        "repeats": "另有转载",
        "earlier": "以前各期已有、今天转载",
        "source": "原文",
        "wanted": "您关注的",
        "whole": "在网页上看整期",
        "headlines": "其他报道（标题）",
        "entries_left": "另有{}篇报道，见整期",
        "items_left": "另有{}项，见整期；全部要办的事也在所附的表格和日历里",
        "due_left": "另有{}项，见整期",
        "earlier_left": "另有{}篇，见整期",
        "stop": "退订",
        "extractive": "本期全部用报道的原文写成，未用模型。",
        "written": "概览由模型{}写成，每一句都与所引的原文核对过；其余全部是报道的原文。",
        "stood_in": "模型这次没有用上（{}），本期全部用报道的原文写成。",
        "stopped": "已经退订，不再寄送。",
        "stop_it": "不再给我寄简报",
        "replaced": "这篇报道后来改过，这里是改动以前的文字。",
        "newer": "看现在的报道",
        "astray": "链接所指的位置不在这篇报道里。",
    },
    "en": {
        "name": "Digest",
        "more": " and {} in all",
        "due_soon": "{} due within a week",
        "nothing": "nothing new",
        "overview": "Overview",
        "articles": "What came in",
        "items": "To be done",
        "due": "Due within a week",
        "nobody": "nobody named",
        "by": "due",
        "asks": "asked by",
        "commits": "promised by",
        "repeats": "also printed as",
        "earlier": "Repeated from earlier editions",
        "source": "source",
        "wanted": "of interest to you",
        "whole": "See the whole edition on the web",
        "headlines": "Further headlines",
        "entries_left": "{} more in the whole edition",
        "items_left": "{} more in the whole edition; the attached sheet and calendar hold all of them",
        "due_left": "{} more in the whole edition",
        "earlier_left": "{} more in the whole edition",
        "stop": "Unsubscribe",
        "extractive": "This edition is made of the articles' own words, without a model.",
        "written": "The model {} wrote the overview, each sentence checked against what it cites; all else is the articles' own words.",
        "stood_in": "The model was of no use this time ({}), so this edition is made of the articles' own words.",
        "stopped": "You are unsubscribed.",
        "stop_it": "Send me no more digests",
        "replaced": "This article was changed later; here it is as it was.",
        "newer": "See it as it is now",
        "astray": "The place that the link names is not in this article.",
    },
}


def both(word: str) -> str:
    """A word in both languages, for who reads on no list of ours."""
    return f"{WORDS['zh'][word]} {WORDS['en'][word]}"
