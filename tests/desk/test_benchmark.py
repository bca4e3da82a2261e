"""The benchmark measures what it says: its own sums, and one small run of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import desk as bench
from benchmarks import keys, project
from benchmarks.material import D1, D2, make_page
from benchmarks.rows import Row, figure, percentile, report, row


def test_percentiles_are_nearest_rank() -> None:
    times = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert [percentile(times, share) for share in (0.0, 0.5, 0.95, 1.0)] == [1.0, 3.0, 5.0, 5.0]


def test_a_row_holds_by_the_percentile_in_its_name() -> None:
    times = [0.001] * 90 + [0.050] * 10
    assert row("x, p50", times, 2.0)["holds"] is True
    assert row("x, p95", times, 2.0)["holds"] is False
    found = row("x, worst", times, 60.0, bare=[0.002], selections=[0.004, 0.003])
    assert found == {
        "name": "x, worst",
        "unit": "ms",
        "p50": 1.0,
        "p95": 50.0,
        "worst": 50.0,
        "bare": 2.0,
        "selections": 4.0,
        "limit": 60.0,
        "holds": True,
    }
    assert figure("y", "ratio", 1.6, 1.5)["holds"] is False


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
    monkeypatch.setattr(project, "STARTS", 1)
    rows: list[Row] = [*bench.measure((D1,), rounds=2), *project.measure(200, tmp_path)]
    path = tmp_path / "rows.json"
    assert report(rows, path) in (0, 1)
    assert json.loads(path.read_text(encoding="utf-8")) == rows
    names = [str(r["name"]) for r in rows]
    assert names[:4] == [
        "opened and painted, D1, p95",
        "one turn of laying out ahead, D1, p95",
        "scroll frame, D1, p95",
        "scroll frame, D1, worst",
    ]
    printed = capsys.readouterr().out
    assert all(name in printed for name in names)
    for name in ("process started", "memory", "next article", "search"):
        assert any(n.startswith(name) for n in names), name
    assert all(0 < float(str(r["p50"])) <= float(str(r["p95"])) for r in rows if "scroll" in str(r["name"]))


def test_a_press_that_is_measured_is_done_and_painted(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "PRESSES", 3)
    monkeypatch.setattr(keys, "KEYS", {"accept": "A"})
    rows = keys.measure((D1,))
    assert [str(r["name"]).rsplit(", ", 1)[1] for r in rows] == ["p50", "p95", "p95"]
    assert all(float(str(r["p50"])) > 0.2 for r in rows)
