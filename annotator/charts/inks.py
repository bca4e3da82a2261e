"""Colours of drawings: on light paper, on dark, in print, and by name for a page that follows its reader.

Hues are those of Okabe and Ito's palette for colour-blind eyes, darkened or lightened until lines and bars reach a contrast
of 3 and words one of 4.5 on their paper (WCAG 2.1, success criteria 1.4.3 and 1.4.11). Whatever depends on contrast is
settled here, so a drawing only names what it wants.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from annotator.records import Record

FONT = "system-ui, 'Segoe UI', 'Helvetica Neue', 'Noto Sans', 'DejaVu Sans', sans-serif"
"""Font families of a page, in order."""
_STEPS = (0.06, 0.14, 0.24, 0.38, 0.52, 0.86, 1.0)
"""How strongly shades lie on the paper; between the last but two and the last but one words could hardly be read."""
_ON = ("#101214", "#ffffff")
_PREFIX = "--chart-"


class Hue(Record, frozen=True):
    """One colour in three uses: areas and lines, words on paper, and words on an area of it."""

    fill: str
    words: str
    on: str


class Shade(Record, frozen=True):
    """An area and the colour of words on it."""

    fill: str
    on: str


class Ink(Record, frozen=True):
    """All colours and the font of a drawing. ``right`` and ``wrong`` are shades from pale to strong."""

    paper: str
    ink: str
    faded: str
    """Words that matter less."""
    edge: str
    """Lines that only lead the eye."""
    hues: tuple[Hue, ...]
    right: tuple[Shade, ...]
    wrong: tuple[Shade, ...]
    font: str = "sans-serif"

    def hue(self, number: int) -> Hue:
        """The colours of a series; they begin again after the last."""
        return self.hues[number % len(self.hues)]


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", 0 to 1 (WCAG 2.1)."""

    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours "#rrggbb", 1 to 21 (WCAG 2.1)."""
    first, second = sorted((luminance(one), luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def blend(top: str, ground: str, share: float) -> str:
    """``top`` laid over ``ground`` with an opacity of ``share``."""
    pairs = zip(_channels(top), _channels(ground), strict=True)
    return "#" + "".join(f"{round(share * t + (1 - share) * g):02x}" for t, g in pairs)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _on(ground: str) -> str:
    return max(_ON, key=lambda words: contrast(words, ground))


def made(paper: str, ink: str, faded: str, edge: str, hues: Sequence[tuple[str, str]], font: str = "sans-serif") -> Ink:
    """An ink of colours "#rrggbb"; ``hues`` are pairs of areas' and words' colours, of which there are at least two."""

    def shades(top: str) -> tuple[Shade, ...]:
        fills = [blend(top, paper, step) for step in _STEPS]
        return tuple(Shade(fill, _on(fill)) for fill in fills)

    return Ink(
        paper,
        ink,
        faded,
        edge,
        tuple(Hue(fill, words, _on(fill)) for fill, words in hues),
        shades(hues[0][1]),
        shades(hues[1][0]),
        font,
    )


ON_LIGHT = (
    ("#0072b2", "#085a9b"),
    ("#c06a00", "#845209"),
    ("#00906a", "#0b7a56"),
    ("#c46a9b", "#a44a82"),
    ("#3a94cc", "#0071a0"),
    ("#858585", "#666767"),
)
ON_DARK = (
    ("#52a2d0", "#6fb4dd"),
    ("#e8a33d", "#f3b24b"),
    ("#35b88c", "#3dc799"),
    ("#d088b4", "#d597bd"),
    ("#8fd0f0", "#8fd0f0"),
    ("#a7a8a8", "#a7a8a8"),
)
"""Hues for light and for dark paper, areas' and words': blue, orange, green, pink, sky, grey."""
LIGHT = made("#fdfcf9", "#22252a", "#666a72", "#dcdad3", ON_LIGHT, FONT)
DARK = made("#1c1e22", "#dddbd5", "#9a9da5", "#3b3f47", ON_DARK, FONT)
PRINT = made("#ffffff", "#000000", "#555555", "#d0d0d0", ON_LIGHT, FONT)


def variables(ink: Ink) -> dict[str, str]:
    """An ink's colours by the names that they have in :data:`PAGE`."""
    return dict(_named(ink))


def _named(ink: Ink) -> Iterator[tuple[str, str]]:
    yield from ((_PREFIX + name, getattr(ink, name)) for name in ("paper", "ink", "faded", "edge"))
    for number, hue in enumerate(ink.hues):
        for name in ("fill", "words", "on"):
            yield f"{_PREFIX}hue{number}-{name}", getattr(hue, name)
    for kind, shades in (("right", ink.right), ("wrong", ink.wrong)):
        for number, shade in enumerate(shades):
            yield f"{_PREFIX}{kind}{number}-fill", shade.fill
            yield f"{_PREFIX}{kind}{number}-on", shade.on


def _by_name() -> Ink:
    def var(name: str) -> str:
        return f"var({_PREFIX}{name})"

    def shades(kind: str) -> tuple[Shade, ...]:
        return tuple(Shade(var(f"{kind}{n}-fill"), var(f"{kind}{n}-on")) for n in range(len(_STEPS)))

    hues = tuple(Hue(var(f"hue{n}-fill"), var(f"hue{n}-words"), var(f"hue{n}-on")) for n in range(len(ON_LIGHT)))
    return Ink(var("paper"), var("ink"), var("faded"), var("edge"), hues, shades("right"), shades("wrong"), FONT)


PAGE = _by_name()
"""Colours by name, for a page of HTML that says what they are (:mod:`annotator.charts.page`); not for Qt."""
