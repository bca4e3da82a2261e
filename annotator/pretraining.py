"""Train the default stance model from two public corpora, which do not come with the program.

``python -m annotator.pretraining --newsmtsc train.jsonl --dse train.txt --out FOLDER``

NewsMTSC (Hamborg and Donnay, EACL 2021): sentences with the polarity towards a mention. DSE (Park, Pan and Joo, Findings
of ACL 2021): sentences with who is for or against whom. The same corpora, spaCy model and NumPy give the same bytes.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from annotator.errors import InputError
from annotator.formats.base import BadLine
from annotator.formats.dse import unmarked
from annotator.formats.lines import converted, json_lines, text_lines
from annotator.formats.newsmtsc import POLARITIES, Sentence
from annotator.records import Article
from annotator.spans import Range
from annotator.suggest.lexicon import default_lexicon
from annotator.suggest.pipeline import Suggester
from annotator.suggest.scoring.examples import Example, pair_example, target_example
from annotator.suggest.scoring.fit import fit
from annotator.suggest.scoring.scene import Place, Scene, scene_of
from annotator.suggest.scoring.views import view_of

_TARGET_HINT, _HOLDER_HINT = 0.3, 0.2
"""What a stance's target, and its holder, count for the networks beside a target of which readers were asked."""
_WANTED = {"favor": 1, "against": 2, None: 0}
_DIRECTIONS = {0: (0, 0), 1: (1, 0), 2: (0, 1), 3: (2, 0), 4: (0, 2)}
Line = TypeVar("Line")


class TargetRow(msgspec.Struct, frozen=True):
    """A sentence and a mention in it; ``wanted`` is 0 for neither, 1 for favor, 2 for against."""

    text: str
    target: Range
    wanted: int


class PairRow(msgspec.Struct, frozen=True):
    """A sentence and two mentions in it. ``wanted`` is 0 for neither, 1 the first favors the second, 2 the second the
    first, 3 the first is against the second, 4 the second against the first."""

    text: str
    first: Range
    second: Range
    wanted: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Read, parse, train, write."""
    parser = argparse.ArgumentParser(description="Train the default stance model.")
    parser.add_argument("--newsmtsc", type=Path, required=True, help="the corpus's train.jsonl")
    parser.add_argument("--dse", type=Path, required=True, help="the corpus's train.txt")
    parser.add_argument("--model", help="the spaCy pipeline that parses (default: the best one installed)")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write")
    asked = parser.parse_args(arguments)
    suggester = Suggester(asked.model)
    targets, pairs = list(read_newsmtsc(asked.newsmtsc)), list(read_dse(asked.dse))
    examples = corpus_examples(suggester, targets, pairs)
    about: dict[str, Any] = {
        "parser": f"{suggester.model} {suggester.version}",
        "newsmtsc": len(targets),
        "dse": len(pairs),
    }
    fit(examples, meta=about).to_disk(asked.out)


def read_newsmtsc(path: Path) -> Iterator[TargetRow]:
    """The targets of a file in the corpus's JSON lines; raises InputError naming the line."""
    for number, data in _whole(json_lines(path), path):
        try:
            line = converted(data, Sentence)
            for target in line.targets:
                wanted = _WANTED[POLARITIES[target.polarity]]
                yield TargetRow(line.sentence_normalized, Range(target.begin, target.end), wanted)
        except (InputError, KeyError) as error:
            raise InputError(f"line {number} is no NewsMTSC sentence: {error}", where=str(path)) from error


def read_dse(path: Path) -> Iterator[PairRow]:
    """The pairs of a tab-separated file with the entities in [brackets]; raises InputError naming the line.

    Fields are taken as they stand, with their quotes. Lines whose entities are not both in brackets are left out.
    """
    for number, line in _whole(text_lines(path), path):
        if not line.strip():
            continue
        try:
            marked, first, second, wanted = line.split("\t")
            if f"[{first}]" in marked and f"[{second}]" in marked:
                text, (one, other) = unmarked(marked, first, second)
                yield PairRow(text, one, other, (0, 1, 2, 3, 4)[int(wanted)])
        except (InputError, ValueError, IndexError) as error:
            raise InputError(f"line {number} is no DSE pair: {error}.", where=str(path)) from error


def _whole(lines: Iterable[tuple[int, Line] | BadLine], path: Path) -> Iterator[tuple[int, Line]]:
    """The same lines; raises InputError for one that cannot be read."""
    for line in lines:
        if isinstance(line, BadLine):
            raise InputError(f"line {line.line}: {line.cause}", where=str(path))
        yield line


def corpus_examples(suggester: Suggester, targets: Iterable[TargetRow], pairs: Iterable[PairRow]) -> list[Example]:
    """Examples from corpora, sentence by sentence; each sentence is read as an article of its own."""
    rows: dict[str, list[TargetRow | PairRow]] = {}
    every: list[TargetRow | PairRow] = [*targets, *pairs]
    for row in every:
        rows.setdefault(row.text, []).append(row)
    lexicon = default_lexicon()
    docs = suggester.read((Article("", text), None) for text in rows)
    return [e for doc, own in zip(docs, rows.values(), strict=True) for e in _examples(scene_of(doc, lexicon), own)]


def _examples(scene: Scene, rows: Iterable[TargetRow | PairRow]) -> Iterator[Example]:
    for row in rows:
        if isinstance(row, TargetRow):
            place = scene.place(row.target)
            if place is not None:
                yield target_example(scene, place, row.wanted, row.text)
            continue
        first, second = scene.place(row.first), scene.place(row.second)
        if first is not None and second is not None:
            ahead, back = _DIRECTIONS[row.wanted]
            yield pair_example(scene, first, second, ahead, row.text)
            yield pair_example(scene, second, first, back, row.text)
            if row.wanted:
                holder, target = (first, second) if ahead else (second, first)
                yield _hint(scene, target, ahead or back, row.text, _TARGET_HINT)
                yield _hint(scene, holder, 0, row.text, _HOLDER_HINT)


def _hint(scene: Scene, place: Place, wanted: int, group: str, weight: float) -> Example:
    return Example("hint", {}, wanted, group, weight=weight, view=view_of(scene, place))


if __name__ == "__main__":
    main()
