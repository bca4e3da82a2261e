"""The room: it knows the project's finished articles beside its runs, and answers what is asked about any slice of them."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from itertools import combinations

from annotator.agreeing.parties import parties_within
from annotator.agreeing.report import Brief, brief
from annotator.agreeing.work import agree
from annotator.doubting import Doubting, Found
from annotator.doubts import Doubt
from annotator.edits import under_new_names
from annotator.errors import InputError
from annotator.progress import Progress
from annotator.quality.labels import common_ground, title_blind
from annotator.quality.mentions import Normaliser
from annotator.records import Record, Run
from annotator.review import listing
from annotator.review.cache import Cache
from annotator.review.columns import Slice
from annotator.review.comparing import Compared, differences
from annotator.review.facts import Facts, facts_of
from annotator.review.figures import Intervals, Line, intervals, lines_of
from annotator.review.flat import Key, scores_of
from annotator.review.listing import Asked, By, Group, Listed
from annotator.review.over_time import OverTime, over_time
from annotator.review.standing import Standing, merged
from annotator.review.thresholds import Kind, Thresholds, thresholds
from annotator.review.verdicts import SETTING, Verdict, read
from annotator.scheme import default_scheme_toml, parse_scheme
from annotator.store import Reader

BATCH = 100
"""So many articles' facts are kept in one transaction."""
LOOSE = 100
"""When more than one row of so many differs from what is kept on the disk, all is kept anew."""


class NoRun(InputError):
    """There is no run to measure, or the one asked for is not there."""


class Scored(Record, frozen=True):
    """What a run is worth on a slice: lines over all its gold, the same over its blind gold alone, what became of the
    suggestions, and how labels were confused.

    ``unread`` counts finished articles that the run has not read. ``fates`` are counts by kind ("mention", "stance") and
    fate, with "added"; ``confused`` counts (kind of disagreement, gold's label, the run's label), "" for nothing.
    """

    run: str
    articles: int
    blind: int
    unread: int
    lines: tuple[Line, ...] = ()
    blind_lines: tuple[Line, ...] = ()
    fates: dict[str, dict[str, int]] = {}
    confused: tuple[tuple[str, str, str, int], ...] = ()
    kinds: dict[str, dict[str, int]] = {}


class Choices(Record, frozen=True):
    """What a slice can be made of: each with how many articles have it, most first."""

    sources: tuple[tuple[str, int], ...] = ()
    labels: tuple[tuple[str, int], ...] = ()
    curators: tuple[tuple[str, int], ...] = ()
    first_day: str = ""
    last_day: str = ""
    longest: int = 0
    blind: int = 0


