"""Pages that were read or worked on lately, kept so that the next article and the way back wait for nothing."""

from __future__ import annotations

from collections import OrderedDict

from annotator.page import Page

MOST = 6
"""How many pages are kept: those of articles of usual length take some hundred kilobytes each."""


class Pages:
    """Pages by article id, those used last. Whoever writes to an article lets go of its page, or gives the new one."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Page] = OrderedDict()

    def get(self, id: str) -> Page | None:
        """The page of an article, if it is kept."""
        page = self._kept.get(id)
        if page is not None:
            self._kept.move_to_end(id)
        return page

    def keep(self, page: Page) -> Page:
        """Keep a page, instead of an older one of the same article."""
        self._kept[page.article.id] = page
        self._kept.move_to_end(page.article.id)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        return page

    def forget(self, id: str) -> None:
        """Let go of an article's page: there is something else now."""
        self._kept.pop(id, None)

    def clear(self) -> None:
        """Let go of all."""
        self._kept.clear()
