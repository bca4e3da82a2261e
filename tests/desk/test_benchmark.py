"""The benchmark measures what it says: its own sums, and one small run of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import desk as bench
from benchmarks.material import D1, D2, make_page


def test_percentiles_are_nearest_rank() -> None:
    times = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert [bench.percentile(times, share) for share in (0.0, 0.5, 0.95, 1.0)] == [1.0, 3.0, 5.0, 5.0]


def test_a_row_holds_by_the_percentile_in_its_name() -> None:
    times = [0.001] * 90 + [0.050] * 10
    assert bench.row("x, p50", times, None, 2.0)["holds"] is True
    assert bench.row("x, p95", times, None, 2.0)["holds"] is False
    found = bench.row("x, worst", times, [0.002], 60.0)
    assert found == {
        "name": "x, worst",
        "unit": "ms",
        "p50": 1.0,
        "p95": 50.0,
        "worst": 50.0,
        "floor": 2.0,
        "limit": 60.0,
        "holds": True,
    }


def test_material_has_the_size_it_says_and_is_always_the_same() -> None:
    for size in (D1, D2):
        page = make_page(size, 5)
        assert size.words <= len(page.text.split()) <= size.words + 120
        assert len(page.mentions) == pytest.approx(size.mentions, rel=0.1)
        assert len(page.stances) == pytest.approx(size.stances, rel=0.1)
        again = make_page(size, 5)
        assert (again.text, again.mentions, again.stances) == (page.text, page.mentions, page.stances)
        assert make_page(size, 6).text != page.text
        assert 0.3 < len(page.open) / len(page.order) < 0.75


def test_a_small_run_gives_rows_and_json(
    qapp: object, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = bench.measure((D1,), rounds=2)
    monkeypatch.setattr(bench, "measure", lambda rounds: rows)
    path = tmp_path / "rows.json"
    assert bench.main(["--json", str(path), "--rounds", "2"]) in (0, 1)
    assert json.loads(path.read_text(encoding="utf-8")) == rows
    names = [str(r["name"]) for r in rows]
    assert names == [
        "opened and painted, D1, p95",
        "one turn of laying out ahead, D1, p95",
        "scroll frame, D1, p95",
        "scroll frame, D1, worst",
    ]
    printed = capsys.readouterr().out
    assert all(name in printed for name in names)
    assert all(0 < float(str(r["p50"])) <= float(str(r["p95"])) for r in rows if "scroll" in str(r["name"]))
