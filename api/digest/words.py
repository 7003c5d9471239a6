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
        "wanted": "您关注的",
        "stop": "退订",
        "extractive": "本期全部用报道的原文写成，未用模型。",
        "stopped": "已经退订，不再寄送。",
        "stop_it": "不再给我寄简报",
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
        "wanted": "of interest to you",
        "stop": "Unsubscribe",
        "extractive": "This edition is made of the articles' own words, without a model.",
        "stopped": "You are unsubscribed.",
        "stop_it": "Send me no more digests",
    },
}
