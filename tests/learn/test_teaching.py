"""Training itself: it learns, it can be repeated, stopped at any step, and what it makes is a plain spaCy model."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from annotator.convention import Convention
from annotator.learn.cards import Card, Settings
from annotator.learn.messages import Finished, Job, Message, Pointed, Stage, Started
from annotator.learn.parts import Material, trainables
from annotator.learn.shelf import Shelf, read_card
from annotator.learn.split import Pair, parted
from annotator.learn.teaching import teach
from annotator.records import Article, Suggestion

LABELS = ("PERSON", "VESSEL")
QUICK = Settings(rounds=4, least_batch=150)


def job(folder: Path, settings: Settings = QUICK) -> Job:
    convention = Convention(reads={"VESSEL": "PRODUCT"}, says={"PRODUCT": "VESSEL"})
    return Job(str(folder), LABELS, settings, convention=convention)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, gold: list[Pair]) -> tuple[Path, list[Message]]:
    """A trained model's folder, and what was said while it was made."""
    folder = tmp_path_factory.mktemp("models")
    said = list(teach(job(folder), gold))
    last = said[-1]
    assert isinstance(last, Finished)
    return Path(last.path), said


def card_of(path: Path) -> Card:
    card = read_card(path)
    assert card is not None
    return card


def test_it_learns_a_label_and_a_stance_that_no_base_knows(trained: tuple[Path, list[Message]]) -> None:
    card = card_of(trained[0])
    assert card.verdict.promote, card.verdict.why
    assert card.before.by_label["VESSEL"].f1 < 0.1
    assert card.after.by_label["VESSEL"].f1 > 0.8
    assert card.after.corrections < card.before.corrections / 2
    before, after = [p for p in card.points if p.part == "stances"]
    assert before.score is not None
    assert after.score is not None
    assert after.score > max(0.7, before.score)
    assert {part.part: part.trained for part in card.parts} == {"entities": True, "clusters": True, "stances": True}


def test_it_still_finds_the_dates_that_nobody_marked(trained: tuple[Path, list[Message]]) -> None:
    import spacy

    doc = spacy.load(trained[0])("The Calliope met us on Tuesday in March 2021.")
    assert {e.label_ for e in doc.ents} >= {"VESSEL", "DATE"}


def test_held_out_articles_teach_nothing(trained: tuple[Path, list[Message]], gold: list[Pair]) -> None:
    parts = parted(gold)
    used = card_of(trained[0]).gold
    assert (used.taught, used.held_out) == (len(parts["taught"]), len(parts["held_out"]))
    assert used.articles == len(gold)


def test_every_step_is_told(trained: tuple[Path, list[Message]]) -> None:
    said = trained[1]
    assert sum(isinstance(m, Started) for m in said) == 1
    points = [m.point for m in said if isinstance(m, Pointed) and m.point.part == "entities"]
    steps = [p.step for p in points]
    assert steps == sorted(steps)
    assert 0 < steps[-1] <= points[-1].steps
    assert [p.round for p in points if p.score is not None] == sorted({p.round for p in points})


def test_plain_spacy_suggests_the_same(trained: tuple[Path, list[Message]], gold: list[Pair]) -> None:
    """A headline without a full stop, a dateline and a strange sign are read line by line in both."""
    import spacy

    from annotator.suggest import Suggester

    nlp, suggester = spacy.load(trained[0]), Suggester(str(trained[0]))
    texts = [gold[0][0].text, "Ship sold\nPARIS — Ana Castro outsang Boris Haddad.\u2028The\u00a0Hesper left.\r\n", ""]
    docs = [*(nlp(text) for text in texts), *nlp.pipe(texts)]
    for doc, text in zip(docs, texts * 2, strict=True):
        names = ("entities", "mentions", "stances", "outline")
        plain = msgspec.convert({"run": "", **{name: getattr(doc._, name) for name in names}}, Suggestion)
        ours = msgspec.structs.replace(suggester.suggest(Article("a", text), ()), run="")
        assert plain == ours
        assert text == "" or "VESSEL" in {m.label for m in plain.mentions}
        assert len(doc.text) == len(text)
    pairs = nlp.pipe([(text, number) for number, text in enumerate(texts)], as_tuples=True)
    assert [(doc.text, number) for doc, number in pairs] == [(doc.text, n) for n, doc in enumerate(docs[:3])]


