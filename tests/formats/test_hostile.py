"""Files that nobody should have made: each is refused with file, line and cause, by every format, and never a traceback."""

from __future__ import annotations

import tracemalloc
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats import FORMATS, BadLine, Format, detect, find_format, items, lines, whole
from annotator.importing import files_of, import_files
from annotator.project import Project
from tests.formats.everything import full
from tests.formats.reading import finished, written

READ = [f for f in FORMATS if f.reads]
QUICK = [f for f in READ if f.name != "docbin"]
JSON = ("gold", "prodigy", "doccano", "label_studio", "semeval", "web_annotation", "cas_json")
GOLDEN = Path(__file__).with_name("golden")
DEEP = b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"


def outcome(format: Format, path: Path) -> list[str]:
    """What a format says of a file that it should refuse: the causes, each on one line, with the line's number."""
    found: list[str] = []
    try:
        for item in format.read(path):
            assert isinstance(item, BadLine), item
            assert item.line >= 1
            found.append(item.cause)
    except InputError as error:
        assert str(path.with_suffix("")) in error.where  # noqa: PT017 - it is raised or not
        found.append(error.what)
    assert all(cause.strip() and "\n" not in cause and len(cause) < 2000 for cause in found)
    return found


HOSTILE: dict[str, bytes] = {
    "no JSON": b"{nonsense}\n",
    "half an object": b'{"text": "Oslo',
    "a list": b"[[1, 2], 3]",
    "a number": b"17\n",
    "a key without a value": b'{"text": }\n',
    "wrong types": b'{"text": 3, "spans": 4, "data": 5, "entities": 6, "opinions": 7, "id": [], "target": 8}\n',
    "NaN": b'{"text": "Oslo", "data": {"text": "Oslo", "n": NaN}, "spans": [{"start": NaN}]}\n',
    "infinity": b'{"text": "Oslo", "score": 1e999, "data": {"text": "Oslo", "n": 1e999}}\n',
    "a lone surrogate": b'{"text": "Oslo \\ud800", "data": {"text": "Oslo \\ud800"}}\n',
    "a NUL": b'{"text": "Oslo \\u0000", "data": {"text": "Oslo \\u0000"}, "answer": "ignore", "entities": []}\n',
    "an empty text": b'{"text": " ", "data": {"text": " "}, "answer": "ignore", "entities": []}\n',
    "no UTF-8": b'{"text": "Oslo \xff\xfe", "data": {"text": "\xff"}}\n',
    "depth": DEEP,
    "objects within objects": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("format", JSON)
def test_what_is_no_record_is_refused(format: str, name: str, tmp_path: Path) -> None:
    assert outcome(find_format(format), written(tmp_path, "hostile.json", HOSTILE[name]))


SPAN = '"start": {a}, "end": {b}, "start_offset": {a}, "end_offset": {b}, "label": "ORG", "id": 1'
SHAPES: dict[str, str] = {
    "prodigy": '{{"text": "Oslo", "answer": "accept", "spans": [{{' + SPAN + "}}]}}\n",
    "doccano": '{{"text": "Oslo", "entities": [{{' + SPAN + "}}]}}\n",
    "label_studio": '[{{"data": {{"text": "Oslo"}}, "annotations": [{{"result": [{{"type": "labels", "value": {{'
    + SPAN.replace('"label": "ORG"', '"labels": ["ORG"]')
    + "}}}}]}}]}}]\n",
    "semeval": '[{{"text": "Oslo", "opinions": [{{"Target": [["Oslo"], ["{a}:{b}"]], "Polarity": "Positive"}}]}}]\n',
    "brat": "T1\tORG {a} {b}\tOslo\n",
    "cas_json": '{{"%TYPES": {{}}, "%FEATURE_STRUCTURES": [{{"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": "Oslo"}}, '
    '{{"%ID": 2, "%TYPE": "a.B", "@sofa": 1, "begin": {a}, "end": {b}}}]}}\n',
    "cas": '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:a="http:///a.ecore">'
    '<a:B xmi:id="2" sofa="1" begin="{a}" end="{b}"/><cas:Sofa xmi:id="1" sofaString="Oslo"/></xmi:XMI>\n',
}
RANGES = [
    (0, 5),
    (3, 2),
    (2, 2),
    (-1, 2),
    (4, 9),
    (0, 10**30),
    (10**400, 10**401),
    ("0.5", 2),
    ("true", 2),
    ('"0"', 4),
    ("1e999", 4),
]


WITHOUT_WORDS = {(2, 2)}
"""In UIMA this is a place without words: it is left out, and counted."""


@pytest.mark.parametrize(
    ("format", "start", "end"),
    [(f, *r) for f in SHAPES for r in RANGES if not (f.startswith("cas") and r in WITHOUT_WORDS)],
    ids=str,
)
def test_a_range_that_is_none_is_refused(format: str, start: object, end: object, tmp_path: Path) -> None:
    suffix = find_format(format).suffixes[-1]
    path = written(tmp_path, f"a{suffix}", SHAPES[format].format(a=start, b=end))
    written(tmp_path, "a.txt", "Oslo")
    assert outcome(find_format(format), path)


@pytest.mark.parametrize("format", SHAPES)
def test_the_right_range_is_read(format: str, tmp_path: Path) -> None:
    """The shapes above are refused for their ranges, and for nothing else."""
    suffix = find_format(format).suffixes[-1]
    path = written(tmp_path, f"a{suffix}", SHAPES[format].format(a=0, b=4))
    written(tmp_path, "a.txt", "Oslo")
    [item] = list(find_format(format).read(path))
    assert not isinstance(item, BadLine)
    annotation = whole(item).annotation
    assert annotation is not None
    assert [(m.start, m.end) for m in annotation.mentions.values()] == [(0, 4)]


@pytest.mark.parametrize("format", ["gold", "prodigy", "doccano", "table", "conll"])
def test_a_line_without_end_is_passed_over_in_bounded_memory(
    format: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 5000)
    content = (b"text,n\n" if format == "table" else b"") + b"x" * 50_000 + b"\n{}\n"
    assert outcome(find_format(format), written(tmp_path, "long", content))


@pytest.mark.parametrize("content", [b'[{"text": "' + b"x" * 300_000, b"[{" + b'"a": 1,' * 50_000])
def test_an_object_without_end_is_refused_in_bounded_memory(content: bytes, tmp_path: Path) -> None:
    path = written(tmp_path, "long.json", content)
    found = list(items.objects(path, most=100_000))
    assert [type(f) for f in found] == [BadLine]
    assert isinstance(found[0], BadLine)
    assert "an object of more than" in found[0].cause


def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    task = {"data": {"text": "Oslo " * 2000}, "annotations": [{"result": []}]}
    path = written(tmp_path, "a.json", msgspec.json.encode([task] * 500))
    assert path.stat().st_size > 5_000_000
    tracemalloc.start()
    try:
        assert sum(1 for _ in find_format("label_studio").read(path)) == 500
        assert tracemalloc.get_traced_memory()[1] < 1_500_000
    finally:
        tracemalloc.stop()


def test_the_line_of_a_bad_object_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, "a.json", b'[\n{"a": 1},\n\n{"b":\n 01},\n{"c": "}]{"}\n]\n')
    first, bad, last = items.objects(path)
    assert (first, last) == ((2, {"a": 1}), (6, {"c": "}]{"}))
    assert isinstance(bad, BadLine)
    assert bad.line == 4


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.dictionaries(st.text(max_size=3), st.one_of(st.text(max_size=9), st.integers(-9, 9), st.none()))),
    st.integers(1, 9),
)
def test_objects_are_found_wherever_the_file_is_parted(
    tmp_path: Path, data: list[dict[str, object]], chunk: int
) -> None:
    path = written(tmp_path, "a.json", msgspec.json.format(msgspec.json.encode(data)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(items, "_CHUNK", chunk)
        assert [found[1] for found in items.objects(path) if isinstance(found, tuple)] == data


@pytest.mark.parametrize("format", QUICK, ids=lambda f: f.name)
def test_no_bytes_ever_end_in_a_traceback(format: Format) -> None:
    """Also those of a good file of the format, changed at some places."""
    good = next((p for p in GOLDEN.glob(f"{format.name}-1*") if p.suffix != ".gold"), None)
    good = files_of([good])[0] if good else None
    data = good.read_bytes() if good else b"text,n\nOslo,1\n"

    @settings(deadline=None, max_examples=60, database=None)
    @given(
        st.lists(st.tuples(st.integers(0, len(data) - 1), st.binary(max_size=3)), max_size=4), st.binary(max_size=60)
    )
    def read(changes: list[tuple[int, bytes]], rest: bytes) -> None:
        import tempfile

        changed = data
        for place, new in changes:
            changed = changed[:place] + new + changed[place + len(new) + 1 :]
        with tempfile.TemporaryDirectory() as folder:
            for content in (changed, rest):
                path = written(Path(folder), f"a{format.suffixes[-1]}", content)
                written(Path(folder), "a.txt", full().text)
                with suppress(InputError):
                    detect(path)
                with suppress(InputError):
                    for item in format.read(path):
                        assert not isinstance(item, BadLine) or "\n" not in item.cause

    read()


# --- DocBin


def packed(**changes: object) -> bytes:
    good = msgspec.msgpack.decode(zlib.decompress((GOLDEN / "docbin-1.spacy").read_bytes()))
    return zlib.compress(msgspec.msgpack.encode({**good, **changes}))


BOMBS: dict[str, Callable[[], bytes]] = {
    "nothing": lambda: b"",
    "no zlib": lambda: b"DocBin",
    "cut off": lambda: (GOLDEN / "docbin-1.spacy").read_bytes()[:-9],
    "no msgpack": lambda: zlib.compress(b"\xc1" * 20),
    "another object": lambda: zlib.compress(msgspec.msgpack.encode([1, 2])),
    "lengths that are too long": lambda: packed(lengths=(10**9).to_bytes(4, "little")),
    "lengths below nought": lambda: packed(lengths=(-1).to_bytes(4, "little", signed=True)),
    "attributes that are none": lambda: packed(attrs=["a", "b", "c"]),
    "no strings": lambda: packed(strings=7),
    "span groups that are none": lambda: packed(span_groups=[b"\xc1"]),
    "a bomb": lambda: zlib.compress(b"\x87\xa7version" + bytes(450_000_000), 9),
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_docbin_that_is_none_is_refused(name: str, tmp_path: Path) -> None:
    assert outcome(find_format("docbin"), written(tmp_path, "a.spacy", BOMBS[name]()))


# --- files beside files, and into the project


def test_a_web_annotation_never_reads_outside_its_folder(tmp_path: Path) -> None:
    written(tmp_path, "secret.txt", "Oslo")
    inner = tmp_path / "in"
    inner.mkdir()
    (inner / "link.txt").symlink_to(tmp_path / "secret.txt")
    written(inner, "fine.txt", "Oslo")
    for source, fine in (
        ("../secret.txt", False),
        ("..%2Fsecret.txt", False),
        (str(tmp_path / "secret.txt"), False),
        (f"file://{tmp_path}/secret.txt", False),
        ("link.txt", False),
        ("http://example.org/fine.txt", False),
        ("..", False),
        ("fine.txt", True),
    ):
        target = {"source": source, "selector": {"type": "TextPositionSelector", "start": 0, "end": 4}}
        data = {"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "target": target}
        path = written(inner, "a.jsonld", msgspec.json.encode(data))
        assert detect(path).name == "web_annotation"
        [item] = list(find_format("web_annotation").read(path))
        assert isinstance(item, BadLine) != fine, source


def test_what_is_refused_leaves_no_trace_in_the_project(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, content in enumerate(HOSTILE.values()):
        written(folder, f"{number}.jsonl", content)
    written(folder, "a.ann", "T1\tORG 0 99\tOslo\n")
    written(folder, "a.txt", "Oslo")
    with Project.create(tmp_path / "p.annot") as project:
        done = finished(import_files(project, files_of([folder])))
        assert (done.new, done.refused) == (0, len(done.problems))
        assert sum(project.counts().values()) == 0
        assert not project.status().runs
        assert project.check() == []
    for number in range(len(HOSTILE)):
        assert any(f"{number}.jsonl" in line for line in done.problems)
    assert all("\n" not in line for line in done.problems)
