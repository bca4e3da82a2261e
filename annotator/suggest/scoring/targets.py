"""Features of one mention: what the words around it say of it, whoever says it."""

from __future__ import annotations

from itertools import pairwise

from annotator.suggest.parse import Word
from annotator.suggest.scoring.routes import Features, above, role_of, route
from annotator.suggest.scoring.routes import clause as clause_of
from annotator.suggest.scoring.scene import Place, Scene

_WINDOW = 8
_CHAIN = 3


def target_features(scene: Scene, place: Place) -> Features:
    """Names and values of all that is known of a mention and its sentence."""
    found: Features = {"bias": 1.0}
    sentence = scene.parse.sentences[place.head.sentence]
    _window(scene, place, sentence, found)
    _grammar(scene, place, found)
    _values(scene, place, found)
    _rules(scene, place, found)
    return found


def _window(scene: Scene, place: Place, sentence: list[Word], found: Features) -> None:
    first, last = sentence[0].i, sentence[-1].i
    left = scene.words[max(first, place.first - _WINDOW) : place.first][::-1]
    right = scene.words[place.last + 1 : min(last, place.last + _WINDOW) + 1]
    for side, words in (("L", left), ("R", right)):
        for distance, word in enumerate(words):
            found[f"{side}:{word.low}"] = 1.0
            if distance < 3:
                found[f"{side}{distance}:{word.low}"] = 1.0
    row = [*(w.low for w in left[3::-1]), "T", *(w.low for w in right[:5])]
    for a, b in pairwise(row):
        found[f"2:{a}_{b}"] = 1.0
    for word in sentence:
        if word.part in ("NOUN", "VERB", "ADJ", "ADV", "PROPN") and not place.holds(word.i):
            found["w:" + scene.key(word)] = 0.5


def _grammar(scene: Scene, place: Place, found: Features) -> None:
    head = place.head
    found["dep:" + head.dep] = 1.0
    found["label:" + place.label] = 1.0
    if head.i in scene.quoted:
        found["quoted"] = 1.0
    for child in head.children:
        if not place.holds(child.i):
            found[f"ch:{child.dep}:{child.lemma}"] = 1.0
    step = head
    route = ""
    for level in range(_CHAIN):
        if step.head is step:
            break
        role = step.dep if step.dep != "conj" else "&"
        route = f"{route}>{role}" if route else role
        below, step = step, step.head
        key = scene.key(step)
        found[f"gov{level}:{key}/{route}"] = 1.0
        found[f"gov:{key}"] = 1.0
        sign = scene.sign(step)
        if sign:
            found[f"govsign:{sign}/{below.dep}"] = 1.0
            found[f"govsign{level}:{sign}/{route}"] = 1.0
        for child in step.children:
            if child is not below and child.part in ("NOUN", "VERB", "ADJ", "ADV", "PROPN", "ADP", "PART"):
                found[f"sib:{child.dep}:{scene.key(child)}"] = 1.0
                sign = scene.sign(child)
                if sign:
                    found[f"sibsign:{sign}/{below.dep}/{child.dep}"] = 1.0
                value = scene.value(child)
                if value:
                    name = f"sibval{'+' if value > 0 else '-'}/{level}"
                    found[name] = found.get(name, 0.0) + abs(value) / 2
    found["route:" + route] = 1.0


def _values(scene: Scene, place: Place, found: Features) -> None:
    sums: dict[str, float] = {}
    role = role_of(scene, place.head)
    found["role:" + role] = 1.0
    speaker = "s" if role == "speaker" else ""
    left, right = place.head.left, place.head.right
    clause = clause_of(place.head)
    ancestors = above(place.head)
    for word, value, sign in scene.opinions(place.head.sentence):
        i = word.i
        if place.holds(i):
            continue
        weight = 1 / (1 + min(abs(i - place.first), abs(i - place.last)) / 6)
        how, steps = route(word, ancestors, place.head)
        found[f"at:{how}{min(steps, 5)}:{word.lemma}"] = 1.0
        for mark, size in (
            ("+" if value > 0 else "-", abs(value) / 2 if value else 0.0),
            ("p" if sign > 0 else "m", 1.0 if sign else 0.0),
        ):
            if not size:
                continue
            names = [f"near{mark}", f"all{mark}", f"{'left' if i < place.first else 'right'}{mark}", f"{role}:{mark}"]
            names.append(f"{how}{min(steps, 5)}{mark}{speaker}")
            if clause.left <= i <= clause.right:
                names.append(f"clause:{role}:{mark}")
            if left <= i <= right:
                names.append("sub" + mark)
            for name in names:
                sums[name] = sums.get(name, 0.0) + size * weight
    found.update({f"v:{name}": min(value, 4.0) for name, value in sums.items()})
    for kind in ("near", "sign"):
        good, bad = ("near+", "near-") if kind == "near" else ("nearp", "nearm")
        total = sums.get(good, 0.0) - sums.get(bad, 0.0)
        if total:
            found[f"v:{kind}{'>' if total > 0 else '<'}0"] = 1.0
            found[f"v:{kind}{'>' if total > 0 else '<'}0:{role}"] = 1.0


def _rules(scene: Scene, place: Place, found: Features) -> None:
    for voice, exact in scene.voices_of(place):
        name = f"rule{'H' if voice.is_holder else 'T'}{'=' if exact else '~'}{voice.polarity}"
        found[name] = found.get(name, 0.0) + voice.p
