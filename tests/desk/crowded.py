"""Pages that are as crowded as it gets: what a desk must keep readable."""

from __future__ import annotations

from collections.abc import Sequence

from annotator.page import Page
from annotator.records import Section
from annotator.spans import Range
from tests.desk.pages import Held, Marked, lay


def crowd(text: str, mentions: Sequence[Marked], stances: Sequence[Held] = (), boilerplate: str = "") -> Page:
    """A page of which the end, from the words ``boilerplate``, is just that; sentences end at ". " and at line breaks."""
    sections = (Section(text.index(boilerplate), len(text), "boilerplate"),) if boilerplate else ()
    return lay(text, mentions, stances, sections, sentences_of(text))


def sentences_of(text: str) -> tuple[Range, ...]:
    """Whatever ends with ". " or with its line."""
    found: list[Range] = []
    start = 0
    for at, sign in enumerate(text):
        if sign == "\n" or text.startswith(". ", at):
            end = at if sign == "\n" else at + 1
            if text[start:end].strip():
                found.append(Range(start, end))
            start = end + 1
    return (*found, Range(start, len(text))) if text[start:].strip() else tuple(found)


_NESTED = """\
Six in one, each within the next
The deputy governor of the Bank of England Monetary Policy Committee, Ana Keller, spoke in Leeds.
Her office at the University of East Anglia Climate Research Unit, in Norwich, was searched by Norfolk police.
The French President Emmanuel Macron’s La République En Marche party won Lower Saxony’s Wolfsburg works council.
Both the EU and US, UK, UN, AU and WHO, IMF, ILO, OPEC and NATO said no.
"""
NESTED = crowd(
    _NESTED,
    [
        ("The deputy governor of the Bank of England Monetary Policy Committee, Ana Keller", "PERSON", "Keller", True),
        ("deputy governor of the Bank of England Monetary Policy Committee", "NORP", "governor", False),
        ("Bank of England Monetary Policy Committee", "ORG", "Committee", True),
        ("Bank of England", "FAC", "Bank", False),
        ("England", "GPE", "England", True),
        ("Monetary Policy", "TOPIC", "policy", False),
        ("Ana Keller", "PERSON", "Keller", True),
        ("Leeds", "GPE", "Leeds", True),
        ("Her", "PERSON", "Keller", False),
        ("University of East Anglia Climate Research Unit", "ORG", "Unit", True),
        ("University of East Anglia", "ORG", "University", True),
        ("East Anglia", "LOC", "East Anglia", False),
        ("Climate", "TOPIC", "climate", False),
        ("Norwich", "GPE", "Norwich", True),
        ("Norfolk police", "ORG", "police", False),
        ("⟨Norfolk⟩ police", "GPE", "Norfolk", False),
        ("French President Emmanuel Macron", "PERSON", "Macron", True),
        ("French", "NORP", "France", True),
        ("Emmanuel Macron", "PERSON", "Macron", True),
        ("Emmanuel Macron’s La République En Marche party", "ORG", "party", True),
        ("La République En Marche", "ORG", "party", True),
        ("Lower Saxony’s Wolfsburg works council", "ORG", "council", True),
        ("Lower Saxony", "GPE", "Lower Saxony", True),
        ("Wolfsburg", "GPE", "Wolfsburg", False),
        *((f"⟨{name}⟩{after}", "ORG" if len(name) > 2 else "GPE", name, number % 2 == 0) for number, (name, after) in
          enumerate((("EU", " and US"), ("US", ", UK"), ("UK", ","), ("UN", ","), ("AU", " and"), ("WHO", ","),
                     ("IMF", ","), ("ILO", ","), ("OPEC", " and"), ("NATO", " said")))),
    ],
)  # fmt: skip
"""Mentions within mentions, up to six deep, and a row of short names."""

