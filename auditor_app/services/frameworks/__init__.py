"""The quality frameworks: those that come with the program and those that a user loads."""
