"""Every way to what a later revision replaces is found, and no other: those that pyHanko finds, which takes longer."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader

from auditor_app.services.signing import revisions
from auditor_app.services.signing.reader import ReportReader
from auditor_app.services.signing.sign import sign
from tests.attacks.reports import issued, self_made, signature_request
from tests.attacks.sound_reports import unsigned

ATTACKS = Path(__file__).parents[2] / "attacks" / "files"
FILES = (
    "evil-annotation", "later-revision-another-description", "later-revision-hybrid-table",
    "later-revision-no-permissions", "later-revision-reordered-pages",
    "later-revision-second-certification", "second-attachment", "shadow-freed-object",
    "shadow-replaced-root", "sneaky-field",
)  # fmt: skip
Ways = dict[int, set[tuple[str | int, ...]]]


def ways(reader: PdfFileReader) -> list[Ways | str]:
    """What leads in every revision to what later ones write; the name of its exception for one that is broken."""
    return [_ways(reader, revision) for revision in range(reader.xrefs.total_revisions)]


def _ways(reader: PdfFileReader, revision: int) -> Ways | str:
    later = range(revision + 1, reader.xrefs.total_revisions)
    written = {one for number in later for one in reader.xrefs.explicit_refs_in_revision(number)}
    resolver = reader.get_historical_resolver(revision)
    try:
        resolver._load_reverse_xref_cache()  # type: ignore[no-untyped-call]  # pyHanko's own, which ours replaces
    except Exception as error:  # noqa: BLE001  # pyHanko raises many classes; both must raise
        return "refused" if str(error) else ""
    usages = {one.idnum: resolver._get_usages_of_ref(one) for one in written}
    return {number: {tuple(path) for path in paths} for number, paths in usages.items() if paths}


def theirs(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(pdf), strict=True)


@pytest.mark.parametrize("name", FILES)
def test_the_ways_in_forged_files_are_those_of_pyhanko(name: str) -> None:
    pdf = (ATTACKS / f"{name}.pdf").read_bytes()
    assert ways(ReportReader(pdf)) == ways(theirs(pdf))


def test_the_ways_in_a_report_that_two_signed_are_those_of_pyhanko() -> None:
    lead = sign(unsigned(), self_made(), signature_request())
    pdf = sign(lead, issued(), signature_request("school"))
    found = ways(ReportReader(pdf))
    assert found == ways(theirs(pdf))
    # The school's field: in the form, on its page, and in the structure tree.
    assert max(len(paths) for paths in found[1].values()) >= 3  # type: ignore[union-attr]  # not refused


NUMBERS = st.integers(2, 13)
KEYS = st.sampled_from(["/A", "/P", "/Parent", "/Pg", "/Kids", "/K", "/Obj", "/StructTreeRoot"])
TYPES = st.sampled_from(["", "", "/Type /StructElem", "/Type /Page", "/Type /OBJR", "/Type 13 0 R"])
SHAPES = st.sampled_from(["{} 0 R", "[ {} 0 R ]", "[ 1 << /A {} 0 R >> ]", "<< /P {} 0 R >>", "<< /K [ {} 0 R ] >>"])
ENTRIES = st.dictionaries(KEYS, st.tuples(SHAPES, NUMBERS), max_size=4)
OBJECTS = st.lists(st.tuples(TYPES, ENTRIES), min_size=11, max_size=11)


@given(OBJECTS, st.lists(NUMBERS, max_size=3), st.lists(NUMBERS, max_size=3), st.sets(NUMBERS, min_size=1))
def test_the_ways_in_any_tangle_are_those_of_pyhanko(
    objects: list[tuple[str, dict[str, tuple[str, int]]]], pages: list[int], elements: list[int], replaced: set[int]
) -> None:
    bodies = {
        1: f"/Type /Catalog /Pages 2 0 R /StructTreeRoot 3 0 R /A {_array(pages)}",
        2: f"/Type /Pages /Count {len(pages)} /Kids {_array(pages)}",
        3: f"/Type /StructTreeRoot /K {_array(elements)} /ParentTree << /Nums {_array(elements)} >>",
    }
    for number, (kind, entries) in enumerate(objects, start=4):
        said = (f"{key} {shape.format(target)}" for key, (shape, target) in entries.items())
        bodies[number] = " ".join([kind, *said])
    pdf = _written(_written(b"%PDF-1.7\n", bodies), {number: bodies.get(number, "") for number in replaced | {3}})
    assert ways(ReportReader(pdf)) == ways(theirs(pdf))


TREE = "/Type /StructTreeRoot /K [ 4 0 R ]"
PAGES = "/Type /Pages /Count 0 /Kids [ ]"
RINGS = {
    "an element is its own only child": {2: PAGES, 3: TREE, 4: "/Type /StructElem /K 4 0 R"},
    "an element is the child of its child": {2: PAGES, 3: TREE, 4: "/K 5 0 R", 5: "/K << /K 4 0 R >>"},
    "two children have one list with them in it": {2: PAGES, 3: TREE, 4: "/K [ << /K 4 0 R >> << /K 4 0 R >> ]"},
    "pages stand in their own list": {2: "/Type /Pages /Kids 4 0 R", 3: TREE, 4: "[ << /Type /Pages /Kids 4 0 R >> ]"},
}


@pytest.mark.parametrize("ring", RINGS)
def test_a_tree_that_bites_its_own_tail_is_refused_at_once(ring: str) -> None:
    bodies = {1: "/Type /Catalog /Pages 2 0 R /StructTreeRoot 3 0 R", **RINGS[ring]}
    pdf = _written(_written(b"%PDF-1.7\n", bodies), {3: TREE})
    assert ways(ReportReader(pdf))[0] == ways(theirs(pdf))[0] == "refused"


def test_more_ways_than_can_be_counted_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revisions, "_MOST_STEPS", 20_000)
    all_to_all = {number: f"/A {_array(range(4, 16))}" for number in range(4, 15)}
    bodies = {1: "/Type /Catalog /Pages 2 0 R /A 4 0 R", 2: PAGES, **all_to_all}
    pdf = _written(_written(b"%PDF-1.7\n", bodies), {14: "/A 1"})
    assert ways(ReportReader(pdf))[0] == "refused"


def _array(numbers: Iterable[int]) -> str:
    return "[ " + " ".join(f"{number} 0 R" for number in numbers) + " ]"


def _written(before: bytes, bodies: dict[int, str]) -> bytes:
    """Add a revision by hand: objects, their table, a trailer."""
    out, rows = bytearray(before), []
    for number, body in sorted(bodies.items()):
        rows.append(f"{number} 1\n{len(out):010d} 00000 n \n")
        whole = body if body.startswith("[") else f"<< {body} >>"
        out += f"{number} 0 obj\n{whole}\nendobj\n".encode()
    previous = f"/Prev {int(before.rpartition(b'startxref')[2].split()[0])} " if b"startxref" in before else ""
    table = len(out)
    head = "0 1\n0000000000 65535 f \n" if not previous else ""
    out += f"xref\n{head}{''.join(rows)}trailer\n<< /Root 1 0 R /Size 15 {previous}>>\n".encode()
    return bytes(out + f"startxref\n{table}\n%%EOF\n".encode())
