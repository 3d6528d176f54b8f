"""What people type into a report: markup, control characters, other scripts, endless words."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor_app.core.model import School
from auditor_app.core.snapshot import Snapshot
from auditor_app.services.report.build import Built
from auditor_app.services.report.compose import Setter
from auditor_app.services.report.fonts import clean, face
from auditor_app.services.report.style import BODY, FACES, HEAD, SANS, SERIF, TABLE, TEXT_WIDTH
from auditor_app.services.report.text import NBSP, tied, typeset, width_of
from tests.services.report_samples import FINAL, attachment_of, everything_in, made, small_snapshot, text_of, words

HOSTILE = (
    '<b>vet</b> & <img src="file:///etc/passwd"> <a href="javascript:alert(1)">klik</a> a<b a>b &lt; \x00\x07\x1b '
    "\u202evals\u202c \u200b\ufeff 😀👩‍👧 שלום عربي \\( ) ( %s {title} {0} \\n \r\n\u2028 é ĳ → ≥ 中文 "
    "\ufffe\uffff\ue000"
)


def everywhere(snapshot: Snapshot, text: str) -> Snapshot:
    return replace(
        snapshot,
        audit=replace(
            snapshot.audit,
            summary=text,
            context=text,
            done=text,
            not_looked_at=text,
            school=School(name=text, brin=text, place=text),
        ),
        members=tuple(replace(item, name=text, organisation=text, relation_text=text) for item in snapshot.members),
        activities=tuple(
            replace(item, title=text, skip_reason=text, is_skipped=True) for item in snapshot.activities[:6]
        ),
        findings=tuple(
            replace(
                item, title=text, seen=text, meaning=text, question=text, first_step=text, quote=text, quote_source=text
            )
            for item in snapshot.findings[:3]
        ),
        chapters=tuple(replace(item, lead=text, own_way=text, unresolved=text) for item in snapshot.chapters[:2]),
    )


@pytest.fixture(scope="module")
def hostile() -> Built:
    # Final, so that the archive's judge has seen every glyph.
    return made(everywhere(small_snapshot(), HOSTILE), status=FINAL)


def test_markup_is_printed_and_never_obeyed(hostile: Built) -> None:
    built = hostile
    content = everything_in(built.pdf)
    for forbidden in (b"/URI", b"/JavaScript", b"/Launch", b"/Subtype /Image", b"root:x:0"):
        assert forbidden not in content
    text = words(text_of(built.pdf))
    for shown in ("<b>vet</b> &", 'src="file:///etc/passwd"', "a<b a>b &lt;", "{title} {0}"):
        assert shown in text
    for hidden in "\x00\x07\x1b\u202e\u202c\u200b\ufeff":
        assert hidden not in text
    assert "vals" in text


def test_what_no_typeface_has_is_replaced_and_told(hostile: Built) -> None:
    built = hostile
    assert {"😀", "ש", "ع", "中"} <= set(built.replaced)
    assert "□" in text_of(built.pdf)
    assert not set(built.replaced) & set(string.printable)
    assert made(small_snapshot()).replaced == ()


def test_what_was_copied_out_of_a_pdf_is_shown_in_plain_letters_and_a_letter_without_the_accent_it_lacks() -> None:
    setter = Setter()
    alpha = "\N{GREEK CAPITAL LETTER ALPHA WITH PSILI}"
    (line,) = setter.lines(f"ofﬁcieel x² {alpha}", BODY, TEXT_WIDTH, is_tied=False)
    assert "".join(run.text for run in line.runs) == "officieel x² \N{GREEK CAPITAL LETTER ALPHA}"
    assert setter.replaced == {alpha}


def test_the_data_inside_keeps_what_the_page_cannot_show(hostile: Built) -> None:
    assert "😀👩‍👧 שלום".encode() in attachment_of(hostile.pdf)


@pytest.mark.parametrize(
    "text", ["woord " * 17_000, "x" * 100_000, "a\n" * 800, "\u00a0" * 5_000, "\n" * 5_000, "  ", "W" * 700 + " i"]
)
def test_any_length_is_set(text: str) -> None:
    snapshot = small_snapshot()
    audit = replace(snapshot.audit, not_looked_at=text, school=replace(snapshot.audit.school, name=text))
    built = made(replace(snapshot, audit=audit))
    assert built.pages >= 7


def test_every_part_of_a_finding_may_be_long() -> None:
    snapshot = small_snapshot()
    long = "lange tekst " * 900
    finding = replace(
        snapshot.findings[0], seen=long, meaning=long, question=long, first_step=long, quote=long, title=long
    )
    built = made(replace(snapshot, findings=(finding,)))
    assert text_of(built.pdf).count("lange") >= 6 * 900
    assert len({place.page for place in built.layout if place.id == finding.id}) > 6


@settings(max_examples=60)
@given(st.text(max_size=300), st.floats(min_value=20, max_value=400))
def test_no_line_is_wider_than_its_column(text: str, width: float) -> None:
    lines = Setter().lines(clean(text), BODY, width)
    assert lines or not clean(text).strip()
    for line in lines:
        # One letter may be wider than the narrowest column; nothing else may.
        assert line.width <= width + 0.01 or sum(len(run.text.strip()) for run in line.runs) <= 1


@settings(max_examples=60)
@given(
    st.lists(st.text(alphabet=string.ascii_letters + "éëïöüåäø-.,’", min_size=1, max_size=40), min_size=1, max_size=60)
)
def test_no_letter_is_lost_in_breaking(given_words: list[str]) -> None:
    text = " ".join(given_words)
    shown = ""
    for line in Setter().lines(text, BODY, 150):
        for run in line.runs:
            shown += run.text if run.actual is None else run.actual
    squeezed = str.maketrans("", "", f" {NBSP}")
    assert shown.translate(squeezed) == clean(text).translate(squeezed)


def test_a_word_wider_than_its_column_is_cut_at_a_syllable_and_read_whole() -> None:
    word = "leerlingbesprekingsoverleggen"
    lines = Setter().lines(word, TABLE, 90)
    first, second = (line.runs[0] for line in lines)
    assert first.text.endswith("-")
    assert len(first.text) > 5
    assert len(second.text) >= 5
    assert (first.actual, second.actual) == (word, "")


def test_short_last_words_and_units_are_tied() -> None:
    assert tied("Zij werken in leerjaar 3 aan het plan.") == f"Zij werken in leerjaar{NBSP}3 aan het{NBSP}plan."
    assert tied("Het was 74 % van allemaal samen") == f"Het was 74{NBSP}% van allemaal{NBSP}samen"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("van 1 juni 2028 tot 12–13 november", f"van 1{NBSP}juni 2028 tot 12–13{NBSP}november"),
        ("op 12 en 13 november, met 2 voorwaarden", f"op 12{NBSP}en{NBSP}13{NBSP}november, met 2{NBSP}voorwaarden"),
        ("by 2 October 2028; senast 3 augusti", f"by 2{NBSP}October 2028; senast 3{NBSP}augusti"),
        ("foto's, zo'n school's 'eigen' weg, 's avonds", "foto’s, zo’n school’s 'eigen' weg, ’s avonds"),
        ("5'10 en 'stil' en (‘zo’) en a' b", "5'10 en 'stil' en (‘zo’) en a' b"),
    ],
)
def test_days_stay_with_their_months_and_apostrophes_are_those_of_print(typed: str, shown: str) -> None:
    assert typeset(typed) == shown


@pytest.mark.parametrize(
    ("word", "parts"), [("Anteckningar", ("Anteck-", "ningar")), ("Beeldkrant", ("Beeld-", "krant"))]
)
def test_a_head_that_is_too_wide_is_cut_where_a_syllable_ends(word: str, parts: tuple[str, str]) -> None:
    lines = Setter().lines(word, HEAD, width_of(parts[0], HEAD) + 3)
    assert tuple(line.runs[0].text for line in lines) == parts


def test_kerning_narrows_a_pair_and_letters_stay_readable() -> None:
    kerned = face(SERIF).kerns("AVAVAV")
    assert kerned is not None
    assert min(kerned) < 0
    assert face(SERIF).width("AVAVAV") < 3 * (face(SERIF).width("A") + face(SERIF).width("V"))


@pytest.mark.parametrize("name", FACES)
def test_every_face_has_the_letters_of_our_languages(name: str) -> None:
    letters = string.ascii_letters + string.digits + "éèëêïîöôüûçåäøæÅÄÖ€–—‘’“”…·×−.,:;?!()%&/"
    missing = [char for char in letters if not face(name).has(char)]
    assert missing == []


def test_figures_are_all_of_one_width() -> None:
    assert len({face(SANS).width(digit) for digit in string.digits}) == 1


def test_clean_keeps_accents_and_drops_what_cannot_be_seen() -> None:
    assert clean("e\u0301\u202e\x00\tb\r\nc\ufe0f") == "é b\nc"
    assert clean("\ud800") == "\ud800", "a lone surrogate is shown as a replacement, not dropped unseen"
    setter = Setter()
    setter.lines("\ud800", BODY, TEXT_WIDTH)
    assert setter.replaced == {"\ud800"}
