"""The process that packs and unpacks spaCy's DocBins, so that neither the window nor a command imports spaCy for them.

A DocBin is one map, packed with zlib: a column for the tokens of all docs, one for their spaces, one for each other thing,
and a list of all words. spaCy holds it as a whole; here nothing does. Columns that are written grow in files until they are
put together (:mod:`annotator.packing.writing`); those that are read are unpacked side by side, each from its own place on
(:mod:`annotator.packing.reading`); the words lie in a database on the disk (:mod:`annotator.packing.words`). In memory is
one article. What is within a doc is left to spaCy, which packs and unpacks a DocBin of one doc each time.
"""
