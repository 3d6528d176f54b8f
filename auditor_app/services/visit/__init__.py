"""What is gathered at the school: notes, what lies beside them, the programme in other calendars, paper."""
