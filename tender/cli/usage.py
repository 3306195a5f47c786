"""A command typed wrongly (命令写法有误): said in Chinese, exit code 2 as everywhere else."""

import re
import sys
from collections.abc import Sequence
from typing import Any

import typer
from typer.core import TyperGroup

from tender.cli.help import ChineseHelp, usage
from tender.cli.show import print_json
from tender.findings import Finding, error

USAGE = 2
"""The exit code of a command that could not be understood, as shells expect it."""

_UsageError: type[Exception] = typer.BadParameter.__mro__[1]
"""What every mistake of the command line is: its own name is not exported."""

_KINDS = (
    (r"valid integer", "应为整数"),
    (r"valid number", "应为数字"),
    (r"greater than or equal to (\S+)", r"不应小于\1"),
    (r"less than or equal to (\S+)", r"不应大于\1"),
)
_WRONG = (
    (r"No such command '(.+?)'\. Did you mean '(.+?)'", r"没有命令“\1”，是不是“\2”"),
    (r"No such command '(.+?)'", r"没有命令“\1”"),
    (r"extra arguments? \((.+)\)|extra argument\(s\) \((.+)\)", r"多写了“\1\2”"),
    (r"Option '(.+?)' requires", r"选项 \1 后面要写取值"),
    (r"Option '(.+?)' does not take", r"选项 \1 后面不写取值"),
)


class ChineseUsage(ChineseHelp, TyperGroup):
    """The commands; what was typed wrongly is told in Chinese."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command and leave with its exit code, or with 2 and what is wrong with the words."""
        words = sys.argv[1:] if args is None else list(args)
        try:
            code = super().main(words, prog_name, complete_var, False, windows_expand_args, **extra)
        except _UsageError as wrong:
            if not standalone_mode:
                raise
            if words:  # without any word the help was shown, which says it all
                _tell(usage_finding(wrong), as_json="--json" in words)
            sys.exit(USAGE)
        except typer.Abort:
            if not standalone_mode:
                raise
            sys.exit(1)
        if not standalone_mode:
            return code
        sys.exit(code if isinstance(code, int) else 0)


def usage_finding(wrong: Exception) -> Finding:
    """What is wrong with a command, what it should look like, and where its help is."""
    context = getattr(wrong, "ctx", None)
    path = context.command_path if context else "tender"
    should = usage(context.command, context) if context else f"{path} 命令 [选项]"
    return error("cli.usage", path, _what(wrong), should, f"运行 {path} --help 查看说明")


def _what(wrong: Exception) -> str:
    """The mistake in words; one of an unknown kind still says that the command is wrong."""
    said, kind = str(getattr(wrong, "message", "")), type(wrong).__name__
    if kind == "MissingParameter":
        return f"缺少{_named(wrong)}"
    if kind == "NoSuchOption":
        alike = "、".join(getattr(wrong, "possibilities", None) or ())
        unknown = _visible(str(getattr(wrong, "option_name", "")))
        return f"没有选项 {unknown}" + (f"，是不是 {alike}" if alike else "")
    if kind == "BadParameter":
        wanted = next((m.expand(to) for of, to in _KINDS if (m := re.search(of, said))), "取值不对")
        return f"{_named(wrong)}：{wanted}"
    return _visible(next((m.expand(to) for of, to in _WRONG if (m := re.search(of, said))), "命令写法不对"))


def _named(wrong: Exception) -> str:
    """A parameter as the help names it."""
    param = getattr(wrong, "param", None)
    told = getattr(param, "help", None) or ""
    name = next(iter(getattr(param, "opts", ())), "")
    if name.startswith("-"):
        return f"选项 {name}（{told}）" if told else f"选项 {name}"
    return f"参数：{told}" if told else "参数"


def _visible(text: str) -> str:
    return "".join(c if c.isprintable() else "□" for c in text)


def _tell(found: Finding, *, as_json: bool) -> None:
    if as_json:
        print_json({"findings": [found.to_json()]})
    else:
        sys.stderr.write(f"命令有误：{found.what}\n用法：{found.expected}\n{found.mend}\n")
