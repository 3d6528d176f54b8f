"""The views of Report about a conclusion: outcome, exit talk, check of the facts."""
