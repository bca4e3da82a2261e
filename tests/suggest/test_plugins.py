"""Plug-ins: the example of the docs as a package of its own, what joins what, and that a broken one ends nothing."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
import spacy

from annotator.cli import app
from annotator.errors import ModelError
from annotator.project import Project
from annotator.records import Article, SuggestedEntity, SuggestedMention, SuggestedStance, Suggestion
from annotator.running import suggest_all
from annotator.suggest import Held, Marked, Suggester
from annotator.suggest.joining import join
from annotator.suggest.plugins import Plugins

DOCS = Path(__file__).resolve().parents[2] / "docs" / "plugins.md"
TEXT = "The Harbour Board of Port Vesta praised Saltmarsh Quay."


def blocks(language: str) -> list[str]:
    """The pieces of code of the page about plug-ins."""
    return re.findall(rf"```{language}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)


Install = Callable[..., None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Makes a package visible as if it were installed: its code, and the entry points that an installer writes."""
    made: list[str] = []
    monkeypatch.syspath_prepend(str(tmp_path))

    def install(module: str, code: str, points: str, version: str = "1.0") -> None:
        (tmp_path / f"{module}.py").write_text(code, encoding="utf-8")
        info = tmp_path / f"{module}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: {version}\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[annotator.suggesters]\n{points}\n", encoding="utf-8")
        made.append(module)
        importlib.invalidate_caches()

    yield install
    for module in made:
        sys.modules.pop(module, None)


@pytest.fixture
def gazetteer(install: Install) -> None:
    import tomllib

    described = tomllib.loads(blocks("toml")[0])
    points = described["project"]["entry-points"]["annotator.suggesters"]
    (code,) = (piece for piece in blocks("python") if "HARBOURS" in piece)
    ((name, target),) = points.items()
    module = target.split(":")[0]
    install(module, code, f"{name} = {target}", described["project"]["version"])


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annot", curator="ann") as made:
        made.add([Article("a", TEXT)])
        yield made


def drive(work: Any) -> Any:
    while True:
        try:
            next(work)
        except StopIteration as end:
            return end.value


def marks(suggestion: Suggestion | None, text: str = TEXT) -> list[tuple[str, str, str]]:
    assert suggestion is not None
    return [(text[m.start : m.end], m.label, m.by) for m in suggestion.mentions]


@pytest.mark.usefixtures("gazetteer")
def test_the_gazetteer_of_the_docs_runs_after_the_model(project: Project) -> None:
    assert [point.name for point in entry_points(group="annotator.suggesters")] == ["harbours"]
    assert len(blocks("python")[0].strip().splitlines()) <= 11
    assert drive(suggest_all(project)).problems == ()
    found = project.store.suggestion("a")
    assert {("Harbour Board", "ORG"), ("Port Vesta", "FAC"), ("Saltmarsh Quay", "FAC")} <= {m[:2] for m in marks(found)}
    assert "on the list of harbours" in {m.why for m in project.page("a").mentions}
    (run,) = project.store.runs()
    assert run.settings["plugins"] == {"harbours": "1.0"}


@pytest.mark.usefixtures("gazetteer")
def test_plug_ins_are_chosen_by_name_and_make_another_run(suggester: Suggester) -> None:
    plain, listed = Suggester(plugins=()), Suggester(plugins=["harbours"])
    assert plain.run_id == suggester.run_id != listed.run_id
    assert "harbours" not in {m.by for m in plain.suggest(Article("a", TEXT)).mentions}
    with pytest.raises(ModelError, match=r"no plug-in called 'rivers' is installed\. Installed: harbours"):
        Plugins(["rivers"])


def test_one_that_raises_is_told_once_and_ends_nothing(install: Install, project: Project) -> None:
    install(
        "broken",
        "def boom(doc):\n    yield 1 / 0\n\ndef odd(doc):\n    yield 'x'\n\nnothing = 3\n",
        "boom = broken:boom\ngone = broken:no_such\nnumber = broken:nothing\nodd = broken:odd",
    )
    project.add([Article("b", TEXT + " Again.")])
    done = drive(suggest_all(project))
    assert done.articles == 2
    assert done.problems == (
        "the plug-in gone was left out (AttributeError: module 'broken' has no attribute 'no_such').",
        "the plug-in number was left out (TypeError: it cannot be called).",
        "the plug-in boom was left out (ZeroDivisionError: division by zero).",
        "the plug-in odd was left out (TypeError: it yields str, neither Marked nor Held).",
    )
    assert project.store.suggestion("b") is not None


