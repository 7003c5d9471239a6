"""Two hundred at once: each is answered or told to come back, nobody waits for ever, and the service is as well afterwards as before."""

import asyncio

import httpx2
from conftest import served
from endpoints import Script, with_model
from pytest_httpserver import HTTPServer

from api.services import Services

_CROWD = 200


def asked_at_once(url: str, number: int) -> list[httpx2.Response]:
    """The replies to so many different questions."""

    async def ask() -> list[httpx2.Response]:
        limits = httpx2.Limits(max_connections=number)
        async with httpx2.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
            bodies = ({"question": f"防汛工作调度会说了什么{chr(0x4E00 + at)}"} for at in range(number))
            return await asyncio.gather(*(client.post("/v1/questions", json=body) for body in bodies))

    return asyncio.run(ask())


def test_a_crowd_is_answered_or_told_to_come_back(samples: Services, httpserver: HTTPServer):
    """With a model that takes a while: two hundred or five hundred and three, and nothing else."""
    Script(httpserver, *["NOT FOUND"] * _CROWD, wait=0.05)
    with served(with_model(samples, httpserver.url_for("/v1"), writer="write", waiting=14)) as client:
        replies = asked_at_once(str(client.base_url), _CROWD)
        assert {reply.status_code for reply in replies} <= {200, 503}
        turned_away = [reply for reply in replies if reply.status_code == 503]
        assert all(reply.headers["retry-after"] and reply.json()["type"] == "urn:jianbao:not-now" for reply in turned_away)
        assert len(turned_away) < _CROWD
        again = asked_at_once(str(client.base_url), 8)
    assert [reply.status_code for reply in again] == [200] * 8
