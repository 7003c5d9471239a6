"""What leaves, whoever writes: a writer that fails, stalls, lies or is silent costs words, never truth."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from conftest import ARTICLES

from api.answers.question import Answer, Event, Question, Said, answer
from api.brief import Brief, Claim
from api.errors import BadQuestion, NotNow, WriterFailed
from api.generate.writer import Credit, Usage, Writer
from api.retrieve.hybrid import Found
from api.services import Gate, Services
from ingest.catalogue import Filters

QUESTION = "张红军对安委会提出了哪些要求"
OWN = "张红军要求思想认识到位。"
"""True, in a model's own words, of the first demand."""
SHORT = 1.0
"""Seconds that a writer has who never answers."""


class Scribe:
    """A writer that proposes the claims it is given; the others here stand on it."""

    credit = Credit("model", "scribe")

    def __init__(self, *claims: Claim) -> None:
        self.claims = claims
        self.closed = False

    async def write(self, brief: Brief, usage: Usage) -> AsyncIterator[Claim]:
        """One after the other."""
        assert brief.lines
        usage.calls += 1
        try:
            for claim in self.claims:
                yield claim
            await self.then()
        finally:
            self.closed = True

    async def then(self) -> None:
        """What it does when it has said everything: it ends."""

    async def aclose(self) -> None:
        """It holds nothing."""


class Failing(Scribe):
    """A writer whose model hangs up."""

    async def then(self) -> None:
        """Fail."""
        raise WriterFailed("unreachable")


class Stalling(Scribe):
    """A writer whose model never goes on."""

    async def then(self) -> None:
        """Wait for ever."""
        await asyncio.Event().wait()


class Listing(Scribe):
    """A writer that proposes what it makes of the brief."""

    def __init__(self, proposes: Callable[[Brief], list[Claim]]) -> None:
        super().__init__()
        self._proposes = proposes

    async def write(self, brief: Brief, usage: Usage) -> AsyncIterator[Claim]:
        """All of it."""
        usage.calls += 1
        for claim in self._proposes(brief):
            yield claim


def told(services: Services, writer: Writer, question: str | Question = QUESTION, seconds: float = 20) -> list[Event]:
    """All that happens when this writer is asked."""
    desk = replace(services.desk, writer=writer, seconds=seconds)
    whole = Question(question) if isinstance(question, str) else question

    async def gather() -> list[Event]:
        return [event async for event in answer(whole, desk)]

    return asyncio.run(gather())


def answered(services: Services, writer: Writer, question: str | Question = QUESTION, seconds: float = 20) -> Answer:
    """The whole answer."""
    last = told(services, writer, question, seconds)[-1]
    assert isinstance(last, Answer)
    return last


def words(given: Answer) -> list[str]:
    """What was said, in order."""
    return [said.text for said in given.statements]


def number_of(services: Services, start: str, question: str = QUESTION) -> int:
    """The number that the sentence which begins so has on the desk."""
    seen: list[Brief] = []
    told(services, Listing(lambda brief: seen.append(brief) or []), question)  # type: ignore[func-returns-value]  # append, then nothing
    return next(line.number for line in seen[0].lines if line.text.startswith(start))


@pytest.fixture(scope="module")
def first_demand(samples: Services) -> int:
    """The number of 一是."""
    return number_of(samples, "一是思想认识要到位")


@pytest.fixture(scope="module")
def extractive(samples: Services) -> Answer:
    """What the articles' own sentences answer."""
    return answered(samples, samples.desk.stand_in)


def whole_numbering(given: Answer) -> bool:
    """Whether citations are numbered from 1 without gaps, in the order of their first use, and each statement has some."""
    first_used = list(dict.fromkeys(number for said in given.statements for number in said.citations))
    numbers = list(given.citations.values())
    return first_used == numbers == list(range(1, len(numbers) + 1)) and all(said.citations for said in given.statements)


def all_printed(given: Answer) -> bool:
    """Whether every quote is a slice of its article."""
    return all(quote.article.text[quote.span.start : quote.span.end] == quote.text for quote in given.citations)


def test_without_a_model_the_articles_own_sentences_answer(extractive: Answer):
    """All four demands, nothing fell, nobody stood in for anybody."""
    assert len(extractive.statements) == 4
    assert (extractive.fell_back, extractive.reason, extractive.dropped, extractive.note) == (False, None, 0, None)
    assert extractive.credit.kind == "extractive"
    assert whole_numbering(extractive)
    assert all_printed(extractive)


