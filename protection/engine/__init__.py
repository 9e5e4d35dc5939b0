"""What is allowed? Plain Python: facts in, a decision with its findings out. No Django, no database, no clock."""
