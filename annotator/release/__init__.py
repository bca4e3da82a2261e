"""Gold as a dataset: parted into training, development and test articles, checked, described, and fixed by hashes.

- ``facts``: what parting and describing need to know of an article;
- ``near``: articles that say nearly the same;
- ``split``: which article goes where;
- ``lint``: what is wrong, or odd, with the gold;
- ``card``: the dataset card and the manifest.
"""
