"""The command line's groups, one module each: options in, lines out. What they do stands in `operations.admin`."""
