"""Measured ratios against named baselines; `python -m benchmarks` runs all and writes benchmarks/README.md."""
