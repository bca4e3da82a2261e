"""The review of gold and models: windows beside the main one, fed by a process of their own."""
