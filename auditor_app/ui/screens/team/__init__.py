"""The place Team: ratings laid open, consensus, agreement."""
