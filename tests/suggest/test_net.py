"""The small network of the stance model: its gradient, what it learns, how it is kept and adapted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from annotator.pretraining import PairRow, corpus_examples
from annotator.records import Article
from annotator.spans import Range
from annotator.suggest import Suggester
from annotator.suggest.lexicon import default_lexicon
from annotator.suggest.scoring.examples import Example
from annotator.suggest.scoring.fit import fit
from annotator.suggest.scoring.hashing import hash_rows
from annotator.suggest.scoring.model import StanceModel, default_model
from annotator.suggest.scoring.net import Floats, fresh, gradient, train_net
from annotator.suggest.scoring.scene import scene_of
from annotator.suggest.scoring.vectors import DIMENSIONS, default_vectors, read_vectors, write_vectors
from annotator.suggest.scoring.views import HOW, NEAR, WIDTH, View, view_of

EYE = np.eye(3, dtype=np.float32)


def seen(rng: np.random.Generator, words: int) -> View:
    """A view with words of chance."""
    return View(
        rng.normal(size=(words, WIDTH)).astype(np.float16),
        rng.integers(0, HOW, words).astype(np.int8),
        rng.integers(0, NEAR, words).astype(np.int8),
    )


def telling(count: int) -> tuple[list[View], list[int]]:
    """Views in which the first number of one word, under the mention, says what is wanted."""
    rng = np.random.default_rng(1)
    views, wanted = [], []
    for number in range(count):
        view = seen(rng, 5)
        view.words[:] *= 0.1
        view.how[:] = HOW - 2
        view.how[number % 5] = 1
        view.words[number % 5, 0] = (0, 3, -3)[number % 3]
        views.append(view)
        wanted.append(number % 3)
    return views, wanted


def taught(count: int = 600) -> list[Example]:
    """Targets of which only the views tell anything."""
    views, wanted = telling(count)
    return [
        Example("target", {"bias": 1.0}, want, str(number), view=view)
        for number, (view, want) in enumerate(zip(views, wanted, strict=True))
    ]


def test_the_gradient_is_that_of_finite_differences() -> None:
    rng = np.random.default_rng(0)
    views = [seen(rng, words) for words in (1, 4, 7)]
    wanted, weights = EYE[[0, 1, 2]].astype(float), np.array([1.0, 0.5, 2.0])
    arrays: dict[str, Floats] = {
        name: array.astype(np.float64) + rng.normal(0, 0.1, array.shape) for name, array in fresh(rng, 6).items()
    }
    _, own = gradient(arrays, views, wanted, weights)
    for name, array in arrays.items():
        flat, step = array.reshape(-1), 1e-5
        for at in np.abs(own[name]).reshape(-1).argsort()[-4:]:
            here, sides = flat[at], []
            for moved in (here + step, here - step):
                flat[at] = moved
                sides.append(gradient(arrays, views, wanted, weights)[0])
            flat[at] = here
            assert own[name].reshape(-1)[at] == pytest.approx((sides[0] - sides[1]) / (2 * step), rel=1e-4, abs=1e-8), (
                name
            )


def test_a_network_learns_which_word_counts_and_twice_the_same() -> None:
    views, wanted = telling(900)
    net, again = (
        train_net(views[:600], EYE[wanted[:600]], np.ones(600, np.float32), seed=3, hidden=16, rounds=40)
        for _ in range(2)
    )
    assert (net.logits(views[600:]).argmax(axis=1) == wanted[600:]).mean() > 0.9
    assert all(net.arrays[name].tobytes() == again.arrays[name].tobytes() for name in net.arrays)


def test_what_a_network_says_does_not_depend_on_what_it_is_asked_beside() -> None:
    rng = np.random.default_rng(5)
    views = [seen(rng, words) for words in (3, 1, 6)]
    net = default_model().target.nets[0]
    assert net.logits(views)[1] == pytest.approx(net.logits(views[1:2])[0], abs=1e-4)
    assert net.logits([]).shape == (0, 3)


def test_targets_with_views_get_networks_which_are_kept(tmp_path: Path) -> None:
    examples = taught()
    model = fit(examples)
    rows, views = hash_rows(e.features for e in examples), [e.view for e in examples if e.view is not None]
    said = model.target.probabilities(rows, views)
    assert (said.argmax(axis=1) == [e.wanted for e in examples]).mean() > 0.9
    assert said.max(axis=1).mean() > 0.9  # as sure as networks were right of what they had not seen
    model.to_disk(tmp_path)
    again = StanceModel.from_disk(tmp_path)
    assert again.target.probabilities(rows, views) == pytest.approx(said)
    assert again.fingerprint == model.fingerprint
    assert fit(examples).to_bytes() == model.to_bytes()
    other = [*model.target.nets[1:], model.target.nets[0]]
    turned = StanceModel(model.pair, type(model.target)(*parts(model), tuple(other)))
    assert turned.fingerprint != model.fingerprint


def parts(model: StanceModel) -> tuple[Floats, Floats, tuple[float, ...]]:
    """The target head without its networks."""
    head = model.target
    return head.weights, head.scale, head.leaning


def test_networks_learn_from_hints_and_the_weights_do_not() -> None:
    plain, views = taught(), telling(600)[0]
    without = [Example("target", e.features, 0, e.group, view=e.view) for e in plain[:300]]
    hints = [Example("hint", {}, 1, f"h{n}", weight=1.0, view=view) for n, view in enumerate(views[300:])]
    model, base = fit([*without, *hints]), fit(without)
    assert model.target.weights.tobytes() == base.target.weights.tobytes()
    assert model.target.seen(views)[:, 1].mean() > base.target.seen(views)[:, 1].mean() + 0.5


def test_gold_moves_the_weights_beside_networks_and_not_the_networks() -> None:
    base = fit(taught())
    views = telling(300)[0]
    news = [
        Example("target", {"bias": 1.0, "top:snubbed": 1.0}, 2, str(number), view=view)
        for number, view in enumerate(views)
    ]
    after = fit(news, base)
    assert [n.arrays for n in after.target.nets] == [n.arrays for n in base.target.nets]
    assert after.target.scale.shape == base.target.scale.shape
    rows = hash_rows(e.features for e in news)
    assert after.target.probabilities(rows, views)[:, 2].min() > base.target.probabilities(rows, views)[:, 2].mean()


def test_a_view_tells_mention_words_and_places(suggester: Suggester) -> None:
    text = "Ann Reed sharply criticised Tom Hale."
    (doc,) = suggester.read([(Article("a", text), ())])
    scene = scene_of(doc, default_lexicon())
    places = [scene.place(Range(text.index(n), text.index(n) + 8)) for n in ("Ann Reed", "Tom Hale")]
    reed, hale = (view_of(scene, place) for place in places if place is not None)
    assert reed.words is hale.words
    assert reed.words.shape == (7, WIDTH)
    assert (
        [int(n) for n in np.flatnonzero(hale.how == HOW - 1)] == [4, 5] == list(np.flatnonzero(hale.near == NEAR - 1))
    )
    assert not hale.words[4, :DIMENSIONS].any()  # names say nothing by themselves
    assert hale.words[3, :DIMENSIONS].any()
    assert hale.how[3] != hale.how[2]
    names = list(range(DIMENSIONS + 4, DIMENSIONS + 8))
    assert np.flatnonzero(reed.words[1, names]).tolist() == [1]  # the rules hear it speak against somebody
    assert np.flatnonzero(reed.words[5, names]).tolist() == [3]


def test_a_pair_of_a_corpus_hints_at_what_is_said_of_its_ends(suggester: Suggester) -> None:
    text = "Ann Reed sharply criticised Tom Hale."
    ends = Range(0, 8), Range(text.index("Tom"), text.index("Tom") + 8)
    against, neutral = (corpus_examples(suggester, [], [PairRow(text, *ends, wanted)]) for wanted in (3, 0))
    target, holder = (e for e in against if e.kind == "hint")
    assert (target.wanted, holder.wanted) == (2, 0)
    assert 1 > target.weight > holder.weight > 0
    assert target.view is not None
    assert target.view.how[4] == HOW - 1
    assert [e.kind for e in neutral] == ["pair", "pair"]


def test_vectors_are_the_same_after_they_were_written() -> None:
    rows = np.linspace(-4, 4, 2 * DIMENSIONS).reshape(2, DIMENSIONS)
    found = read_vectors(write_vectors(["good", "bad"], rows)).of([("none", "bad"), ("none",), ("good", "bad")])
    assert found[[2, 0]] == pytest.approx(rows, abs=0.021)
    assert not found[1].any()


def test_words_that_mean_alike_have_vectors_that_are_alike() -> None:
    praise, laud, table = default_vectors().of([("praise",), ("applaud",), ("table",)])
    assert praise @ laud > 2 * (praise @ table)
