"""Measurements, each beside the naive bot of the tutorials: `python -m tests.bench`."""
