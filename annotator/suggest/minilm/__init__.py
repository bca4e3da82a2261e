"""The optional stronger stance scorer: a small transformer that was taught stance, beside the linear model."""
