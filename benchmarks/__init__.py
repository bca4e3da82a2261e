"""Benchmarks: ``python -m benchmarks.desk`` and others. Each prints a table and writes JSON with ``--json FILE``."""
