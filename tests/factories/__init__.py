"""Rows for tests: valid and boring, unless a trait tells a story."""
