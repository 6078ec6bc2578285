"""Measurements, each a ratio against a named baseline of the same run: `python -m benchmarks.search`."""
