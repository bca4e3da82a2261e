"""The only place from which the window changes a project: acts go in, changes come out as signals.

It holds what is open (the project, the article's page) and the one focus that desk, inspector and actions share.
"""

from ui.bridge.holding import BLIND
from ui.bridge.settling import Bridge

__all__ = ["BLIND", "Bridge"]
