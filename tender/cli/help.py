"""The help of the command line in Chinese (命令说明): its headings, its usage line, its own option."""

from typing import Any

from typer.core import TyperCommand

USAGE_WORDS = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [选项]", "{project}": "项目文件夹"}

HEADINGS = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "REQUIRED_LONG_STRING": "[必填]",
    "DEFAULT_STRING": "[默认：{}]",
}
"""What typer writes in English, by its own names."""


def usage(command: Any, context: Any) -> str:
    """How a command is typed: ``tender check [选项] 项目文件夹``."""
    pieces = (piece.strip() for piece in command.collect_usage_pieces(context))
    return " ".join([context.command_path, *(USAGE_WORDS.get(piece, piece.strip("{}")) for piece in pieces)])


class ChineseHelp:
    """What a command or the group of commands says of itself, beside a class of typer."""

    def get_usage(self, ctx: Any) -> str:
        """The usage line."""
        return f"用法：{usage(self, ctx)}"

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The whole help; what draws it is slow to load, so that only a help loads it."""
        from typer import rich_utils

        for name, said in HEADINGS.items():
            setattr(rich_utils, name, said)
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_help_option(self, ctx: Any) -> Any:
        """``--help`` itself."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = "显示本说明"
        return option


class ChineseCommand(ChineseHelp, TyperCommand):
    """One command."""
