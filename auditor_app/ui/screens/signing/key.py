"""What somebody signs with: the key of this laptop, a key file, or a token; and the certificate that goes with it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from auditor_app.core.errors import UserError
from auditor_app.i18n import _, current, error_text, failure_text
from auditor_app.services.outside.verify_texts import in_fours
from auditor_app.services.publishing.keys import Key, Kind, plugged_in
from auditor_app.ui.focus import Pause
from auditor_app.ui.saving import first_folder
from auditor_app.ui.screens.signing.facts import Facts, Room
from auditor_app.ui.screens.signing.identity import secret_field
from auditor_app.ui.screens.signing.words import proof_words
from auditor_app.ui.widgets.buttons import Button
from auditor_app.ui.widgets.inputs import ComboBox, Field
from auditor_app.ui.widgets.messages import Message, MessageBar
from auditor_app.ui.widgets.segmented import Segmented
from auditor_app.ui.widgets.text import TextLabel

if TYPE_CHECKING:
    from auditor_app.services.signing.identity import Identity
    from auditor_app.ui.theme import Look

_AT_THE_SECRET: Final = frozenset({"signing.wrong_passphrase", "token.wrong_pin", "token.locked"})
_AT_THE_PATH: Final = frozenset(
    {
        "publish.cannot_read", "signing.not_a_key_file", "signing.no_key_in_file", "signing.outdated_key_file",
        "token.no_driver", "token.missing", "token.several", "token.no_certificate", "token.not_supported",
    }
)  # fmt: skip
_AT_THE_CERTIFICATE: Final = frozenset(
    {
        "signing.certificate_expired", "signing.certificate_not_yet_valid", "signing.certificate_not_for_signing",
        "signing.unsupported_key", "signing.key_does_not_match", "token.several_certificates",
    }
)  # fmt: skip
"""What is wrong with a certificate is said where another one is chosen; of this laptop's key there is no such field."""


