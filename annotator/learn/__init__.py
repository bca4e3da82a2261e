"""Training from gold: what is taught (one file for each trainable part), the shelf of models, and when one is promoted.

What the window may import loads no spaCy: :mod:`messages`, :mod:`cards`, :mod:`promotion`, :mod:`shelf`, :mod:`split`.
The other modules run in the trainer's process (:mod:`annotator.trainer`).
"""
