"""Benchmarks: ``python -m benchmarks NAME [--json FILE]``. Each prints a table, and says of every row whether it holds."""
