"""How fast is it, measured against a floor in the same run? `python -m benchmarks` prints ratios, never verdicts."""
