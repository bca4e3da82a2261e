"""The reading desk: the article's text with everything marked on it."""
