"""How does an instance do with many PCs at once? A fleet that speaks to it over HTTP."""
