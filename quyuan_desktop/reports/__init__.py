"""Figures from records: pure queries and arithmetic over the declared measures."""
