"""From evidence to a judgement: blind ratings, findings, outcome, the school's check of the facts."""
