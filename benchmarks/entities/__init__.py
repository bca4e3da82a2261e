"""Names: how well they are found, labelled, and put together, measured on public corpora given by path."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Sequence
from importlib.resources import files
from pathlib import Path

from annotator.quality.clusters import b_cubed, lea
from annotator.quality.counting import Weighted
from annotator.spans import Range
from annotator.suggest.labelling import Marked
from annotator.suggest.links import Links
from annotator.suggest.names import cluster, outcomes
from annotator.suggest.ner import STRANGE_TEXT, UNKNOWN_PRECISION, Found, find_mentions
from annotator.suggest.people import fold
from annotator.suggest.softmax import Softmax
from benchmarks.entities.corpora import READERS, Document, Gold
from benchmarks.entities.fitting import fit_table, fold_of, read
from benchmarks.entities.scoring import Counted, count

FOLDS = 5
CALIBRATED = 0.05
TOGETHER = 0.95
Finder = Callable[[Document, Marked], Sequence[Found]]


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--wikigold", type=Path, help="wikigold.conll.txt")
    parser.add_argument("--re3d", type=Path, help="the folder with re3d's folders")
    parser.add_argument("--gum", type=Path, help="the folder with GUM's news as WebAnno TSV")
    parser.add_argument("--model", help="the pipeline; the best one installed by default")
    parser.add_argument(
        "--blind", action="store_true", help="measure what is shipped, on other corpora than it was fitted on"
    )
    parser.add_argument("--fit", action="store_true", help="also write the tables anew that come with the program")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")


def run(chosen: argparse.Namespace) -> int:
    """Print one table; 1 when a target is missed, 2 when no corpus is given."""
    from annotator.suggest import Suggester

    paths = {name: path for name in READERS if (path := getattr(chosen, name)) is not None}
    for name, path in paths.items():
        if not path.exists():
            print(f"{path}: there is no {name} there.")
            return 2
    if not paths:
        print("entities: give a corpus: --wikigold FILE, --re3d FOLDER or --gum FOLDER.")
        return 2
    documents = [d for name, path in paths.items() for d in READERS[name](path)]
    suggester = Suggester(chosen.model)
    marked = read(suggester, documents)
    rows, calibrated = _names(documents, marked, suggester.precision, blind=chosen.blind)
    chains = _chains([d for d in documents if d.chained])
    print(f"{'':34}{'P':>8}{'R':>8}{'F1':>8}{'edges':>8}{'ECE':>8}")
    for name, figures in {**rows, **chains}.items():
        print(f"{name:34}" + "".join(f"{'' if f is None else format(f, '.3f'):>8}" for f in figures))
    if chosen.json:
        chosen.json.write_text(json.dumps({**rows, **chains}, indent=1) + "\n", encoding="utf-8")
    if chosen.fit:
        _write(documents, marked)
    together = all(figures[2] >= TOGETHER for name, figures in chains.items() if name == "gum clusters B³")
    return 0 if calibrated <= CALIBRATED and (together or chosen.blind) else 1


Figures = tuple[float, float, float, float | None, float | None]


def _names(
    documents: Sequence[Document], marked: Sequence[Marked], precision: dict[str, float], *, blind: bool
) -> tuple[dict[str, Figures], float]:
    """Strict scores before and after by corpus; and the calibration error of all together."""
    rows: dict[str, Figures] = {}
    rows |= _rows("recogniser", _counted(documents, marked, lambda _, m: _alone(m, precision)))
    if blind:
        after = _counted(documents, marked, lambda d, m: _whole(d, m, None))
        return rows | _rows("suggested", after), _total(after).ece
    tables = [fit_table(m for m in marked if fold_of(m.id, FOLDS) != k) for k in range(FOLDS)]
    after = _counted(documents, marked, lambda d, m: _whole(d, m, tables[fold_of(m.id, FOLDS)]))
    rows |= _rows("suggested", after)
    if len(after) > 1:
        without = {name: fit_table(m for m in marked if not m.id.startswith(name)) for name in after}
        apart = _counted(documents, marked, lambda d, m: _whole(d, m, without[_corpus(d)]))
        rows |= _rows("fitted on the others", apart)
    return rows, _total(after).ece


def _alone(marked: Marked, precision: dict[str, float]) -> list[Found]:
    """The recogniser's own names with clean edges, as probable as it is known to be precise."""
    found: list[Found] = []
    for c in marked.recognised:
        if not found or c.start >= found[-1].end:
            p = precision.get(c.label, UNKNOWN_PRECISION) * STRANGE_TEXT
            found.append(Found(c.start, c.end, c.label, p))
    return found


