"""``python -m tender`` is the command line."""

from tender.cli import main

main()
