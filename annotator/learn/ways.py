"""The ways to suggest mentions after training: as the base does, by the table that was taught, by the recogniser that was.

They exclude one another: the table was taught what the base's recogniser marks, so it goes with that one only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from annotator.learn.parts import Material
from annotator.learn.trust import OWN, enough, needs, trust
from annotator.learn.weighing import Weighing
from annotator.suggest.softmax import Softmax

if TYPE_CHECKING:
    from spacy.language import Language

Way = Literal["base", "table", "recogniser"]
_NER = "ner"
_LESS = 0.85
"""The recogniser must need so much less than the table: its best round was chosen on the same watched articles, and the
table is taught them too in the end."""


class Ways:
    """Made before the recogniser is taught, asked afterwards: which way needs the fewest corrections?"""

    def __init__(self, nlp: Language, weighing: Weighing, material: Material) -> None:
        self._nlp, self._weighing, self._material = nlp, weighing, material
        self._pipe = weighing.pipe
        self._base = self._pipe.table
        self._own: dict[str, Any] = nlp.meta.setdefault(OWN, {})
        self._before = dict(self._own)
        self._recogniser: bytes = nlp.get_pipe(_NER).to_bytes(exclude=["vocab"])  # type: ignore[attr-defined]
        self._performance = dict(nlp.meta.get("performance") or {})
        self._needed: dict[Way, int] = {"base": self._needs()}
        self._with_table(weighing.learnt(watched=False))
        self._needed["table"] = self._needs()
        self._as_base()

    def _needs(self) -> int:
        material = self._material
        return needs(self._nlp, self._weighing.watched, material.watched, material.labels, material.former)

    def choose(self, taught: Sequence[str]) -> Way:
        """Leave the pipeline in the best way; ``taught`` are the labels that its recogniser was taught, if it was.

        When too little is watched to tell, it is the table's.
        """
        material = self._material
        if taught:
            former = [name for name, label in material.former.items() if label in taught]
            self._needed["recogniser"] = trust(
                self._nlp, material.watched, material.labels, sorted({*taught, *former}), material.former
            )
        best = self._best() if enough(material.watched) else "table"
        if best != "recogniser":
            self._as_base()
            self._as_it_was()
        if best == "table":
            self._with_table(self._weighing.learnt(watched=True))
        return best

    def _best(self) -> Way:
        base, table = self._needed["base"], self._needed["table"]
        quick: Way = "table" if table <= base else "base"
        taught = self._needed.get("recogniser")
        return "recogniser" if taught is not None and taught < _LESS * min(base, table) else quick

    def _with_table(self, table: Softmax) -> None:
        self._pipe.table = table
        self._own["groups"] = self._weighing.groups

    def _as_base(self) -> None:
        self._pipe.table = self._base
        self._own.clear()
        self._own.update(self._before)

    def _as_it_was(self) -> None:
        """Put back the base's recogniser, with what it publishes."""
        self._nlp.meta["performance"] = self._performance
        config = {name: value for name, value in self._nlp.get_pipe_config(_NER).items() if name != "factory"}
        pipe: Any = self._nlp.replace_pipe(_NER, self._nlp.get_pipe_meta(_NER).factory, config=config)
        pipe.from_bytes(self._recogniser, exclude=["vocab"])
