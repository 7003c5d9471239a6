"""The few words of our own around the newspaper's: the English frame of a Chinese quote, and what is said when nothing was found."""

import re

from api.brief import Asked, Brief, Language, Quote, Statement
from api.ground.addressees import unaddressed
from api.ground.assurance import unprinted
from api.ground.denial import denied
from api.ground.sayers import Mismatch, asked_sayers, mistaken, sayer_in
from api.pinyin import romanised
from api.retrieve.when import Time
from ingest.facts import people_in


def framed(statement: Statement, language: Language, before: Statement | None) -> str:
    """The statement in the asker's language: printed Chinese stays as printed, within an English frame that says who and where from.

    The lead-in of a list stands before the first of its items alone.
    """
    text = statement.text
    if statement.lead and not (before and _is_of_the_list(before, statement.lead)):
        text = f"{statement.lead.text}{_gap(statement, statement.lead)}{text}"
    if language == "zh" or not _is_chinese(text):
        return text
    same_article = before is not None and before.quotes[0].article.id == statement.quotes[0].article.id
    who, where = _speaker(statement) or _named(statement), "" if same_article else _where(statement.quotes[0])
    frame = ", ".join(part for part in (who, where) if part)
    return f"{frame}: “{text}”" if frame else f"“{text}”"


def _gap(statement: Statement, lead: Quote) -> str:
    """An ellipsis where something is left out between the lead-in and the item."""
    item = next(quote for quote in statement.quotes if quote.span.start >= lead.span.end)
    return "……" if lead.article.text[lead.span.end : item.span.start].strip() else ""


def _is_of_the_list(before: Statement, lead: Quote) -> bool:
    """Whether the statement before began with this lead-in, or stood under it."""
    return any(quote.article.id == lead.article.id and quote.span.holds(lead.span) for quote in before.quotes)


def _is_chinese(text: str) -> bool:
    return len(re.findall(r"[\u3400-\u9fff]", text)) > len(re.findall(r"[A-Za-z]+", text))


def _speaker(statement: Statement) -> str:
    """Whom the quotes themselves print as speaking, in both scripts."""
    article = statement.quotes[0].article
    who = sayer_in(article, [quote.span for quote in statement.quotes if quote.article == article])
    return _in_both_scripts(who) if who else ""


def _named(statement: Statement) -> str:
    """Whom the quotes name first of the article's people, and no more than that: he or she need not have spoken."""
    said = "".join(quote.text for quote in statement.quotes)
    names = [person.name for person in people_in(statement.quotes[0].article.text) if person.name in said]
    return f"naming {_in_both_scripts(min(names, key=said.index))}" if names else ""


def _in_both_scripts(name: str) -> str:
    spelled = romanised(name)
    return f"{spelled} ({name})" if spelled else name


def _where(quote: Quote) -> str:
    day = quote.article.published_on
    return f"in “{quote.article.title}”" + (f" ({day.isoformat()})" if day else "")


def nothing_found(asked: Asked, searched: int, *, filtered: bool) -> str:
    """What was looked for, among how many articles, and which of it no article prints."""
    if asked.language == "zh":
        among = f"在{'符合条件的' if filtered else ''}{searched}篇报道中"
        looked = f"查找了：{'、'.join(asked.looked_for)}" if asked.looked_for else "没有可以查找的词"
        missing = f"没有一篇写到：{'、'.join(asked.missing)}。" if asked.missing else ""
        return f"报道没有说到这个问题的答案。{among}{looked}。{missing}"
    among = f"in {searched} {'matching ' if filtered else ''}article{'' if searched == 1 else 's'}"
    looked = f"Looked {among} for: {', '.join(asked.looked_for)}." if asked.looked_for else f"Nothing to look for {among}."
    missing = f" Printed in none: {', '.join(asked.missing)}." if asked.missing else ""
    return f"The articles do not say. {looked}{missing}"


def of_follow_up(alone: str, language: Language) -> str:
    """How a question that leans on those before it was understood."""
    return f"结合上文，问题理解为：{alone}。" if language == "zh" else f"With what was asked before, the question is taken as: {alone}"


def of_orders(fair: str, language: Language, note: str | None) -> str:
    """Which part of a question was answered, where the rest only gave orders; before what else there is to note."""
    if language == "zh":
        return f"问题里的指令没有执行，只回答：{fair}{note or ''}"
    return f"Orders within the question were not followed; what was answered is: {fair}{f' {note}' if note else ''}"


def of_time(time: Time, language: Language, *, nothing: bool, undated: int) -> str:
    """Which days the question's words were taken to mean, and that there is nothing of them, if so."""
    first, last = time.first.isoformat(), time.last.isoformat()
    if language == "zh":
        days = first if first == last else f"{first}至{last}"
        year = "" if time.is_of_a_year else "（问题没有说年份，往年同期的报道也在内）"
        unknown = f"另有{undated}篇报道没有日期，不在其中。" if undated else ""
        return f"“{time.said}”按{days}理解{year}。{f'没有找到这段时间的报道。{unknown}' if nothing else ''}"
    days = first if first == last else f"{first} to {last}"
    year = "" if time.is_of_a_year else " (no year was named, so earlier years count too)"
    unknown = f" {undated} without a date were left out." if undated else ""
    return f"“{time.said}” is taken as {days}{year}.{f' No article of that time was found.{unknown}' if nothing else ''}"


def not_as_asked(brief: Brief) -> str:
    """How the nearest article differs from what the question takes for granted: who said it, names that it does not print. May be empty."""
    zh = brief.asked.language == "zh"
    if line := denied(brief, asked_sayers(brief)):
        title, said = line.hit.article.title, line.said.strip()
        return f"报道《{title}》写的是：“{said}”" if zh else f" The article “{title}” prints instead: “{said}”"
    if wrong := mistaken(brief):
        return (_another_said_it if zh else _another_said_it_in_english)(wrong)
    if not brief.lines or not (names := (*unprinted(brief), *_bodies_unprinted(brief))):
        return ""
    title = brief.lines[0].hit.article.title
    return (
        f"最接近的报道《{title}》没有写到：{'、'.join(names)}。"
        if zh
        else f" The nearest article, “{title}”, does not print: {', '.join(names)}."
    )


def _bodies_unprinted(brief: Brief) -> tuple[str, ...]:
    label = unaddressed(brief.lines[0], brief.asked)
    return (label,) if label else ()


def _another_said_it(wrong: Mismatch) -> str:
    told = f"写到了{wrong.asked}，但没有写这些话是{wrong.asked}说的" if wrong.is_printed else f"没有写到{wrong.asked}"
    elsewhere = f"{wrong.asked}见于《{wrong.elsewhere.title}》。" if wrong.elsewhere else ""
    return f"报道《{wrong.article.title}》{told}{f'；说这些话的是{wrong.sayer}' if wrong.sayer else ''}。{elsewhere}"


def _another_said_it_in_english(wrong: Mismatch) -> str:
    name, sayer = (_in_both_scripts(one) if one else "" for one in (wrong.asked, wrong.sayer))
    told = f"names {name}, but not as the one who said this" if wrong.is_printed else f"does not name {name}"
    elsewhere = f" {name} is named in “{wrong.elsewhere.title}”." if wrong.elsewhere else ""
    return f" The article “{wrong.article.title}” {told}{f'; {sayer} said this' if sayer else ''}.{elsewhere}"
