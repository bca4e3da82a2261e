"""Every action, declared once: id, words, keys, when it is possible, what it does.

Menus, palette, key sheet and shortcuts are made from this one table. Keys are QKeySequence's portable text; the first
one is shown, and each can be changed (``ui/keymap``). A key that needs Shift or AltGr on a common keyboard has a second
one that needs neither. ``place`` says where the keys work: "desk" (desk and inspector), "versions" (the panel of
adjudication), "both" of these, or "window" (everywhere).
``repeats``: a key that is held does it again and again, once for each time that the window was painted; all other
actions are done once for each press.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from annotator.scheme import Scheme
from ui.bridge import Bridge
from ui.hands import Hands

Place = Literal["desk", "versions", "both", "window"]


class CommandsLike(Protocol):
    """What actions ask for beyond acts on the article."""

    def finish(self) -> None: ...
    def write_note(self) -> None: ...
    def rename_entity(self) -> None: ...
    def link_entity(self) -> None: ...
    def show_labels(self) -> None: ...
    def accept_rest(self) -> None: ...
    def same_here(self) -> None: ...
    def same_everywhere(self) -> None: ...
    def show_guideline(self) -> None: ...
    def edit_scheme(self) -> None: ...
    def find_here(self) -> None: ...
    def search_project(self) -> None: ...
    def next_hit(self, step: int) -> None: ...
    def put_here(self, *, go_on: bool) -> None: ...
    def filter_list(self) -> None: ...
    def show_palette(self) -> None: ...
    def show_keys(self) -> None: ...
    def next_panel(self, step: int) -> None: ...
    def escape(self) -> None: ...
    def new_project(self) -> None: ...
    def open_project(self) -> None: ...
    def close_project(self) -> None: ...
    def import_files(self) -> None: ...
    def name_labels(self) -> None: ...
    def export(self) -> None: ...
    def release(self) -> None: ...
    def merge(self) -> None: ...
    def adjudicate(self) -> None: ...
    def take_version(self, place: int) -> None: ...
    def settle(self, how: str) -> None: ...
    def step_disputed(self, by: int) -> None: ...
    def hide_names(self) -> None: ...
    def switch_memory(self) -> None: ...
    def suggest_all(self) -> None: ...
    def zoom(self, step: int) -> None: ...
    def switch_theme(self) -> None: ...
    def all_arcs(self) -> None: ...
    def show_numbers(self) -> None: ...
    def take_newer(self) -> None: ...
    def show_hidden(self) -> None: ...
    def set_levels(self) -> None: ...
    def show_ledger(self) -> None: ...
    def set_blindness(self) -> None: ...
    def unblind(self) -> None: ...
    def show_models(self) -> None: ...
    def show_doubts(self) -> None: ...
    def show_review(self) -> None: ...
    def reading_settings(self) -> None: ...
    def quit(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Context:
    """What an action works with."""

    bridge: Bridge
    hands: Hands
    commands: CommandsLike


Run = Callable[[Context], None]
When = Callable[[Context], bool]


def _always(_: Context) -> bool:
    return True


def _with_project(context: Context) -> bool:
    return context.bridge.project is not None


def _with_page(context: Context) -> bool:
    return context.bridge.page is not None


def _on_blind(context: Context) -> bool:
    return context.bridge.page is not None and context.bridge.page.blind


def _newer_waits(context: Context) -> bool:
    return context.bridge.newer_waits


def _on_something(context: Context) -> bool:
    return bool(context.bridge.focus)


def _on_mention(context: Context) -> bool:
    return context.hands.focused_mention() is not None


def _on_entity(context: Context) -> bool:
    return context.hands.focused_entity() is not None


def _on_words(context: Context) -> bool:
    return context.hands.desk.selection() is not None


def _on_mention_or_words(context: Context) -> bool:
    return _on_mention(context) or _on_words(context)


def _on_entity_or_words(context: Context) -> bool:
    return _on_entity(context) or _on_words(context)


def _on_stance(context: Context) -> bool:
    return context.hands.focused_stance() is not None


_NEEDS: dict[When, str] = {
    _with_project: "a project",
    _with_page: "an article on the desk",
    _on_blind: "a blind article",
    _newer_waits: "newer suggestions that wait",
    _on_something: "something in focus",
    _on_mention: "a mention in focus",
    _on_entity: "a mention or an entity in focus",
    _on_mention_or_words: "a mention in focus, or words selected",
    _on_entity_or_words: "a mention or an entity in focus, or words selected",
    _on_stance: "a stance in focus",
}
"""What an action asks for that is not possible now."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a curator can do."""

    id: str
    group: str
    words: str
    keys: tuple[str, ...]
    run: Run
    when: When = _always
    place: Place = "desk"
    repeats: bool = False

    @property
    def need(self) -> str:
        """Why it cannot be done while :attr:`when` says no, in words."""
        return f"{self.words.rstrip('…')}: this needs {_NEEDS[self.when]}."


