"""What a model said is remembered, and many who ask alike at once are one question."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import asked, over, served, write_in
from endpoints import Script, refusing, with_model
from pytest_httpserver import HTTPServer

from api.answers.question import Answer, Question, answer
from api.brief import Asked, Brief, Claim
from api.errors import WriterFailed
from api.generate.known import KnownWriter
from api.generate.writer import Credit, Usage
from api.services import Services
from api.settings import Settings
from ingest.catalogue import Filters

WHO = "谁主持了云川高新区2025年7月14日的防汛工作调度会"


def brief_of(text: str = "谁主持") -> Brief:
    """A question over no sentence."""
    return Brief(Asked(text, "zh", "who", (), (), ()), ())


class Slow:
    """A writer who takes a while for each of its claims, and counts how often it was asked, and how often it was stopped."""

    def __init__(self, *claims: Claim, fails: str | None = None) -> None:
        self.credit = Credit("model", "slow", "write@00000000")
        self.begun = self.stopped = 0
        self._claims = claims
        self._fails = fails

    async def write(self, brief: Brief, usage: Usage) -> AsyncIterator[Claim]:  # noqa: ARG002  the same for any brief
        """Claim after claim."""
        self.begun += 1
        usage.calls += 1
        try:
            for claim in self._claims:
                await asyncio.sleep(0.05)
                yield claim
            if self._fails:
                raise WriterFailed(self._fails)
        except (asyncio.CancelledError, GeneratorExit):
            self.stopped += 1
            raise

    async def aclose(self) -> None:
        """It holds nothing."""


THREE = [Claim((1,)), Claim((2,)), Claim((3,))]


async def heard(writer: KnownWriter, brief: Brief, usage: Usage | None = None, most: int = 9) -> list[Claim]:
    """The claims, up to so many."""
    claims: list[Claim] = []
    coming = writer.write(brief, usage or Usage())
    async for claim in coming:
        claims.append(claim)
        if len(claims) == most:
            break
    await coming.aclose()  # type: ignore[attr-defined]  # it is a generator
    return claims


def test_the_same_question_is_asked_once():
    """Blanks, width, case and the mark at its end make no other question."""
    slow = Slow(*THREE)
    writer = KnownWriter(slow, 10)

    async def ask() -> None:
        usages = [Usage() for _ in range(3)]
        for text, usage in zip(("谁主持GDP会？", "谁主持ＧＤＰ会", " 谁主持gdp会?"), usages, strict=True):
            assert await heard(writer, brief_of(text), usage) == THREE
        assert [(usage.cached, usage.calls) for usage in usages] == [(False, 1), (True, 0), (True, 0)]

    asyncio.run(ask())
    assert slow.begun == 1


def test_another_question_another_language_or_another_kind_is_asked():
    """So is the same one by another prompt."""
    slow = Slow(*THREE)
    writer = KnownWriter(slow, 10)
    brief = brief_of()
    for other in (brief, brief_of("谁参加"), Brief(replace(brief.asked, language="en"), ()), Brief(replace(brief.asked, kind="what"), ())):
        asyncio.run(heard(writer, other))
    slow.credit = Credit("model", "slow", "write@11111111")
    asyncio.run(heard(writer, brief))
    assert slow.begun == 5


def test_the_longest_unasked_is_forgotten_first():
    """Two are kept."""
    slow = Slow(Claim((1,)))
    writer = KnownWriter(slow, 2)
    for text in ("甲", "乙", "甲", "丙", "甲", "乙"):
        asyncio.run(heard(writer, brief_of(text)))
    assert slow.begun == 4


def test_many_who_ask_at_once_are_one_call_and_all_hear_everything():
    """In order, whenever they joined."""
    slow = Slow(*THREE)
    writer = KnownWriter(slow, 10)

    async def late(seconds: float, usage: Usage) -> list[Claim]:
        await asyncio.sleep(seconds)
        return await heard(writer, brief_of(), usage)

    async def ask() -> None:
        usages = [Usage() for _ in range(20)]
        said = await asyncio.gather(*(late(0.006 * at, usage) for at, usage in enumerate(usages)))
        assert all(claims == THREE for claims in said)
        assert [usage.cached for usage in usages] == [False] + [True] * 19

    asyncio.run(ask())
    assert slow.begun == 1


def test_one_who_leaves_does_not_stop_the_others_and_the_last_one_does():
    """Whoever asked first may leave first; when nobody listens any more, the writer is stopped, and nothing is kept."""
    slow = Slow(*THREE)
    writer = KnownWriter(slow, 10)

    async def ask() -> None:
        left, stayed = await asyncio.gather(heard(writer, brief_of(), most=1), heard(writer, brief_of()))
        assert (left, stayed) == (THREE[:1], THREE)
        other = brief_of("谁参加")
        assert await asyncio.gather(heard(writer, other, most=1), heard(writer, other, most=2)) == [THREE[:1], THREE[:2]]
        assert slow.stopped == 1
        assert await heard(writer, other) == THREE

    asyncio.run(ask())
    assert slow.begun == 3


def test_a_writer_that_fails_fails_for_all_and_leaves_nothing():
    """What it said before is not kept either."""
    slow = Slow(*THREE, fails="cut-off")
    writer = KnownWriter(slow, 10)

    async def ask() -> None:
        outcomes = await asyncio.gather(*(heard(writer, brief_of()) for _ in range(3)), return_exceptions=True)
        assert [str(outcome) for outcome in outcomes] == ["cut-off"] * 3
        with pytest.raises(WriterFailed, match="cut-off"):
            await heard(writer, brief_of())

    asyncio.run(ask())
    assert slow.begun == 2


def both(questions: Sequence[Question], services: Services) -> list[Answer]:
    """The whole answers to questions that are asked at once."""

    async def one(question: Question) -> Answer:
        *_, last = [event async for event in answer(question, services.desk)]
        assert isinstance(last, Answer)
        return last

    async def all_of_them() -> list[Answer]:
        answers = await asyncio.gather(*map(one, questions))
        await services.desk.writer.aclose()
        return answers

    return asyncio.run(all_of_them())


def test_thirty_two_callers_of_one_question_cost_one_call(samples: Services, httpserver: HTTPServer):
    """Over HTTP to the model; and the next one costs none."""
    script = Script(httpserver, "NOT FOUND", wait=0.3)
    services = with_model(samples, httpserver.url_for("/v1"), writer="write")
    answers = both([Question(WHO)] * 32, services)
    assert len(script.asked) == 1
    assert sum(each.usage.calls for each in answers) == 1
    assert sum(each.usage.cached for each in answers) == 31
    again = asked(WHO, services)
    assert (again.usage.cached, again.usage.calls, again.fell_back) == (True, 0, False)


def test_a_known_answer_says_so_over_the_wire(samples: Services, httpserver: HTTPServer):
    """And costs nothing."""
    script = Script(httpserver, "能")
    services = with_model(samples, httpserver.url_for("/v1"), writer="select", prompt_price=2, completion_price=8)
    with served(services) as client:
        first, second = (client.post("/v1/questions", json={"question": WHO}).json() for _ in range(2))
    assert first["usage"]["cached"] is False
    assert first["usage"]["cost"] == pytest.approx((50 * 2 + 1 * 8) / 10**6)
    assert second["usage"] == {"prompt_tokens": 0, "completion_tokens": 0, "calls": 0, "cached": True}
    assert second["statements"] == first["statements"]
    assert len(script.asked) == 1


def test_what_changes_the_sentences_changes_the_question(tmp_path: Path, cache: Path, httpserver: HTTPServer):
    """A filter, or an article that is read in between."""
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.md").write_text("# 兴苇路复工\n\n兴苇路施工队由周立新带队进场。", "utf-8")
    plain = over(folder, Settings(data_dir=tmp_path / "data", cache_dir=cache))
    script = Script(httpserver, *["NOT FOUND"] * 5)
    services = with_model(plain, httpserver.url_for("/v1"), writer="write")
    question = "谁带队进入兴苇路"
    for _ in range(2):
        asked(question, services)
    assert len(script.asked) == 1
    write_in(
        plain.library, "b.md", "# 何建国接任领队\n\n入冬以后天气转冷，何建国接替前任，今晨带队进入兴苇路南段铺设热力管网，预计一周完工。"
    )
    asked(question, services)
    assert len(script.asked) == 2
    only = services.retriever.retrieve(question, 5).hits[0].article.id
    asked(Question(question, filters=Filters(article_ids=(only,))), services)
    assert len(script.asked) == 3


def test_an_answer_of_the_articles_own_sentences_is_not_kept_as_the_models(samples: Services, httpserver: HTTPServer):
    """The endpoint failed; when it is back, it is asked."""
    script = Script(httpserver, refusing("no", 401), "NOT FOUND")
    services = with_model(samples, httpserver.url_for("/v1"), writer="write")
    assert asked(WHO, services).fell_back
    assert not asked(WHO, services).fell_back
    assert len(script.asked) == 2


@pytest.mark.parametrize(("limit", "reason"), [({"question_tokens": 300}, "question-budget"), ({"day_tokens": 300}, "day-budget")])
def test_a_budget_that_is_spent_is_a_clear_reason(samples: Services, httpserver: HTTPServer, limit: dict[str, int], reason: str):
    """No call is made; the articles' own sentences cost nothing."""
    script = Script(httpserver, "NOT FOUND")
    answer = asked(WHO, with_model(samples, httpserver.url_for("/v1"), **limit))
    assert (answer.answered, answer.fell_back, answer.reason) == (True, True, reason)
    assert script.asked == []


def test_the_door_is_passed_anew_by_what_is_known(samples: Services, httpserver: HTTPServer):
    """Claims are kept, not statements."""
    script = Script(httpserver, "会议共有980人参加。[1]")
    services = with_model(samples, httpserver.url_for("/v1"), writer="write")
    first, second = asked(WHO, services), asked(WHO, services)
    assert first.dropped == second.dropped == 1
    assert second.fell_back
    assert len(script.asked) == 1
