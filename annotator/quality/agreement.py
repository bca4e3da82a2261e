"""How far curators agree beyond chance: Cohen's kappa for two, Krippendorff's alpha for any number; nominal values.

Both are 1 for full agreement, 0 for what chance would give, less than 0 for worse. Both are None (undefined) where nothing
was judged by two, and where everybody always says the same one value: then chance alone would agree as well, and nothing
shows that the value was not just a habit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations

Table = Mapping[tuple[str, str], float]
"""How often the one said the first value where the other said the second."""


def cohen_kappa(table: Table) -> float | None:
    """κ = (p₀ - pₑ) / (1 - pₑ), with p₀ the share of equal values and pₑ = Σ p(one says c) p(other says c).

    Cohen, "A Coefficient of Agreement for Nominal Scales" (Educational and Psychological Measurement 20, 1960).
    """
    n = sum(table.values())
    if not n:
        return None
    one, other = _margins(table)
    expected = sum(one[c] * other[c] for c in one) / n**2
    observed = sum(count for (c, k), count in table.items() if c == k) / n
    return (observed - expected) / (1 - expected) if expected < 1 else None


def coincidences(units: Iterable[Sequence[str]]) -> dict[tuple[str, str], float]:
    """The coincidence matrix of units, each given as the values that curators gave it; who gave none is left out.

    o(c, k) = Σ over units of (number of ordered pairs c, k of different curators) / (m - 1), with m values in the unit. A
    unit with fewer than two values cannot be compared and adds nothing.
    """
    out: dict[tuple[str, str], float] = defaultdict(float)
    for values in units:
        for pair in permutations(values, 2):
            out[pair] += 1 / (len(values) - 1)
    return out


def nominal_alpha(matrix: Table) -> float | None:
    """α = 1 - (n - 1) Σ o(c, k) / Σ n(c) n(k), both sums over c ≠ k, of a matrix of :func:`coincidences`.

    Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), nominal data, any number of curators, missing values.
    """
    values, _ = _margins(matrix)
    n = sum(values.values())
    apart = sum(count for (c, k), count in matrix.items() if c != k)
    chance = n**2 - sum(count**2 for count in values.values())
    return 1 - (n - 1) * apart / chance if len([v for v in values.values() if v]) > 1 else None


def _margins(table: Table) -> tuple[dict[str, float], dict[str, float]]:
    one: dict[str, float] = defaultdict(float)
    other: dict[str, float] = defaultdict(float)
    for (c, k), count in table.items():
        one[c] += count
        other[k] += count
    return one, other
