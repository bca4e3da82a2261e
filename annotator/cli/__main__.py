"""``python -m annotator.cli``: the same as ``annotator``."""

from annotator.cli import main

if __name__ == "__main__":
    main()