def test_clues_alone_teach_a_label_and_leave_the_recogniser_as_it_was(tmp_path: Path, gold: list[Pair]) -> None:
    """With a rate of 0 the recogniser learns nothing, so the table's way is the better one."""
    import spacy

    from annotator.suggest import Suggester
    from annotator.suggest.pipeline import load

    (*_, last) = teach(job(tmp_path / "models", Settings(rounds=1, rate=0.0, parts=("entities",))), gold)
    assert isinstance(last, Finished)
    (report,) = last.card.parts
    assert report.trained
    assert "The clues were weighed anew; the recogniser stays as it was." in report.told
    assert last.card.after.by_label["VESSEL"].f1 > 0.8
    assert last.card.verdict.promote

    own, base = spacy.load(last.path), load()
    text = "On Tuesday Ana Castro sold the Hesper.\nTwo men fell from the Blue Heron in Paris."
    assert own.get_pipe("ner").model.to_bytes() == base.get_pipe("ner").model.to_bytes()  # type: ignore[attr-defined]
    assert own.get_pipe("ner").labels == base.get_pipe("ner").labels  # type: ignore[attr-defined]
    found = [(m.start, m.end, m.label, m.p) for m in Suggester(last.path).suggest(Article("a", text)).mentions]
    assert found == [(m["start"], m["end"], m["label"], m["p"]) for m in own(text)._.mentions]
    assert {text[start:end]: label for start, end, label, _ in found}["Blue Heron"] == "VESSEL"


def test_gold_of_names_alone_teaches_nothing_of_stances(gold: list[Pair]) -> None:
    from annotator.suggest.pipeline import load

    alone = [(article, msgspec.structs.replace(annotation, stances={})) for article, annotation in gold]
    material = Material([*gold, *alone], [*gold[:2], *alone[:2]], [], ("VESSEL",), {})
    work = trainables()["stances"].teach(load(), material, QUICK)
    news = [found for found in work if isinstance(found, Stage)]
    said = [pair for pair in gold if pair[1].stances]
    assert 20 < len(said) <= len(gold)
    assert {n.total for n in news if n.words == "Reading stances"} == {len(said)}
    assert {n.total for n in news if n.words == "Reading watched stances"} <= {1, 2}


def test_a_trained_model_is_another_run(trained: tuple[Path, list[Message]]) -> None:
    from annotator.suggest import Suggester

    own, base = Suggester(str(trained[0])), Suggester()
    assert own.model == base.model
    assert own.run_id != base.run_id
    assert trained[0].name.replace("-", ".") in own.version


def test_the_same_gold_and_seed_give_the_same_weights(tmp_path: Path, gold: list[Pair]) -> None:
    settings = Settings(rounds=1, parts=("entities",))
    found = []
    for name in ("a", "b"):
        (*_, last) = teach(job(tmp_path / name, settings), gold[:16])
        assert isinstance(last, Finished)
        found.append([Path(last.path, "ner", part).read_bytes() for part in ("model", "moves")])
    assert found[0] == found[1]


def test_stopped_at_any_step_it_leaves_nothing(tmp_path: Path, gold: list[Pair]) -> None:
    work = teach(job(tmp_path / "models", Settings(rounds=1, parts=("entities",))), gold[:16])
    for message in work:
        if getattr(message, "words", "") == "Measuring the new model":
            assert Shelf(tmp_path / "models").cards() == []
            assert list((tmp_path / "models").iterdir())  # it is being written
            break
    work.close()
    assert list((tmp_path / "models").iterdir()) == []
