"""The place Criteria: question, rubric, evidence, own rating."""
