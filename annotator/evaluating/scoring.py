"""One article: what a model says of it, set against its gold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Literal

from annotator.quality.clusters import b_cubed, lea
from annotator.quality.counting import Weighted
from annotator.quality.cues import score_cues, words_of
from annotator.quality.directed import NONE, POLAR, ClassScores, Directed, pair_classes, target_class
from annotator.quality.matching import Known, match_entities, places_by
from annotator.quality.mentions import Marked, MentionScores, Normaliser, normalised, score_mentions
from annotator.quality.overlaps import Overlaps, score_overlaps
from annotator.quality.stances import ELSE, StanceScores, Triplet, is_met, score_stances
from annotator.records import NOT_AN_ENTITY, Annotation, Article, Judgement, Record, Suggestion
from annotator.spans import Range, Tokens

Given = Literal["mentions", "entities"]
Told = tuple[float, bool]
"""A probability, and whether what it was about is right."""
Together = Mapping[str, tuple[Range, ...]]
"""Places by the entity that they are mentions of."""


class Clusters(Record, frozen=True):
    """Which mentions are of one entity, by two measures; see :mod:`annotator.quality.clusters`."""

    b_cubed: Weighted = Weighted()
    lea: Weighted = Weighted()

    def __add__(self, other: Clusters) -> Clusters:
        return Clusters(self.b_cubed + other.b_cubed, self.lea + other.lea)


class Scores(Record, frozen=True):
    """What was counted so far; the figures of many articles are the figures of the sum of their counts.

    ``told`` are probabilities with their outcomes, by what they are about.
    """

    mentions: MentionScores = MentionScores()
    overlaps: Overlaps = Overlaps()
    clusters: Clusters = Clusters()
    stances: StanceScores = StanceScores()
    cues: Weighted = Weighted()
    pairs: ClassScores = ClassScores()
    targets: ClassScores = ClassScores()
    told: dict[str, tuple[Told, ...]] = {}


class Compared(Record, frozen=True):
    """Both sides of one article in the same terms: mentions under common labels, stances between gold's entities.

    ``made`` says for each suggested stance (by id) the triplet that it makes, ``about`` to whom else a stance carries over,
    ``sure`` how likely the model said each mention is.
    """

    article: Article
    annotation: Annotation
    suggestion: Suggestion
    gold_mentions: tuple[Marked, ...]
    said_mentions: tuple[Marked, ...]
    gold_triplets: frozenset[Triplet]
    made: dict[str, Triplet]
    about: dict[str, tuple[str, ...]]
    sure: dict[Marked, float] = {}


def compare(
    article: Article,
    annotation: Annotation,
    suggestion: Suggestion,
    rules: Sequence[Normaliser] = (),
    given: Given | None = None,
) -> Compared:
    """Bring gold and suggestion to the same terms. Given entities have gold's ids; others are matched by their mentions."""
    text = article.text
    same = {e.id: e.id for e in suggestion.entities if e.id in annotation.entities} if given == "entities" else None
    owner = same if same is not None else match_entities(_known_gold(annotation), _known(text, suggestion))

    def name(id: str) -> str:
        return id if id in NOT_AN_ENTITY else owner.get(id, ELSE + id)

    about = {e.id: e.about for e in annotation.entities.values() if e.about}
    for entity in suggestion.entities:
        if entity.about:
            about[name(entity.id)] = (*about.get(name(entity.id), ()), *map(name, entity.about))
    sure = {item: m.p for m in suggestion.mentions for item in normalised(text, [(m.range, m.label)], rules)}
    return Compared(
        article,
        annotation,
        suggestion,
        tuple(normalised(text, ((m.range, m.label) for m in annotation.mentions.values()), rules)),
        tuple(normalised(text, ((m.range, m.label) for m in suggestion.mentions), rules)),
        frozenset((s.holder, s.target, s.polarity) for s in annotation.stances.values()),
        {s.id: (name(s.holder), name(s.target), s.polarity) for s in suggestion.stances},
        about,
        sure,
    )


def _known_gold(annotation: Annotation) -> dict[str, Known]:
    places = places_by((m.range, m.entity) for m in annotation.mentions.values())
    return {e.id: Known(places.get(e.id, ()), (e.name,)) for e in annotation.entities.values()}


def _known(text: str, suggestion: Suggestion) -> dict[str, Known]:
    places = places_by((m.range, m.entity) for m in suggestion.mentions)
    return {
        e.id: Known(places.get(e.id, ()), (e.name, *dict.fromkeys(p.of(text) for p in places.get(e.id, ()))))
        for e in suggestion.entities
    }


def score(compared: Compared, rules: Sequence[Normaliser] = ()) -> Scores:
    """The counts of one article from end to end: mentions, stances, and how sure the model was of each."""
    gold_mentions = set(compared.gold_mentions)
    sure_of_mentions: list[Told] = []
    for mention in compared.suggestion.mentions:
        there = normalised(compared.article.text, [(mention.range, mention.label)], rules)
        sure_of_mentions += [(mention.p, item in gold_mentions) for item in there]
    sure_of_stances = [
        (s.p, any(is_met(w, made, compared.about) and w[2] == made[2] for w in compared.gold_triplets))
        for s in compared.suggestion.stances
        for made in (compared.made[s.id],)
    ]
    return Scores(
        score_mentions(gold_mentions, compared.said_mentions),
        score_overlaps(compared.gold_mentions, compared.said_mentions),
        _clusters(compared, rules),
        score_stances(set(compared.gold_triplets), set(compared.made.values()), compared.about),
        _cues(compared),
        told={"entities": tuple(sure_of_mentions), "stances": tuple(sure_of_stances)},
    )


