"""What every route asks for."""

from typing import Annotated, cast

from fastapi import Depends, Request

from api.services import Services


async def services(request: Request) -> Services:
    """The parts of the application the request came to. It is async because FastAPI hands what is not to a thread, and waits for it."""
    return cast("Services", request.app.state.services)


Parts = Annotated[Services, Depends(services)]
