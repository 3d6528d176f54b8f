from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from auditor_app.core.errors import UserError
from auditor_app.services.schools.register_file import CODE, NAME, PLACE, REQUIRED, RegisterFile, read_register

SAMPLE = Path(__file__).parents[2] / "data" / "duo-vestigingen-vo-sample.csv"
HEADER = "VESTIGINGSCODE;VESTIGINGSNAAM;PLAATSNAAM"


def read(folder: Path, content: bytes | str) -> RegisterFile:
    path = folder / "register.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode("cp1252"))
    return read_register(path)


def refusal(folder: Path, content: bytes | str) -> UserError:
    with pytest.raises(UserError) as caught:
        read(folder, content)
    return caught.value


def rewritten(delimiter: str, *, turned: bool = False, extra: bool = False) -> str:
    """The published sample as a spreadsheet might write it."""
    rows = list(csv.reader(io.StringIO(SAMPLE.read_bytes().decode("cp1252")), delimiter=";"))
    rows = [[*row, "x"] for row in rows] if extra else rows
    rows = [row[::-1] for row in rows] if turned else rows
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows(rows)
    return out.getvalue()


def test_the_register_as_published() -> None:
    register = read_register(SAMPLE)
    assert (len(register.schools), register.problems) == (16, ())
    assert (register.encoding, register.delimiter) == ("utf-8" if SAMPLE.read_bytes().isascii() else "cp1252", ";")
    first = register.schools[0]
    assert (first.brin, first.location, first.key) == ("18BR", "00", "18BR-00")
    assert (first.name, first.place, first.province) == ("School voor Praktijkonderwijs Assen", "Assen", "Drenthe")
    assert (first.board, first.education, first.website) == ("10053", "PRO", "www.pro-assen.nl")
    assert register.schools[1].website == ""  # a single space means nothing
    assert 'VMBO "De Jutter" Vlieland' in {school.name for school in register.schools}
    assert len({school.key for school in register.schools}) == 16


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_register_that_went_through_a_spreadsheet_gives_the_same_schools(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    text = rewritten(delimiter, turned=True, extra=True)
    register = read(tmp_path, text.encode(encoding))
    assert register.schools == read_register(SAMPLE).schools
    assert register.delimiter == delimiter


def test_old_encodings_are_recognised(tmp_path: Path) -> None:
    rows = [f"01AA{n:02};Café de Één, école n° {n};CURAÇAO" for n in range(40)]
    text = "\n".join([HEADER, *rows])
    for encoding in ("cp850", "mac_roman"):
        schools = read(tmp_path, text.encode(encoding)).schools
        assert (schools[7].name, schools[7].place) == ("Café de Één, école n° 7", "Curaçao"), encoding


def test_a_euro_sign_and_typographic_quotes_are_windows_1252(tmp_path: Path) -> None:
    register = read(tmp_path, f"{HEADER}\n01AA00;De ‘Linde’ – één;ASSEN")
    assert register.schools[0].name == "De ‘Linde’ – één"
    assert register.encoding == "cp1252"


def test_bad_rows_are_named_and_the_others_kept(tmp_path: Path) -> None:
    lines = [HEADER, "01AA00;Goed;ASSEN", '01AA01;"Open;ASSEN', "01AA02;Kort", "1AA;Fout;ASSEN", "01AA03; ;ASSEN"]
    lines += ["", ";;", "01AA00;Nog eens;ASSEN", f"01AA04;{'x' * 400};ASSEN", "01aa05;Ook goed;"]
    register = read(tmp_path, "\r\n".join(lines))
    assert [school.name for school in register.schools] == ["Goed", "Ook goed"]
    assert [(problem.line, problem.code) for problem in register.problems] == [
        (3, "open_quote"),
        (4, "too_few_cells"),
        (5, "bad_code"),
        (6, "no_name"),
        (9, "duplicate"),
        (10, "long_name"),
    ]
    assert register.schools[1].brin == "01AA"


def test_blanks_and_unseen_characters_are_taken_out_of_names(tmp_path: Path) -> None:
    content = f"{HEADER};INTERNETADRES\n01AA00;  De \u202e\x07 Linde\u200b ;ASSEN;javascript:alert(1)".encode()
    school = read(tmp_path, content).schools[0]
    assert (school.name, school.website) == ("De Linde", "")


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way_and_a_hint_for_spreadsheets_is_skipped(tmp_path: Path, line_end: str) -> None:
    register = read(tmp_path, line_end.join(["sep=;", HEADER, "01AA00;Een\x85Twee;ASSEN"]).encode())
    assert len(register.schools) == 1


def test_missing_columns_are_named(tmp_path: Path) -> None:
    error = refusal(tmp_path, "VESTIGINGSCODE;NAAM;GEMEENTE\n01AA00;x;y")
    assert error.code == "register.missing_columns"
    assert error.details["columns"] == f"{NAME}, {PLACE}"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "register.empty"),
        (b"\xef\xbb\xbf", "register.empty"),
        (b" \r\n;;;\r\n", "register.empty"),
        (b"sep=;\n", "register.empty"),
        (b"PK\x03\x04\x14\x00", "register.spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "register.spreadsheet"),
        (b"%PDF-1.7\n;;", "register.not_a_table"),
        (b"abc\x00def;x", "register.not_a_table"),
        (b"\xff\xfe\x00", "register.not_a_table"),
        (b"Geachte directie,", "register.missing_columns"),
        (b"een brief zonder tabel\nnog een regel", "register.not_a_table"),
        (f"{HEADER}\n".encode(), "register.no_schools"),
        (f"{HEADER}\nx;y;z".encode(), "register.no_schools"),
        (b"x" * 200_000 + b";y", "register.missing_columns"),
    ],
)
def test_what_is_no_register_is_refused_politely(tmp_path: Path, content: bytes, code: str) -> None:
    assert refusal(tmp_path, content).code == code


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "not-there.csv", tmp_path):
        with pytest.raises(UserError) as caught:
            read_register(path)
        assert caught.value.code == "register.unreadable"
    with (tmp_path / "huge.csv").open("wb") as file:
        file.truncate((32 << 20) + 1)
    with pytest.raises(UserError) as caught:
        read_register(tmp_path / "huge.csv")
    assert caught.value.code == "register.too_large"


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=300), has_header=st.booleans())
@example(content=b'\n"', has_header=True)
@example(content=b"\n01AA00;\x81\x8d;\x90", has_header=True)
def test_no_bytes_make_it_fail_in_an_unexpected_way(tmp_path: Path, content: bytes, *, has_header: bool) -> None:
    try:
        schools = read(tmp_path, (HEADER.encode() + b"\n" if has_header else b"") + content).schools
    except UserError:
        schools = ()
    assert all(school.brin and school.name for school in schools)


CELL = st.text(st.characters(codec="cp1252", exclude_characters='"', exclude_categories=["Cc", "Cf"]), min_size=1)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    names=st.lists(CELL.map(str.strip).filter(bool).filter(str.isprintable), min_size=1, max_size=9),
    delimiter=st.sampled_from(";,\t"),
    order=st.permutations(REQUIRED),
)
def test_what_is_written_is_read_back(tmp_path: Path, names: list[str], delimiter: str, order: list[str]) -> None:
    rows = [{CODE: f"01AA{place:02}", NAME: name, PLACE: "Assen"} for place, name in enumerate(names)]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, order, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    register = read(tmp_path, out.getvalue().encode("utf-8"))
    assert [school.name for school in register.schools] == [" ".join(name.split()) for name in names]
