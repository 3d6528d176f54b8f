"""Are all texts translated? Compares the source with resources/locale; `--update` brings the catalogues up to date."""

from __future__ import annotations

import argparse
import ast
import re
import sys
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "resources" / "locale"
DOMAIN = "auditor"
LANGUAGES = {"nl": "Dutch", "sv": "Swedish"}  # English texts are the keys
KEYWORDS = {"_": None, "N_": None, "tr": None, "_tr": None, "gettext": None, "ngettext": (1, 2), "plural": (1, 2)}


def main() -> int:
    """Check the catalogues, or update them first."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--update", action="store_true", help="write the template, merge, and compile")
    source = texts_in_source()
    if options.parse_args().update:
        _update(source)
    faults = [fault for language in LANGUAGES for fault in _faults(language, source)]
    print("\n".join(faults) or f"{len(source)} texts, all there in {' and '.join(LANGUAGES)}")
    return 1 if faults else 0


def texts_in_source() -> Catalog:
    """Collect every text the program marks for translation."""
    catalog = Catalog(project="auditor", domain=DOMAIN, charset="utf-8")
    found = extract_from_dir(ROOT / "auditor_app", keywords=KEYWORDS, comment_tags=("Translators:",))
    for file, line, text, comments, context in sorted(found, key=lambda item: (item[0], item[1])):
        first = text[0] if isinstance(text, tuple) else text
        if first:
            place = (Path("auditor_app", file).as_posix(), line)
            catalog.add(text, None, [place], auto_comments=comments, context=context)
    for file, line, text in _in_f_strings():
        catalog.add(text, None, [(file, line)])
    return catalog


def _in_f_strings() -> Iterator[tuple[str, int, str | tuple[str, ...]]]:
    """Find what is marked inside an f-string: Babel does not look there."""
    for path in sorted((ROOT / "auditor_app").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        outer = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
        for call in (node for text in outer for node in ast.walk(text) if isinstance(node, ast.Call)):
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            given = [str(item.value) for item in call.args[:2] if isinstance(item, ast.Constant) and item.value]
            if name in KEYWORDS and given:
                text = tuple(given) if KEYWORDS[name] else given[0]
                yield path.relative_to(ROOT).as_posix(), call.lineno, text


def _path(language: str, kind: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.{kind}"


def _read(language: str) -> Catalog:
    path = _path(language, "po")
    if not path.exists():
        header = f"# The texts of Auditor in {LANGUAGES[language]}."
        return Catalog(locale=language, domain=DOMAIN, project="auditor", header_comment=header, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def _update(source: Catalog) -> None:
    """Write without line numbers and dates, so that only a changed text changes a file."""
    LOCALE.mkdir(parents=True, exist_ok=True)
    with (LOCALE / f"{DOMAIN}.pot").open("wb") as file:
        write_po(file, source, omit_header=True, include_lineno=False, sort_output=True, width=110)
    for language in LANGUAGES:
        catalog = _read(language)
        catalog.update(source, no_fuzzy_matching=True, update_header_comment=False, update_creation_date=False)
        catalog.obsolete.clear()
        _path(language, "po").parent.mkdir(parents=True, exist_ok=True)
        with _path(language, "po").open("wb") as file:
            write_po(file, catalog, include_lineno=False, sort_output=True, width=110)
        with _path(language, "mo").open("wb") as file:
            write_mo(file, catalog)


def _faults(language: str, source: Catalog) -> Iterator[str]:
    """Name each text that is missing, unsure, no longer used, or has other placeholders than the original."""
    catalog = _read(language)
    for message in source:
        if message.id:
            yield from (f"{language}: {fault}" for fault in _faults_of(message, catalog.get(message.id)))
    for message in catalog:
        if message.id and source.get(message.id) is None:
            yield f"{language}: no longer used: {_key(message)!r}"
    yield from (f"{language}: no longer used: {_key(old)!r}" for old in catalog.obsolete.values())
    if not _is_compiled(language, catalog):
        yield f"{language}: {DOMAIN}.mo is older than {DOMAIN}.po; run .ci/catalogue.py --update"


def _faults_of(original: Message, translation: Message | None) -> Iterator[str]:
    name = repr(_key(original))
    if translation is None or not all(_forms(translation.string)):
        yield f"missing: {name} ({original.locations[0][0]})"
        return
    if translation.fuzzy:
        yield f"not certain (fuzzy): {name}"
    allowed = [_placeholders(form) for form in _forms(original.id)]
    if any(_placeholders(form) not in allowed for form in _forms(translation.string)):
        yield f"other placeholders than the original: {name}"


def _key(message: Message) -> str:
    return _forms(message.id)[0]


def _forms(text: object) -> tuple[str, ...]:
    return tuple(map(str, text)) if isinstance(text, list | tuple) else (str(text or ""),)


def _placeholders(text: str) -> frozenset[str] | None:
    """Give the names in braces; None when the text cannot be filled in at all."""
    try:
        names = frozenset(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        return None
    return names | frozenset(re.findall(r"%\(\w+\)[sd]", text))


def _is_compiled(language: str, catalog: Catalog) -> bool:
    path = _path(language, "mo")
    if not path.exists():
        return False
    wanted = BytesIO()
    write_mo(wanted, catalog)
    return path.read_bytes() == wanted.getvalue()


if __name__ == "__main__":
    sys.exit(main())
