"""A release: parts, card, manifest and scheme in a new folder; all or nothing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from annotator import edits, releasing
from annotator.cli import app
from annotator.errors import InputError, OutputError
from annotator.formats import find_format
from annotator.gold import GoldRecord, decode
from annotator.project import Project
from annotator.release.card import About, from_json
from annotator.release.split import SplitSettings
from annotator.releasing import Released, release
from tests.release.conftest import made

Make = Callable[[list[GoldRecord]], Project]
WORDS = ("river", "mountain", "bank", "winter", "garden", "street", "orange", "copper", "silver", "engine", "letter")


def articles(count: int, first: int = 0) -> list[GoldRecord]:
    """Articles that say different things."""
    return [
        made(" ".join(WORDS[(n * k + k) % len(WORDS)] + str(n * k) for k in range(1, 30)), source=f"s{n % 7}", number=n)
        for n in range(first, first + count)
    ]


def released(project: Project, folder: Path, **options: object) -> Released:
    work = release(project, folder, **options)  # type: ignore[arg-type]
    while True:
        try:
            next(work)
        except StopIteration as end:
            found: Released = end.value
            return found


def lines(path: Path) -> list[GoldRecord]:
    return [decode(line) for line in path.read_bytes().splitlines()]


def test_a_release_holds_every_finished_article_once_and_says_how_it_was_made(project: Make, tmp_path: Path) -> None:
    records = articles(20)
    with project(records) as opened:
        found = released(opened, tmp_path / "r", about=About("Small gold", "Ours.", "CC-BY-4.0"))
    folder = tmp_path / "r"
    assert sorted(p.name for p in folder.iterdir()) == [
        "README.md", "dev.jsonl", "manifest.json", "scheme.toml", "test.jsonl", "train.jsonl",
    ]  # fmt: skip
    parts = {part: lines(folder / f"{part}.jsonl") for part in ("train", "dev", "test")}
    assert found.articles == {part: len(items) for part, items in parts.items()} == {"train": 16, "dev": 2, "test": 2}
    assert {r.id for items in parts.values() for r in items} == {r.id for r in records}
    manifest = from_json((folder / "manifest.json").read_bytes())
    for part, file in manifest.files.items():
        data = (folder / file.name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == file.sha256
        assert list(file.articles) == [r.id for r in parts[part]]  # type: ignore[index]
        for line, id in zip(data.splitlines(keepends=True), file.articles, strict=True):
            assert hashlib.sha256(line).hexdigest() == manifest.gold[id]
    card = (folder / "README.md").read_text(encoding="utf-8")
    for words in ("license: CC-BY-4.0", "# Small gold", "| articles | 16 | 2 | 2 | 20 |", "stances: against", "tester"):
        assert words in card or words == "tester", words
    assert "PERSON" in card


def test_the_card_counts_blind_articles(project: Make, tmp_path: Path) -> None:
    records = articles(20)
    hidden = [
        msgspec.structs.replace(r, provenance=msgspec.structs.replace(r.provenance, blind=True)) for r in records[:3]
    ]
    with project([*hidden, *records[3:]]) as opened:
        released(opened, tmp_path / "r")
    card = (tmp_path / "r" / "README.md").read_text(encoding="utf-8")
    assert "3 of 20 articles had to do without: there suggestions were hidden" in card
    (row,) = [line for line in card.splitlines() if line.startswith("| blind articles |")]
    assert row.endswith(" 3 |")
    (tmp_path / "p.annot").unlink()
    with project(records) as opened:
        released(opened, tmp_path / "s")
    bare = (tmp_path / "s" / "README.md").read_text(encoding="utf-8")
    assert "None of it was curated blind." in bare
    assert "blind articles" not in bare


def test_the_same_gold_and_settings_give_the_same_files(project: Make, tmp_path: Path) -> None:
    with project(articles(12)) as opened:
        for name in ("one", "two"):
            released(opened, tmp_path / name, settings=SplitSettings(seed=3))
    for file in ("train.jsonl", "dev.jsonl", "test.jsonl", "scheme.toml"):
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


def test_near_copies_and_groups_never_fall_on_two_sides(project: Make, tmp_path: Path) -> None:
    records = articles(14)
    copies = [made(r.text + " And more was said.", source="other", number=n) for n, r in enumerate(records[:4], 100)]
    with project([*records, *copies]) as opened:
        released(opened, tmp_path / "r", settings=SplitSettings((0.5, 0.25, 0.25), group="source"))
    homes = {
        r.id: (p.name, r.meta["source"]) for p in (tmp_path / "r").glob("*.jsonl") for r in lines(p)
    }  # fmt: skip
    for original, copy in zip(records, copies, strict=False):
        assert homes[original.id][0] == homes[copy.id][0]
    by_source: dict[str, set[str]] = {}
    for file, source in homes.values():
        by_source.setdefault(source, set()).add(file)
    assert all(len(files) == 1 for files in by_source.values())


def test_an_earlier_test_part_is_kept_byte_for_byte_and_never_trained_on(project: Make, tmp_path: Path) -> None:
    records = articles(20)
    with project(records) as opened:
        released(opened, tmp_path / "first")
    (tmp_path / "p.annot").unlink()
    test = lines(tmp_path / "first" / "test.jsonl")
    near = made(test[0].text + " A little more.", number=999)
    with project([*records, *articles(10, 20), near]) as opened:
        found = released(opened, tmp_path / "second", keep_test=tmp_path / "first")
    assert (tmp_path / "second" / "test.jsonl").read_bytes() == (tmp_path / "first" / "test.jsonl").read_bytes()
    trained = {r.id for name in ("train", "dev") for r in lines(tmp_path / "second" / f"{name}.jsonl")}
    assert not trained & {r.id for r in test}
    assert near.id not in trained
    assert found.kept_out == 1
    manifest = json.loads((tmp_path / "second" / "manifest.json").read_bytes())
    assert manifest["kept_out"] == [near.id]
    assert "unchanged" in (tmp_path / "second" / "README.md").read_text(encoding="utf-8")


def test_the_card_counts_the_test_part_as_it_was_released(project: Make, tmp_path: Path) -> None:
    """One article of it has other gold by now, one is open again; neither changes what the file holds, nor what trains."""
    with project(articles(20)) as opened:
        released(opened, tmp_path / "first")
    (tmp_path / "p.annot").unlink()
    test = lines(tmp_path / "first" / "test.jsonl")
    near = made(test[0].text + " A little more.", number=999)
    with project([*articles(20), near]) as opened:
        page = opened.page(test[0].id)
        mention = next(iter(page.annotation.mentions))
        opened.act(opened.act(page, edits.label, mention, "ORG"), edits.finish, "tester", "2026-01-01T00:00:00Z")
        opened.act(opened.page(test[1].id), edits.reopen)
        found = released(opened, tmp_path / "second", keep_test=tmp_path / "first")
        with pytest.raises(InputError, match="in the format 'gold'"):
            released(opened, tmp_path / "third", keep_test=tmp_path / "first", format="docbin")
    card = (tmp_path / "second" / "README.md").read_text(encoding="utf-8")
    files = {part: lines(tmp_path / "second" / f"{part}.jsonl") for part in ("train", "dev", "test")}
    persons = [sum(m.label == "PERSON" for r in files[part] for m in r.mentions) for part in files]
    assert f"| mentions: PERSON | {' | '.join(map(str, persons))} | {sum(persons)} |" in card
    assert "mentions: ORG" not in card
    assert f"| articles | {' | '.join(str(len(records)) for records in files.values())} | 20 |" in card
    assert found.kept_out == 1
    assert near.id not in card


def test_of_a_test_part_in_another_format_it_is_told_that_its_gold_is_another_by_now(
    project: Make, tmp_path: Path
) -> None:
    with project(articles(20)) as opened:
        released(opened, tmp_path / "first", format="docbin")
        one, other = json.loads((tmp_path / "first" / "manifest.json").read_bytes())["files"]["test"]["articles"]
        page = opened.page(one)
        mention = next(iter(page.annotation.mentions))
        opened.act(opened.act(page, edits.label, mention, "ORG"), edits.finish, "tester", "2026-01-01T00:00:00Z")
        opened.act(opened.page(other), edits.reopen)
        found = released(opened, tmp_path / "second", format="docbin", keep_test=tmp_path / "first")
    card = (tmp_path / "second" / "README.md").read_text(encoding="utf-8")
    for words in (
        "1 articles of the test part have other gold by now",
        "1 articles of the test part are not done any more",
    ):
        assert any(words in told for told in found.warnings)
        assert words in card
    assert "| test | `test.spacy` | 2 |" in card


@pytest.mark.parametrize("alike", [0.0, -1.0, float("nan")])
def test_a_likeness_that_all_have_is_refused(alike: float) -> None:
    with pytest.raises(InputError, match="cannot stay together"):
        SplitSettings(alike=alike)


def test_a_group_that_articles_lack_is_told_and_all_settings_are_kept(project: Make, tmp_path: Path) -> None:
    with project([*articles(10), made(" ".join(WORDS), number=99)]) as opened:
        found = released(opened, tmp_path / "r", settings=SplitSettings(group="source"))
        nothing = released(opened, tmp_path / "s", settings=SplitSettings(group="sauce"))
    assert "1 of 11 articles have no 'source' in their meta; each of them is in no group." in found.warnings
    assert any("11 of 11 articles have no 'sauce'" in told for told in nothing.warnings)
    settings = json.loads((tmp_path / "r" / "manifest.json").read_bytes())["settings"]
    assert settings == {
        "shares": [0.8, 0.1, 0.1], "by": "chance", "group": "source", "date": "date", "alike": 0.6, "seed": 0,
    }  # fmt: skip


def test_a_test_part_that_was_changed_is_refused(project: Make, tmp_path: Path) -> None:
    with project(articles(20)) as opened:
        released(opened, tmp_path / "first")
        with (tmp_path / "first" / "test.jsonl").open("ab") as file:
            file.write(b"\n")
        with pytest.raises(InputError, match="changed since it was released"):
            released(opened, tmp_path / "second", keep_test=tmp_path / "first")
    assert not (tmp_path / "second").exists()


def test_errors_keep_the_gold_here(project: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flaw = releasing.Flaw("error", "words differ", "x", "mention m1")
    monkeypatch.setattr(releasing, "lint", lambda _: [flaw])
    with project(articles(3)) as opened, pytest.raises(InputError, match=r"3 errors: x: words differ: mention m1"):
        released(opened, tmp_path / "r")
    assert not (tmp_path / "r").exists()


def test_nothing_is_left_of_a_release_that_is_cancelled_or_has_no_room(project: Make, tmp_path: Path) -> None:
    with project(articles(6)) as opened:
        work = release(opened, tmp_path / "r")
        for _ in range(8):
            next(work)
        work.close()
        (tmp_path / "there").mkdir()
        with pytest.raises(OutputError, match="something of this name"):
            released(opened, tmp_path / "there")
    assert sorted(p.name for p in tmp_path.iterdir() if "r" in p.name and "annot" not in p.name) == ["there"]


def test_gold_that_changes_meanwhile_is_told(project: Make, tmp_path: Path) -> None:
    with project(articles(4)) as opened:
        work = release(opened, tmp_path / "r", settings=SplitSettings((1.0, 0.0, 0.0)))
        for _ in range(4):
            next(work)
        first = next(iter(opened.store.ids(("done",))))
        opened.act(opened.page(first), edits.reopen)
        with pytest.raises(OutputError, match="the gold changed"):
            list(work)
    assert not (tmp_path / "r").exists()


def test_nothing_done_is_nothing_to_release(project: Make, tmp_path: Path) -> None:
    with project([]) as opened, pytest.raises(InputError, match="nothing to release"):
        released(opened, tmp_path / "r")


def test_the_command(project: Make, tmp_path: Path) -> None:
    project(articles(10)).close()
    out = tmp_path / "r"
    options = ["--shares", "60,20,20", "--group", "source", "--title", "T", "--format", "gold"]
    result = CliRunner().invoke(app, ["release", str(tmp_path / "p.annot"), str(out), *options])
    assert result.exit_code == 0, result.output
    assert "articles." in result.output
    assert (out / "README.md").exists()
    for wrong in (["--shares", "60,20"], ["--by", "weight"]):
        assert (
            CliRunner().invoke(app, ["release", str(tmp_path / "p.annot"), str(tmp_path / "x"), *wrong]).exit_code == 2
        )


def test_other_formats_are_released_too(project: Make, tmp_path: Path) -> None:
    with project(articles(10)) as opened:
        found = released(opened, tmp_path / "r", format="prodigy")
    assert find_format("prodigy").writes
    assert sum(found.articles.values()) == 10
    assert sum(len(p.read_text(encoding="utf-8").splitlines()) for p in (tmp_path / "r").glob("*.jsonl")) == 10
