"""The dataset card, for people, and the manifest, for programs: what is in a release, how it was made, what to beware of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from annotator.records import Record
from annotator.release.facts import Facts
from annotator.release.lint import Flaw
from annotator.release.split import PARTS, Part, SplitSettings

VERSION = 1
_BIAS = "Gold that grew out of a model's suggestions is biased towards it."
_MOST = 8
"""Examples of each kind of flaw in the card."""


class FileOf(Record, frozen=True):
    """A file of the release: its name in the folder, its SHA-256, and the articles (ids, in order) that it holds."""

    name: str
    sha256: str
    articles: tuple[str, ...] = ()


class Manifest(Record, frozen=True):
    """What a release holds, exactly. ``files`` by part; ``gold`` is the SHA-256 of each article's gold line, by id."""

    version: int
    title: str
    made: str
    program: str
    format: str
    files: Mapping[str, FileOf]
    gold: Mapping[str, str]
    settings: SplitSettings
    kept_out: tuple[str, ...] = ()
    frozen: str = ""


class About(Record, frozen=True):
    """What only its makers know of a dataset. ``licence`` is empty when nobody has decided."""

    title: str = "Gold"
    description: str = ""
    licence: str = ""
    language: str = "en"
    agreement: str = ""


def to_json(manifest: Manifest) -> bytes:
    """The manifest as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def from_json(data: bytes) -> Manifest:
    """The manifest that :func:`to_json` wrote; raises ``msgspec.DecodeError`` or ``msgspec.ValidationError``."""
    return msgspec.json.decode(data, type=Manifest)


def card(
    about: About,
    manifest: Manifest,
    facts: Sequence[Facts],
    parts: Mapping[str, Part],
    flaws: Sequence[Flaw],
    notes: Sequence[str],
    loses: Sequence[str],
    labels: Mapping[str, str],
    runs: Mapping[str, str],
) -> str:
    """The dataset card, Markdown with the front matter that Hugging Face reads. ``labels`` are labels with their guideline,
    ``runs`` the model runs with their model and version."""
    used = [part for part in PARTS if part in manifest.files]
    columns = {part: [f for f in facts if parts.get(f.id) == part] for part in used}
    lines = [
        "---",
        f"license: {about.licence or 'unknown'}",
        f"language: {about.language}",
        "tags: [stance, named-entity-recognition, coreference]",
        "---",
        "",
        f"# {_plain(about.title)}",
        "",
        *([_plain(about.description), ""] if about.description else []),
        _intro(manifest, len(parts)),
        "",
        "## Files",
        "",
        "| part | file | articles | SHA-256 |",
        "|---|---|---|---|",
        *(
            f"| {p} | `{manifest.files[p].name}` | {len(manifest.files[p].articles)} | `{manifest.files[p].sha256[:16]}…` |"
            for p in used
        ),
        "",
        _how(manifest.settings, manifest.frozen),
        *(f"- {note}" for note in notes),
        "",
        "## Counts",
        "",
        *_counts(columns),
        "",
        "## Labels",
        "",
        *(f"- **{label}**: {' '.join(_plain(guide).split()) or 'no guideline'}" for label, guide in labels.items()),
        "",
        "## Who made it",
        "",
        _makers(about, facts),
        "",
        f"Suggestions came from {', '.join(sorted(runs.values())) or 'no model'}. {_BIAS} {_blind(facts)}",
        "",
        "## Limits",
        "",
        *([f"- The format does not carry {lost}." for lost in loses] or ["- The format carries everything."]),
        *_flaws(flaws),
        "",
        "## Licence",
        "",
        about.licence
        or "Not decided. The licence of the articles' texts is another matter than that of the annotation.",
        "",
    ]
    return "\n".join(lines)


def _intro(manifest: Manifest, articles: int) -> str:
    made = f"{articles} articles, made {manifest.made} with {manifest.program}."
    return f"{made} Offsets are code points, half-open, on the text exactly as it was read."


def _makers(about: About, facts: Sequence[Facts]) -> str:
    curators = sorted({_plain(curator) for fact in facts for curator in fact.curators})
    agreement = _plain(about.agreement) or "not measured"
    return f"Curators: {', '.join(curators) or 'not named'}. Agreement between curators: {agreement}."


def _blind(facts: Sequence[Facts]) -> str:
    blind = sum(fact.blind for fact in facts)
    if not blind:
        return "None of it was curated blind."
    part = f"{blind:,} of {len(facts):,} articles" if blind < len(facts) else "All of it"
    return f"{part} had to do without: there suggestions were hidden (`provenance.blind` in the gold)."


def _how(settings: SplitSettings, frozen: str) -> str:
    shares = " / ".join(f"{100 * share:g} %" for share in settings.shares)
    by = (
        f"by `{settings.date}`, the newest for testing"
        if settings.by == "date"
        else f"by chance (seed {settings.seed})"
    )
    said = f"Parted {by}, {shares} of the articles; labels and polarities are spread as evenly as that allows."
    if settings.by == "date":
        said = f"Parted {by}, {shares} of the articles."
    if settings.group:
        said += f" Articles with the same `{settings.group}` stay together."
    if settings.alike <= 1:
        also = "So do articles" if settings.group else "Articles stay together"
        said += f" {also} of which about {100 * settings.alike:g} % or more of the runs of five words are the same."
    return said + (f" The test part is that of the release {frozen}, unchanged." if frozen else "")


def _counts(columns: Mapping[Part, Sequence[Facts]]) -> Iterable[str]:
    yield "| | " + " | ".join(columns) + " | all |"
    yield "|---|" + "---|" * (len(columns) + 1)
    rows: dict[str, dict[str, int]] = {}
    for part, facts in columns.items():
        totals: Counter[str] = Counter()
        for fact in facts:
            totals.update(
                {"articles": 1, "characters": fact.length, "entities": fact.entities, "rejections": fact.rejected}
            )
            totals.update({"blind articles": 1} if fact.blind else {})
            totals.update({f"mentions: {k}": n for k, n in fact.labels.items()})
            totals.update({f"stances: {k}": n for k, n in fact.polarities.items()})
            totals.update({f"stances, {k}": n for k, n in fact.manners.items()})
        for name, count in totals.items():
            rows.setdefault(name, {})[part] = count
    first = ("articles", "characters", "entities")
    for name in sorted(rows, key=lambda n: (first.index(n) if n in first else len(first), n)):
        counts = [rows[name].get(part, 0) for part in columns]
        yield f"| {_plain(name)} | " + " | ".join(f"{c:,}" for c in (*counts, sum(counts))) + " |"


def _flaws(flaws: Sequence[Flaw]) -> Iterable[str]:
    kinds: dict[str, list[Flaw]] = {}
    for flaw in flaws:
        kinds.setdefault(flaw.kind, []).append(flaw)
    for kind, found in sorted(kinds.items()):
        shown = "; ".join(_plain(f"{f.article + ': ' if f.article else ''}{f.words}") for f in found[:_MOST])
        more = f"; and {len(found) - _MOST} more" if len(found) > _MOST else ""
        yield f"- {kind} ({len(found)}): {shown}{more}"


def _plain(words: str) -> str:
    """Words that mean nothing to Markdown's tables and to HTML."""
    return words.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")
