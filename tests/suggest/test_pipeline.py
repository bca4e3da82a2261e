"""Loading models, and suggesting with them."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin

import annotator.suggest
from annotator.convention import Convention, convention_of
from annotator.errors import ModelError
from annotator.records import Article, Section
from annotator.scheme import Label, Scheme
from annotator.suggest import SUGGESTERS, Suggester
from annotator.suggest.pipeline import PREFERRED, load
from tests.suggest.conftest import MODEL, Read

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Angela Merkel praised Emmanuel Macron.\n\nMs Merkel opposes the “tax plan”.\nTrump wins again\nModi visits UK"


def test_the_table_names_the_modules() -> None:
    folder = Path(annotator.suggest.__file__).parent
    assert all((folder / f"{name}.py").is_file() for name in SUGGESTERS)


def test_a_run_is_known_by_model_version_and_settings(suggester: Suggester) -> None:
    again = Suggester(MODEL)
    assert (again.model, again.version, again.settings, again.run_id) == (
        suggester.model,
        suggester.version,
        suggester.settings,
        suggester.run_id,
    )
    assert suggester.model == MODEL
    assert suggester.version == "3.8.0"
    assert {"rules", "lexicon"} <= set(suggester.settings)


def test_the_same_article_gives_the_same_suggestion(suggester: Suggester, read: Read) -> None:
    first = read(TEXT)
    assert first == read(TEXT)
    assert first.run == suggester.run_id


def test_boilerplate_is_skipped(read: Read) -> None:
    tail = TEXT.index("Trump")
    suggestion = read(TEXT, [Section(tail, len(TEXT))])
    assert suggestion.mentions
    assert all(m.end <= tail for m in suggestion.mentions)
    assert all(s.end <= tail for s in suggestion.outline.sentences)
    assert any(m.start >= tail for m in read(TEXT).mentions)


def test_the_sections_of_the_article_hold_unless_others_are_given(suggester: Suggester) -> None:
    tail = TEXT.index("Trump")
    article = Article("a", TEXT, sections=(Section(tail, len(TEXT)),))
    assert all(m.end <= tail for m in suggester.suggest(article).mentions)
    assert any(m.start >= tail for m in suggester.suggest(article, ()).mentions)


def test_an_empty_body_gives_an_empty_suggestion(read: Read) -> None:
    suggestion = read("Only boilerplate", [Section(0, 16)])
    assert (suggestion.mentions, suggestion.entities, suggestion.stances) == ((), (), ())
    assert read("   \n \n").outline.sentences == ()


def test_many_articles_give_what_each_gives_alone(suggester: Suggester) -> None:
    texts = [TEXT, "Spain voiced opposition to the pipeline.", "", "Jane Doe turned down the offer."]
    items = [(Article(str(n), text), None) for n, text in enumerate(texts)]
    together = list(suggester.pipe(items))
    alone = [suggester.suggest(article) for article, _ in items]
    assert [[(m.start, m.end, m.label) for m in s.mentions] for s in together] == [
        [(m.start, m.end, m.label) for m in s.mentions] for s in alone
    ]
    assert [[(x.holder, x.target, x.polarity) for x in s.stances] for s in together] == [
        [(x.holder, x.target, x.polarity) for x in s.stances] for s in alone
    ]


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", " \n \n"])
def test_headlines_do_not_run_into_the_text(read: Read, gap: str) -> None:
    """Read in one piece, a headline without a full stop hides the name that follows it from the small model."""
    text = f"Paris votes on tax{gap}Angela Merkel praised Emmanuel Macron."
    assert [m.range.of(text) for m in read(text).mentions] == ["Paris", "Angela Merkel", "Emmanuel Macron"]


def test_an_article_that_is_too_long_is_refused_in_plain_words(suggester: Suggester) -> None:
    with pytest.raises(ModelError, match=r"^long: the article has 1,000,001 characters.*at most 1,000,000"):
        suggester.suggest(Article("long", "x" * 1_000_001))


def test_a_long_run_without_a_break_is_no_trouble(read: Read) -> None:
    text = "Jane Doe praised Emmanuel Macron. " + "(" * 500_000
    assert [m.range.of(text) for m in read(text).mentions] == ["Jane Doe", "Emmanuel Macron"]


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("no_such_model", "no model called 'no_such_model' is installed"),
        ("nowhere/model", "not a model's folder"),
        ("", "not a model's folder|no model"),
    ],
)
def test_a_model_that_is_not_there_is_told_in_one_line(model: str, words: str) -> None:
    with pytest.raises(ModelError, match=words) as caught:
        load(model)
    assert "\n" not in str(caught.value)


def test_folders_that_hold_no_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no model"):
        load(str(tmp_path))
    (tmp_path / "config.cfg").write_text("[nlp]\nlang = nonsense\n")
    with pytest.raises(ModelError, match="cannot be loaded") as caught:
        load(str(tmp_path))
    assert "\n" not in str(caught.value)


def test_the_biggest_official_model_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy.util

    loaded: list[str] = []

    def fake(name: str) -> spacy.language.Language:
        loaded.append(name)
        return spacy.blank("en")

    monkeypatch.setattr(spacy, "load", fake)
    for installed in (set(PREFERRED), set(PREFERRED[1:]), {PREFERRED[-1]}):
        monkeypatch.setattr(spacy.util, "is_package", installed.__contains__)
        load()
    assert loaded == [PREFERRED[0], PREFERRED[1], PREFERRED[-1]]
    monkeypatch.setattr(spacy.util, "is_package", lambda name: False)
    with pytest.raises(ModelError, match="no English model is installed"):
        load()


def test_a_pipeline_without_a_parser_still_finds_names(tmp_path: Path) -> None:
    nlp = spacy.load(MODEL, exclude=["parser", "lemmatizer", "attribute_ruler", "tagger"])
    nlp.to_disk(tmp_path / "ner")
    suggestion = Suggester(str(tmp_path / "ner")).suggest(Article("a", TEXT))
    assert "Angela Merkel" in {m.range.of(TEXT) for m in suggestion.mentions}
    assert suggestion.stances == ()
    assert [s.of(TEXT) for s in suggestion.outline.sentences] == [line for line in TEXT.split("\n") if line]


def test_what_the_components_leave_on_a_document() -> None:
    nlp = load(MODEL)
    doc = nlp(TEXT)
    spans = doc.spans["mentions"]
    assert [(s.start_char, s.end_char, s.label_) for s in spans] == [
        (m["start"], m["end"], m["label"]) for m in doc._.mentions
    ]
    assert {e["name"] for e in doc._.entities} >= {"Angela Merkel", "Emmanuel Macron", "tax plan"}
    assert len(doc._.stances) == 2
    stored = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    (again,) = DocBin().from_bytes(stored).get_docs(nlp.vocab)
    assert isinstance(again, Doc)
    assert list(again._.stances) == doc._.stances


def test_a_saved_pipeline_is_loaded_by_plain_spacy(tmp_path: Path, read: Read) -> None:
    """With the entry points that pyproject.toml declares, as an installed package has them."""
    load(MODEL).to_disk(tmp_path / "model")
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]["spacy_factories"]
    info = tmp_path / "site" / "annotator-0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: annotator\nVersion: 0\n")
    lines = [f"{name} = {place}" for name, place in declared.items()]
    (info / "entry_points.txt").write_text("[spacy_factories]\n" + "\n".join(lines) + "\n")
    code = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(tmp_path / 'site')!r}]\n"
        f"import spacy; doc = spacy.load({str(tmp_path / 'model')!r})({TEXT!r})\n"
        "print([(s['holder'], s['target'], s['polarity']) for s in doc._.stances])"
    )
    result = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == str([(s.holder, s.target, s.polarity) for s in read(TEXT).stances])


def test_importing_the_package_does_not_import_spacy() -> None:
    code = "import sys; import annotator.suggest, annotator.outline; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


TITLED = "Angela Merkel spoke in Berlin. Ms Merkel left."


def test_a_scheme_has_its_way_and_a_saved_pipeline_keeps_it(tmp_path: Path) -> None:
    labels = (Label("HUMAN", "blue", takes=("PERSON",)), Label("LOC", "green"))
    convention = convention_of(Scheme(1, "s", labels, titles=False))
    suggester = Suggester(MODEL, convention=convention)
    suggestion = suggester.suggest(Article("a", TITLED))
    said = [(m.range.of(TITLED), m.label) for m in suggestion.mentions]
    assert said == [("Angela Merkel", "HUMAN"), ("Berlin", "LOC"), ("Merkel", "HUMAN")]
    assert {e.label for e in suggestion.entities} == {"HUMAN", "LOC"}
    nlp = load(MODEL)
    nlp.get_pipe("annotator_convention").convention = convention
    nlp.to_disk(tmp_path / "model")
    assert [(m["start"], m["label"]) for m in spacy.load(tmp_path / "model")(TITLED)._.mentions] == [
        (m.start, m.label) for m in suggestion.mentions
    ]
    assert Suggester(str(tmp_path / "model")).run_id == suggester.run_id
    assert Suggester(str(tmp_path / "model"), convention=Convention()).run_id != suggester.run_id


def test_what_rests_on_tables_changes_with_them(suggester: Suggester) -> None:
    assert {"labels", "links", "places", "convention"} <= set(suggester.settings)


def test_next_best_labels_come_with_a_suggestion(read: Read) -> None:
    mentions = read(TEXT).mentions
    assert all(m.by == "ner" or not m.others for m in mentions)
    assert any(m.others for m in mentions)
    assert all(m.p + sum(o.p for o in m.others) <= 1.001 for m in mentions)


def test_a_pipeline_with_other_labels_works(tmp_path: Path) -> None:
    """Names under the labels of CoNLL 2003, without tagger and parser; MISC is nothing that the scheme has."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    marks = (("PER", "Angela Merkel"), ("LOC", "Berlin"), ("MISC", "Spartakiade"), ("TOPIC", "coal exit"))
    ruler.add_patterns([{"label": label, "pattern": words} for label, words in marks])
    nlp.to_disk(tmp_path / "conll")
    text = "On Monday Angela Merkel defended the coal exit at the Spartakiade in Berlin."
    mentions = Suggester(str(tmp_path / "conll")).suggest(Article("a", text)).mentions
    said = {m.range.of(text): m.label for m in mentions}
    assert (said["Angela Merkel"], said["Berlin"], said["coal exit"]) == ("PERSON", "GPE", "TOPIC")
    assert "MISC" not in said.values()
