"""A letter is short enough for mail programs, however much came in: the most wanted stands in full, and all the rest is counted."""

import re
from collections.abc import Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from api.answers.action_items import Listed
from api.answers.question import Said
from api.answers.summary import Summary
from api.brief import Quote
from api.digest.edition import Edition, Entry
from api.digest.front import CUTS, LONGEST, WHOLE, Front
from api.digest.sheet import cut_of, page_of, text_of
from api.generate.writer import Credit
from ingest.agenda import Kept
from ingest.article import Article, Span

DAY = date(2026, 8, 26)
ADDRESS = "https://news.example"
_DEED = "区水务局要在8月28日前逐一建档"


def entry(number: int, title: str = "", text: str = "", repeats: int = 0) -> Entry:
    """An article that says one thing, and so many that repeat it."""
    article = Article(f"key-{number}", title or f"第{number}号报道", text or f"第{number}处泵站已经检修，{_DEED}。")
    summary = Summary(article, Credit("extractive"))
    quote = Quote(article, "", Span(0, len(article.text)))
    summary.statements, summary.citations = [Said(quote.text, (1,), ((1, quote),))], {quote: 1}
    return Entry(summary, summary, (article,) * repeats)


def item(one: Entry, number: int, owner: str = "区水务局", due: date | None = None) -> Listed:
    """Something to be done, as an article prints it."""
    quote = next(iter(one.short.citations))
    kept = Kept(f"{number:016}", one.article.id, "instruction", "陆启明", None, owner, _DEED, "8月28日前", due, None, quote.span)
    return Listed(kept, quote)


def edition(entries: Sequence[Entry], items: Sequence[Listed] = (), due: Sequence[Listed] = ()) -> Edition:
    """Of these."""
    return Edition(DAY, "zh", entries, (), items, due, None, closed=True)


def counted(edition: Edition) -> tuple[int, int, int]:
    """Articles, things to be done and things due of which a letter shows or counts each one, read off its page."""
    page = html.fromstring(page_of(edition, ADDRESS, cut=cut_of(edition, ADDRESS)))
    left = {anchor: int(number) for anchor in ("articles", "items", "due") for number in _left(page, anchor)}
    shown = len(page.xpath("//td[starts-with(@id, 'a') and string-length(@id) = 17]"))
    headlines = len(
        {link for link in page.xpath("//a/@href") if "/v1/digests/" in link and "#a" in link and not link.endswith("#articles")}
    )
    items, due = (
        len(page.xpath(f"//tr[td[@id='{anchor}']]/following-sibling::tr[td/span[contains(., '陆启明')]]")) for anchor in ("items", "due")
    )
    items = max(0, items - due)
    return shown + headlines + left.get("articles", 0), items + left.get("items", 0), due + left.get("due", 0)


def _left(page: html.HtmlElement, anchor: str) -> Sequence[str]:
    said = page.xpath(f"//a[@href='{ADDRESS}/v1/digests/{DAY}#{anchor}']")
    return [re.findall(r"\d+", one.text_content())[0] for one in said]


_SIZES = st.sampled_from([0, 1, 2, 29, 30, 31, 80, 200, 400])
_TITLES = st.sampled_from(["", "长" * 90, "<&>" * 40, "长" * 40_000])


@settings(max_examples=25)
@given(_SIZES, _SIZES, _SIZES, _TITLES)
def test_a_letter_is_short_and_nothing_is_dropped_in_silence(articles: int, items: int, due: int, title: str):
    """Whatever came in: what is shown and what is counted are all there is."""
    entries = [entry(number, title and f"{title}{number}") for number in range(articles)]
    source = entries or [entry(0)]
    whole = edition(entries, *([item(source[0], number) for number in range(count)] for count in (items, due)))
    page = page_of(whole, ADDRESS, cut=cut_of(whole, ADDRESS))
    assert len(page.encode()) <= LONGEST
    assert counted(whole) == (articles, items, due)


def test_a_few_articles_stand_in_full():
    """And the page of the edition shows all of them, however many, without a link to itself."""
    entries = [entry(number) for number in range(30)]
    assert cut_of(edition(entries), ADDRESS) == CUTS[0]
    assert Front(edition(entries), CUTS[0]).headlines == []
    many = edition([entry(number) for number in range(300)])
    assert Front(many, WHOLE).entries == many.entries
    assert "/v1/digests/" not in page_of(many, ADDRESS)


def test_what_a_reader_follows_stands_in_full_and_its_action_items_first():
    """Though it came in last; then what more papers print."""
    entries = [entry(number, repeats=number == 150) for number in range(200)]
    entries.append(entry(200, text="柳渡街道的排水沟已经清理。"))
    items = [item(entries[0], number, "区财政局") for number in range(200)] + [item(entries[-1], 200, "柳渡街道")]
    mine = edition(entries, items).for_one(("柳渡街道",))
    assert [one.article.key for one in mine.entries[:3]] == ["key-200", "key-150", "key-0"]
    assert len(mine.entries) == 201
    cut = cut_of(mine, ADDRESS)
    assert mine.entries[0] in Front(mine, cut).entries
    assert "柳渡街道" in [owner for owner, _ in Front(mine, cut).by_owner]
    assert "柳渡街道" in text_of(mine, ADDRESS, cut=cut)


def test_what_is_due_sooner_comes_first_and_what_is_past_last():
    """Of what interests a reader as much."""
    days = [None, date(2026, 9, 1), date(2026, 8, 1), date(2026, 8, 27)]
    items = [item(entry(0), number, due=day) for number, day in enumerate(days)]
    assert [one.item.due_on for one in edition([], items).for_one(()).items] == [days[3], days[1], None, days[2]]


def test_a_headline_leads_to_its_place_in_the_whole_edition():
    """In both forms of the letter; in English to the English one."""
    whole = edition([entry(number) for number in range(200)])
    cut = cut_of(whole, ADDRESS)
    anchor = f"a{Front(whole, cut).headlines[0].article.id}"
    assert html.fromstring(page_of(whole, ADDRESS)).get_element_by_id(anchor) is not None
    for form in (page_of, text_of):
        assert f"{ADDRESS}/v1/digests/{DAY}#{anchor}" in form(whole, ADDRESS, cut=cut)
    english = Edition(DAY, "en", whole.entries, (), (), (), None, closed=True)
    assert f"{ADDRESS}/v1/digests/{DAY}?language=en#{anchor}" in page_of(english, ADDRESS, cut=cut)