def test_what_was_found_comes_first_then_statements_then_the_whole(samples: Services):
    """So that a reader sees something early, and the end is known."""
    found, *said, whole = told(samples, samples.desk.stand_in)
    assert isinstance(found, Found)
    assert said
    assert all(isinstance(one, Said) for one in said)
    assert isinstance(whole, Answer)
    assert whole.statements == said


def test_a_writer_that_fails_at_once_is_stood_in_for(samples: Services, extractive: Answer):
    """By the articles' own sentences, and the answer says why."""
    given = answered(samples, Failing())
    assert words(given) == words(extractive)
    assert (given.fell_back, given.reason, given.dropped) == (True, "unreachable", 0)
    assert given.credit.kind == "extractive"
    assert whole_numbering(given)


def test_what_a_writer_said_before_it_failed_stays_said(samples: Services, extractive: Answer, first_demand: int):
    """Its statement left already; its stand-in says the rest, and nothing twice."""
    given = answered(samples, Failing(Claim((first_demand,), OWN)))
    assert words(given)[0] == OWN
    assert words(given)[1:] == words(extractive)[1:]
    assert (given.fell_back, given.reason) == (True, "unreachable")
    assert whole_numbering(given)


def test_a_stand_in_does_not_repeat_what_stands_in_a_longer_quote(samples: Services):
    """The failed writer cited two neighbouring sentences at once; each of them is said once all the same."""
    question = "7月14日的防汛工作调度会由谁主持"
    chaired = "区党工委书记沈望舒主持会议。"
    assert chaired in words(answered(samples, samples.desk.stand_in, question))
    number = number_of(samples, chaired, question)
    given = answered(samples, Failing(Claim((number - 1, number))), question)
    assert "".join(words(given)).count(chaired) == 1


def test_a_writer_that_never_answers_is_stood_in_for_in_time(samples: Services, extractive: Answer):
    """And it is told to stop."""
    stalling = Stalling()
    given = answered(samples, stalling, seconds=SHORT)
    assert words(given) == words(extractive)
    assert (given.fell_back, given.reason) == (True, "timeout")
    assert stalling.closed


def test_a_writer_that_stalls_after_a_claim_keeps_it(samples: Services, first_demand: int):
    """What left was true."""
    given = answered(samples, Stalling(Claim((first_demand,), OWN)), seconds=SHORT)
    assert words(given)[0] == OWN
    assert len(given.statements) == 4
    assert (given.fell_back, given.reason) == (True, "timeout")
    assert whole_numbering(given)


def test_a_writer_whose_every_claim_falls_is_stood_in_for(samples: Services, extractive: Answer, first_demand: int):
    """None of its words leaves, each fall is counted."""
    lies = Scribe(
        Claim((first_demand,), "张红军要求投入500亿元。"),
        Claim((first_demand,), "李建国提出了要求。"),
        Claim((999,), "张红军提出了要求。"),
        Claim((), "张红军提出了要求。"),
    )
    given = answered(samples, lies)
    assert words(given) == words(extractive)
    assert (given.fell_back, given.reason, given.dropped) == (True, "nothing-borne-out", 4)
    assert given.credit.kind == "extractive"


def test_one_lie_among_truths_falls_alone(samples: Services, first_demand: int):
    """The rest leaves as the model's own words, and nobody stands in."""
    given = answered(samples, Scribe(Claim((first_demand,), "张红军要求投入500亿元。"), Claim((first_demand,), OWN)))
    assert words(given) == [OWN]
    assert (given.fell_back, given.reason, given.dropped) == (False, None, 1)
    assert given.credit == Credit("model", "scribe")
    assert given.usage.calls == 1


@pytest.mark.parametrize(
    ("language", "note"),
    [
        ("zh", f"报道没有说到这个问题的答案。在{ARTICLES}篇报道中查找了：张红军"),
        ("en", f"The articles do not say. Looked in {ARTICLES} articles for: "),
    ],
)
def test_a_writer_that_says_nothing_is_believed(samples: Services, language: str, note: str):
    """No answer, no citation, no stand-in; the note names what was looked for, in the asker's language."""
    given = answered(samples, Scribe(), Question(QUESTION, language))  # type: ignore[arg-type]  # one of the two
    assert not given.answered
    assert (given.statements, given.citations, given.fell_back, given.reason, given.dropped) == ([], {}, False, None, 0)
    assert given.note is not None
    assert given.note.startswith(note)


def test_filters_are_named_in_the_note(samples: Services):
    """The reader sees that not every article was asked."""
    given = answered(samples, samples.desk.stand_in, Question(QUESTION, filters=Filters(people=("无此人",))))
    assert not given.answered
    assert given.note is not None
    assert "符合条件的0篇报道" in given.note


def test_an_answer_has_no_note(extractive: Answer):
    """It speaks for itself."""
    assert extractive.answered
    assert extractive.note is None