_CROSSING = """\
Edges that cross, and cues that are names
New York Times reporters’ union members met South Korea Japan summit hosts in Port Vesta harbour.
The anti-Keller camp and the pro-harbour League of Towns fought on; Keller’s defiance of the ban was the ban’s end.
"Never again," said the Never Again Movement, and the Movement’s boycott of Vesta Water hurt Vesta Water.
Read more: ten harbours that Ana Keller has to see.
"""
CROSSING = crowd(
    _CROSSING,
    [
        ("New York", "GPE", "New York", True),
        ("New York Times", "ORG", "the Times", True),
        ("Times reporters’ union", "FAC", "union", False),
        ("reporters’ union members", "NORP", "members", True),
        ("South Korea", "GPE", "South Korea", True),
        ("Korea Japan summit", "EVENT", "summit", False),
        ("Japan", "GPE", "Japan", True),
        ("summit hosts in Port Vesta", "PERSON", "hosts", False),
        ("Port Vesta", "GPE", "Port Vesta", True),
        ("Port Vesta harbour", "FAC", "harbour", True),
        ("anti-Keller camp", "ORG", "camp", True),
        ("anti-⟨Keller⟩ camp", "PERSON", "Keller", True),
        ("pro-harbour League", "NORP", "League", False),
        ("pro-⟨harbour⟩ League", "FAC", "harbour", True),
        ("League of Towns", "ORG", "League", True),
        ("⟨Keller⟩’s defiance", "PERSON", "Keller", True),
        ("Keller’s defiance of the ban", "EVENT", "defiance", False),
        ("of ⟨the ban⟩ was", "LAW", "ban", True),
        ("was ⟨the ban⟩’s end", "LAW", "ban", False),
        ("the ⟨Never Again Movement⟩", "ORG", "Movement", True),
        ("the ⟨Movement⟩’s boycott", "ORG", "Movement", True),
        ("boycott of Vesta Water", "EVENT", "boycott", False),
        ("of ⟨Vesta Water⟩ hurt", "ORG", "Vesta Water", True),
        ("hurt ⟨Vesta Water⟩", "ORG", "Vesta Water", True),
    ],
    [
        ("camp", "Keller", "against", "⟨anti⟩-Keller", True),
        ("League", "harbour", "favor", "⟨pro⟩-harbour", False),
        ("Keller", "ban", "against", "defiance of", True),
        ("Movement", "Vesta Water", "against", "boycott", True),
        ("Movement", "Vesta Water", "mixed", "boycott of Vesta Water ⟨hurt⟩", False),
    ],
    "Read more",
)
"""Mentions that cross others, cues that are names or parts of them, and a boilerplate tail."""

_FIFTEEN = """\
Fifteen stances in one paragraph
Keller praised Abara and rebuffed Castro, whom Duarte backed and Eriksen mocked; Fontaine, wary of Gruber, \
welcomed the plan that Haddad condemned. Ivanova, asked about Jansen, shrugged, but Abara hailed the plan while \
Castro hated it and Duarte weighed it. Eriksen accused Keller, Gruber thanked Fontaine, Haddad blocked Jansen, \
Jansen defied Haddad, Castro doubted Abara, and Keller ended by endorsing the plan.
A short paragraph follows, in which Ivanova at last applauds Keller and leaves.
"""
_CAST = ("Abara", "Castro", "Duarte", "Eriksen", "Fontaine", "Gruber", "Haddad", "Ivanova", "Jansen", "Keller")


def _names(text: str) -> list[Marked]:
    found: list[tuple[int, Marked]] = []
    for number, name in enumerate((*_CAST, "the plan")):
        at = text.find(name)
        while at >= 0:
            begin = text[max(0, at - 12) : at]
            label = "TOPIC" if name == "the plan" else ("PERSON", "ORG", "GPE")[number % 3]
            found.append(
                (at, (f"{begin}⟨{name}⟩", label, name, at % 3 != 0 or not any(m[2] == name for _, m in found)))
            )
            at = text.find(name, at + 1)
    return [marked for _, marked in sorted(found)]


