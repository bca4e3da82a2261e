"""Item models: lazy, without logic of their own."""
