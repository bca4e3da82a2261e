"""The core of Annotator: articles, suggestions, decisions and gold, without a window.

Everything here works from a script or a command line and never imports Qt.
"""
