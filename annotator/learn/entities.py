"""Teaching spaCy's entity recogniser what the gold marks, without letting it forget the rest.

The recogniser of the base is trained further, alone: it has layers of its own, so the parse stays exactly as it was. What
guards it against forgetting: (1) in gold articles the base's own findings of labels that the scheme has not (dates,
numbers) are taught along with the gold; (2) in unread articles its findings of labels that the gold has seldom or never
are practised, and nothing is said of all other words; (3) the model of the best round is kept, by the watched articles,
with averaged weights, and that may be the base itself.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

from annotator.learn.cards import Counts, PartName, PartReport, Point, Settings
from annotator.learn.examples import Labelled, Line, Teacher, choose_labels, lines_of
from annotator.learn.messages import Pointed, Stage, Told
from annotator.learn.parts import Material, News
from annotator.learn.split import Pair
from annotator.learn.ways import Way, Ways
from annotator.learn.weighing import Weighing
from annotator.records import Article
from annotator.suggest.pipeline import LINE
from annotator.suggest.reading import reading_copy

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

LEAST_WATCHED = 30
"""With fewer watched mentions their score is chance: then all rounds are made, and the last one is kept."""
SELDOM = 30
"""A label with fewer mentions in the taught gold is practised on unread articles."""
MOST_UNREAD = 20_000
"""How many words of unread articles are read for practice at most; as many more to see what was kept."""
LEAST_KEPT = 30
"""With fewer such findings on lines that were not practised it is not told how much was kept."""
STEPS = 40
"""A round of a small gold has as many steps, as far as they are not too small."""
GUESS, FEW = 0.7, 10
"""A label's precision is taken for this before it is measured; the guess weighs as much as so many suggestions."""
ROUND_WORDS = 40_000
"""A round reads this many words at most, so that a large gold too has several points where it may stop."""


_TOLD: dict[Way, str] = {
    "base": "Nothing that was learnt of entities was better on the watched articles than the base; it stays.",
    "table": "The clues were weighed anew; the recogniser stays as it was.",
    "recogniser": "The recogniser was taught.",
}


class Entities:
    """The table of clues and the recogniser as one trainable part: the better of the two is kept."""

    part: PartName = "entities"

    def teach(self, nlp: Language, material: Material, settings: Settings) -> Generator[News, None, PartReport]:
        """Train it; see :class:`annotator.learn.parts.Trainable`."""
        begin = perf_counter()
        if "ner" not in nlp.pipe_names:
            return PartReport(self.part, False, ("The base has no entity recogniser.",))
        choice = choose_labels(material.taught)
        told = [f"{label} is not taught to the recogniser: {why}." for label, why in choice.left_out.items()]
        if not choice.labels:
            return PartReport(self.part, False, (*told, "No label has enough mentions to be taught."))
        weighing = Weighing(nlp, choice.labels, material)
        yield from weighing.read()
        yield Stage("Weighing the clues")
        ways = Ways(nlp, weighing, material)
        yield Stage("Reading the gold")
        pupil = _Pupil(nlp, choice.labels, material, settings)
        watched = [line for pair in material.watched for line in lines_of(pair, choice.labels)]
        yield from pupil.prepare(material.taught)
        yield Stage("Reading unread articles for practice")
        apart = pupil.practise(material.unread or [article for article, _ in material.watched])
        if pupil.teacher.unaligned:
            told.append(
                f"{pupil.teacher.unaligned} mentions begin or end within a word of spaCy's; they were left out."
            )
        trained = yield from pupil.run(watched)
        if trained:
            pupil.publish(watched)
        yield Stage("Choosing the better way")
        best = ways.choose(choice.labels if trained else ())
        told.append(_TOLD[best])
        for words in told:
            yield Told(words)
        kept = pupil.kept(apart) if best == "recogniser" else None
        return PartReport(self.part, best != "base", tuple(told), choice.labels, kept, round(perf_counter() - begin, 1))


