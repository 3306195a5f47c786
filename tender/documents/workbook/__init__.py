"""Workbooks (电子表格): forms written as .xlsx, filled in by strangers, read back with findings.

``sheet`` describes a form once; ``write`` prints it; ``read`` reads it back by the same
description after ``guard`` has looked at the file before any parser did.
"""
