"""WebAnno TSV: the text as INCEpTION puts it together, nested mentions, relations and chains as entities, links."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats import find_format
from annotator.gold import to_gold
from annotator.records import Annotation, Article
from annotator.spans import Range
from tests.formats.everything import full
from tests.formats.reading import read, same_bytes, there_and_back, words, written

NESTED = """\
#FORMAT=WebAnno TSV 3.2
#T_SP=webanno.custom.Referent|entity|infstat|identity
#T_RL=webanno.custom.Coref|type|BT_webanno.custom.Referent


#Text=The mayor of Oslo 😀 left .
1-1\t0-3\tThe\tperson[1]\tnew[1]\t_\tcoref|bridge:def\t2-1[0_1]|1-4[0_1]
1-2\t4-9\tmayor\tperson[1]\tnew[1]\t_\t_\t_
1-3\t10-12\tof\tperson[1]\tnew[1]\t_\t_\t_
1-4\t13-17\tOslo\tperson[1]|place[2]\tnew[1]|new[2]\tOslo[2]\t_\t_
1-5\t18-20\t😀\t_\t_\t_\t_\t_
1-6\t21-25\tleft\t_\t_\t_\t_\t_
1-7\t26-27\t.\t_\t_\t_\t_\t_

#Text=She was late .
2-1\t28-31\tShe\tperson\tgiv\t_\t_\t_
2-2\t32-35\twas\t_\t_\t_\t_\t_
2-3\t36-40\tlate\t_\t_\t_\t_\t_
2-4\t41-42\t.\t_\t_\t_\t_\t_
"""


def test_mentions_nest_and_relations_of_coreference_make_entities(tmp_path: Path) -> None:
    (case,), _ = read(written(tmp_path, "a.tsv", NESTED), "webanno_tsv")
    assert case[0].text == "The mayor of Oslo 😀 left .\nShe was late .\n"
    assert words(case) == [
        ("The mayor of Oslo", "person", "The mayor of Oslo"),
        ("Oslo", "place", "Oslo"),
        ("She", "person", "The mayor of Oslo"),
    ]
    assert [e.links for e in case[1].entities.values()] == [{}, {"wikipedia": "Oslo"}]


def test_offsets_may_count_code_points(tmp_path: Path) -> None:
    """Not as WebAnno does it, but as some tools do: after the emoji each offset is one less."""
    lines = NESTED.split("\n")
    for n, line in enumerate(lines):
        fields = line.split("\t")
        if len(fields) > 2 and not line.startswith("#"):
            start, end = map(int, fields[1].split("-"))
            fields[1] = f"{start - (start >= 20)}-{end - (end >= 20)}"
            lines[n] = "\t".join(fields)
    (case,), _ = read(written(tmp_path, "a.tsv", "\n".join(lines)), "webanno_tsv")
    assert [w for w, _, _ in words(case)] == ["The mayor of Oslo", "Oslo", "She"]


CHAINS = """\
#FORMAT=WebAnno TSV 3.3
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue
#T_SP=de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity|identifier|value
#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceType|referenceRelation


#Sentence.id=s1
#Text=Dora Lind said\\t"no".
1-1\t0-4\tDora\tNNP\thttp://www.wikidata.org/entity/Q1[1]\tPER[1]\tname[2]\t*->1-1
1-2\t5-9\tLind\tNNP\thttp://www.wikidata.org/entity/Q1[1]\tPER[1]\tname[2]\t*->1-1
1-3\t10-14\tsaid\tVBD\t_\t_\t_\t_
1-4\t15-16\t"\t''\t_\t_\t_\t_
1-5\t16-18\tno\tUH\t_\t_\t_\t_
1-6\t18-20\t".\t.\t_\t_\t_\t_

