"""Where the lead auditor, the second auditor and the school sign, and what each signature means."""

from __future__ import annotations

from auditor_app.core.model import AuditKind, Role
from auditor_app.services.report.compose import hanging
from auditor_app.services.report.paginate import Part
from auditor_app.services.report.pen import Pen
from auditor_app.services.report.report import Report
from auditor_app.services.report.sections.inspectorate import panel
from auditor_app.services.report.sections.opening import lead, opening
from auditor_app.services.report.stamp import HEIGHT, WIDTH, empty_marks
from auditor_app.services.report.strips import Strip, kept, space_above, together
from auditor_app.services.report.structure import Element
from auditor_app.services.report.style import LEFT, MARGIN_WIDTH, SIDE, SMALL_BODY, TEXT
from auditor_app.services.words.first_letter import small

LEAD, SECOND, SCHOOL = "lead", "second", "school"


def signatures(report: Report) -> list[Part]:
    """Give the page with the empty signature fields."""
    element = report.root.add("Sect")
    tr, setter = report.tr, report.setter
    title = tr("Signatures")
    number = report.next_number()
    strips = opening(setter, element, title, number)
    strips += lead(
        setter, element, tr("The signatures cover the whole file, including the data inside it."), is_ours=True
    )
    for name, role, meaning in _signers(report):
        strips += _signer(report, element, name, role, meaning)
    words = tr(
        "A stamp is a picture and proves nothing. Open the file in a program that checks PAdES signatures. It answers "
        "two questions apart: is the file unchanged, and who signed and are they trusted? A self-made certificate "
        "answers only the first. Whatever is changed after signing is a new version with a number of its own."
    )
    strips += panel(report, element, tr("Check it yourself"), words, before=30)
    return [Part("signatures", title, element, strips, number=number)]


def _signers(report: Report) -> list[tuple[str, str, str]]:
    tr = report.tr
    found = [
        (
            LEAD,
            tr("Lead auditor"),
            tr(
                "The lead auditor states that this report gives what the audit team agreed on and that every finding "
                "rests on notes."
            ),
        )
    ]
    if any(member.role is Role.SECOND for member in report.snapshot.members):
        words = tr("The second auditor states the same, independently of the lead auditor.")
        found.append((SECOND, tr("Second auditor"), words))
    words = tr("The school signs for receipt. That does not mean that it agrees with the content.")
    return [*found, (SCHOOL, tr("School"), words)]


def _signer(report: Report, element: Element, name: str, role: str, meaning: str) -> list[Strip]:
    setter = report.setter
    label = setter.block(role, SIDE, element.add("H2"), x=LEFT, width=MARGIN_WIDTH)
    form = element.add("Form")
    marks = empty_marks(setter, role, report.tr, element.add("P"), TEXT)
    hint = report.tr("Signature of the {role}, not yet signed").format(role=small(role))

    def field(pen: Pen, top: float) -> None:
        pen.field((TEXT, top, WIDTH, HEIGHT), name, hint, form)

    box = hanging([Strip(HEIGHT, (*marks, field), rise=10.5)], label)
    text = setter.block(meaning, SMALL_BODY, element.add("P"), before=9)
    return space_above(together([*kept(box), *text]), 30 if report.snapshot.audit.kind is AuditKind.FORMATIVE else 24)
