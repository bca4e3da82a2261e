"""Projects with finished articles beside what runs suggested for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import pytest

from annotator.bringing import difference
from annotator.project import Coming, Project
from annotator.records import Annotation, Article, Run, SuggestedEntity, Suggestion
from annotator.review import Room, cache_of
from tests.evaluating.fake import gold, suggestion

OLD, NEW = Run("run", "middling", "1", "2026-01-01T00:00:00Z"), Run("new", "better", "2", "2026-02-01T00:00:00Z")
PARTED = Run("parted", "a parting one", "1", "2026-03-01T00:00:00Z")


def one(number: int, meta: dict[str, object] | None = None) -> tuple[Article, Annotation]:
    """An article of its own with the same gold at the same places."""
    article, annotation = gold()
    text = f"{article.text} Number {number}."
    return Article(f"a{number}", text, meta or {}), annotation


def better() -> Suggestion:
    """What a better run says: the wrong label is right, the rest as before."""
    before = suggestion()
    mentions = tuple(msgspec.structs.replace(m, label="GPE") if m.label == "ORG" else m for m in before.mentions)
    return msgspec.structs.replace(before, run="new", mentions=mentions)


def parted() -> Suggestion:
    """What a run says that makes two entities of Dora Lind, and one of Oslo and Emil."""
    before = suggestion()
    entities = (*before.entities, SuggestedEntity("e5", "ORG", "Lind & Co"))
    owners = {"m4": "e3", "m5": "e5"}
    mentions = tuple(msgspec.structs.replace(m, entity=owners.get(m.id, m.entity)) for m in before.mentions)
    return msgspec.structs.replace(before, run=PARTED.id, entities=entities, mentions=mentions)


def finish(project: Project, articles: Sequence[tuple[Article, Annotation]]) -> list[str]:
    """Bring finished articles into a project."""
    project.add([article for article, _ in articles])
    for article, annotation in articles:
        project.bring([Coming(article.id, annotation, difference(Annotation(), annotation, "import", "import"), "ada")])
    return [article.id for article, _ in articles]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Six finished articles, three of each of two sources, read by an old run and (all but the last) by a new one."""
    with Project.create(tmp_path / "news.annot", curator="ada") as made:
        ids = finish(
            made, [one(n, {"source": "Post" if n % 2 else "Times", "date": f"2026-01-0{n}"}) for n in range(1, 7)]
        )
        made.add_run(OLD)
        made.put_suggestions([(id, suggestion()) for id in ids])
        made.add_run(NEW)
        made.put_suggestions([(id, better()) for id in ids[:-1]])
        yield made


@pytest.fixture
def room(project: Project) -> Iterator[Room]:
    """The room of that project, both runs gathered."""
    cache = cache_of(project.path)
    found = Room(project.store, cache)
    for run in ("run", "new"):
        assert list(found.gather(run))
    yield found
    cache.close()
