"""The dialogs of signing: what is signed, with which key, and what came of it."""
