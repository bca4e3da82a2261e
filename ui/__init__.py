"""The window of Annotator, in Qt. It holds no SQL, no file formats and no models."""
