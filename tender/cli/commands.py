"""The commands, each a thin face of a verb in a module of its own, loaded when it is asked for.

A check of a book must not wait for solvers and document writers to be loaded.
"""

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import typer

from tender.cli.help import ChineseCommand
from tender.cli.usage import ChineseUsage

MODULES = {
    "check": "check",
    "draft": "draft",
    "run": "run",
    "firmness": "panel",
    "panel": "panel",
    "demo": "run",
    "allocate": "allocate",
    "verify": "verify",
    "schedule": "schedule",
    "plan": "planning",
    "simulate": "simulate",
    "app": "app",
}
"""Where in ``tender.cli`` the function ``NAME_command`` of each command is, in the order of the help."""


class _OnDemand(Mapping[str, Any]):
    """The commands by name; a module is imported when its command is looked at."""

    def __getitem__(self, name: str) -> Any:
        module = import_module(f"tender.cli.{MODULES[name]}")
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(name=name, cls=ChineseCommand)(getattr(module, f"{name}_command"))
        return typer.main.get_command(alone)

    def __iter__(self) -> Iterator[str]:
        return iter(MODULES)

    def __len__(self) -> int:
        return len(MODULES)


class _Commands(ChineseUsage):
    """The group of all commands."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _OnDemand()  # type: ignore[assignment]  # nothing is ever added to it


app = typer.Typer(
    cls=_Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # a traceback with values would print bids
)


@app.callback(
    help="衡标：采购文件编制、评分、定标、公告。退出码：0 正常，1 有错误，2 没有可行的定标结果，3 输入读不出。"
)
def tender() -> None:
    """The group itself does nothing."""


def main() -> None:
    """The entry point of ``tender``."""
    app(prog_name="tender")