#Text=Her party  lost.
2-1\t20-23\tHer\tPRP\t_\t_\tpr\t*->1-2
2-2\t24-29\tparty\tNN\t*\t*\t_\t_
2-3\t31-35\tlost\tVBD\t_\t_\t_\t_
2-3.1\t31-33\tlo\t_\t_\tODD\\_ONE\t_\t_
"""


def test_chains_links_escapes_and_parts_of_tokens(tmp_path: Path) -> None:
    (case,), _ = read(written(tmp_path, "a.tsv", CHAINS), "webanno_tsv")
    assert case[0].text == 'Dora Lind said\t"no".Her party  lost.\n'  # the second sentence begins at once
    assert words(case) == [
        ("Dora Lind", "PER", "Dora Lind"),
        ("Her", "pr", "Dora Lind"),
        ("party", "ENTITY", "party"),
        ("lo", "ODD_ONE", "lo"),
    ]
    first = next(iter(case[1].entities.values()))
    assert first.links == {"wikidata": "Q1"}


def test_what_is_missing_between_sentences_is_spaces(tmp_path: Path) -> None:
    text = "#FORMAT=WebAnno TSV 3.2\n#T_SP=x.Layer|value\n\n\n#Text=One\n1-1\t2-5\tOne\tA\n\n#Text=Two\n2-1\t9-12\tTwo\t_\n"
    (case,), _ = read(written(tmp_path, "a.tsv", text), "webanno_tsv")
    assert case[0].text == "  One\n   Two\n"


BAD = {
    "#FORMAT=WebAnno TSV 2\n": ":1: no WebAnno TSV of version 3",
    NESTED.replace("1-2\t4-9", "1-2\t4-x"): ":8: the offsets are no numbers",
    NESTED.replace("\tmayor\tperson[1]\tnew[1]\t_\t_\t_", "\tmayor\t_"): ":8: 8 columns are expected",
    NESTED.replace("13-17\tOslo", "12-16\tOslo"): ":10: the token 'Oslo' is not at 12-16",
    NESTED.replace("2-1\t28-31", "2-1\t5-8"): ":16: a sentence begins at 5",
    NESTED.replace("2-1\t28-31", "2-1\t99999999-99999999"): ":16: a sentence begins at 99999999",
    "#FORMAT=WebAnno TSV 3.2\n": "no sentence",
}


@pytest.mark.parametrize("content", BAD)
def test_a_bad_file_is_refused_in_one_line_that_names_the_place(tmp_path: Path, content: str) -> None:
    path = written(tmp_path, "a.tsv", content)
    with pytest.raises(InputError) as caught:
        list(find_format("webanno_tsv").read(path))
    assert BAD[content] in str(caught.value)
    assert "\n" not in str(caught.value)


def test_it_goes_into_a_project_and_out_as_it_was(tmp_path: Path) -> None:
    path = written(tmp_path, "a.tsv", NESTED)
    found, done = there_and_back(tmp_path, path)
    assert (done.gold, done.refused) == (1, 0)
    assert same_bytes(read(path, "webanno_tsv")[0], found)


@given(st.binary(max_size=200), st.sampled_from(["webanno_tsv", "conll", "dse", "newsmtsc", "seesaw", "plover"]))
def test_no_bytes_ever_end_in_a_traceback(tmp_path_factory: pytest.TempPathFactory, data: bytes, format: str) -> None:
    heads = {
        "webanno_tsv": b"#FORMAT=WebAnno TSV 3.2\n#T_SP=a.B|c\n\n#Text=A\n1-1\t0-1\tA\t",
        "dse": b"[A] [B]\tA\tB\t",
    }
    path = written(tmp_path_factory.mktemp("any"), "any", heads.get(format, b"") + data)
    with suppress(InputError):
        list(find_format(format).read(path))


def test_what_is_written_counts_utf_16_as_webanno_does(tmp_path: Path) -> None:
    list(find_format("webanno_tsv").write(iter([full()]), tmp_path / "out"))
    lines = (tmp_path / "out" / "the-id.tsv").read_text(encoding="utf-8").split("\n")
    [dora] = [line.split("\t") for line in lines if "\tDora\t" in line]
    pos = len(full().text[: full().text.index("Dora")].encode("utf-16-le")) // 2
    assert dora[1] == f"{pos}-{pos + 4}"


@pytest.mark.parametrize("text", ["\n\t\\ Oslo.", " Oslo", "Oslo.\n \nNo. \n", "\u2028\rOslo.\r\n"])
def test_white_space_that_the_format_does_not_hold_is_told_beside(text: str, tmp_path: Path) -> None:
    """INCEpTION passes over the lines that tell it."""
    record = to_gold(Article("a", text), Annotation("done", looked_at=(Range(0, len(text)),)))
    [dropped] = list(find_format("webanno_tsv").write(iter([record]), tmp_path / "out"))
    assert "white space of texts" not in dropped
    path = tmp_path / "out" / "a.tsv"
    (case,), _ = read(path, "webanno_tsv")
    assert case[0].text == text
    plain = [line for line in path.read_text(encoding="utf-8").split("\n") if not line.startswith("#Annotator.")]
    path.write_text("\n".join(plain), encoding="utf-8", newline="\n")
    (case,), _ = read(path, "webanno_tsv")
    assert case[0].text.lstrip() == text.lstrip() + "\n" * (not text.endswith("\n"))
