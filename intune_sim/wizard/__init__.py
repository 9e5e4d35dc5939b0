"""How is something written step by step? Steps, what was typed on each, and the pages that lead through them."""
