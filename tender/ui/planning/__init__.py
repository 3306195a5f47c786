"""Planning on the allocation page (规划推演): a page of its own kind, with its desk, its jobs and its views."""

from tender.ui.planning.page import show_planning

__all__ = ["show_planning"]
