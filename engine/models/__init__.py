"""What the engine's answers hold, one module a subject."""
