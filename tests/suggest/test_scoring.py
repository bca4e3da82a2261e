"""The stance model: what it is made of, how it is trained, how it is kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.records import Annotation, Article, Entity, Mention, Stance
from annotator.spans import Range
from annotator.suggest import Suggester
from annotator.suggest.lexicon import default_lexicon
from annotator.suggest.scoring.examples import Example, gold_examples
from annotator.suggest.scoring.fit import fit, macro_f1, operating_point
from annotator.suggest.scoring.hashing import hash_rows
from annotator.suggest.scoring.linear import fit_softmax, softmax
from annotator.suggest.scoring.model import StanceModel, default_model, five_classes
from annotator.suggest.scoring.scene import Scene, scene_of


def toy(count: int = 40) -> list[Example]:
    """Pairs and targets whose one word says what they are."""
    words = [("met", 0), ("praised", 1), ("blamed", 2)]
    found = []
    for number in range(count):
        word, wanted = words[number % 3]
        features = {"bias": 1.0, f"top:{word}": 1.0, f"n:{number % 7}": 1.0}
        found.append(Example("target", features, wanted, str(number)))
        found.append(Example("pair", features, wanted, str(number), "0-3", ahead=True))
        found.append(Example("pair", {"bias": 1.0, f"back:{word}": 1.0}, 0, str(number), "0-3", ahead=False))
    return found


@pytest.fixture(scope="module")
def scene(suggester: Suggester) -> Scene:
    text = "Ann Reed sharply criticised Tom Hale. Mona Vik did not praise the council of Oslo."
    (doc,) = suggester.read([(Article("a", text), ())])
    return scene_of(doc, default_lexicon())


# --- training


def test_training_twice_gives_the_same_bytes() -> None:
    assert fit(toy(240)).to_bytes() == fit(toy(240)).to_bytes()


def test_training_learns_what_the_examples_say() -> None:
    model = fit(toy(120))
    rows = hash_rows([{"bias": 1.0, "top:praised": 1.0}, {"bias": 1.0, "top:blamed": 1.0}])
    for head in (model.pair, model.target):
        assert head.probabilities(rows).argmax(axis=1).tolist() == [1, 2]


def test_a_few_examples_move_a_model_but_do_not_replace_it() -> None:
    base = fit(toy(120))
    news = [Example("pair", {"bias": 1.0, "top:snubbed": 1.0}, 2, str(n)) for n in range(30)]
    taught = fit(news, base=base)
    old, new = ({"bias": 1.0, "top:praised": 1.0}, {"bias": 1.0, "top:snubbed": 1.0})
    before, after = (m.pair.probabilities(hash_rows([old, new])) for m in (base, taught))
    assert after[1, 2] > before[1, 2] + 0.1
    assert after[0].argmax() == 1
    assert taught.target.weights.tobytes() == base.target.weights.tobytes()
    assert taught.pair.leaning == base.pair.leaning


def test_the_prior_stays_where_nothing_is_said() -> None:
    rows = hash_rows([{"a": 1.0}])
    prior = np.full((1 << 18, 3), 0.5)
    found = fit_softmax(rows, np.eye(3)[[1]], prior, 1.0)
    changed = np.flatnonzero(np.abs(found - prior).max(axis=1))
    assert changed.tolist() == sorted({int(c) for c in rows.columns})


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from("abcdef"), min_size=1, max_size=5), st.integers(0, 2))
def test_the_gradient_leads_to_the_optimum(names: list[str], wanted: int) -> None:
    """At the minimum, what is missing in probability equals the pull of the prior."""
    rows = hash_rows([dict.fromkeys(names, 1.0)])
    target = np.eye(3)[[wanted]]
    weights = fit_softmax(rows, target, np.zeros((1 << 18, 3)), 2.0)
    missing = target - softmax(rows.times(weights))
    assert weights[rows.columns[0]] == pytest.approx(missing[0] / 2.0, abs=2e-3)


def test_the_operating_point_is_not_worse_than_none() -> None:
    rng = np.random.default_rng(0)
    classes = rng.integers(0, 3, 300)
    probabilities = softmax(rng.normal(size=(300, 3)) + np.eye(3)[classes] + [2.0, 0.0, 0.0])
    leaning = operating_point(probabilities, classes, (1.0, 1.0, 1.0))
    plain, leant = probabilities.argmax(axis=1), (probabilities * np.array(leaning)).argmax(axis=1)
    assert macro_f1(classes, leant, 3) > macro_f1(classes, plain, 3)


def test_the_operating_point_does_not_move_for_a_single_case() -> None:
    classes = np.repeat([0, 1, 2], 300)
    probabilities = np.eye(3)[classes] * 0.9 + 0.1 / 3
    probabilities[0] = (0.45, 0.55, 0.0)
    assert operating_point(probabilities, classes, (1.0, 1.0, 1.0)) == (1.0, 1.0, 1.0)


def test_macro_f1_is_the_mean_over_classes() -> None:
    assert macro_f1(np.array([0, 0, 1, 2]), np.array([0, 1, 1, 2]), 3) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)


# --- gold


def annotation(text: str, polarity: str) -> Annotation:
    names = {"r": "Ann Reed", "h": "Tom Hale", "o": "Oslo"}
    mentions = {
        f"m{id}": Mention(f"m{id}", text.index(name), text.index(name) + len(name), "PERSON", id)
        for id, name in names.items()
    }
    cue = text.index("criticised")
    stance = Stance("s", "r", "h", polarity, (Range(cue, cue + 10),))  # type: ignore[arg-type]
    entities = {id: Entity(id, "PERSON", name) for id, name in names.items()}
    return Annotation(entities=entities, mentions=mentions, stances={"s": stance})


def test_gold_teaches_pairs_and_targets(scene: Scene) -> None:
    found = gold_examples(scene, annotation(scene.parse.text, "against"), "a1")
    assert [(e.wanted, e.ahead) for e in found if e.kind == "pair"] == [(2, True), (0, False)]
    assert sorted(e.wanted for e in found if e.kind == "target") == [0, 0, 2]
    assert {e.group for e in found} == {"a1"}
    assert len({e.twin for e in found if e.kind == "pair"}) == 1


def test_gold_that_says_both_teaches_nothing_of_that_pair(scene: Scene) -> None:
    found = gold_examples(scene, annotation(scene.parse.text, "mixed"), "a1")
    assert [(e.wanted, e.ahead) for e in found if e.kind == "pair"] == [(0, False)]


# --- what is kept


def test_a_model_is_the_same_after_it_was_written(tmp_path: Path) -> None:
    model = fit(toy(240), meta={"made": "of toys"})
    model.to_disk(tmp_path / "stance")
    again = StanceModel.from_disk(tmp_path / "stance")
    assert again.to_bytes() == model.to_bytes()
    assert again.fingerprint == model.fingerprint
    assert again.meta == {"made": "of toys"}
    assert fit(toy(240)[:300]).fingerprint != model.fingerprint


@pytest.mark.parametrize("data", [b"", b"PK", b"nonsense" * 100])
def test_what_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="no stance model"):
        StanceModel.from_bytes(data)


def test_the_default_model_is_small_and_says_what_it_was_made_of() -> None:
    model = default_model()
    assert len(model.to_bytes()) < 10_000_000
    assert {"newsmtsc", "dse", "parser"} <= set(model.meta)


# --- scoring


def test_a_pair_is_scored_the_same_in_parts_and_as_a_whole(scene: Scene) -> None:
    from annotator.suggest.scoring.pairs import pair_features

    text, model = scene.parse.text, default_model()
    reed, hale = (scene.place(Range(text.index(n), text.index(n) + len(n))) for n in ("Ann Reed", "Tom Hale"))
    assert reed is not None
    assert hale is not None
    whole = model.pair.probabilities(hash_rows([pair_features(scene, reed, hale), pair_features(scene, hale, reed)]))
    assert model.pairs(scene, [(reed, hale), (hale, reed)]) == pytest.approx(whole, abs=1e-5)


def test_the_five_classes_of_two_directions() -> None:
    ahead, back = np.array([[0.2, 0.1, 0.7]]), np.array([[0.9, 0.1, 0.0]])
    five = five_classes(ahead, back)
    assert five.sum() == pytest.approx(1.0)
    assert five.argmax() == 3
