"""Telling of a problem, in plain words."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def show_problem(parent: QWidget | None, title: str, words: str) -> None:
    """A dialog that says what is wrong; what the words contain is never taken for markup."""
    _show(parent, QMessageBox.Icon.Warning, "problem", title, words)


def show_told(parent: QWidget | None, title: str, words: str) -> None:
    """A dialog that says what a curator should know, and nothing is wrong."""
    _show(parent, QMessageBox.Icon.Information, "told", title, words)


def _show(parent: QWidget | None, icon: QMessageBox.Icon, name: str, title: str, words: str) -> None:
    box = QMessageBox(icon, title, title, QMessageBox.StandardButton.Ok, parent)
    box.setObjectName(name)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(words)
    box.exec()


def ask_yes_no(parent: QWidget | None, title: str, words: str, yes: str) -> bool:
    """A question; True when ``yes`` was chosen. Return chooses it, Esc does not."""
    box = QMessageBox(QMessageBox.Icon.Question, title, title, QMessageBox.StandardButton.Cancel, parent)
    box.setObjectName("question")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(words)
    button = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(button)
    box.exec()
    return box.clickedButton() is button
