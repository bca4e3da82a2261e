"""What of the gold the recogniser is taught: whole tokens, no overlaps, only labels that fit a tagger."""

from __future__ import annotations

from annotator.formats.building import Named, finished
from annotator.learn.examples import Line, Teacher, choose_labels, lines_of
from annotator.learn.split import Pair
from annotator.records import Section
from annotator.spans import Range


def marked(text: str, *mentions: tuple[str, str]) -> Pair:
    places = [(Range(text.index(words), text.index(words) + len(words)), words, label) for words, label in mentions]
    return finished(text, [Named(str(n), w, [p], label) for n, (p, w, label) in enumerate(places)], [], {})


def tags(line: Line) -> dict[str, str]:
    import spacy

    doc = Teacher(spacy.blank("en")).example(line).reference
    return {token.text: token.ent_iob_ + token.ent_type_ for token in doc}


def test_lines_carry_their_own_offsets_and_leave_boilerplate_out() -> None:
    text = "Old news.\n\nMr Lee met Ana.\nMore from Ana"
    article, annotation = marked(text, ("Mr Lee", "PERSON"), ("Ana", "PERSON"))
    import msgspec

    tail = text.index("More")
    annotation = msgspec.structs.replace(annotation, sections=(Section(tail, len(text)),))
    found = list(lines_of((article, annotation), ["PERSON"]))
    assert [line.text.strip() for line in found] == ["Old news.", "Mr Lee met Ana."]
    assert found[1].spans == ((0, 6, "PERSON"), (11, 14, "PERSON"))


def test_of_nested_mentions_the_longest_is_taught() -> None:
    pair = marked("The Bank of Norland closed.", ("Bank of Norland", "ORG"), ("Norland", "GPE"))
    (line,) = lines_of(pair, ["ORG", "GPE"])
    assert [line.text[a:b] for a, b, _ in line.spans] == ["Bank of Norland"]


def test_a_mention_that_ends_within_a_token_teaches_nothing_there_and_is_counted() -> None:
    import spacy

    text = "Norlanders met Ana."
    teacher = Teacher(spacy.blank("en"))
    line = Line(text, ((0, 7, "GPE"), (15, 18, "PERSON")))
    doc = teacher.example(line).reference
    assert [t.ent_iob_ + t.ent_type_ for t in doc] == ["", "O", "BPERSON", "O"]
    assert teacher.unaligned == 1


def test_a_mention_over_a_line_end_is_left_open() -> None:
    pair = marked("Ana met Boris\nHaddad there.", ("Boris\nHaddad", "PERSON"))
    first, second = lines_of(pair, ["PERSON"])
    assert (first.spans, second.spans) == ((), ())
    assert tags(first)["Boris"] == ""
    assert tags(second)["Haddad"] == ""
    assert tags(second)["there"] == "O"


def test_practice_says_nothing_of_other_words() -> None:
    found = tags(Line("On Monday Ana left.", ((3, 9, "DATE"),), only_these=True))
    assert found == {"On": "", "Monday": "BDATE", "Ana": "", "left": "", ".": ""}


def test_long_nested_and_rare_labels_are_not_for_a_tagger() -> None:
    text = "Ana backs the plan to close the harbour of Norland.\n"
    gold = [
        marked(
            f"{text}{n}",
            ("Ana", "PERSON"),
            ("plan to close the harbour of Norland", "TOPIC"),
            ("Norland", "GPE"),
            *((("backs", "LAW"),) if n == 0 else ()),
        )
        for n in range(10)
    ]
    chosen = choose_labels(gold)
    assert chosen.labels == ("GPE", "PERSON")
    assert set(chosen.left_out) == {"LAW", "TOPIC"}
