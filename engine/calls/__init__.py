"""The 28 actions as methods, one module a family."""
