"""Forms (表单): the book read as workbooks, printed for people and read back from them."""

from tender.forms.bid_form import bid_form
from tender.forms.mark_sheet import Bidders, mark_key, mark_sheet

__all__ = ["Bidders", "bid_form", "mark_key", "mark_sheet"]
