"""Scores of what a model says against gold: pure functions over plain values, each with its formula and its source.

``counting`` (precision, recall, F1, macro and micro F1), ``mentions``, ``matching`` (which suggested entity is which of
gold), ``clusters``, ``stances``, ``directed``
(classes of pairs and targets), ``calibration`` and ``labels``. Between curators, none of whom is the right one: ``pairing``
(what belongs together), ``overlaps`` (mentions with other edges), ``agreement`` (kappa, alpha), ``unitizing`` (alpha of
places), ``bootstrap`` (intervals).
"""