def test_the_command_runs_one_plug_in_or_none(install: Install, project: Project, tmp_path: Path) -> None:
    from typer.testing import CliRunner

    install(
        "one",
        "from annotator.suggest import Marked\ndef f(doc):\n    yield Marked(4, 17, 'ORG', 0.99)\n",
        "one = one:f",
    )
    project.close()
    run = CliRunner().invoke
    assert run(app, ["suggest", str(project.path), "--with", "one", "--plain"]).exit_code == 2
    assert run(app, ["suggest", str(project.path), "--plain"]).exit_code == 0
    assert run(app, ["suggest", str(project.path), "--with", "one"]).exit_code == 0
    with Project.open(project.path) as again:
        assert [run.settings.get("plugins") for run in again.store.runs()] == [None, {"one": "1.0"}]


def test_spans_of_a_categorizer_are_read_by_the_plug_in_of_the_docs() -> None:
    (code,) = (piece for piece in blocks("python") if "doc.spans" in piece)
    space: dict[str, Any] = {}
    exec(code, space)
    doc = spacy.blank("en")("Ann left Oslo.")
    doc.spans["sc"] = [spacy.tokens.Span(doc, 2, 3, "GPE")]
    assert [(m.start, m.end, m.label) for m in space["find"](doc)] == [(9, 13, "GPE")]


# --- joining


def suggested(*found: tuple[str, str, float]) -> Suggestion:
    mentions = tuple(
        SuggestedMention(f"m{n}", TEXT.index(w), TEXT.index(w) + len(w), label, f"e{n}", p, by="ner")
        for n, (w, label, p) in enumerate(found)
    )
    return Suggestion("r", tuple(SuggestedEntity(f"e{n}", f[1], f[0]) for n, f in enumerate(found)), mentions)


def at(words: str) -> tuple[int, int]:
    return TEXT.index(words), TEXT.index(words) + len(words)


def test_at_one_range_the_likelier_label_wins_and_the_other_is_next_best() -> None:
    model = suggested(("Port Vesta", "GPE", 0.6))
    (won,) = join(model, TEXT, "x", [Marked(*at("Port Vesta"), "FAC", 0.9, "listed")]).mentions
    assert (won.id, won.label, won.p, won.by, won.others[0].label) == ("m0", "FAC", 0.9, "x", "GPE")
    (lost,) = join(model, TEXT, "x", [Marked(*at("Port Vesta"), "FAC", 0.6)]).mentions
    assert (lost.label, lost.by, lost.others[0].label) == ("GPE", "ner", "FAC")


def test_of_rivals_the_likelier_stays_and_what_is_nested_under_another_label_too() -> None:
    model = suggested(("Board of Port Vesta", "ORG", 0.5))
    inner = Marked(*at("Port Vesta"), "FAC", 0.4)
    crossing = Marked(*at("Harbour Board"), "ORG", 0.8)
    assert marks(join(model, TEXT, "x", [inner])) == [("Board of Port Vesta", "ORG", "ner"), ("Port Vesta", "FAC", "x")]
    after = join(model, TEXT, "x", [crossing])
    assert marks(after) == [("Harbour Board", "ORG", "x")]
    assert [e.name for e in after.entities] == ["Harbour Board"], "of the other nothing is left"
    weak = Marked(*at("Harbour Board"), "ORG", 0.5)
    assert join(model, TEXT, "x", [weak]) == model


def test_what_loses_its_mention_takes_its_stances_along() -> None:
    model = suggested(("Board of Port Vesta", "ORG", 0.5), ("Saltmarsh Quay", "FAC", 0.5))
    stance = SuggestedStance("s1", "e0", "e1", "favor", 0.5, holder_mention="m0", target_mention="m1")
    model = Suggestion("r", model.entities, model.mentions, (stance,))
    after = join(model, TEXT, "x", [Marked(*at("Harbour Board"), "ORG", 0.8)])
    assert after.stances == ()
    held = Held(at("Harbour Board"), at("Saltmarsh Quay"), "favor", 0.7, (at("praised"),), why="praised")
    again = join(after, TEXT, "x", [held, held])
    (made,) = again.stances
    assert (made.polarity, made.by, made.holder_mention, made.target_mention) == ("favor", "x", "x:4-17", "m1")
    assert join(after, TEXT, "x", [Held(at("Port Vesta"), at("Saltmarsh Quay"), "favor")]).stances == ()


def test_a_mention_joins_the_entity_of_its_name() -> None:
    model = suggested(("Port Vesta", "FAC", 0.9))
    after = join(model, TEXT, "x", [Marked(*at("Saltmarsh Quay"), "FAC", 0.8, name="port vesta")])
    assert {m.entity for m in after.mentions} == {"e0"}
