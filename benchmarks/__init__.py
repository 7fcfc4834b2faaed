"""The measured comparisons: ratios within one run, never absolute times."""
