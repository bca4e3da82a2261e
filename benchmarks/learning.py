"""What learning is worth: a curator simulated on a public set of entities, with and without memory and retraining.

``python -m benchmarks learning --set PATH``. The set is a file of any format that carries gold with mentions (CoNLL
columns, WebAnno TSV, gold JSONL …), or a folder of such files. Its articles are put in an order by chance (``--seed``); the
last ones are never shown to anybody and judge: strict F1, and how many corrections (decisions beyond accepting, see
:func:`annotator.learn.scoring.corrections`) one of them needs. The others are corrected one after the other, on what was
suggested at that time.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from annotator.edits import under_new_names
from annotator.errors import InputError
from annotator.formats import FORMATS, find_format
from annotator.learn.cards import Card, Scores, Settings
from annotator.learn.messages import Finished, Job
from annotator.learn.scoring import score
from annotator.learn.split import Pair
from annotator.memory import Memory, Taught, recall
from annotator.records import Annotation, Entity, Mention, Origin, Rejection, SuggestedMention, Suggestion

CHECKPOINTS = (0, 25, 50, 100, 200)
WAYS = {"neither": (False, False), "memory": (True, False), "retraining": (False, True), "both": (True, True)}
FALLEN = 40.0
"""Per cent by which corrections must have fallen after a hundred articles, with both."""
KNOWN_AS = {
    "PERSON": ("PER", "Person", "person"),
    "ORG": ("Organisation", "organization"),
    "GPE": (),
    "LOC": ("Location", "place"),
    "MISC": (),
}
"""Other sets' names for our labels."""
MISC = ("NORP", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW")
PLACES = ("GPE", "FAC")

Suggest = Callable[[Pair], Suggestion]


def read_set(path: Path, format: str | None) -> list[Pair]:
    """The articles of a file or folder, with their gold; raises InputError when there are none."""
    if not path.exists():
        raise InputError("there is no such set.", where=str(path), remedy="Give a file of gold with --set.")
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    found: list[Pair] = []
    for file in files:
        head = file.read_bytes()[:4096]
        kind = (
            find_format(format) if format else next((f for f in FORMATS if f.reads and f.looks_like(head, file)), None)
        )
        if kind is not None:
            found += [item for item in kind.read(file) if isinstance(item, tuple)]
    if not found:
        raise InputError("there is no gold in it.", where=str(path), remedy="Name the format with --format.")
    return [_renamed(pair) for pair in found if pair[1].mentions]


def _renamed(pair: Pair) -> Pair:
    """The same with our names for labels."""
    names = {other: ours for ours, others in KNOWN_AS.items() for other in others}
    article, a = pair
    mentions = {m.id: _with(m, label=names.get(m.label, m.label)) for m in a.mentions.values()}
    entities = {e.id: _with(e, label=names.get(e.label, e.label)) for e in a.entities.values()}
    return article, _with(a, mentions=mentions, entities=entities)


def _with(record: Any, **fields: Any) -> Any:
    import msgspec

    return msgspec.structs.replace(record, **fields)


def former_names(labels: Iterable[str]) -> dict[str, str]:
    """What a scheme of these labels would call the base's: a set without GPE has all places in LOC, and so on."""
    known = set(labels)
    names = {name: "LOC" for name in PLACES if "LOC" in known}
    return {old: new for old, new in (names | dict.fromkeys(MISC, "MISC")).items() if new in known and old not in known}


def curated(pair: Pair, suggestion: Suggestion) -> Annotation:
    """What a curator who wants this gold makes of a suggestion: accepted, corrected, rejected, added."""
    _, gold = pair
    left = {m.id: m for m in gold.mentions.values()}
    mentions: dict[str, Mention] = {}
    rejected: dict[str, Rejection] = {}

    def best(mine: SuggestedMention) -> Mention | None:
        touching = [m for m in left.values() if m.range.overlaps(mine.range)]
        return min(touching, key=lambda m: (m.range != mine.range, m.label != mine.label), default=None)

    for mine in sorted(suggestion.mentions, key=lambda m: (-m.p, m.start)):
        wanted = best(mine)
        if wanted is None:
            no = Rejection("mention", mine.start, mine.end, mine.label, suggestion.run, item=mine.id)
            rejected[no.key] = no
            continue
        del left[wanted.id]
        same = wanted.range == mine.range and wanted.label == mine.label
        origin = Origin(suggestion.run, mine.id, mine.start, mine.end, mine.label)
        mentions[wanted.id] = _with(wanted, decision="accepted" if same else "corrected", origin=origin)
    mentions |= {m.id: _with(m, decision="added") for m in left.values()}
    entities: dict[str, Entity] = dict(gold.entities)
    return _with(gold, mentions=mentions, entities=entities, rejected=rejected, status="done")


class Stream:
    """One way to work: articles come, are corrected, and teach or do not."""

    def __init__(self, labels: Sequence[str], former: dict[str, str], memory: bool) -> None:
        self.labels, self.former = labels, former
        self.memory = Memory() if memory else None
        self.taught = Taught()
        self._event = 0

    def know(self) -> None:
        """From now on the model in use was taught all that was decided until now."""
        self.taught = Taught("newest", self._event, tuple(self.labels))

    def suggest(self, pair: Pair, model: Suggest) -> Suggestion:
        """What is proposed for an article now: the model's, in the scheme's names, with what is remembered."""
        article = pair[0]
        given = under_new_names(model(pair), self.former)
        given = _with(given, mentions=tuple(m for m in given.mentions if m.label in self.labels), stances=())
        if self.memory is None:
            return given
        found = recall(article.text, given, self.memory, article=article.id, labels=self.labels, taught=self.taught)
        return found if found is not None else given

    def correct(self, pair: Pair, model: Suggest) -> int:
        """Work on one article; how many corrections it took."""
        given = self.suggest(pair, model)
        if self.memory is not None:
            self._event = self.memory.learn(pair[0].id, pair[0].text, curated(pair, given))
        return score([(pair, given)], self.labels).corrections

    def judge(self, unseen: Sequence[Pair], model: Suggest) -> Scores:
        """The scores on articles that nobody has seen."""
        return score(((pair, self.suggest(pair, model)) for pair in unseen), self.labels)


class Models:
    """Suggestions by the model in use, each article read once by each model: the base, until a trained one is promoted."""

    def __init__(
        self, base: str | None, folder: Path, labels: Sequence[str], former: dict[str, str], seed: int
    ) -> None:
        self.base, self.folder, self.labels, self.former, self.seed = base, folder, tuple(labels), former, seed
        self.cards: dict[int, Card] = {}
        self.used: str | None = base
        self.suggest = _remembering(base)

    def train(self, gold: Sequence[Pair], unread: Sequence[Pair]) -> bool:
        """Train a model on ``gold`` and use it from now on if it is promoted; what is unread is there for rehearsal."""
        from annotator.learn.teaching import teach

        out = self.folder / f"m{len(gold)}"
        settings = Settings(seed=self.seed, parts=("entities",))
        job = Job(str(self.folder), self.labels, settings, self.base, self.used, out=str(out), former=self.former)
        for message in teach(job, gold, [pair[0] for pair in unread]):
            if isinstance(message, Finished):
                card = self.cards[len(gold)] = message.card
                sys.stderr.write(f"{[part.told for part in card.parts]} {card.verdict}\n")
                if card.verdict.promote:
                    self.used, self.suggest = str(out), _remembering(str(out))
        return self.used == str(out)


def _remembering(model: str | None) -> Suggest:
    from annotator.suggest import Suggester

    suggester = Suggester(model)
    known: dict[str, Suggestion] = {}

    def suggest(pair: Pair) -> Suggestion:
        if pair[0].id not in known:
            known[pair[0].id] = suggester.suggest(pair[0], ())
        return known[pair[0].id]

    return suggest


def simulate(
    gold: list[Pair], base: str | None, seed: int, checkpoints: Sequence[int], share: float
) -> list[dict[str, Any]]:
    """The rows of the learning curve."""
    gold = sorted(gold, key=lambda pair: pair[0].id)
    random.Random(seed).shuffle(gold)
    cut = len(gold) - max(1, round(share * len(gold)))
    shown, unseen = gold[:cut], gold[cut:]
    labels = sorted({m.label for _, a in gold for m in a.mentions.values()})
    former = former_names(labels)
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        models = Models(base, Path(folder), labels, former, seed)
        plain = models.suggest
        streams = {way: Stream(labels, former, memory) for way, (memory, _) in WAYS.items()}
        current = dict.fromkeys(WAYS, plain)
        needed: dict[str, list[int]] = {way: [] for way in WAYS}
        for done, following in _stretches(checkpoints, len(shown)):
            if done and models.train(shown[:done], shown[done:]):
                streams["both"].know()
            for way, (_, retrains) in WAYS.items():
                current[way] = models.suggest if retrains else plain
                found = streams[way].judge(unseen, current[way])
                card = models.cards.get(done) if retrains else None
                rows.append(_row(way, done, found, needed[way], card))
                sys.stderr.write(f"{rows[-1]}\n")
                needed[way] = [streams[way].correct(pair, current[way]) for pair in shown[done:following]]
    return rows


def _stretches(checkpoints: Sequence[int], total: int) -> Iterator[tuple[int, int]]:
    """How many articles are corrected at each checkpoint, and at the next."""
    points = sorted({min(point, total) for point in checkpoints})
    yield from zip(points, [*points[1:], points[-1]], strict=True)


def _row(way: str, done: int, found: Scores, needed: list[int], card: Card | None) -> dict[str, Any]:
    return {
        "way": way,
        "corrected": done,
        "f1": round(100 * found.mentions.f1, 1),
        "ranges_f1": round(100 * found.ranges.f1, 1),
        "corrections_per_article": round(found.corrections_per_article, 2),
        "needed_since": round(sum(needed) / len(needed), 2) if needed else None,
        "seconds": None if card is None else card.seconds,
        "promoted": None if card is None else card.verdict.promote,
    }


def fallen(rows: Sequence[dict[str, Any]], way: str, at: int = 100) -> float:
    """By how many per cent corrections have fallen after ``at`` articles (or as many as there were)."""
    own = [row for row in rows if row["way"] == way and row["corrected"] <= at]
    first, last = own[0]["corrections_per_article"], own[-1]["corrections_per_article"]
    return round(100 * (1 - last / first), 1) if first else 0.0


def told(rows: Sequence[dict[str, Any]]) -> str:
    """The table."""
    lines = [f"{'corrected':>9}  {'way':12}{'F1':>7}{'ranges':>8}{'corrections/article':>21}{'training s':>20}"]
    for row in sorted(rows, key=lambda r: (r["corrected"], list(WAYS).index(r["way"]))):
        seconds = "" if row["seconds"] is None else f"{row['seconds']:.0f}"
        seconds += " refused" if row["promoted"] is False else ""
        lines.append(
            f"{row['corrected']:>9}  {row['way']:12}{row['f1']:>7}{row['ranges_f1']:>8}"
            f"{row['corrections_per_article']:>21}{seconds:>20}"
        )
    return "\n".join(lines)


def add_options(parser: argparse.ArgumentParser) -> None:
    """What can be asked for."""
    parser.add_argument("--set", type=Path, help="gold of entities: a file, or a folder of files")
    parser.add_argument("--format", help="the files' format; found by content when not given")
    parser.add_argument("--base", help="a spaCy package or folder; the default pipeline when not given")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--unseen", type=float, default=0.3, help="the share of articles that judge")
    parser.add_argument(
        "--at", default=",".join(map(str, CHECKPOINTS)), help="after how many articles, comma-separated"
    )
    parser.add_argument("--json", type=Path, help="also write the rows to this file")


def run(chosen: argparse.Namespace) -> int:
    """Simulate and print; 1 when corrections have not fallen enough, 2 without a set."""
    if chosen.set is None:
        sys.stderr.write("learning: name a set of entities with --set PATH (CoNLL columns, WebAnno TSV, gold JSONL).\n")
        return 2
    try:
        gold = read_set(chosen.set, chosen.format)
    except InputError as error:
        sys.stderr.write(f"learning: {error}\n")
        return 2
    rows = simulate(gold, chosen.base, chosen.seed, [int(n) for n in chosen.at.split(",")], chosen.unseen)
    down = fallen(rows, "both")
    if chosen.json:
        chosen.json.write_text(json.dumps({"rows": rows, "fallen": down, "holds": down >= FALLEN}, indent=1) + "\n")
    sys.stdout.write(
        f"{told(rows)}\ncorrections have fallen by {down} % after 100 articles (at least {FALLEN:.0f} %)\n"
    )
    return 0 if down >= FALLEN else 1
