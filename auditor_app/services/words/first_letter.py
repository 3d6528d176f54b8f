"""The first letter of words that stand by themselves elsewhere: small within a sentence, a capital where one begins."""

from __future__ import annotations


def small(text: str) -> str:
    """Give words as they stand within a sentence."""
    return text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """Give words as they begin a sentence, or stand by themselves."""
    return text[:1].upper() + text[1:]
