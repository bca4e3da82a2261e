"""For training spaCy: a new folder with the parts as DocBins and a config that ``spacy train`` runs as it is. Only written.

Articles are parted as a dataset is (:mod:`annotator.release.split`): 80, 10 and 10 per cent, by chance with the seed 0,
and what says nearly the same stays in one part. The gold lines lie in the folder while they are parted; then a process
of its own packs them (:mod:`annotator.packing`), so that memory holds neither texts nor docs.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from subprocess import DEVNULL

from annotator.errors import InputError
from annotator.files import new_folder
from annotator.formats.base import NOTHING, Dropped, Format, never
from annotator.formats.docbin import DOCBIN, packed, packing
from annotator.gold import GoldRecord, encode
from annotator.release.facts import Facts, facts_of
from annotator.release.split import PARTS, Split, SplitSettings, split

CONFIG = files("annotator").joinpath("data/spacy_training.cfg").read_text(encoding="utf-8")
_LINES, _NAMES = "gold.part", "names.part"


def write(records: Iterable[GoldRecord], path: Path) -> Iterator[Dropped | None]:
    """Write the new folder; yields for each record what was dropped, which is nothing, and None while it is packed.

    Raises InputError when there is no record, OutputError when spaCy fails or the folder cannot be written.
    """
    from annotator.release.near import Near  # its library is not read for other formats

    near, facts = Near(), list[Facts]()
    with new_folder(path) as folder:
        with (folder / _LINES).open("wb") as lines:
            for record in records:
                lines.write(encode(record))
                facts.append(facts_of(record))
                near.add(record.id, record.text)
                yield NOTHING
        if not facts:
            raise InputError("there is no article to train with.", where=str(path))
        parted = split(facts, near.groups(), SplitSettings(), needed=("train", "dev"))
        (folder / _NAMES).write_text("".join(f"{parted.parts[f.id]}\n" for f in facts), encoding="utf-8")
        yield from _pack(folder, path)
        alone = not (folder / "dev.spacy").exists()
        if alone:
            _lend(folder)
        (folder / "config.cfg").write_text(CONFIG, encoding="utf-8")
        (folder / "README.md").write_text(_readme(facts, parted, alone=alone), encoding="utf-8")
        for name in (_LINES, _NAMES):
            (folder / name).unlink()


def _pack(folder: Path, path: Path) -> Iterator[None]:
    with (
        (folder / _LINES).open("rb") as lines,
        packing(lines, DEVNULL, "part", str(folder), str(folder / _NAMES)) as process,
    ):
        yield from packed(process, path)


def _lend(folder: Path) -> None:
    """Give dev what train has: there is nothing else to watch the training with."""
    train, dev = folder / "train.spacy", folder / "dev.spacy"
    if train.is_dir():
        shutil.copytree(train, dev)
    else:
        shutil.copyfile(train, dev)


def _readme(facts: Iterable[Facts], parted: Split, *, alone: bool) -> str:
    """What lies in the folder, and how to train with it."""
    facts = list(facts)
    sizes = Counter(parted.parts.values())
    mentions, stances = Counter[str](), Counter[str]()
    for fact in facts:
        part = parted.parts[fact.id]
        mentions[part] += sum(fact.labels.values())
        stances[part] += sum(fact.polarities.values())
    rows = [f"| {p} | `{p}.spacy` | {sizes[p]} | {mentions[p]} | {stances[p]} |" for p in PARTS if sizes[p]]
    labels = sorted({label for fact in facts for label in fact.labels})
    minds = []
    if alone:
        what = "there is only one article" if len(facts) == 1 else "all articles say nearly the same"
        minds.append(f"**dev.spacy is a copy of train.spacy**, because {what}: scores say nothing.")
    if not sizes["test"]:
        minds.append("There is no test part: the articles were too few for one.")
    return _README.format(
        rows="\n".join(rows), labels=", ".join(labels) or "none", minds="".join(f"\n{mind}\n" for mind in minds)
    )


_README = """# Entities in news, to train spaCy with

In this folder:

```
python -m spacy train config.cfg --output model
python -m spacy evaluate model/model-best test.spacy
```

| part | file | articles | mentions | stances |
|---|---|---|---|---|
{rows}
{minds}
Labels: {labels}.

Articles were parted by chance (seed 0), labels spread as evenly as that allows; those that say nearly the same are in one
part. The file of a large part is a folder of several, which spaCy reads in the same way.

`config.cfg` trains an entity recogniser for the CPU. It learns `doc.ents`: of mentions that overlap, the longest.
Boilerplate counts as not annotated. `doc.spans["mentions"]` has all mentions, and `doc.user_data["annotator"]` everything
else as a line of gold JSON without its text: entities, stances with their cues, who curated.
"""


SPACY_TRAINING = Format(
    "spacy_training",
    "spaCy training folder: train, dev and test with a config to run",
    (".training",),
    never,
    writer=write,
    packed=True,
    folder=True,
    part=DOCBIN,
    extras={"config.cfg": CONFIG},
)