def test_what_is_said_again_is_said_once(samples: Services, first_demand: int):
    """The same sentence by number, and the same words; a repetition is no fall."""
    once = Claim((first_demand,))
    given = answered(samples, Scribe(once, once, Claim((first_demand, first_demand))))
    assert len(given.statements) == 1
    assert given.dropped == 0
    same = Claim((first_demand,), OWN)
    assert words(answered(samples, Scribe(same, same))) == [OWN]


def test_two_things_may_be_said_on_the_strength_of_one_sentence(samples: Services, first_demand: int):
    """Another claim is no repetition because it cites the same words; it cites the same numbers again, of the item and its lead-in."""
    claims = Claim((first_demand,), OWN), Claim((first_demand,), "张红军要求对照“七抓七防”抓工作。")
    given = answered(samples, Scribe(*claims))
    assert words(given) == [claim.text for claim in claims]
    assert [said.citations for said in given.statements] == [(1, 2), (1, 2)]
    assert given.statements[1].new == ()


def test_a_claim_may_say_in_english_what_is_printed(samples: Services, first_demand: int):
    """By the desk's dictionary and glossary; by none, nobody knows what it says."""
    claim = Claim((first_demand,), "Zhang Hongjun spoke of Safety.")
    assert words(answered(samples, Scribe(claim))) == [claim.text]
    desk = replace(samples.desk, rendered=lambda _: ())
    assert answered(replace(samples, desk=desk), Scribe(claim)).credit.kind == "extractive"


def test_citations_are_numbered_from_one_without_gaps(samples: Services):
    """In the order of their first use, whatever fell or was repeated between, and each is sent once."""

    def proposes(brief: Brief) -> list[Claim]:
        return [
            claim
            for line in reversed(brief.lines)
            for claim in (Claim((line.number,)), Claim((line.number,), "另有777人。"), Claim((line.number,)))
        ]

    given = answered(samples, Listing(proposes))
    assert len(given.statements) > 8
    assert given.dropped > 8
    assert whole_numbering(given)
    assert all_printed(given)
    sent = [number for said in given.statements for number, _ in said.new]
    assert sent == list(range(1, len(sent) + 1))


def test_every_statement_is_sent_with_the_quotes_that_are_new_in_it(samples: Services):
    """Put together, they are the citations of the whole answer."""
    given = answered(samples, samples.desk.stand_in)
    assert {quote: number for said in given.statements for number, quote in said.new} == given.citations


@pytest.mark.parametrize("question", ["", " ", "\n\t", "\u3000"])
def test_an_empty_question_is_refused(question: str, samples: Services):
    """Before anything is searched."""
    with pytest.raises(BadQuestion, match="the question is empty"):
        told(samples, Scribe(), question)


def test_an_overlong_question_is_refused_by_its_length(samples: Services):
    """And the most is named; as many as that are answered."""
    with pytest.raises(BadQuestion, match="2001 characters; 2000 is the most"):
        told(samples, Scribe(), "问" * 2001)
    assert not answered(samples, Scribe(), "问" * 2000).answered


def test_blanks_around_a_question_do_not_count(samples: Services):
    """Neither for its length nor for its words."""
    assert answered(samples, Scribe(), "  " + "问" * 2000 + "\n").question == "问" * 2000


def test_a_question_that_is_no_text_is_refused(samples: Services):
    """A shell hands over bytes that are no UTF-8 as half a character."""
    with pytest.raises(BadQuestion):
        told(samples, Scribe(), "谁主持会议\udcff")


def test_when_too_many_wait_the_next_is_told_to_come_back(samples: Services):
    """At once, and when one is done there is room again."""
    open_again, gate = threading.Event(), Gate(workers=1, waiting=1)
    desk = replace(samples.desk, in_turn=gate)

    async def ask() -> list[Event]:
        return [event async for event in answer(Question(QUESTION), desk)]

    async def crowd() -> int:
        busy = [asyncio.create_task(gate(open_again.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(NotNow, match="2 questions are waiting"):
            await ask()
        open_again.set()
        await asyncio.gather(*busy)
        return len(await ask())

    try:
        assert asyncio.run(crowd()) > 2
    finally:
        open_again.set()


def test_a_piece_of_work_that_fails_gives_its_place_back():
    """Else a few bad questions would close the gate for ever."""
    gate = Gate(workers=1, waiting=0)

    async def work() -> list[int]:
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await gate(lambda: 1 // 0)
        return [await gate(lambda: number) for number in (1, 2)]  # noqa: B023  it is awaited before the next

    assert asyncio.run(work()) == [1, 2]