def _edges() -> list[Action]:
    """The eight keys that move a mention's edges; the letters are for keyboards where [ ] need AltGr."""
    found: list[Action] = []
    for edge, keys in (("start", ("[", "D")), ("end", ("]", "I"))):
        for outwards in (True, False):
            for by_character in (False, True):
                prefix = ("Ctrl+" if by_character else "") + ("" if outwards else "Shift+")
                unit = "character" if by_character else "word"
                way = "outwards" if outwards else "inwards"

                def run(c: Context, edge: str = edge, out: bool = outwards, by: bool = by_character) -> None:
                    c.hands.move_edge(edge, out, by)

                found.append(
                    Action(
                        f"{edge}_{way}_{unit}",
                        "Edges",
                        f"Move the {edge} one {unit} {way}",
                        tuple(prefix + k for k in keys),
                        run,
                        _on_mention_or_words,
                        repeats=True,
                    )
                )
    return found


MOST_VERSIONS = 4
"""So many versions have a key of their own."""


def _takes() -> list[Action]:
    """The keys that take a version: the digit that stands at it. Arrows are keys of the panel itself, as in any list."""
    found = []
    for place in range(MOST_VERSIONS):

        def run(c: Context, place: int = place) -> None:
            c.commands.take_version(place)

        words = f"Version {place + 1} is right"
        found.append(Action(f"take_{place + 1}", "Versions", words, (str(place + 1),), run, _with_page, "versions"))
    return found


def _labels(scheme: Scheme) -> list[Action]:
    found = []
    for label in scheme.label:

        def run(c: Context, name: str = label.name) -> None:
            c.hands.set_label(name)

        keys = (label.key,) if label.key else ()
        found.append(Action(f"label_{label.name}", "Labels", f"Label {label.name}", keys, run, _with_page))
    return found


def with_keys(actions: Iterable[Action], keys: Callable[[str], tuple[str, ...]]) -> tuple[Action, ...]:
    """The same actions with the keys that hold, which ``keys`` tells by id."""
    return tuple(replace(action, keys=keys(action.id)) for action in actions)