def _whole(document: Document, marked: Marked, table: Softmax | None) -> list[Found]:
    """What is suggested: the likeliest candidates, with one label for each entity."""
    recognised = [(c.start, c.end, c.label) for c in marked.recognised]
    return cluster(document.text, find_mentions(marked.words, recognised, table))[0]


def _corpus(document: Document) -> str:
    return document.corpus.split("/")[0]


def _counted(documents: Sequence[Document], marked: Sequence[Marked], find: Finder) -> dict[str, Counted]:
    counted: dict[str, Counted] = {}
    for document, item in zip(documents, marked, strict=True):
        name = _corpus(document)
        counted[name] = counted.get(name, Counted()) + count(document, find(document, item))
    return counted


def _total(counted: dict[str, Counted]) -> Counted:
    return sum(counted.values(), Counted())


def _rows(who: str, counted: dict[str, Counted]) -> dict[str, Figures]:
    everything = {**counted, **({"all": _total(counted)} if len(counted) > 1 else {})}
    return {f"{name} {who}": (*c.strict, c.edged[2], c.ece) for name, c in everything.items()}


def _chains(documents: Sequence[Document]) -> dict[str, Figures]:
    """B³ and LEA of the names' clusters, gold mentions given; by the exact words, and by the rules."""
    scores: dict[str, Weighted] = {}
    for document in documents:
        names = document.chained
        gold = _groups(names, (n.entity for n in names))
        words = _groups(names, (fold(n.range.of(document.text)) for n in names))
        _, clusters = cluster(document.text, _given(document))
        ours = [{names[i].range for i in c.mentions} for c in clusters]
        for name, said in (("exact words", words), ("clusters", ours)):
            for measure, score in (("B³", b_cubed), ("LEA", lea)):
                key = f"gum {name} {measure}"
                scores[key] = scores.get(key, Weighted()) + score(gold, said)
    return {key: (s.precision, s.recall, s.f1, None, None) for key, s in scores.items()}


def _given(document: Document) -> list[Found]:
    ours = {"PERSON": "PERSON", "ORG": "ORG", "PLACE": "GPE"}
    return [Found(n.start, n.end, ours[n.label], 1.0) for n in document.chained]


def _groups(names: Sequence[Gold], keys: Iterable[str]) -> list[set[Range]]:
    groups: dict[str, set[Range]] = {}
    for name, key in zip(names, keys, strict=True):
        groups.setdefault(key, set()).add(name.range)
    return list(groups.values())


def _write(documents: Sequence[Document], marked: Sequence[Marked]) -> None:
    """The tables that come with the program: the clues' weights, and how far each rule of linking is right."""
    folder = Path(str(files("annotator").joinpath("data")))
    (folder / "labels.json").write_bytes(fit_table(marked).to_bytes())
    links = Links(
        about="How often each rule linked two names of GUM's news rightly (14 articles; annotation CC BY 4.0)."
    )
    seen = [o for d in documents if d.chained for o in outcomes(d.text, _given(d), [n.entity for n in d.chained])]
    (folder / "links.json").write_bytes(links.with_counts(seen).to_bytes())
    print(f"wrote labels.json and links.json in {folder}")
