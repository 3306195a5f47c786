"""Allocation at the size of a city or a province: operator by operator, bounded and improved."""
