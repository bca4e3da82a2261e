"""Scoring stances: how likely a holder is for or against a target, and whether words are for or against somebody.

How the parts hang together:

- ``scene``: an article as the scorers see it, from the parse; ``scene_of(doc, lexicon)``.
- ``pairs``, ``targets``: features by name; ``hashing`` makes sparse rows of them.
- ``vectors``, ``views``: words as numbers, and where they stand to a mention; ``net``: small networks that see those.
- ``linear``: softmax regression with a prior; ``fit``: examples in, a model out, calibrated, with an operating point.
- ``model``: two heads, the target's with networks beside it, kept as arrays and JSON; ``default_model()`` is the one that
  comes with the program.
- ``weighing``: the model's word on what the rules found, and pairs that no rule saw; ``judging``: an article whose
  entities are given.
- :mod:`annotator.pretraining`, above, is the command that makes the default model from public corpora.

To teach a model from gold::

    docs = suggester.read((article, ()) for article in articles)
    examples = [
        example
        for doc, article, annotation in zip(docs, articles, annotations)
        for example in gold_examples(scene_of(doc, default_lexicon()), annotation, article.id)
    ]
    model = fit(examples, base=suggester.stance_model)
    nlp.get_pipe("annotator_stances").model = model  # nlp.to_disk keeps it

``fit`` is deterministic and moves the base only as far as the examples pull; the base's networks stay as they are.
"""