class _Pupil:
    """A recogniser in training: its lines, its optimizer, its best state so far."""

    def __init__(self, nlp: Language, labels: Sequence[str], material: Material, settings: Settings) -> None:
        self.nlp = nlp
        self.ner: Any = nlp.get_pipe("ner")
        self.labels = set(labels)
        self.former = material.former
        self.known = {*material.labels, *labels, *material.former}
        self.settings = settings
        self.teacher = Teacher(nlp)
        self.lines: list[tuple[Line, tuple[Labelled, ...]]] = []
        self.batch = settings.batch
        self.queue: list[tuple[Line, tuple[Labelled, ...]]] = []
        self.practice: list[Line] = []
        self.chance = random.Random(settings.seed)

    def prepare(self, gold: Sequence[Pair]) -> Generator[News, None, None]:
        """Take the lines of the gold, each with what the base finds there of labels that the scheme has not."""
        counts: Counter[str] = Counter()
        for number, pair in enumerate(gold, start=1):
            lines = list(lines_of(pair, self.labels))
            counts.update(label for line in lines for _, _, label in line.spans)
            for line, found in zip(lines, self.find(line.text for line in lines), strict=True):
                self.teacher.example(line)  # counts what is not aligned
                spans = _in_its_words(line.spans, found, self.former)
                self.lines.append((line._replace(spans=spans), tuple(f for f in found if f[2] not in self.known)))
            yield Stage("Reading the gold", number, len(gold))
        self.seldom = {label for label in self.ner.labels if counts[label] < SELDOM and label not in self.labels}

    def practise(self, articles: Sequence[Article]) -> list[Line]:
        """Take lines of unread articles in which the base finds what the gold seldom has; as many are kept apart."""
        found: list[Line] = []
        words = 0
        for article in articles:
            texts = [t for t in LINE.findall(reading_copy(article.text, article.sections)) if t.strip()]
            for text, spans in zip(texts, self.find(texts), strict=True):
                words += len(text.split())
                if seldom := tuple(s for s in spans if s[2] in self.seldom):
                    found.append(Line(text, seldom, only_these=True))
            if words >= 2 * MOST_UNREAD:
                break
        self.chance.shuffle(found)
        half = len(found) // 2
        self.practice = found[half:]
        return found[:half]

    def find(self, texts: Iterable[str]) -> Iterator[tuple[Labelled, ...]]:
        """What the recogniser finds in lines, as it stands."""
        for doc in _recognised(self.nlp, texts):
            yield tuple((e.start_char, e.end_char, e.label_) for e in doc.ents)

    def run(self, watched: Sequence[Line]) -> Generator[News, None, bool]:
        """The rounds; at their end the recogniser is that of the best one. False when that is the base's own."""
        for label in sorted(self.labels):
            self.ner.add_label(label)
        optimizer = _optimizer(self.settings)
        enough = sum(len(line.spans) for line in watched) >= LEAST_WATCHED
        best = self.score(watched) if enough else -1.0
        state: bytes | None = None
        rounds, per_round = self.plan()
        steps = rounds * -(-per_round // self.batch)
        step = since = 0
        yield Pointed(Point("entities", 0, steps, 0, score=best if enough else None, best=True))
        for number in range(1, rounds + 1):
            loss = words = 0.0
            for batch in self.batches(per_round):
                loss += self.update(batch, optimizer)
                words += sum(len(example.reference) for example in batch)
                step += 1
                yield Pointed(Point("entities", min(step, steps), steps, number, loss=round(loss / words, 4)))
            with self.ner.model.use_params(optimizer.averages):
                score = self.score(watched) if enough else None
                better = score is None or score > best
                if better:
                    best, state, since = score if score is not None else best, self.ner.model.to_bytes(), 0
                else:
                    since += 1
            point = Point("entities", min(step, steps), steps, number, round(loss / max(words, 1), 4), score, better)
            yield Pointed(point)
            if since >= self.settings.patience:
                break
        if state is not None:
            self.ner.model.from_bytes(state)
        return state is not None

    def plan(self) -> tuple[int, int]:
        """How many rounds, and how many words of gold in each."""
        total = max(1, sum(len(line.text.split()) for line, _ in self.lines))
        per_round = min(total, ROUND_WORDS)
        self.batch = min(self.settings.batch, max(self.settings.least_batch, total // STEPS))
        return max(1, min(self.settings.rounds * total, self.settings.words) // per_round), per_round

    def batches(self, words: int) -> Iterator[list[Example]]:
        """One round: so many words of gold, in an order by chance in which each line has its turn, and practice."""
        self.chance.shuffle(self.practice)
        practice = iter(self.practice)
        batch: list[Example] = []
        size = done = practised = 0
        while done < words:
            if not self.queue:
                self.queue = list(self.lines)
                self.chance.shuffle(self.queue)
            line, more = self.queue.pop()
            batch.append(self.teacher.example(line, more))
            size += len(batch[-1].reference)
            if practised < self.settings.rehearsal * (done + size) and (item := next(practice, None)) is not None:
                batch.append(self.teacher.example(item))
                practised += len(batch[-1].reference)
            if size >= self.batch:
                yield batch
                batch, done, size = [], done + size, 0
            elif done + size >= words:
                yield batch
                return

    def update(self, batch: list[Example], optimizer: Any) -> float:
        """Learn from a batch; the loss. Only the recogniser is asked: nothing else of the pipeline is needed for it."""
        losses: dict[str, float] = {}
        self.ner.update(batch, drop=self.settings.dropout, losses=losses)
        self.ner.finish_update(optimizer)
        optimizer.step_schedules()
        return float(losses.get("ner", 0.0))

    def score(self, lines: Sequence[Line]) -> float:
        """F1 of ranges with labels, on lines."""
        counts = Counts()
        for line, found in zip(lines, self.find(line.text for line in lines), strict=True):
            gold, ours = set(line.spans), {self.today(f) for f in found if f[2] in self.known}
            counts += Counts(len(gold & ours), len(ours - gold), len(gold - ours))
        return round(counts.f1, 4)

    def publish(self, lines: Sequence[Line]) -> None:
        """Write each taught label's precision on lines into the pipeline's own account of itself; few say little."""
        rows: dict[str, Counts] = {}
        for line, found in zip(lines, self.find(line.text for line in lines), strict=True):
            gold, ours = set(line.spans), {self.today(f) for f in found}
            for label in self.labels:
                mine, wanted = ({s for s in spans if s[2] == label} for spans in (ours, gold))
                right = len(mine & wanted)
                counts = Counts(right, len(mine) - right, len(wanted) - right)
                rows[label] = rows.get(label, Counts()) + counts
        performance: dict[str, Any] = self.nlp.meta.setdefault("performance", {})
        published = performance["ents_per_type"] = dict(performance.get("ents_per_type") or {})
        for label, counts in rows.items():
            p = (counts.right + GUESS * FEW) / (counts.right + counts.wrong + FEW)
            published[label] = {"p": round(p, 3), "r": round(counts.recall, 3), "f": round(counts.f1, 3)}
        for name, label in self.former.items():
            if label in rows:
                published[name] = published[label]

    def today(self, found: Labelled) -> Labelled:
        """What was found, under its label's name of today."""
        return found[0], found[1], self.former.get(found[2], found[2])

    def kept(self, lines: Sequence[Line]) -> float | None:
        """How much of what the base found of labels that the gold seldom has is found still: F1; None for few.

        Where the gold's labels are found now instead, nothing is forgotten: what a curator marks comes first.
        """
        counts = Counts()
        for line, found in zip(lines, self.find(line.text for line in lines), strict=True):
            taught = [f for f in found if f[2] in self.labels]
            before = {s for s in line.spans if not any(s[0] < t[1] and t[0] < s[1] for t in taught)}
            now = {f for f in found if f[2] in self.seldom}
            counts += Counts(len(before & now), len(now - before), len(before - now))
        return round(counts.f1, 3) if counts.gold >= LEAST_KEPT else None


def _in_its_words(spans: Sequence[Labelled], found: Sequence[Labelled], former: dict[str, str]) -> tuple[Labelled, ...]:
    """The gold's spans; where the base finds one under a former name of its label, under that: it need not relearn it."""
    known = {(start, end): label for start, end, label in found}
    return tuple(
        (start, end, now if former.get(now := known.get((start, end), "")) == label else label)
        for start, end, label in spans
    )


def _recognised(nlp: Language, texts: Iterable[str]) -> Iterator[Any]:
    """Lines read by the recogniser alone."""
    recogniser: Any = nlp.get_pipe("ner")
    docs: Iterator[Any] = recogniser.pipe((nlp.make_doc(text) for text in texts), batch_size=64)
    return docs


def _optimizer(settings: Settings) -> Any:
    """spaCy's own kind and figures for the default pipelines, but for the rate."""
    from thinc.api import Adam

    return Adam(
        settings.rate,
        beta1=0.9,
        beta2=0.999,
        eps=1e-8,
        L2=0.01,
        grad_clip=1.0,
        L2_is_weight_decay=True,
        use_averages=True,
    )