def table(scheme: Scheme) -> tuple[Action, ...]:
    """All actions for a project with this scheme, in the order in which menus and the key sheet show them."""
    return (
        Action("next_open", "Go", "Next suggestion", ("Tab", "J"), lambda c: c.bridge.step(1, only_open=True, offset=c.hands.desk.caret()), _with_page, repeats=True),
        Action("previous_open", "Go", "Previous suggestion", ("Shift+Tab", "K"), lambda c: c.bridge.step(-1, only_open=True, offset=c.hands.desk.caret()), _with_page, repeats=True),
        Action("next_item", "Go", "Next mention or stance", ("Alt+Right",), lambda c: c.bridge.step(1, only_open=False, offset=c.hands.desk.caret()), _with_page, repeats=True),
        Action("previous_item", "Go", "Previous mention or stance", ("Alt+Left",), lambda c: c.bridge.step(-1, only_open=False, offset=c.hands.desk.caret()), _with_page, repeats=True),
        Action("accept", "Decide", "Accept the suggestion, go on", ("A", "Return", "Enter"), lambda c: c.hands.accept(), _with_page),
        Action("reject", "Decide", "Reject the suggestion or remove the item, go on", ("X", "Backspace", "Delete"), lambda c: c.hands.reject(), _on_something),
        Action("accept_rest", "Decide", "Accept all other likely suggestions", ("Shift+Return", "Shift+Enter"), lambda c: c.commands.accept_rest(), _with_page),
        Action("same_here", "Decide", "The same for the same words in this article…", ("P",), lambda c: c.commands.same_here(), _with_page),
        Action("same_everywhere", "Decide", "The same for the same words in the whole project…", ("Shift+P",), lambda c: c.commands.same_everywhere(), _with_page),
        Action("put_and_next", "Decide", "Put the same on the place found, next place", ("F4",), lambda c: c.commands.put_here(go_on=True), _with_project, "window"),
        Action("put_here", "Decide", "Put the same on the place found", ("Shift+F4",), lambda c: c.commands.put_here(go_on=False), _with_project, "window"),
        Action("undo", "Decide", "Undo", ("U", "Ctrl+Z"), lambda c: c.bridge.undo(), _with_project, "both"),
        Action("redo", "Decide", "Redo", ("Ctrl+Shift+Z", "Ctrl+Y"), lambda c: c.bridge.redo(), _with_project, "both"),
        *_labels(scheme),
        Action("labels", "Labels", "All labels…", ("L",), lambda c: c.commands.show_labels(), _with_page),
        Action("guideline", "Labels", "Guideline of the label in focus", ("G",), lambda c: c.commands.show_guideline(), _with_page),
        Action("scheme", "Labels", "Edit labels and guidelines…", ("Ctrl+L",), lambda c: c.commands.edit_scheme(), _with_project, "window"),
        Action("mark_words", "Labels", "Mark words…", ("V",), lambda c: c.hands.mark_words(), _with_page),
        *_edges(),
        Action("join", "Entities", "Join to an entity…", ("E",), lambda c: c.hands.join(), _on_entity_or_words),
        Action("own_entity", "Entities", "An entity of its own (with what is marked)", ("Shift+E",), lambda c: c.hands.own_entity(), _on_mention),
        Action("about", "Entities", "Whom a topic is about…", ("Shift+T",), lambda c: c.hands.about(), _on_entity),
        Action("rename", "Entities", "Rename the entity…", ("F2",), lambda c: c.commands.rename_entity(), _on_entity),
        Action("link", "Entities", "Link the entity to Wikidata…", ("W",), lambda c: c.commands.link_entity(), _on_entity),
        Action("stance", "Stances", "Stance of the entity in focus…", ("S",), lambda c: c.hands.stance(), _with_page),
        Action("stance_of", "Stances", "Stance of somebody else (writer, unnamed)…", ("Shift+S",), lambda c: c.hands.stance(ask_holder=True), _with_page),
        Action("favor", "Stances", "Polarity: favor", ("+", "=", "Y"), lambda c: c.hands.polarity("favor"), _on_stance),
        Action("against", "Stances", "Polarity: against", ("-",), lambda c: c.hands.polarity("against"), _on_stance),
        Action("neutral", "Stances", "Polarity: neutral", ("0", "O"), lambda c: c.hands.polarity("neutral"), _on_stance),
        Action("mixed", "Stances", "Polarity: mixed", ("~", "#", "Z"), lambda c: c.hands.polarity("mixed"), _on_stance),
        Action("cue", "Stances", "The selected words are the cue", ("C",), lambda c: c.hands.cue(another=False), _on_stance),
        Action("another_cue", "Stances", "The selected words are one more cue", ("Shift+C",), lambda c: c.hands.cue(another=True), _on_stance),
        Action("drop_cue", "Stances", "Take a cue away", ("Shift+X",), lambda c: c.hands.drop_cue(), _on_stance),
        Action("manner", "Stances", "Manner: quoted, reported, acted", ("M",), lambda c: c.hands.manner(), _on_stance),
        Action("reverse", "Stances", "Turn the stance round", ("R",), lambda c: c.hands.reverse(), _on_stance),
        Action("holder", "Stances", "Another holder…", ("H",), lambda c: c.hands.change_end("holder"), _on_stance),
        Action("target", "Stances", "Another target…", ("T",), lambda c: c.hands.change_end("target"), _on_stance),
        Action("source", "Stances", "Who says so…", ("Shift+H",), lambda c: c.hands.source(), _on_stance),
        Action("finish", "Article", "Done, next article", ("Space",), lambda c: c.commands.finish(), _with_page, "both"),
        Action("skip", "Article", "Skip, next article", ("Shift+Space",), lambda c: c.hands.skip(), _with_page),
        Action("flag", "Article", "Flag", ("F",), lambda c: c.hands.flag(), _with_page),
        Action("note", "Article", "Note…", ("N",), lambda c: c.commands.write_note(), _with_page),
        Action("boilerplate", "Article", "These lines are boilerplate (or body again)", ("B",), lambda c: c.hands.boilerplate(), _with_page),
        Action("find", "Go", "Find in this article…", ("/", "Ctrl+G"), lambda c: c.commands.find_here(), _with_page),
        Action("search", "Go", "Search the project…", ("Ctrl+F",), lambda c: c.commands.search_project(), _with_project, "window"),
        Action("next_hit", "Go", "Next place found", ("F3",), lambda c: c.commands.next_hit(1), _with_project, "window"),
        Action("previous_hit", "Go", "Previous place found", ("Shift+F3",), lambda c: c.commands.next_hit(-1), _with_project, "window"),
        Action("filter", "Go", "Filter the list…", ("Ctrl+Shift+F",), lambda c: c.commands.filter_list(), _with_project, "window"),
        Action("palette", "Go", "Find an action, label, entity or article…", ("Ctrl+K",), lambda c: c.commands.show_palette(), _always, "window"),
        Action("next_panel", "Go", "Next panel", ("F6",), lambda c: c.commands.next_panel(1), _always, "window"),
        Action("previous_panel", "Go", "Previous panel", ("Shift+F6",), lambda c: c.commands.next_panel(-1), _always, "window"),
        Action("escape", "Go", "Leave hints, panel, selection, focus", ("Esc",), lambda c: c.commands.escape(), _always, "window"),
        Action("new", "Project", "New project…", ("Ctrl+N",), lambda c: c.commands.new_project(), _always, "window"),
        Action("open", "Project", "Open a project…", ("Ctrl+O",), lambda c: c.commands.open_project(), _always, "window"),
        Action("import", "Project", "Import articles…", ("Ctrl+Shift+O",), lambda c: c.commands.import_files(), _with_project, "window"),
        Action("merge", "Project", "Merge other curators' work…", ("Ctrl+Shift+M",), lambda c: c.commands.merge(), _with_project, "window"),
        Action("label_names", "Project", "Labels of other tools…", (), lambda c: c.commands.name_labels(), _with_project, "window"),
        Action("suggest", "Project", "Suggest for all open articles", (), lambda c: c.commands.suggest_all(), _with_project, "window"),
        Action("take_newer", "Article", "Take the newer suggestions that wait", ("Shift+R",), lambda c: c.commands.take_newer(), _newer_waits),
        Action("unblind", "Article", "Show the suggestions of this blind article…", (), lambda c: c.commands.unblind(), _on_blind),
        Action("hidden", "Go", "Hidden suggestions, and why", ("Shift+W",), lambda c: c.commands.show_hidden(), _with_page),
        Action("models", "Project", "Train a model from the gold, choose among models…", ("Ctrl+M",), lambda c: c.commands.show_models(), _with_project, "window"),
        Action("review", "Project", "Review: how good are the suggestions?", ("Ctrl+J",), lambda c: c.commands.show_review(), _with_project, "window"),
        Action("levels", "Project", "Which suggestions are shown…", ("Ctrl+H",), lambda c: c.commands.set_levels(), _with_project, "window"),
        Action("blind", "Project", "Blind share…", (), lambda c: c.commands.set_blindness(), _with_project, "window"),
        Action("memory", "Project", "Suggest what was decided before, or do not", (), lambda c: c.commands.switch_memory(), _with_project, "window"),
        Action("ledger", "Project", "Ledger of suggestions…", ("Ctrl+B",), lambda c: c.commands.show_ledger(), _with_project, "window"),
        Action("doubts", "Project", "Doubtful gold…", ("Ctrl+U",), lambda c: c.commands.show_doubts(), _with_project, "window"),
        Action("export", "Project", "Export gold…", ("Ctrl+E",), lambda c: c.commands.export(), _with_project, "window"),
        Action(
            "release", "Project", "Make a dataset…", ("Ctrl+Shift+E",), lambda c: c.commands.release(), _with_project,
            "window",
        ),
        Action("close", "Project", "Close the project", ("Ctrl+W",), lambda c: c.commands.close_project(), _with_project, "window"),
        Action("quit", "Project", "Quit", ("Ctrl+Q",), lambda c: c.commands.quit(), _always, "window"),
        Action("adjudicate", "Versions", "Adjudicate what curators see differently", ("F7",), lambda c: c.commands.adjudicate(), _with_project, "window"),
        *_takes(),
        Action("take_both", "Versions", "Both (or all) are right", ("B",), lambda c: c.commands.settle("both"), _with_page, "versions"),
        Action("take_neither", "Versions", "Neither is right: there is no such thing", ("X", "Backspace", "Delete"), lambda c: c.commands.settle("neither"), _with_page, "versions"),
        Action("settle", "Versions", "It is right as it stands in the text", ("A", "Return", "Enter"), lambda c: c.commands.settle("as it stands"), _with_page, "versions"),
        Action("by_hand", "Versions", "Edit it by hand", ("E",), lambda c: c.commands.settle("by hand"), _with_page, "versions"),
        Action("next_disputed", "Versions", "Next disagreement", ("J",), lambda c: c.commands.step_disputed(1), _with_page, "versions", repeats=True),
        Action("previous_disputed", "Versions", "Previous disagreement", ("K",), lambda c: c.commands.step_disputed(-1), _with_page, "versions", repeats=True),
        Action("hide_names", "Versions", "Hide curators' names, or show them", ("N",), lambda c: c.commands.hide_names(), _with_project, "versions"),
        Action("larger", "View", "Larger text", ("Ctrl++", "Ctrl+="), lambda c: c.commands.zoom(1), _always, "window", repeats=True),
        Action("smaller", "View", "Smaller text", ("Ctrl+-",), lambda c: c.commands.zoom(-1), _always, "window", repeats=True),
        Action("all_arcs", "View", "All arcs, or only those of the focus", ("Shift+O",), lambda c: c.commands.all_arcs(), _with_page),
        Action("numbers", "View", "How likely each suggestion is, or no numbers", ("Shift+N",), lambda c: c.commands.show_numbers(), _with_page),
        Action("reading_settings", "View", "Reading settings…", ("Ctrl+R",), lambda c: c.commands.reading_settings(), _always, "window"),
        Action("theme", "View", "Light or dark", ("Ctrl+T",), lambda c: c.commands.switch_theme(), _always, "window"),
        Action("keys", "View", "All keys", ("?", "F1"), lambda c: c.commands.show_keys(), _always, "window"),
    )  # fmt: skip
