"""The command line (命令行): ``tender check | draft | simulate | run | firmness | panel | plan | verify | demo | app``.

Exit codes: 0 fine, 1 findings of level error, 2 no feasible award or a mistyped command, 3 unreadable input.
Every command takes ``--json`` and then prints one JSON object and nothing else.
"""

from tender.cli.commands import main

__all__ = ["main"]
