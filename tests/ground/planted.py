"""Tests that leave something behind or raise unseen; `test_guard.py` runs them and expects each to be told."""

import gc
import subprocess
import sys
import threading
import time
import warnings
from pathlib import Path

from PySide6.QtCore import QProcess, QRunnable, QSettings, QThread, QThreadPool, QTimer, qWarning
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QPushButton, QWidget

KEPT: list[object] = []


class Unpaintable(QWidget):
    def paintEvent(self, event):
        raise RuntimeError("in a paint event")


class Slow(QRunnable):
    def run(self):
        time.sleep(0.5)


class Undying:
    def __del__(self):
        raise ValueError("in a destructor")


def test_raises_in_paint_event(qtbot):
    widget = Unpaintable()
    qtbot.addWidget(widget)
    widget.show()
    with qtbot.waitExposed(widget):
        pass
    widget.repaint()


def test_raises_in_paint_event_without_fixture():
    application = QApplication.instance() or QApplication([])
    widget = Unpaintable()
    widget.show()
    application.processEvents()


def test_raises_in_slot(qtbot):
    button = QPushButton()
    qtbot.addWidget(button)
    button.clicked.connect(lambda: 1 / 0)
    button.click()


def test_raises_in_destructor():
    Undying()
    gc.collect()


def test_raises_in_thread():
    thread = threading.Thread(target=lambda: 1 / 0)
    thread.start()
    thread.join()


def test_leaves_thread():
    threading.Thread(target=time.sleep, args=(0.5,)).start()


def test_leaves_daemon_thread():
    threading.Thread(target=time.sleep, args=(0.5,), daemon=True).start()


def test_leaves_qthread(qapp):
    thread = QThread()
    thread.start()
    KEPT.append(thread)


def test_leaves_pool_task(qapp):
    QThreadPool.globalInstance().start(Slow())


def test_leaves_timer(qapp):
    timer = QTimer()
    timer.start(60_000)
    KEPT.append(timer)


def test_leaves_qprocess(qapp):
    process = QProcess()
    process.start(sys.executable, ["-c", "input()"])
    process.waitForStarted()
    KEPT.append(process)


def test_leaves_process():
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(1)"])


def test_leaves_file_open(tmp_path):
    (tmp_path / "file").open("w")


def test_warns():
    warnings.warn("old", DeprecationWarning, stacklevel=1)


def test_qt_warns(qapp):
    qWarning("odd")


class Stubborn(QDialog):
    def reject(self):
        pass


def test_nobody_answers_dialog(qapp, monkeypatch):
    monkeypatch.setattr("tests.conftest.PATIENCE_SECONDS", 0.5)
    dialog = QDialog()
    dialog.setWindowTitle("Done?")
    dialog.exec()


def test_nobody_answers_dialog_that_cannot_be_rejected(qapp, monkeypatch):
    monkeypatch.setattr("tests.conftest.PATIENCE_SECONDS", 0.5)
    Stubborn().exec()


def test_nobody_answers_menu(qapp, monkeypatch):
    monkeypatch.setattr("tests.conftest.PATIENCE_SECONDS", 0.5)
    menu = QMenu("Labels")
    menu.addAction("PERSON")
    menu.exec()


def test_fine_dialogs_one_after_the_other(qapp, monkeypatch):
    monkeypatch.setattr("tests.conftest.PATIENCE_SECONDS", 0.5)
    for _ in range(4):
        box = QMessageBox()
        QTimer.singleShot(300, box.accept)
        box.exec()


def test_fine(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()


def test_fine_at_home(qapp, own_home):
    for kind in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        settings = QSettings(kind, QSettings.Scope.UserScope, "annotator", "annotator")
        assert sys.platform != "linux" or Path(settings.fileName()).is_relative_to(own_home)


def test_fine_in_another_home(qapp, own_home):
    test_fine_at_home(qapp, own_home)
