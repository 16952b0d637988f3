"""What is allowed, and what is missing. Pure questions: nothing here writes."""
