"""Features of an ordered pair of mentions in one sentence: whether the first is for or against the second.

They come in parts, so that what several pairs share is looked at once: one part for the sentence, one for the holder, one
for the target, and one for the two together.
"""

from __future__ import annotations

from annotator.suggest.parse import Word
from annotator.suggest.scoring.routes import Features, above, role_of, route
from annotator.suggest.scoring.scene import Place, Scene

_LONGEST = 30
_NEAR = 3
_DEEP = 6
_SAYING = frozenset({"ADP", "PART", "DET"})
_BESIDE = frozenset({"acomp", "attr", "oprd", "xcomp", "dobj", "advmod", "prt", "amod", "aux", "neg", "mark"})


def pair_features(scene: Scene, holder: Place, target: Place) -> Features:
    """Names and values of all that is known of how the holder stands to the target."""
    return {
        **sentence_part(scene, holder.head.sentence),
        **place_part(scene, holder, "H"),
        **place_part(scene, target, "T"),
        **both_part(scene, holder, target),
    }


def sentence_part(scene: Scene, sentence: int) -> Features:
    """What the words of a sentence say, whoever is in it."""
    found: Features = {"bias": 1.0}
    good = bad = 0.0
    for word in scene.parse.sentences[sentence]:
        if word.part in ("NOUN", "VERB", "ADJ", "ADV"):
            found["w:" + scene.key(word)] = 0.5
    for _, value, _ in scene.opinions(sentence):
        good += max(value, 0.0)
        bad += max(-value, 0.0)
    found["v+"] = min(good, 8.0) / 4
    found["v-"] = min(bad, 8.0) / 4
    return found


def place_part(scene: Scene, place: Place, end: str) -> Features:
    """What stands around one end: "H" for the holder's, "T" for the target's."""
    found: Features = {}
    head = place.head
    for word in scene.words[max(0, place.first - _NEAR) : place.first]:
        found[f"{end}l:{word.low}"] = 1.0
    for word in scene.words[place.last + 1 : place.last + 1 + _NEAR]:
        found[f"{end}r:{word.low}"] = 1.0
    key = scene.key(head.head)
    found[f"{end}dep:{head.dep}"] = 1.0
    found[f"{end}role:{role_of(scene, head)}"] = 1.0
    found[f"{end}up:{key}/{head.dep}"] = 1.0
    found[f"{end}up:{key}"] = 1.0
    sign = scene.sign(head.head)
    if sign:
        found[f"{end}sign:{sign}/{head.dep}"] = 1.0
    if head.i in scene.quoted:
        found[end + "quoted"] = 1.0
    found[f"{end}label:{place.label}"] = 1.0
    if head.head.head is not head.head:
        found[f"{end}up2:{scene.key(head.head.head)}/{head.dep}/{head.head.dep}"] = 1.0
    for voice, exact in scene.voices_of(place):
        found[f"rule{end}{'h' if voice.is_holder else 't'}{'=' if exact else '~'}:{voice.polarity}"] = 1.0
    return found


def both_part(scene: Scene, holder: Place, target: Place) -> Features:
    """What stands between the two, in the sentence and in the tree."""
    found: Features = {f"labels:{holder.label}/{target.label}": 1.0}
    _between(scene, holder, target, found)
    _path(scene, holder, target, found)
    _rules(scene, holder, target, found)
    return found


def _between(scene: Scene, holder: Place, target: Place, found: Features) -> None:
    order = "HT" if holder.first < target.first else "TH"
    first, second = (holder, target) if order == "HT" else (target, holder)
    words = scene.words[first.last + 1 : second.first]
    found["order:" + order] = 1.0
    found["far"] = min(len(words), _LONGEST) / 10
    found[f"far:{order}{min(len(words), _LONGEST) // 3}"] = 1.0
    good = bad = 0.0
    names = 0
    for word in words:
        key, sign, value = scene.facts(word)
        found[f"{order}b:{key}"] = 1.0
        if sign:
            name = f"{order}bs:{sign}"
            found[name] = min(found.get(name, 0.0) + 1.0, 3.0)
        if value > 0:
            good += value
        else:
            bad -= value
        names += word.part == "PROPN" and (word.head.part != "PROPN" or word.dep != "compound")
    if good:
        found[order + "bv+"] = min(good, 6.0) / 2
    if bad:
        found[order + "bv-"] = min(bad, 6.0) / 2
    found[f"{order}names:{min(names, 3)}"] = 1.0
    if 0 < len(words) <= 4:
        found[f"{order}b=" + "_".join(w.low for w in words)] = 1.0


