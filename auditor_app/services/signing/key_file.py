"""The integrity check of a PKCS#12 file, made as slow to guess against as its encryption."""

from __future__ import annotations

import hashlib
import hmac
import os

from asn1crypto import pkcs12

KDF_ROUNDS = 200_000
"""Each try of a passphrase costs a guesser about a tenth of a second."""
_BLOCK = 64
_PURPOSE_MAC = 3


def with_slow_mac(p12: bytes, passphrase: str, rounds: int) -> bytes:
    """Replace the MAC of a PKCS#12 file: `cryptography` always takes 2048 rounds, which a guesser would use."""
    file = pkcs12.Pfx.load(p12)
    salt = os.urandom(16)
    key = _mac_key(passphrase, salt, rounds)
    file["mac_data"]["mac_salt"] = salt
    file["mac_data"]["iterations"] = rounds
    file["mac_data"]["mac"]["digest"] = hmac.digest(key, file["auth_safe"]["content"].native, "sha256")
    return bytes(file.dump())


def _mac_key(passphrase: str, salt: bytes, rounds: int) -> bytes:
    """Derive the key as RFC 7292, appendix B.2 says, for SHA-256, whose one block is all the key needs."""
    secret = passphrase.encode("utf-16-be") + b"\0\0"
    block = bytes([_PURPOSE_MAC]) * _BLOCK + _filled(salt) + _filled(secret)
    for _ in range(rounds):
        block = hashlib.sha256(block).digest()
    return block


def _filled(text: bytes) -> bytes:
    """Repeat a text until it fills whole blocks."""
    length = -(-len(text) // _BLOCK) * _BLOCK
    return (text * (length // len(text) + 1))[:length]