class Room:
    """Everything that can be asked. ``gather`` a run first; it may be asked again at any time, and reads what is new."""

    def __init__(self, reader: Reader, cache: Cache) -> None:
        """Both are used by one thread, and closed by who opened them."""
        self._reader = reader
        self._cache = cache
        self._known: dict[str, Standing] = {}
        self._loose: dict[str, int] = {}
        self._slice: Slice | None = None
        self._changed: dict[bool, tuple[str, str, Slice]] = {}
        self._doubting: Doubting | None = None
        self.verdicts: dict[str, Verdict] = {}

    def runs(self) -> list[Run]:
        """All runs, newest first."""
        return self._reader.runs()[::-1]

    def count_read(self, run: str) -> tuple[int, int]:
        """How many finished articles a run has read, and how many not; it need not be gathered."""
        known = self._reader.read_by(run)
        return known, self._reader.counts()["done"] - known

    def gather(self, run: str) -> Generator[Progress, None, None]:
        """Make the facts of all finished articles that the run has read, those that are not known yet; yields after each.

        What is stopped half-way is not lost. Raises :class:`NoRun` for a run that is not there.
        """
        if run not in {known.id for known in self._reader.runs()}:
            raise NoRun(f"there is no run “{run}”.", remedy="Have a model suggest first.")
        mark, before = self._reader.mark(), self._known.get(run) or self._cache.standing(run)
        if before is None or before.mark != mark:
            before = yield from self._follow(run, mark, before)
        self._known[run] = before
        self._slice = None
        self._changed.clear()
        self.verdicts = read(self._reader.settings(SETTING))
        listing.judge(self._cache, self.verdicts)

    def _follow(self, run: str, mark: bytes, before: Standing | None) -> Generator[Progress, None, Standing]:
        """What is known of a run at a mark: what was known ``before``, with the articles that changed since."""
        finished = self._reader.finished(run)
        stamps = {item.id: item.stamp for item in finished if item.suggested}
        changed = before.changed(stamps) if before is not None else set(stamps)
        former = parse_scheme(self._reader.setting("scheme") or default_scheme_toml()).former()
        rules, rule = yield from self._rules(run, before, stamps, changed, former)
        if before is None or before.rule != rule:
            before, changed = None, set(stamps)
        gone = set(before.columns.ids) - set(stamps) if before is not None else set()
        anew = {id: stamp for id, stamp in stamps.items() if id in changed}
        yield from self._compare(run, rule, anew, lambda id: self._facts(id, run, rules, former))
        self._cache.keep_only(run, stamps)
        self._loose[run] = self._loose.get(run, 0) + len(changed | gone)
        if before is not None and not changed and not gone:
            columns = before.columns
        else:
            columns = self._cache.columns(run, list(anew))
            columns = merged(before.columns, columns, list(stamps)) if before is not None else columns
        standing = Standing(mark, rule, len(finished) - len(stamps), columns)
        self._keep(run, standing, new=before is None)
        return standing

    def _keep(self, run: str, standing: Standing, *, new: bool) -> None:
        """Keep it for the next opening; a few rows that differ from what is kept are put in then: all would take long."""
        loose = self._loose.get(run, 0)
        whole = new or loose * LOOSE > len(standing.columns)
        if whole:
            self._loose[run] = 0
        if whole or not loose:
            self._cache.keep(run, standing, whole=whole)

    def _compare(
        self, run: str, rule: str, stamps: dict[str, bytes], facts: Callable[[str], Facts]
    ) -> Generator[Progress, None, None]:
        """Make the facts that are not known yet."""
        known = self._cache.stamps(run, rule, stamps)
        stale = [(id, stamp) for id, stamp in stamps.items() if known.get(id) != stamp]
        batch: list[tuple[bytes, Facts]] = []
        for number, (id, stamp) in enumerate(stale, start=1):
            batch.append((stamp, facts(id)))
            if len(batch) == BATCH or number == len(stale):
                self._cache.put(run, rule, batch)
                batch = []
            yield Progress(number, len(stale), f"comparing, {number:,} of {len(stale):,} articles")

    def _facts(self, id: str, run: str, rules: Sequence[Normaliser], former: dict[str, str]) -> Facts:
        suggestion = self._reader.suggestion(id, run)
        if suggestion is None:
            raise NoRun(f"the run “{run}” lost the article {id}.")
        article, annotation = self._reader.article(id), self._reader.annotation(id)
        return facts_of(article, annotation, under_new_names(suggestion, former), rules, self._reader.events(id))

    def _rules(
        self,
        run: str,
        before: Standing | None,
        stamps: dict[str, bytes],
        changed: set[str],
        former: dict[str, str],
    ) -> Generator[Progress, None, tuple[tuple[Normaliser, ...], str]]:
        """How both sides are brought to the same terms, which depends on the labels of all gold; and its name."""
        known = self._cache.labels(run, {id: stamp for id, stamp in stamps.items() if id in changed})
        labels = before.labels(stamps.keys() - changed) if before is not None else set()
        for number, id in enumerate(sorted(changed), start=1):
            own = known.get(id)
            if own is None:
                own = tuple({m.label for m in self._reader.annotation(id).mentions.values()})
                yield Progress(number, len(changed), f"reading labels, {number:,} of {len(changed):,} articles")
            labels.update(own)
        rule, renamed = common_ground(labels), "".join(f" {old}={new}" for old, new in sorted(former.items()))
        if rule is None:
            return (title_blind,), "ours" + renamed
        return (title_blind, rule), "coarse " + " ".join(sorted(labels)) + renamed

    # --- answers about what is gathered

    def choices(self, run: str) -> Choices:
        """What the finished articles can be sliced by."""
        columns = self._known[run].columns
        days = sorted(day for day in columns.days if day)
        return Choices(
            _counted([(source,) for source in columns.sources if source]),
            _counted(columns.labels),
            _counted(columns.curators),
            days[0] if days else "",
            days[-1] if days else "",
            int(columns.words.max()) if len(columns) else 0,
            int(columns.blind.sum()),
        )

    def scores(self, run: str, wanted: Slice | None = None) -> Scored:
        """The figures of a slice, without intervals."""
        columns = self._known[run].columns
        mask = columns.mask(wanted or Slice())
        blind = mask & columns.blind
        counts = columns.sums(mask)
        return Scored(
            run,
            int(mask.sum()),
            int(blind.sum()),
            self._known[run].unread,
            tuple(lines_of(scores_of(counts))),
            tuple(lines_of(scores_of(columns.sums(blind)))) if blind.any() else (),
            _nested(counts, "fates"),
            tuple(
                (key[2], key[3], key[4], int(count))
                for key, count in sorted(counts.items())
                if key[:2] == ("apart", "mention")
            ),
            _kinds(counts),
        )

    def intervals(
        self, run: str, wanted: Slice | None = None, *, blind: bool = False
    ) -> Generator[Progress, None, Intervals]:
        """The intervals of F1, of a slice or of its blind gold alone; it takes a second or so."""
        columns = self._known[run].columns
        mask = columns.mask(wanted or Slice())
        return (yield from intervals(columns, mask & columns.blind if blind else mask))

    def thresholds(self, run: str, kind: Kind, wanted: Slice | None = None) -> Thresholds:
        """What every limit on the probability would have meant."""
        columns = self._known[run].columns
        return thresholds(columns, columns.mask(wanted or Slice()), kind)

    def over_time(self, run: str, wanted: Slice | None = None) -> OverTime:
        """How the work went."""
        columns = self._known[run].columns
        return over_time(columns, columns.mask(wanted or Slice()))

    def compare(self, old: str, new: str, wanted: Slice | None = None) -> Generator[Progress, None, Compared]:
        """Two gathered runs on the articles of a slice that both have read."""
        first, second = self._known[old].columns, self._known[new].columns
        there = {id: row for row, id in enumerate(second.ids)}
        mask = first.mask(wanted or Slice())
        rows = [(row, there[id]) for row, id in enumerate(first.ids) if mask[row] and id in there]
        return (yield from differences(first, second, rows, (old, new)))

    def changed(
        self, old: str, new: str, wanted: Slice | None = None, *, fixed: bool, offset: int = 0, limit: int = 200
    ) -> Listed:
        """A page of what the new run has right that the old one had wrong, or (not ``fixed``) the other way round.

        They are found once after each :meth:`gather`, so that the pages fit together whatever is judged meanwhile.
        """
        asked = old, new, wanted or Slice()
        if self._changed.get(fixed) != asked:
            listing.find_changed(self._cache, old, new, narrowed=self._choose(old, wanted), fixed=fixed)
            self._changed[fixed] = asked
        return listing.changed(self._cache, fixed=fixed, offset=offset, limit=limit)

    def failures(
        self, run: str, asked: Asked, wanted: Slice | None = None, *, offset: int = 0, limit: int = 200
    ) -> Listed:
        """A page of what gold and run see differently."""
        narrowed = self._choose(run, wanted)
        return listing.page(self._cache, run, asked, narrowed=narrowed, offset=offset, limit=limit)

    def groups(self, run: str, asked: Asked, by: By, wanted: Slice | None = None) -> list[Group]:
        """The same in groups, the largest first."""
        return listing.groups(self._cache, run, asked, by, narrowed=self._choose(run, wanted))

    def agreement(self, *, hide_names: bool = False) -> Generator[Progress, None, Brief]:
        """How far the curators agree whose versions the project holds; nothing need be gathered for it.

        Nothing is told when no two of them have finished the same article.
        """
        parties = parties_within(self._reader, hide_names=hide_names)
        if not any(one.cases.keys() & other.cases.keys() for one, other in combinations(parties, 2)):
            return Brief()
        return brief((yield from agree(parties)))

    def judge(self, key: str, verdict: Verdict | None) -> None:
        """Know a verdict that was just stored, or that was taken back (None)."""
        if verdict is None:
            self.verdicts.pop(key, None)
        else:
            self.verdicts[key] = verdict
        listing.judge(self._cache, {key: verdict})

    def doubts(self) -> Generator[Progress, None, Found]:
        """Doubtful gold of the whole project; what the checks learned is kept for :meth:`doubts_of`."""
        doubting = Doubting(self._reader)
        found = yield from doubting.all()
        self._doubting = doubting
        return found

    def doubts_of(self, article: str) -> list[Doubt]:
        """The doubts of one article as it is now; none before all were asked for."""
        return [] if self._doubting is None else list(self._doubting.of(article))

    def _choose(self, run: str, wanted: Slice | None) -> bool:
        """Narrow the lists to a slice; False when it takes everything."""
        wanted, columns = wanted or Slice(), self._known[run].columns
        if wanted == Slice():
            return False
        if wanted != self._slice:
            mask = columns.mask(wanted)
            listing.choose(self._cache, columns.numbers[mask].tolist())
            self._slice = wanted
        return True


def _counted(values: Sequence[Sequence[str]]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for several in values:
        for value in several:
            counts[value] = counts.get(value, 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _nested(counts: dict[Key, float], beginning: str) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for key, count in counts.items():
        if key[0] == beginning:
            found.setdefault(key[1], {})[key[2]] = int(count)
    return found


def _kinds(counts: dict[Key, float]) -> dict[str, dict[str, int]]:
    """How many disagreements of each kind, of mentions and of stances."""
    found: dict[str, dict[str, int]] = {}
    for key, count in counts.items():
        if key[0] == "apart" and key[2] != "right":
            kinds = found.setdefault(key[1], {})
            kinds[key[2]] = kinds.get(key[2], 0) + int(count)
    return found
