"""UIMA CAS: what INCEpTION's own layers say is read, what XML cannot hold is left out and told, and no file does harm."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from annotator.errors import InputError, OutputError
from annotator.exporting import export
from annotator.formats import BadLine, Brought, detect, find_format, whole, zips
from annotator.gold import encode, to_gold
from annotator.importing import files_of, import_files
from annotator.project import Project
from annotator.records import Article
from annotator.releasing import release
from tests.formats.everything import full
from tests.formats.reading import finished, stances, words, written

CORE = "http:///de/tudarmstadt/ukp/dkpro/core/api"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
    'xmlns:cas="http:///uima/cas.ecore" xmlns:tcas="http:///uima/tcas.ecore" '
    f'xmlns:ner="{CORE}/ner/type.ecore" xmlns:coref="{CORE}/coref/type.ecore" '
    f'xmlns:seg="{CORE}/segmentation/type.ecore" xmlns:custom="http:///custom.ecore" '
    'xmlns:webanno="http:///webanno/custom.ecore" xmi:version="2.0">\n<cas:NULL xmi:id="0"/>\n'
)
TEXT = "😀 Dora Lind said no. Her party mocked Oslo."


def xmi(inner: str, text: str = TEXT, head: str = HEAD) -> str:
    return f'{head}{inner}<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="{text}"/></xmi:XMI>'


def at(part: str, text: str = TEXT) -> str:
    """The place of some words, in UTF-16 units as UIMA counts."""
    start = len(text[: text.index(part)].encode("utf-16-le")) // 2
    return f'sofa="1" begin="{start}" end="{start + len(part.encode("utf-16-le")) // 2}"'


def one(path: Path) -> Brought:
    """The one article of a file that is found to be XMI."""
    assert detect(path).name == "cas"
    [item] = list(find_format("cas").read(path))
    assert not isinstance(item, BadLine), item
    return whole(item)


INCEPTION = (
    f'<seg:Token xmi:id="2" {at("Dora")}/><seg:Sentence xmi:id="3" {at("Dora Lind said no.")}/>'
    f'<ner:NamedEntity xmi:id="4" {at("Dora Lind")} value="PER" identifier="http://www.wikidata.org/entity/Q7"/>'
    f'<ner:NamedEntity xmi:id="5" {at("Oslo")} value="LOC"/>'
    f'<coref:CoreferenceChain xmi:id="6" first="7"/>'
    f'<coref:CoreferenceLink xmi:id="7" {at("Dora Lind")} next="8" referenceType="nam"/>'
    f'<coref:CoreferenceLink xmi:id="8" {at("Her")} referenceType="pro"/>'
    f'<custom:Span xmi:id="9" {at("party")} label="ORG"/>'
    f'<webanno:Stance xmi:id="10" {at("mocked")} polarity="negative" Holder="11" Target="12"/>'
    '<webanno:StanceHolderLink xmi:id="11" role="holder" target="9"/>'
    '<webanno:StanceTargetLink xmi:id="12" target="5"/>'
    f'<custom:Relation xmi:id="13" {at("Dora Lind")} Governor="9" Dependent="4" label="led by"/>'
    f'<tcas:DocumentAnnotation xmi:id="14" {at(TEXT)} language="en"/>'
    f'<tcas:Annotation xmi:id="15" {at("no")}/>'
)


def test_the_layers_of_inception_are_read(tmp_path: Path) -> None:
    item = one(written(tmp_path, "klie.xmi", xmi(INCEPTION)))
    case = item.finished
    assert case is not None
    assert words(case) == [
        ("Dora Lind", "PER", "Dora Lind"),
        ("Her", "pro", "Dora Lind"),
        ("party", "ORG", "party"),
        ("Oslo", "LOC", "Oslo"),
    ]
    assert next(e.links for e in case[1].entities.values()) == {"wikidata": "Q7"}
    assert stances(case) == [("party", "Oslo", "against")]
    assert [c.of(TEXT) for s in case[1].stances.values() for c in s.cues] == ["mocked"]
    assert item.left_out == {"relations": 1, "annotations of no layer": 1}
    assert case[0].text == TEXT


def test_a_zip_as_inception_exports_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("TypeSystem.xml", "<typeSystemDescription/>")
        packed.writestr("in/klie.xmi", xmi(INCEPTION))
        packed.writestr("bad.xmi", xmi("<oops"))
    assert detect(path).name == "cas"
    good, bad = list(find_format("cas").read(path))
    assert not isinstance(good, BadLine)
    assert whole(good).article.meta == {"source": "klie.xmi"}
    assert isinstance(bad, BadLine)
    assert bad.line == 3  # the third file
    assert "bad.xmi:4: no XML that can be read" in bad.cause


def test_a_folder_that_was_written_is_read_without_its_types(tmp_path: Path) -> None:
    list(find_format("cas").write(iter([full(), full()]), tmp_path / "out"))
    assert [p.name for p in files_of([tmp_path / "out"])] == ["the-id-2.xmi", "the-id.xmi"]
    with Project.create(tmp_path / "p.annot") as project:
        done = finished(import_files(project, files_of([tmp_path / "out"])))
    assert (done.gold, done.same, done.refused) == (1, 1, 0)


@pytest.mark.parametrize("form", ["list", "dict"])
def test_json_is_read_in_both_shapes_and_without_types(tmp_path: Path, form: str) -> None:
    """Arrays stand beside what holds them; offsets count UTF-16 units."""
    list(find_format("cas_json").write(iter([full()]), tmp_path / "out"))
    [path] = files_of([tmp_path / "out"])
    data = msgspec.json.decode(path.read_bytes())
    del data["%TYPES"]
    if form == "dict":
        items = data["%FEATURE_STRUCTURES"]
        data["%FEATURE_STRUCTURES"] = {str(i["%ID"]): {k: v for k, v in i.items() if k != "%ID"} for i in items}
    changed = written(tmp_path, "the-id.json", msgspec.json.encode(data))
    assert detect(changed).name == "cas_json"
    gold = []
    for file in (path, changed):
        [item] = list(find_format("cas_json").read(file))
        assert not isinstance(item, BadLine)
        case = whole(item).finished
        assert case is not None
        gold.append(encode(to_gold(*case)))
    assert gold[0] == gold[1]


# --- what XML cannot hold


def project_with(folder: Path, *texts: str) -> Project:
    project = Project.create(folder / "p.annot")
    project.add([Article(f"a{n}", text) for n, text in enumerate(texts)])
    for n in range(len(texts)):
        record = msgspec.structs.replace(full(), id=f"a{n}", text=texts[n], entities=(), mentions=(), stances=(),
                                         sections=(), looked_at=(), rejected=())  # fmt: skip
        path = written(folder, f"{n}.jsonl", encode(record))
        finished(import_files(project, [path]))
    return project


def test_an_article_that_xml_cannot_hold_is_left_out_and_told(tmp_path: Path) -> None:
    with project_with(tmp_path, "Oslo.", "Os\x1flo.") as project:
        work = export(project, tmp_path / "out", format="cas")
        while True:
            try:
                next(work)
            except StopIteration as end:
                result = end.value
                break
        assert result.articles == 1
        assert "whole articles, which this format cannot hold: 1" in result.words()
        assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["TypeSystem.xml", "a0.xmi"]
        with pytest.raises(OutputError, match="cannot hold the article 'a1'"):
            list(release(project, tmp_path / "set", format="cas"))
        assert not (tmp_path / "set").exists()
        assert len(list(find_format("cas_json").write(iter([]), tmp_path / "json"))) == 0


def test_names_that_xml_cannot_hold_are_told(tmp_path: Path) -> None:
    record = full()
    entities = tuple(msgspec.structs.replace(e, name="\x02", links={"a\x03": "b"}) for e in record.entities)
    record = msgspec.structs.replace(record, id="\x01", entities=entities)
    [dropped] = list(find_format("cas").write(iter([record]), tmp_path / "out"))
    assert (dropped["names"], dropped["links"], dropped["article ids"]) == (4, 4, 1)
    [path] = files_of([tmp_path / "out"])
    assert one(path).finished is not None


# --- hostile files

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE_XML: dict[str, tuple[str, str]] = {
    "an entity bomb": (HEAD.replace("<xmi:XMI", LAUGHS + "]><xmi:XMI", 1) + "&i;</xmi:XMI>", "document type"),
    "a file of yours": (
        HEAD.replace("<xmi:XMI", '<!DOCTYPE x [<!ENTITY f SYSTEM "secret.txt">]><xmi:XMI') + "&f;</xmi:XMI>",
        "document type",
    ),
    "a document type elsewhere": (
        HEAD.replace("<xmi:XMI", '<!DOCTYPE x SYSTEM "http://a/b"><xmi:XMI'),
        "document type",
    ),
    "depth": (HEAD + "<a>" * 100_000, "nested too deeply"),
    "an end too early": (xmi(INCEPTION)[:-9], "no XML that can be read"),
    "an entity that is none": (xmi("", "&oops;"), "no XML that can be read"),
    "too many elements": (HEAD + "<a/>" * 1_000_001, "no article"),
    "too long a text": (xmi("", "x" * 20_000_001), "a text of more than 20 MB"),
    "no text": (HEAD + "</xmi:XMI>", "no text"),
    "another root": ('<a xmlns:xmi="http://www.omg.org/XMI" xmlns:e="http:///a.ecore"/>', "no XMI file"),
    "half a character": (xmi('<ner:NamedEntity xmi:id="2" sofa="1" begin="1" end="4"/>'), "parts a character"),
    "an encoding that is none": (xmi("").replace("UTF-8", "UTF-99"), "no XML that can be read"),
    "too many values": (
        xmi("<custom:A xmi:id='2' " + " ".join(f"a{n}='='" for n in range(500_001)) + "/>"),
        "no article",
    ),
}


@pytest.mark.parametrize("name", HOSTILE_XML)
def test_hostile_xml_is_refused_in_one_line_that_names_the_place(name: str, tmp_path: Path) -> None:
    content, cause = HOSTILE_XML[name]
    path = written(tmp_path, "a.xmi", content)
    assert detect(path).name == "cas"
    with pytest.raises(InputError, match=cause) as caught:
        list(find_format("cas").read(path))
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_a_place_without_words_is_left_out_and_counted(tmp_path: Path) -> None:
    item = one(written(tmp_path, "a.xmi", xmi('<custom:Span xmi:id="2" sofa="1" begin="3" end="3"/>')))
    assert item.annotation is None
    assert item.left_out == {"annotations without words": 1}


def test_a_chain_that_leads_into_itself_ends(tmp_path: Path) -> None:
    inner = f'<coref:CoreferenceChain xmi:id="2" first="3"/><coref:CoreferenceLink xmi:id="3" {at("Her")} next="3"/>'
    case = one(written(tmp_path, "a.xmi", xmi(inner))).finished
    assert case is not None
    assert [w for w, _, _ in words(case)] == ["Her"]


def packed(*files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, data in files:
            target.writestr(name, data, compress_type=method)
    return out.getvalue()


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("a.xmi")
    info.external_attr = 0o120777 << 16
    return info


def changed(offset: int, form: str, value: int) -> bytes:
    """A zip of which a number in the list of its files says something else."""
    data = bytearray(packed(("a.xmi", xmi("").encode())))
    place = data.rindex(b"PK\x05\x06") + offset if offset > 0 else data.rindex(b"PK\x01\x02") - offset
    struct.pack_into(form, data, place, value)
    return bytes(data)


ZIPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a way out": (lambda: packed(("../a.xmi", b"")), "leads out of its folder"),
    "a way out of Windows": (lambda: packed(("..\\a.xmi", b"")), "leads out of its folder"),
    "an address": (lambda: packed(("/etc/a.xmi", b"")), "leads out of its folder"),
    "a drive": (lambda: packed(("C:a.xmi", b"")), "leads out of its folder"),
    "a link": (lambda: packed((link(), b"/etc/passwd")), "is a link"),
    "packed otherwise": (lambda: packed(("a.xmi", b"x"), method=zipfile.ZIP_BZIP2), "packed in a way"),
    "encrypted": (lambda: changed(-8, "<H", 1), "is encrypted"),
    "a bomb": (lambda: packed(("a.xmi", bytes(100_000_000))), "too large"),
    "a list that is none": (lambda: changed(16, "<L", 5), "no zip that can be read"),
    "more files than a zip has": (lambda: changed(10, "<H", 65_000), "a zip of more than"),
    "a list without end": (lambda: changed(12, "<L", 2_000_000_000), "a zip of more than"),
    "a wrong sum": (lambda: packed(("a.xmi", b"abc"), method=zipfile.ZIP_STORED).replace(b"abc", b"abd"), "no zip"),
}


@pytest.mark.parametrize("name", ZIPS)
def test_a_hostile_zip_is_refused_in_bounded_memory(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, "a.zip", ZIPS[name][0]())
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match=ZIPS[name][1]) as caught:
            list(find_format("cas").read(path))
        assert tracemalloc.get_traced_memory()[1] < 200_000_000
    finally:
        tracemalloc.stop()
    assert str(caught.value).startswith(str(path))
    assert [p.name for p in tmp_path.iterdir()] == ["a.zip"]


def test_all_files_of_a_zip_together_have_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips, "MOST_UNPACKED", 3000)
    path = written(tmp_path, "a.zip", packed(*((f"{n}.xmi", xmi("").encode()) for n in range(9))))
    found = []
    with pytest.raises(InputError, match="too large"):
        found.extend(find_format("cas").read(path))
    assert detect(path).name == "cas"
