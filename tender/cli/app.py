"""``tender app``: the pages, on this machine alone."""

import subprocess
import sys
from typing import Annotated

import typer

from tender import paths
from tender.cli.door import UNREADABLE, AsJson, refuse
from tender.cli.show import print_json
from tender.findings import error


def app_command(
    port: Annotated[int, typer.Option("--port", help="端口")] = 8501,
    as_json: AsJson = False,
) -> None:
    """打开网页界面（只在本机 127.0.0.1）。"""
    entry = paths.app_file()
    if not entry.exists():
        refuse(
            [error("app.absent", str(entry), "找不到网页程序", "在完整的项目文件夹中运行")],
            as_json,
            UNREADABLE,
        )
    if as_json:
        print_json({"address": f"127.0.0.1:{port}", "file": str(entry)})
    words = ["--server.address", "127.0.0.1", "--server.port", str(port)]
    command = [sys.executable, "-m", "streamlit", "run", str(entry), *words]
    raise typer.Exit(subprocess.run(command, cwd=entry.parent, check=False).returncode)
