"""Survey results: from a school's file to counts per question, with a preview first and never a respondent kept."""
