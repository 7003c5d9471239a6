"""Real servers for tests that need them: PostgreSQL and Chroma, each on a free port of loopback, gone afterwards."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest
from conftest import free_port, until


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database. Skips where no server is installed, but never in CI."""
    if not shutil.which("initdb"):
        assert "CI" not in os.environ, "CI installs PostgreSQL"
        pytest.skip("PostgreSQL is not installed")
    data, port = Path(tempfile.mkdtemp(prefix="postgres-")), free_port()
    if os.geteuid() == 0:
        shutil.chown(data, "postgres")
    _as_nobody("initdb", "-D", str(data), "-A", "trust", "-U", "jianbao", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={data} -c fsync=off"
    _as_nobody("pg_ctl", "-D", str(data), "-o", options, "-l", str(data / "log"), "-w", "start")
    try:
        yield f"postgresql://jianbao@127.0.0.1:{port}/postgres"
    finally:
        _as_nobody("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(data)


def _as_nobody(*command: str) -> None:
    """PostgreSQL refuses to run as root."""
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    subprocess.run([*user, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")


@contextmanager
def chroma(folder: Path) -> Iterator[str]:
    """The URL of a Chroma server over a folder."""
    port = free_port()
    command = [str(Path(sys.executable).parent / "chroma"), "run", "--path", str(folder / "served"), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        until(lambda: _is_well(f"{url}/api/v2/heartbeat"), 60)
        yield url
    finally:
        process.terminate()
        process.wait()


def _is_well(url: str) -> bool:
    try:
        return httpx2.get(url, timeout=2).status_code == 200
    except httpx2.TransportError:
        return False
