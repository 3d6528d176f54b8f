"""The place Day: the programme, and what is written down while it goes on."""