class KeyForm(QWidget):
    """Three ways to sign; `ready` says whether the certificate is known and may sign."""

    changed = Signal()
    """Another key, or something else typed: what was known of it no longer holds."""
    returned = Signal()
    """Enter in the secret: go on."""
    said = Signal(QWidget)
    """What says that something is wrong, or whose the certificate is: it has to be seen."""
    new_wanted = Signal()
    """The key of this laptop cannot sign any more: another one is to be made."""

    def __init__(self, room: Room, look: Look) -> None:
        super().__init__()
        self._room, self._look = room, look
        self.own: Identity | None = None
        self._looked_at: tuple[Key, Identity] | None = None
        self.kinds = Segmented(look)
        self.kinds.offer({"own": _("This laptop’s key"), "file": _("Key file"), "token": _("Token")})
        self.kinds.show_choice("own")
        self.path = Field(look, "")
        self.browse = Button(look, _("Choose …"), size="small")
        self.token = ComboBox(look, _("Token"))
        self.token.setSizeAdjustPolicy(ComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.certificate = Field(look, _("&Certificate on the token (only if it holds several)"))
        self.secret = secret_field(look, _("&Passphrase of the signing key"))
        self.facts = Facts(look)
        self.proof = TextLabel(look, "", "small", "text.secondary")
        self.problem = MessageBar(look)
        self._pause = Pause(self)
        self._lay_out()
        self.kinds.chosen.connect(self._on_kind)
        self.browse.clicked.connect(self._on_browse)
        for field in (self.path, self.certificate, self.secret):
            field.edit.textEdited.connect(self._on_edited)
        self.path.edited.connect(self._on_path)
        for field in (self.path, self.certificate, self.secret):
            field.edit.returnPressed.connect(self.returned)
        self.token.activated.connect(self._on_edited)
        self.problem.acted.connect(self._on_acted)
        self._arrange()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.kinds, 0, Qt.AlignmentFlag.AlignLeft)
        self.path.put_beside(self.browse)
        column.addWidget(self.path)
        column.addWidget(self.token)
        column.addWidget(self.certificate)
        column.addWidget(self.secret)
        column.addWidget(self.problem)
        column.addWidget(self.facts)
        column.addWidget(self.proof)

    @property
    def kind(self) -> Kind:
        """The way that is chosen."""
        value = self.kinds.value
        return "file" if value == "file" else "token" if value == "token" else "own"

    @property
    def key(self) -> Key:
        """The key that is chosen."""
        if self.kind == "own":
            return Key()
        path = Path(self.path.text().strip())
        if self.kind == "file":
            return Key("file", path)
        return Key("token", path, str(self.token.currentData() or ""), self.certificate.text().strip())

    @property
    def identity(self) -> Identity | None:
        """Whose certificate will sign, as far as that is known by now."""
        if self.kind == "own":
            return self.own
        return self._looked_at[1] if self._looked_at is not None and self._looked_at[0] == self.key else None

    @property
    def is_filled_in(self) -> bool:
        """Whether there is something to open the key with; says at the field what is missing."""
        is_there = self.kind == "own" or bool(self.path.text().strip())
        missing = _("Choose the file first.") if self.kind == "file" else _("Choose the driver of the token first.")
        self._say(self.path, "" if is_there else missing)
        has_secret = bool(self.secret.text())
        word = _("Type the PIN of the token.") if self.kind == "token" else _("Type the passphrase of the signing key.")
        self._say(self.secret, "" if has_secret or not is_there else word)
        return is_there and has_secret

    def show_own(self, identity: Identity | None) -> None:
        """Show the certificate of this laptop's key, and at once whether it may sign."""
        self.own = identity
        self._arrange()
        if identity is not None:
            work = partial(self._room.signatures.keys.require_usable, identity)
            self._room.read(work, self._on_usable, partial(self._on_own_refused, identity))

    def _on_usable(self, _nothing: None) -> None:
        """It may sign: there is nothing to say."""

    def _on_own_refused(self, identity: Identity, error: Exception) -> None:
        if isinstance(error, UserError) and self.kind == "own" and self.own is identity:
            self.show_problem(error)

    def look(self) -> None:
        """Open the key once, to show its certificate and whatever is wrong with it."""
        key, secret = self.key, self.secret.text()
        self._pause.begin()
        work = partial(self._room.signatures.keys.look_at, key, secret)
        self._room.read(work, partial(self._on_looked, key), self._on_failed)

    def _on_looked(self, key: Key, identity: Identity) -> None:
        self._pause.end()
        self._looked_at = (key, identity)
        self._arrange()
        self.changed.emit()
        self.said.emit(self.facts)

    def _on_failed(self, error: Exception) -> None:
        self._pause.end()
        self.changed.emit()
        if not (isinstance(error, UserError) and self.show_problem(error)):
            self._say_below(failure_text(error))

    def show_problem(self, error: UserError) -> bool:
        """Say at the field it is about what is wrong; False when it is about none of them."""
        field = self._field_of(error)
        if field is not None:
            self._say(field, error_text(error))
            field.edit.selectAll()
            field.edit.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        if error.code in _AT_THE_CERTIFICATE:
            # Where only the date of the laptop may be wrong, another key would have the same trouble.
            is_for_good = error.code != "signing.certificate_not_yet_valid"
            self._say_below(error_text(error), (("new", _("Make a new key …")),) if is_for_good else ())
            return True
        if error.code.startswith("token."):
            self._say_below(error_text(error))
            return True
        return False

    def _say_below(self, sentence: str, actions: tuple[tuple[str, str], ...] = ()) -> None:
        self.problem.show_message(Message(sentence, "failure", _("This key cannot sign now"), actions))
        self.said.emit(self.problem)

    def _field_of(self, error: UserError) -> Field | None:
        """Give the field in which what is wrong can be put right."""
        if error.code in _AT_THE_SECRET:
            return self.secret
        if self.kind == "own":
            return None
        if error.code in _AT_THE_CERTIFICATE:
            return self.certificate if self.kind == "token" else self.path
        return self.path if error.code in _AT_THE_PATH else None

    def _on_acted(self, _name: str) -> None:
        self.new_wanted.emit()

    def _say(self, field: Field, sentence: str) -> None:
        field.show_error(sentence)
        if sentence:
            self.said.emit(field)

    def _on_kind(self, _value: str) -> None:
        self.path.show_text("")
        if self.kind == "token":
            self._room.read(self._room.signatures.token_driver, self._on_driver, self._on_failed)
        self.secret.edit.clear()
        self._on_edited()

    def _on_driver(self, driver: str) -> None:
        if self.kind == "token" and driver and not self.path.text():
            self.path.show_text(driver)
            self._on_path(driver)

    def _on_edited(self, _value: object = None) -> None:
        for field in (self.path, self.certificate, self.secret):
            field.show_error("")
        self._arrange()
        self.changed.emit()

    def _on_path(self, text: str) -> None:
        if self.kind == "token" and text.strip():
            driver = Path(text.strip())
            self._room.read(partial(plugged_in, driver), self._on_tokens, self._on_no_tokens)

    def _on_tokens(self, labels: tuple[str, ...]) -> None:
        self.token.show_choices(tuple((label, label) for label in labels))
        self._arrange()
        if not labels:
            self._on_no_tokens(UserError("token.missing"))

    def _on_no_tokens(self, error: Exception) -> None:
        """Say it at the driver, without a word about the focus: somebody may still be typing there."""
        if self.kind == "token":
            self._say(self.path, failure_text(error))

    def _on_browse(self) -> None:
        if self.kind == "file":
            title, kinds = _("Choose a key file"), _("Key file") + " (*.p12 *.pfx)"
        else:
            title, kinds = _("Choose the driver of the token"), _("Driver") + " (*.so *.dll *.dylib)"
        name, _filter = QFileDialog.getOpenFileName(self, title, first_folder(), kinds)
        if name:
            self.path.show_text(name)
            self._on_edited()
            self._on_path(name)

    def _arrange(self) -> None:
        kind, identity = self.kind, self.identity
        self.path.setVisible(kind != "own")
        self.path.show_label(
            _("&Key file (.p12 or .pfx)") if kind == "file" else _("&Driver of the token (PKCS#11), from its maker")
        )
        self.token.setVisible(kind == "token" and self.token.count() > 1)
        self.certificate.setVisible(kind == "token")
        self.secret.show_label(_("&PIN of the token") if kind == "token" else _("&Passphrase of the signing key"))
        self.problem.hide()
        self.facts.show_facts(certificate_facts(identity) if identity is not None else ())
        self.proof.show_text(proof_words(identity) if identity is not None else "")
        self.proof.setVisible(identity is not None)


def certificate_facts(identity: Identity) -> tuple[tuple[str, str], ...]:
    """List what a certificate says: holder, issuer, serial number, validity, fingerprint."""
    holder = ", ".join(filter(None, (identity.common_name, identity.organisation)))
    days = current().date_range(identity.not_before.date().isoformat(), identity.not_after.date().isoformat())
    return (
        (_("Certificate of"), holder),
        (_("Issued by"), _("nobody else: self-made") if identity.is_self_made else identity.issuer_name),
        (_("Serial number"), in_fours(identity.serial)),
        (_("Valid"), days),
        (_("Fingerprint"), in_fours(identity.fingerprint[:32])),
    )