def _path(scene: Scene, holder: Place, target: Place, found: Features) -> None:
    up, top, down = scene.path(holder.head, target.head)
    up_deps, down_deps = [w.dep for w in up], [w.dep for w in down]
    if top is None:
        found["path:none"] = 1.0
        return
    found[f"path:{'>'.join(up_deps)}|{top.part}|{'<'.join(down_deps)}"] = 1.0
    found[f"pathlong:{min(len(up), _DEEP)}/{min(len(down), _DEEP)}"] = 1.0
    end_up, end_down = up_deps[-1] if up else "-", down_deps[0] if down else "-"
    key, sign = scene.key(top), scene.sign(top)
    found["top:" + key] = 1.0
    found[f"top:{key}/{end_up}/{end_down}"] = 1.0
    found[f"topends:{end_up}/{end_down}"] = 1.0
    if sign:
        found[f"topsign:{sign}/{end_up}/{end_down}"] = 1.0
    _steps(scene, up[1:], top, down[:-1], found)
    _opinions(scene, holder, target, top, found)
    preps = "_".join(w.low for w in down if w.dep == "prep")
    if preps:
        found[f"preps:{key}/{preps}"] = 1.0
        found["preps:" + preps] = 1.0


def _steps(scene: Scene, up: list[Word], top: Word, down: list[Word], found: Features) -> None:
    signs = 1
    seen = False
    for side, words in (("^", up), ("-", [top]), ("v", down)):
        for word in words:
            if word.part in _SAYING:
                continue
            key, sign, value = scene.facts(word)
            found[f"on:{key}"] = 1.0
            found[f"on{side}:{key}"] = 1.0
            if sign:
                found[f"onsign{side}:{sign}"] = 1.0
                signs, seen = signs * sign, True
            if value:
                found[f"onval{side}{'+' if value > 0 else '-'}"] = abs(value) / 2
            for child in word.children:
                if child.dep in _BESIDE:
                    key, sign, _ = scene.facts(child)
                    found[f"by{side}:{child.dep}:{key}"] = 1.0
                    if sign:
                        found[f"bysign{side}:{child.dep}:{sign}"] = 1.0
    if seen:
        found[f"onsigns:{signs}"] = 1.0


def _opinions(scene: Scene, holder: Place, target: Place, top: Word, found: Features) -> None:
    """Words of praise and blame by where they stand between the two in the tree."""
    from_holder, from_target = above(holder.head), above(target.head)
    for word, value, sign in scene.opinions(top.sentence):
        if holder.holds(word.i) or target.holds(word.i) or not top.left <= word.i <= top.right:
            continue
        how_h, steps_h = route(word, from_holder, holder.head)
        how_t, steps_t = route(word, from_target, target.head)
        if steps_h + steps_t > 2 * _DEEP:
            continue
        spot = f"{how_h}{min(steps_h, 4)}/{how_t}{min(steps_t, 4)}"
        if value:
            name = f"op{'+' if value > 0 else '-'}:{spot}"
            found[name] = found.get(name, 0.0) + abs(value) / 2
        if sign:
            found[f"opsign{sign}:{spot}"] = 1.0


def _rules(scene: Scene, holder: Place, target: Place, found: Features) -> None:
    mine = {v.frame: (v, e) for v, e in scene.voices_of(holder) if v.is_holder}
    theirs = {v.frame: (v, e) for v, e in scene.voices_of(target) if not v.is_holder}
    shared = mine.keys() & theirs.keys()
    for number in shared:
        voice, exact = mine[number]
        mark = ("=" if exact else "~") + ("=" if theirs[number][1] else "~")
        found[f"rule{mark}{voice.polarity}"] = 1.5
        found[f"rulep{voice.polarity}"] = voice.p
    speaker = None if shared else scene.source(target.head)
    if speaker is not None and holder.holds(speaker.i):
        found["speaks"] = 1.0
        for voice, _ in theirs.values():
            found["speaks:" + voice.polarity] = 1.0