def _cues(compared: Compared) -> Weighted:
    """How well the cues of right stances are put."""
    tokens = Tokens(compared.article.text)
    gold = [((s.holder, s.target, s.polarity), words_of(tokens, s.cues)) for s in compared.annotation.stances.values()]
    said = [(compared.made[s.id], words_of(tokens, s.cues)) for s in compared.suggestion.stances]

    def met(wanted: Triplet, made: Triplet) -> bool:
        return wanted[2] == made[2] and is_met(wanted, made, compared.about)

    wanted = [(own, [words for made, words in said if met(triplet, made)]) for triplet, own in gold]
    given = [(own, [words for triplet, words in gold if met(triplet, made)]) for made, own in said]
    return score_cues(*([(own, others) for own, others in side if others] for side in (wanted, given)))


def _clusters(compared: Compared, rules: Sequence[Normaliser]) -> Clusters:
    """How well mentions were put together, whatever their labels; those of one side only are wrong, or missed."""
    gold, said = (list(side.values()) for side in places_together(compared, rules))
    return Clusters(b_cubed(gold, said), lea(gold, said))


def places_together(compared: Compared, rules: Sequence[Normaliser]) -> tuple[Together, Together]:
    """The places of gold's entities, and of the suggested ones, by id; one that two of a side share is the first one's."""
    gold, said = (
        _places_together(compared.article.text, ((m.entity, m.range, m.label) for m in items), rules)
        for items in (compared.annotation.mentions.values(), compared.suggestion.mentions)
    )
    return gold, said


def _places_together(
    text: str, mentions: Iterable[tuple[str, Range, str]], rules: Sequence[Normaliser]
) -> dict[str, tuple[Range, ...]]:
    owners: dict[Range, str] = {}
    for entity, place, label in mentions:
        for now, _ in normalised(text, [(place, label)], rules):
            owners.setdefault(now, entity)
    return places_by(owners.items())


# --- given entities


def classes(annotation: Annotation, judgement: Judgement) -> Scores:
    """The counts of one article whose entities were given: every pair of those that stand in the text, and every one.

    A pair that the model says nothing of is none.
    """
    ids = _standing(annotation)
    gold = list(_directed(annotation))
    said: list[Directed] = [
        (p.holder, p.target, p.decided, max(p.favor, p.against)) for p in judgement.pairs if p.decided in POLAR
    ]
    decided = {t.target: t.decided or NONE for t in judgement.targets}
    wanted = [target_class(polarity for _, target, polarity, _ in gold if target == id) for id in ids]
    return Scores(
        pairs=ClassScores(tuple(pair_classes(ids, gold)), tuple(pair_classes(ids, said))),
        targets=ClassScores(tuple(wanted), tuple(_polar(decided.get(id, NONE)) for id in ids)),
        told={
            "pairs": tuple(_sure_of_pairs(gold, judgement)),
            "presence": tuple(_sure_of_presence(gold, judgement)),
            "targets": tuple(_sure_of_targets(dict(zip(ids, wanted, strict=True)), judgement)),
        },
    )


def pairs_of(annotation: Annotation) -> list[tuple[str, str]]:
    """The pairs of entities that :func:`classes` counts, in its order."""
    return list(combinations(_standing(annotation), 2))


def _standing(annotation: Annotation) -> list[str]:
    """The entities that stand in the text, in the order of their first places."""
    found = sorted(annotation.mentions.values(), key=lambda m: (m.start, -m.end))
    return list(dict.fromkeys(m.entity for m in found))


def _directed(annotation: Annotation) -> Iterator[Directed]:
    """Who is for or against whom, the first said weighing most; a stance to a topic is one to whom it is about."""
    for number, stance in enumerate(annotation.stances.values()):
        for target in (stance.target, *annotation.entities[stance.target].about):
            yield stance.holder, target, stance.polarity, -float(number)


def _sure_of_pairs(gold: Iterable[Directed], judgement: Judgement) -> Iterator[Told]:
    """For each ordered pair the probability of its likeliest class (favor, against, neither), and whether it is right."""
    wanted = _by_ends(gold)
    for pair in judgement.pairs:
        p, said = _likeliest(pair.favor, pair.against)
        yield p, said == wanted.get((pair.holder, pair.target), NONE)


def _sure_of_presence(gold: Iterable[Directed], judgement: Judgement) -> Iterator[Told]:
    """For each ordered pair the probability that there is a stance, and whether there is."""
    wanted = _by_ends(gold)
    for pair in judgement.pairs:
        yield min(1.0, pair.favor + pair.against), (pair.holder, pair.target) in wanted


def _sure_of_targets(wanted: Mapping[str, str], judgement: Judgement) -> Iterator[Told]:
    for target in judgement.targets:
        if target.target in wanted:
            p, said = _likeliest(target.favor, target.against)
            yield p, said == wanted[target.target]


def _by_ends(gold: Iterable[Directed]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for holder, target, polarity, _ in gold:
        if polarity in POLAR:
            found.setdefault((holder, target), polarity)
    return found


def _likeliest(favor: float, against: float) -> tuple[float, str]:
    p, said = max((1 - favor - against, NONE), (favor, "favor"), (against, "against"))
    return min(1.0, max(0.0, p)), said


def _polar(polarity: str) -> str:
    return polarity if polarity in POLAR else NONE
