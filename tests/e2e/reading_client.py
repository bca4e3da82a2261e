"""A screen reader's view of the window, over AT-SPI: run by the system's Python, which has pyatspi; no project code here.

Reads commands on standard input and answers each with one line of JSON: "tree" (every accessible that shows: role, name,
description, states, depth), "desk" (the text named "Article": words, caret, what is selected), "heard" (what was announced
since the last time: [kind, words]).
"""

import json
import sys
import time

import pyatspi
from gi.repository import GLib

KINDS = {
    "object:announcement": "announced",
    "object:property-change:accessible-name": "name",
    "object:property-change:accessible-description": "description",
    "object:text-caret-moved": "caret",
    "object:text-selection-changed": "selection",
}
STATES = ("FOCUSABLE", "FOCUSED", "SELECTED", "ENABLED", "SHOWING")
heard: list = []
loop = GLib.MainLoop()


def find_application():
    """The window's application, once it is on the bus."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        for application in pyatspi.Registry.getDesktop(0):
            if application is not None and application.name == "Annotator":
                return application
        time.sleep(0.1)
    raise SystemExit("the window is not on the accessibility bus")


def say(result):
    """One line of JSON."""
    sys.stdout.write(json.dumps(result) + "\n")
    sys.stdout.flush()


def walk(node, depth=0):
    """Every accessible below ``node`` that shows, or stands in one that does."""
    state = node.getState()
    states = [name for name in STATES if state.contains(getattr(pyatspi, f"STATE_{name}"))]
    yield (
        node,
        {
            "role": node.getRoleName(),
            "name": node.name,
            "description": node.description,
            "states": states,
            "depth": depth,
        },
    )
    if depth > 1 and "SHOWING" not in states:
        return
    for child in node:
        if child is not None:
            yield from walk(child, depth + 1)


def desk(application):
    """What a client reads of the desk."""
    node = next(n for n, facts in walk(application) if facts["role"] == "text" and facts["name"] == "Article")
    text = node.queryText()
    word, _, _ = text.getTextAtOffset(text.caretOffset, pyatspi.TEXT_BOUNDARY_WORD_START)
    return {
        "words": text.getText(0, -1),
        "caret": text.caretOffset,
        "selected": [text.getText(*text.getSelection(n)) for n in range(text.getNSelections())],
        "word": word,
        "description": node.description,
        "focused": node.getState().contains(pyatspi.STATE_FOCUSED),
    }


def answer(source, _condition, application):
    """Do what one line asks."""
    line = source.readline().strip()
    if not line:
        loop.quit()
        return False
    if line == "tree":
        result = [facts for _, facts in walk(application)]
    elif line == "desk":
        result = desk(application)
    else:
        result = list(heard)
        heard.clear()
    say(result)
    return True


def main():
    """Listen and answer until standard input ends."""
    application = find_application()
    for name, kind in KINDS.items():

        def listen(event, kind=kind):
            heard.append([kind, str(event.any_data if kind != "caret" else event.detail1)])

        pyatspi.Registry.registerEventListener(listen, name)
    GLib.io_add_watch(sys.stdin, GLib.PRIORITY_DEFAULT, GLib.IO_IN | GLib.IO_HUP, answer, application)
    say("ready")
    loop.run()


if __name__ == "__main__":
    main()
