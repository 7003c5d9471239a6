"""The server: uvicorn, which tells the application when it is told to stop."""

from types import FrameType

import uvicorn

from api.app import create_app
from api.services import Services


class _Server(uvicorn.Server):
    """Passes the signal on at once: uvicorn itself would only wait, and then cut."""

    def __init__(self, config: uvicorn.Config, services: Services) -> None:
        super().__init__(config)
        self._services = services

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal came."""
        self._services.stopping.begin()
        super().handle_exit(sig, frame)


def run(services: Services, host: str, port: int) -> None:
    """Serve until a signal comes."""
    seconds = services.settings.stop_seconds
    config = uvicorn.Config(create_app(services), host, port, log_level="info", timeout_graceful_shutdown=int(seconds))
    _Server(config, services).run()