FIFTEEN = crowd(
    _FIFTEEN,
    _names(_FIFTEEN),
    [
        ("Keller", "Abara", "favor", "praised", True),
        ("Keller", "Castro", "against", "rebuffed", True),
        ("Duarte", "Castro", "favor", "backed", False),
        ("Eriksen", "Castro", "against", "mocked", True),
        ("Fontaine", "Gruber", "mixed", "wary of", False),
        ("Fontaine", "the plan", "favor", "welcomed", True),
        ("Haddad", "the plan", "against", "condemned", False),
        ("Ivanova", "Jansen", "neutral", "shrugged", True),
        ("Abara", "the plan", "favor", "hailed", True),
        ("Castro", "the plan", "against", "hated", False),
        ("Duarte", "the plan", "mixed", "weighed", True),
        ("Eriksen", "Keller", "against", "accused", False),
        ("Gruber", "Fontaine", "favor", "thanked", True),
        ("Haddad", "Jansen", "against", "blocked", True),
        ("Jansen", "Haddad", "against", "defied", True),
        ("Castro", "Abara", "mixed", "doubted", False),
        ("Keller", "the plan", "favor", "endorsing", True),
        ("Ivanova", "Keller", "favor", "applauds", True),
    ],
)
"""Seventeen stances in one paragraph, and one more."""

_MIXED = """\
Two directions, and signs that are one
The mayor of ירושלים (Jerusalem), משה ליאון, met محمد بن سلمان of المملكة العربية السعودية on Monday.
Fans 👩‍👩‍👧‍👦🏳️‍🌈 of Beyoncé\u0301 booed 👨🏽‍🚀 Neil Armstrong 🇰🇷 South Korea 🇰🇵 North Korea in Ōsaka.
ראש הממשלה תמך בתוכנית של Keller והתנגד לנמל Port Vesta.
"""
MIXED = crowd(
    _MIXED,
    [
        ("The mayor of ירושלים (Jerusalem), משה ליאון", "NORP", "mayor’s office", False),
        ("ירושלים", "GPE", "Jerusalem", True),
        ("Jerusalem", "GPE", "Jerusalem", False),
        ("משה ליאון", "PERSON", "mayor", True),
        ("محمد بن سلمان", "PERSON", "Mohammed", True),
        ("المملكة العربية السعودية", "GPE", "Saudi Arabia", False),
        ("⟨العربية السعودية⟩", "NORP", "Arab", True),
        ("Fans 👩‍👩‍👧‍👦🏳️‍🌈 of Beyoncé\u0301", "NORP", "fans", False),
        ("Beyoncé\u0301", "PERSON", "Beyoncé", True),
        ("👨🏽‍🚀 Neil Armstrong", "PERSON", "Armstrong", True),
        ("🇰🇷 South Korea", "GPE", "South Korea", True),
        ("🇰🇵 North Korea", "GPE", "North Korea", False),
        ("Ōsaka", "GPE", "Osaka", True),
        ("ראש הממשלה", "PERSON", "prime minister", True),
        ("Keller", "PERSON", "Keller", True),
        ("תוכנית של Keller", "TOPIC", "plan", True),
        ("Port Vesta", "GPE", "Port Vesta", False),
    ],
    [
        ("fans", "Armstrong", "against", "booed", False),
        ("prime minister", "plan", "favor", "תמך", True),
        ("prime minister", "Port Vesta", "against", "התנגד", False),
    ],
)
"""Hebrew, Arabic, emoji of several code points, combining marks."""

_FAR = (
    "Keller opened the session.\n"
    + "Nothing is marked in this paragraph, which is here to be scrolled past, as most of an article is.\n" * 9
    + "The harbour plan she had praised, the ban she had fought and the union that had backed her came up.\n"
    + "Nothing is marked here either.\n" * 9
    + "Gruber closed it, and called Keller’s record thin.\n"
)
FAR = crowd(
    _FAR,
    [
        ("⟨Keller⟩ opened", "PERSON", "Keller", True),
        ("harbour plan", "TOPIC", "harbour plan", True),
        ("the ⟨ban⟩ she", "LAW", "ban", True),
        ("union", "ORG", "union", False),
        ("Gruber", "PERSON", "Gruber", True),
    ],
    [
        ("Keller", "harbour plan", "favor", "she had ⟨praised⟩", True),
        ("Keller", "ban", "against", "fought", True),
        ("union", "Keller", "favor", "backed", False),
        ("Gruber", "Keller", "against", "thin", True),
    ],
)
"""Stances whose ends are not on one screen."""

PAGES = {"nested": NESTED, "crossing": CROSSING, "fifteen": FIFTEEN, "mixed": MIXED, "far": FAR}
