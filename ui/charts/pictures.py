"""Drawings as pictures: painted, on the clipboard, in a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QRectF, QSize, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter, QStandardItemModel
from PySide6.QtSvg import QSvgRenderer

from annotator.charts import Drawing
from annotator.files import replacing

SCALE = 2.0
"""Pixels of a picture for each unit of the drawing: sharp in print and on any screen."""


def image_of(drawing: Drawing, scale: float = SCALE) -> QImage:
    """The drawing with ``scale`` pixels for each unit, rounded up; its device pixel ratio is 1."""
    size = QSize(max(1, -int(-drawing.width * scale // 1)), max(1, -int(-drawing.height * scale // 1)))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(drawing.svg.encode())).render(
            painter, QRectF(0, 0, drawing.width * scale, drawing.height * scale)
        )
    return image


def copy(painted: Drawing, written: Drawing) -> None:
    """Put a picture on the clipboard: one drawing painted here, and the same as SVG for others to paint."""
    data = _mime_data()
    data.setImageData(image_of(painted))
    data.setData("image/svg+xml", QByteArray(written.svg.encode()))
    QGuiApplication.clipboard().setMimeData(data)


def _mime_data() -> QMimeData:
    """An empty one that Qt made: one made in Python is kept beyond the interpreter's end by the clipboard and crashes."""
    model = QStandardItemModel(1, 1)
    data = model.mimeData([model.index(0, 0)])
    for format in data.formats():
        data.removeFormat(format)
    return data


def save(drawing: Drawing, path: Path) -> None:
    """Write it as PNG when ``path`` ends so, else as SVG; raises :class:`annotator.errors.OutputError`."""
    with replacing(path) as file:
        file.write(_png(drawing) if path.suffix.lower() == ".png" else drawing.svg.encode())


def _png(drawing: Drawing) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image_of(drawing).save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
