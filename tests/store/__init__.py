"""The contract of a store, which every implementation passes, and what can happen to a project file."""
