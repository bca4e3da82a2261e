"""Making a release: the gold of a project parted, checked, described and fixed by hashes, in a new folder.

As a generator, so that a command can print progress and a window stays awake.
"""

from __future__ import annotations

import hashlib
import shutil
from collections import Counter
from collections.abc import Generator, Iterator, Mapping
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import Any

import msgspec

from annotator.clock import now
from annotator.errors import InputError, OutputError
from annotator.exporting import gold_of, records
from annotator.files import new_folder, opened
from annotator.filtering import STATUSES
from annotator.formats import REFUSED, Format, find_format
from annotator.gold import GoldRecord, decode, encode
from annotator.progress import Progress
from annotator.project import Project
from annotator.records import Record
from annotator.release.card import VERSION, About, FileOf, Manifest, card, from_json, to_json
from annotator.release.facts import Facts, facts_of
from annotator.release.lint import Flaw, lint, lint_labels, lint_split
from annotator.release.near import Near
from annotator.release.split import PARTS, Part, Split, SplitSettings, split
from annotator.scheme import write_scheme

MANIFEST, CARD, SCHEME = "manifest.json", "README.md", "scheme.toml"
_SHOWN = 5
"""Errors that a message names."""


class Released(Record, frozen=True):
    """What a release holds: articles by part, those kept out, warnings, and how many items of each kind were dropped."""

    path: str
    articles: Mapping[str, int]
    kept_out: int
    warnings: tuple[str, ...] = ()
    dropped: Mapping[str, int] = {}


class _Frozen(Record, frozen=True):
    """The test part of an earlier release."""

    file: str
    path: str
    articles: tuple[str, ...]
    gold: Mapping[str, str]
    name: str


def meta_keys(project: Project, most: int = 50) -> list[str]:
    """The keys of meta that the first articles have, inner ones after dots; for lists to choose from."""
    found: set[str] = set()

    def walk(meta: Mapping[str, Any], before: str) -> None:
        for key, value in meta.items():
            if isinstance(value, Mapping):
                walk(value, f"{before}{key}.")
            elif not isinstance(value, list):
                found.add(before + key)

    for id in islice(project.store.ids(STATUSES), most):
        walk(project.store.article(id).meta, "")
    return sorted(found)


def release(
    project: Project,
    folder: Path,
    *,
    format: str = "gold",
    settings: SplitSettings | None = None,
    about: About | None = None,
    keep_test: Path | None = None,
) -> Generator[Progress, None, Released]:
    """Write the finished articles into a new ``folder``: a file for each part, the card, the manifest, the scheme.

    With ``keep_test``, the folder of an earlier release, the test part is that one's, byte for byte. Raises InputError when
    the gold has errors, nothing is done, or the earlier release was changed; OutputError when the folder is there already or
    cannot be written. Nothing is left of a release that failed or was cancelled.
    """
    chosen, settings, about = find_format(format), settings or SplitSettings(), about or About()
    if not chosen.writes:
        raise InputError(f"the format {chosen.name!r} is only read, not written.", remedy="See `annotator formats`.")
    frozen = _frozen(keep_test, chosen) if keep_test is not None else None
    kept = _kept(frozen) if frozen is not None and chosen.name == "gold" else {}
    total = project.counts()["done"]
    if not total:
        raise InputError("no article is done: there is nothing to release.", where=str(project.path))
    near = Near(settings.alike) if settings.alike <= 1 else None
    facts: list[Facts] = []
    flaws: list[Flaw] = []
    for record in chain((r for r in records(project) if r.id not in kept), kept.values()):
        facts.append(facts_of(record, settings.group, settings.date))
        flaws += lint(record)
        if near is not None:
            near.add(record.id, record.text)
        yield Progress(min(len(facts), total), 2 * total, f"{len(facts)} of {total} articles checked")
    form = chosen.part or chosen
    together = near.groups() if near is not None else ()
    needed: tuple[Part, ...] = ("train", "dev") if chosen.part else ()
    parted = split(facts, together, settings, frozen.articles if frozen else None, needed)
    parts = dict(parted.parts) | dict.fromkeys(frozen.articles if frozen else (), "test")
    if frozen is not None and not kept:
        parted = msgspec.structs.replace(parted, notes=(*parted.notes, *_since_frozen(frozen, facts)))
    flaws += lint_split(facts, {f.id: parts[f.id] for f in facts if f.id in parts})
    flaws += lint_labels(facts, project.scheme.labels())
    _refuse([f for f in flaws if f.level == "error"], project.path)
    dropped: Counter[str] = Counter()
    with new_folder(folder) as made:
        files: dict[str, FileOf] = {}
        done = total
        for part in PARTS:
            ids = [f.id for f in facts if parted.parts.get(f.id) == part]
            name = part + form.suffixes[0]
            if part == "test" and frozen is not None:
                shutil.copyfile(frozen.path, made / frozen.file)
                files[part] = FileOf(frozen.file, _sha256(made / frozen.file), frozen.articles)
            elif ids:
                before = done
                for lost in form.write(_again(project, ids, facts), made / name):
                    if lost is not None and REFUSED in lost:
                        raise OutputError(
                            f"the format {chosen.name!r} cannot hold the article {ids[done - before]!r}.",
                            where=str(folder),
                            remedy="Choose another format.",
                        )
                    dropped.update(lost or {})
                    done += lost is not None
                    yield Progress(done, 2 * total, f"{part}: {done - total} of {total} articles written")
                files[part] = FileOf(name, _sha256(made / name), tuple(ids))
        for name, words in chosen.extras.items():
            (made / name).write_text(words, encoding="utf-8")
        _describe(project, made, chosen, settings, about, facts, parts, parted, flaws, files, frozen)
    sizes = {part: len(item.articles) for part, item in files.items()}
    warnings = [f"{f.kind}: {f.article + ': ' if f.article else ''}{f.words}" for f in flaws]
    return Released(str(folder), sizes, len(parted.kept_out), (*parted.notes, *warnings), dict(sorted(dropped.items())))


