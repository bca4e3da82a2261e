"""The pipeline that reads line by line by itself, so that plain ``spacy.load`` of a trained model suggests as we do.

A trained model's configuration names :data:`BY_LINE` as a callback; the entry point lets spaCy find it.
``nlp(text)`` and ``nlp.pipe(texts)`` then read a copy of the text that has the same length (see
:func:`annotator.suggest.reading.reading_copy`): every offset holds in both, ``doc.text`` is the copy.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from annotator.suggest.pipeline import WHOLE, read_lines
from annotator.suggest.reading import reading_copy

BY_LINE = "annotator.by_line.v1"

if TYPE_CHECKING:
    _Base = Language
else:
    _Base = object


class ByLine(_Base):  # type: ignore[no-untyped-call]
    """A language whose texts are read line by line. Documents that are made already are taken as they are."""

    def __call__(
        self, text: str | Doc, *, disable: Iterable[str] = (), component_cfg: dict[str, Any] | None = None
    ) -> Doc:
        """The document of one text; raises ValueError for one that is longer than ``max_length``."""
        if isinstance(text, Doc):
            return super().__call__(text, disable=disable, component_cfg=component_cfg)
        return next(self._read([text], disable, component_cfg=component_cfg))

    def pipe(self, texts: Iterable[Any], *, as_tuples: bool = False, **options: Any) -> Iterator[Any]:
        """The documents of many texts, in order; the same options as any spaCy pipeline has."""
        if as_tuples:
            contexts: deque[Any] = deque()
            for doc in self.pipe(_without(contexts, texts), **options):
                yield doc, contexts.popleft()
            return
        disable = options.pop("disable", ())
        first, rest = _peeked(texts)
        if isinstance(first, Doc):
            yield from super().pipe(rest, disable=disable, **options)
        else:
            yield from self._read(rest, disable, **options)

    def _read(self, texts: Iterable[str], disable: Iterable[str], **options: Any) -> Iterator[Doc]:
        off = set(disable)
        for doc in read_lines(self, map(self._copy, texts), off, **options):
            for name in WHOLE:
                doc = self.get_pipe(name)(doc) if name in self.pipe_names and name not in off else doc
            yield doc

    def _copy(self, text: str) -> str:
        if len(text) > self.max_length:
            self.make_doc(text)  # raises, in spaCy's own words
        return reading_copy(text)


@registry.callbacks(BY_LINE)  # type: ignore[untyped-decorator]
def by_line() -> Callable[[Language], Language]:
    """The callback ``after_creation``: the pipeline itself, which reads line by line from now on."""

    def make(nlp: Language) -> Language:
        kind = type(nlp)
        if not isinstance(nlp, ByLine):
            nlp.__class__ = type(f"{kind.__name__}ByLine", (ByLine, kind), {})  # spaCy takes no other object here
        return nlp

    return make


def read_by_itself(nlp: Language) -> None:
    """Have a pipeline saved so that it reads line by line when it is loaded."""
    nlp.config["nlp"]["after_creation"] = {"@callbacks": BY_LINE}


def _without(contexts: deque[Any], pairs: Iterable[tuple[Any, Any]]) -> Iterator[Any]:
    """The texts of (text, context) pairs; the contexts are put aside."""
    for text, context in pairs:
        contexts.append(context)
        yield text


def _peeked(items: Iterable[Any]) -> tuple[Any, Iterator[Any]]:
    """The first item (None if there is none), and all of them."""
    rest = iter(items)
    for first in rest:
        return first, _chained(first, rest)
    return None, rest


def _chained(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest
