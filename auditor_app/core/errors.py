"""Errors that are expected and said to people."""

from __future__ import annotations


class UserError(Exception):
    """An expected failure, named by a code whose translated sentence (with a next step) the surface shows."""

    def __init__(self, code: str, **details: object) -> None:
        """Keep `code` (dotted, such as `store.disk_full`) and the details its sentence mentions."""
        super().__init__(code)
        self.code = code
        self.details = details

    def __str__(self) -> str:
        """Give the code and details for logs; screens use `i18n.error_text`."""
        details = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.code} ({details})" if details else self.code
