"""A real browser in front of a really served app with an empty data folder.

Where Chromium is missing these tests are skipped, in CI they fail: a gate must not stay silent.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import pytest
from playwright.sync_api import BrowserContext

ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds for the server's first answer on a busy machine
CHROMIUM_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """How to start the Chromium of this machine."""
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not chromium:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("Chromium is not installed")
    return {**browser_type_launch_args, "executable_path": chromium, "args": list(CHROMIUM_FLAGS)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """The smallest office screen, in Chinese."""
    screen = {"width": 1366, "height": 768}
    return {**browser_context_args, "viewport": screen, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}


@pytest.fixture(scope="session")
def app_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the served app, new and empty at first."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def app_url(app_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the served app."""
    log = tmp_path_factory.mktemp("served") / "server.log"
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", "streamlit_app.py", "--server.port", str(port)]
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"HENGBIAO_HOME": str(app_home), "PYTHONUTF8": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_until_served(server, url, log)
        yield url
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


@pytest.fixture(autouse=True)
def nothing_leaves_the_machine(context: BrowserContext, app_url: str) -> Iterator[None]:
    """Every page works offline: a request to any other host fails the test that caused it."""
    strangers: list[str] = []
    at_home = (app_url, "data:", "blob:", "about:")
    context.on("request", lambda ask: None if ask.url.startswith(at_home) else strangers.append(ask.url))
    yield
    assert strangers == []


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until_served(server: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Return once the server says it is healthy; fail with its last words otherwise."""
    direct = build_opener(ProxyHandler({}))
    deadline = time.monotonic() + PATIENCE
    while server.poll() is None and time.monotonic() < deadline:
        try:
            direct.open(f"{url}/_stcore/health", timeout=2).close()
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    last_words = log.read_text("utf-8", errors="replace")[-2000:]
    pytest.fail(f"the app was not served within {PATIENCE} seconds:\n{last_words}")
