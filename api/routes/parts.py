"""What every route asks for."""

from typing import Annotated, cast

from fastapi import Depends, Request

from api.services import Services


def services(request: Request) -> Services:
    """The parts of the application the request came to."""
    return cast("Services", request.app.state.services)


Parts = Annotated[Services, Depends(services)]