def _again(project: Project, ids: list[str], facts: list[Facts]) -> Iterator[GoldRecord]:
    """The records of a part; raises OutputError when one is no longer as it was when it was checked."""
    known = {f.id: f.sha256 for f in facts}
    for item in project.store.stored(ids):
        record = gold_of(item)
        if item.annotation.status != "done" or hashlib.sha256(encode(record)).hexdigest() != known[record.id]:
            raise OutputError(
                "the gold changed while the release was made.", where=record.id, remedy="Make the release again."
            )
        yield record


def _describe(
    project: Project,
    made: Path,
    chosen: Format,
    settings: SplitSettings,
    about: About,
    facts: list[Facts],
    parts: Mapping[str, Part],
    parted: Split,
    flaws: list[Flaw],
    files: Mapping[str, FileOf],
    frozen: _Frozen | None,
) -> None:
    """Write the manifest, the card and the scheme."""
    gold = {f.id: f.sha256 for f in facts if f.id in parts and (frozen is None or parts[f.id] != "test")}
    manifest = Manifest(
        VERSION, about.title, now(), f"annotator {version('annotator')}", chosen.name, files,
        dict(sorted((gold | dict(frozen.gold if frozen else {})).items())), settings, parted.kept_out,
        frozen.name if frozen else "",
    )  # fmt: skip
    facts = [f for f in facts if f.id in parts]
    flaws = [flaw for flaw in flaws if not flaw.article or flaw.article in parts]
    labels = {label.name: label.guideline for label in project.scheme.label}
    used = {run for f in facts for run in f.runs}
    runs = {run.id: f"{run.model} {run.version}" for run in project.store.runs() if run.id in used}
    words = card(about, manifest, facts, parts, flaws, parted.notes, chosen.loses, labels, runs)
    made.joinpath(MANIFEST).write_bytes(to_json(manifest))
    made.joinpath(CARD).write_text(words, encoding="utf-8")
    made.joinpath(SCHEME).write_text(write_scheme(project.scheme), encoding="utf-8")


def _frozen(folder: Path, chosen: Format) -> _Frozen:
    """The test part of an earlier release; raises InputError when there is none, or it is not as it was released."""
    with opened(folder / MANIFEST) as file:
        data = file.read()
    try:
        manifest = from_json(data)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise InputError(f"this is no manifest of a release: {error}.", where=str(folder / MANIFEST)) from error
    test = manifest.files.get("test")
    if test is None or Path(test.name).name != test.name:
        raise InputError("this release has no test part.", where=str(folder))
    if manifest.format != chosen.name:
        raise InputError(
            f"this release is in the format {manifest.format!r}, not {chosen.name!r}.", where=str(folder),
            remedy="Name the same format.",
        )  # fmt: skip
    if not (folder / test.name).is_file() or _sha256(folder / test.name) != test.sha256:
        raise InputError("the test part was changed since it was released.", where=str(folder / test.name))
    gold = {id: manifest.gold[id] for id in test.articles if id in manifest.gold}
    return _Frozen(test.name, str(folder / test.name), test.articles, gold, f"{manifest.title}, {manifest.made}")


def _kept(frozen: _Frozen) -> dict[str, GoldRecord]:
    """The gold of an earlier test part as it was released, by id: the articles may say something else by now."""
    with opened(Path(frozen.path)) as file:
        read = [decode(line, f"{frozen.path}:{number}") for number, line in enumerate(file, start=1)]
    return {record.id: record for record in read}


def _since_frozen(frozen: _Frozen, facts: list[Facts]) -> Iterator[str]:
    """What a user should know of an earlier test part that is not counted anew from its file: today's gold is."""
    now_is = {f.id: f.sha256 for f in facts}
    gone = sum(id not in now_is for id in frozen.articles)
    other = sum(now_is.get(id, sha256) != sha256 for id, sha256 in frozen.gold.items())
    if other:
        yield f"{other} articles of the test part have other gold by now; its counts and limits are told of today's gold."
    if gone:
        yield f"{gone} articles of the test part are not done any more; they are in its file, but not in its counts."


def _refuse(errors: list[Flaw], path: Path) -> None:
    """Raise InputError when there are errors, naming the first ones."""
    if errors:
        shown = "; ".join(f"{f.article}: {f.kind}: {f.words}" for f in errors[:_SHOWN])
        more = f"; and {len(errors) - _SHOWN} more" if len(errors) > _SHOWN else ""
        raise InputError(f"the gold has {len(errors)} errors: {shown}{more}.", where=str(path))


def _sha256(path: Path) -> str:
    """The SHA-256 of a file; of a folder, that of its files' names and contents in order."""
    digest = hashlib.sha256()
    for file in sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]:
        if path.is_dir():
            digest.update(file.relative_to(path).as_posix().encode() + b"\0")
        with file.open("rb") as opened_file:
            while chunk := opened_file.read(1 << 20):
                digest.update(chunk)
    return digest.hexdigest()
