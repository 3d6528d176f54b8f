"""What expected errors say to people: what happened, what is safe, what to do next. Codes are those of `UserError`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from auditor_app.i18n import N_

FALLBACK = N_("Something went wrong that has no sentence yet ({code}). Nothing was lost; please report this code.")

ERROR_TEXTS: Mapping[str, str] = MappingProxyType(
    {
        # audits
        "audit.bad_date": N_("“{text}” is not a date. Write it as year-month-day, for example 2026-11-12."),
        "audit.dates_reversed": N_("The visit ends ({ends}) before it starts ({starts}). Change one of the two dates."),
        "audit.exists": N_("This audit is already on this laptop. Open it from the list, or remove it there first."),
        "audit.lead_needed": N_(
            "A team needs a lead auditor. Make somebody else the lead first, then remove this person."
        ),
        "audit.role_while_blind": N_(
            "Colleagues still rate blind, and a second reader would see their levels. Change the role of {name} once "
            "they have locked them, or take {name} off the team."
        ),
        "audit.given_up": N_(
            "The notes of this correction were removed for good, with those of the version that it was to correct, so "
            "it stays in the bin. What was signed is in that version."
        ),
        "audit.leaves_while_blind": N_(
            "A colleague has locked their ratings, and {name} has not: leaving now would show them. Lock yours, or let"
            " a colleague, chosen under Team, take {name} out of the team and say why."
        ),
        "audit.leaves_why": N_(
            "A colleague has locked their ratings, and {name} has not. Say why {name} leaves before locking."
        ),
        "audit.no_school": N_("Which school is it? Pick one from the register or type its name."),
        "audit.not_signed": N_("Notes can be removed for good once the report is signed. Until then there is the bin."),
        "audit.signed": N_(
            "This audit has been signed and can only be read. A correction is a new version of the audit."
        ),
        "note.too_long": N_(
            "This text has {length} characters; a note holds at most {limit}. Split it into several notes."
        ),
        "rating.locked": N_("Your ratings are locked. What the team agrees on is recorded in Team."),
        "rating.not_all_rated": N_(
            "{missing} criteria have no rating of yours yet. Rate them first, also not assessed."
        ),
        "rating.core_not_applicable": N_(
            "{criterion} is a core criterion and always applies. Choose “not assessed” and say why."
        ),
        "rating.unknown_criterion": N_(
            "The framework of this audit has no criterion {criterion}. Choose one from the list."
        ),
        "rating.unknown_level": N_("“{level}” is not a level. Use 1 to 4, not assessed or not applicable."),
        "follow_up.unknown_state": N_(
            "“{state}” is not a state this kind of audit gives. Choose one of those that are offered."
        ),
        "guard.locked": N_("These ratings are locked and show when everybody is ready. No code is needed for that."),
        "guard.too_short": N_("A code has at least {least} characters. Choose a longer one."),
        "guard.wrong_code": N_("That is not the code. Try again, or clear the ratings and rate anew."),
        "matrix.partner_row": N_(
            "{cell} is about the organisation you work for. Somebody else of the team says what was found there."
        ),
        "interim.nothing_to_follow": N_(
            "That report of {school} holds no development points or conditions, so there is nothing to follow up."
        ),
        "interim.not_concerned": N_(
            "No point of the earlier audit is about {criterion}, so an interim evaluation leaves its level as it was."
        ),
        # outcome, advice, decision
        "advice.no_outcome": N_("There is no outcome to advise on yet: a gate is still closed. Outcome lists which."),
        "advice.none": N_("There is no advice to agree with yet. Choose the advice first."),
        "advice.not_yours": N_(
            "Only the second auditor or the second reader can agree with an advice that deviates. Choose in Team who "
            "works at this laptop."
        ),
        "advice.too_far": N_(
            "An advice is at most one step away from the computed outcome. Look at the levels again if this is not "
            "what the team saw."
        ),
        "advice.unknown": N_("“{value}” is no advice. Choose one of the three from the list."),
        "decision.before_signing": N_("The decision comes after the signed report. Sign the report first."),
        "decision.incomplete": N_(
            "A decision needs its date, the body and the function of who signed, and each condition its criterion, "
            "what has to be seen, and the day."
        ),
        "decision.no_conditions": N_(
            "With conditions, a decision names at least one. Add it, or choose another decision."
        ),
        "decision.not_chosen": N_("Choose what the deciding body decided."),
        "decision.too_long": N_("Keep a decision below {limit} characters and {most} conditions."),
        "form.cannot_open": N_("“{file}” cannot be opened. Check that the file is still there."),
        "form.no_fields": N_(
            "“{file}” holds no fields of our form: it was printed to a new file, scanned, or is another document."
            " Ask the school for the form as it saved it, or type its points in."
        ),
        "form.other_audit": N_("“{file}” is the form of another audit. Open that audit to read it in."),
        "form.too_long": N_(
            "A text in “{file}” is longer than {most} characters. Ask the school for it as a letter, and type the"
            " points in."
        ),
        "form.two_values": N_(
            "“{file}” holds one field twice with different texts, so it is not clear what the school wrote. Ask for"
            " the form as the school filled it in."
        ),
        "form.too_large": N_(
            "“{file}” is larger than {most} MB, far more than a filled form. Ask for the form itself."
        ),
        "form.unreadable": N_("“{file}” cannot be read as a PDF. Ask the school to save and send the form again."),
        "exception.no_reason": N_("{criterion}: write first why less evidence is enough here."),
        "exception.not_yours": N_(
            "Only the lead auditor and the second auditor can stand behind an exception. Choose in Team who works at "
            "this laptop."
        ),
        # the exit talk
        "exit_talk.empty": N_("Nothing has been chosen for the exit talk yet. Choose up to five strengths and points."),
        "exit_talk.words": N_(
            "“{title}” holds words of an outcome ({words}). The exit talk comes before advice and decision: write it "
            "without them."
        ),
        "exit_talk.full": N_("Five is the most that is heard. Take another one out first."),
        # the school's check of the facts
        "fact_check.bad_term": N_("The term is 1 to {most} working days; {days} is none of them."),
        "fact_check.criterion_open": N_(
            "{criterion} was opened again and has no level yet. Record the team's level in Team, then close the check."
        ),
        "fact_check.no_fact": N_("Write the correct fact first: only a new fact opens a criterion again."),
        "fact_check.points_open": N_(
            "{count} points of the school have no answer yet. Say of each: changed, or not changed and why."
        ),
        "fact_check.response_too_long": N_(
            "The response has {length} characters; a page holds {limit}. Ask the school for a shorter one: it is "
            "printed word for word."
        ),
        "fact_check.unknown_state": N_("“{state}” is no answer to a point. Use changed or not changed."),
        # the school's plan
        "plan.cannot_open": N_("{path} cannot be opened ({reason}). Close it in other programs, then try again."),
        "plan.newer_list": N_(
            "{file} was made by a newer program ({found}). Make the list again here, or update this program."
        ),
        "plan.not_a_list": N_(
            "{file} is not a list of goals: no sheet has the columns goal, owner and date. Send the school a new list."
        ),
        "plan.not_written": N_("{path} could not be written ({reason}). Choose another folder."),
        "plan.other_school": N_("{file} was made for another school than {school}. Choose the right file."),
        "plan.text_too_long": N_("This text has {length} characters; here at most {limit} fit. Make it shorter."),
        "plan.too_many_goals": N_("A plan holds at most {most} goals here. Remove one first."),
        # workbooks
        "workbook.bomb": N_("{file} unpacks to far more than its size. It was not opened; ask the sender for another."),
        "workbook.too_large": N_("{file} is larger than {limit} MB. Choose the right file, or make it smaller."),
        "workbook.unreadable": N_(
            "{file} is not a workbook that can be read. Save it as a workbook (.xlsx) without a password and try again."
        ),
        # framework files
        "framework.dangling": N_(
            "The framework refers to “{value}” at {path}, which does not exist. Correct the file and load it again."
        ),
        "framework.duplicate": N_(
            "The framework has “{value}” twice, at {path}. Give each its own code and load the file again."
        ),
        "framework.invalid": N_(
            "The framework file is not right at {path}: {reason}. Correct that place and load it again."
        ),
        "framework.not_json": N_(
            "{file} is not JSON: line {line}, column {column}: {reason}. Correct that place and load it again."
        ),
        "framework.not_kept": N_(
            "The framework was read but could not be kept: {file} ({reason}). Make room and load it again."
        ),
        "framework.not_text": N_(
            "{file} is not a text file in UTF-8 (line {line}). Save it as UTF-8 and load it again."
        ),
        "framework.too_large": N_("{file} is larger than {limit} MB, which no framework is. Choose the right file."),
        "framework.unreadable": N_(
            "{file} could not be read ({reason}). Check that it is there and that you may open it."
        ),
        "framework.unknown": N_(
            "This laptop does not have the framework that is asked for ({digest}). Load its file first."
        ),
        # the organisation's authority
        "authority.already_revoked": N_("This certificate has been taken back already. Nothing is needed."),
        "authority.cannot_read": N_("{path} could not be read ({reason}). Check that the folder is complete."),
        "authority.cannot_write": N_(
            "{path} could not be written ({reason}). Check the folder of the authority and try again."
        ),
        "authority.damaged": N_("{path} is damaged. Put it back from a copy of the folder of the authority."),
        "authority.exists": N_(
            "There is an authority in {folder} already, or what is left of one. Choose an empty folder for a new one."
        ),
        "authority.expired": N_("The authority's own certificate expired on {not_after}. Make a new authority."),
        "authority.issued_already": N_(
            "{name} has a certificate for this key already, valid until {not_after} (serial number {serial}). Send that"
            " one back from the folder “issued”, or give another with --again."
        ),
        "authority.missing": N_("There is no authority in {folder}. Choose the right folder, or make one with init."),
        "authority.name_missing": N_("The authority needs a name, as certificates will show it. Give one with --name."),
        "authority.not_a_request": N_("This is not a request for a certificate. Ask the auditor for the .csr file."),
        "authority.not_an_authority": N_("This key is not that of an authority. Use the folder that init made."),
        "authority.own_key": N_(
            "This is the key of an authority itself, with which nobody signs reports. Take the auditor's own key."
        ),
        "authority.request_without_name": N_(
            "This request names nobody who could be shown as signer. Ask the auditor for one with a name."
        ),
        "authority.request_not_signed": N_(
            "The request was not signed by its own key, so it may be somebody else's. Ask for a new one."
        ),
        "authority.which_certificate": N_(
            "“{text}” fits {count} certificates. Give the serial number as the list shows it."
        ),
        # publishing
        "publish.blocked": N_("The report cannot be signed yet: {count} things still stop it. See the list in Report."),
        "publish.branches": N_(
            "This file continues an earlier state of the report: meanwhile something else was added to yours. Send the"
            " newest file round again and let that one be signed."
        ),
        "publish.changed_meanwhile": N_(
            "The audit changed while you were looking, so nothing was signed. Look at the report again, then sign."
        ),
        "publish.known_already": N_("This very file is here already. Nothing is needed."),
        "publish.logo_missing": N_(
            "The logo of the report is not on this laptop, so it cannot be signed here. Choose it again, or sign on the"
            " laptop that has it."
        ),
        "publish.photo_missing": N_(
            "The photo “{name}” is not on this laptop, so the report cannot be signed here. Sign on the laptop that has"
            " it, or keep the photo out of the report."
        ),
        "publish.not_written": N_(
            "The signed file could not be written to {path} ({reason}). Choose another folder and sign again."
        ),
        "publish.not_ours": N_(
            "This file does not continue a report that was signed here, so it cannot take its place. It can be read in."
        ),
        "publish.cannot_read": N_(
            "The file {path} could not be read. Check that it is still there and that you may open it."
        ),
        "publish.draft_not_written": N_("{path} could not be written ({reason}). Choose another folder and try again."),
        "publish.emptied": N_(
            "The notes of this audit were removed for good, so no other report of it can be signed. What was signed "
            "can be saved in another form."
        ),
        "publish.export_failed": N_(
            "The report is signed and safe in the program, but could not be written to {path} ({reason}). "
            "Choose another folder and export it again."
        ),
        "publish.newer_exists": N_(
            "There is a newer file of this report with more signatures or time stamps: {name}. Use that one."
        ),
        "publish.no_identity": N_("There is no key to sign with yet. Make or import one in Settings, then sign again."),
        "report.not_archivable": N_(
            "The report did not become an archivable file ({reason}). Nothing was signed; please report this."
        ),
        "report.not_for_school": N_(
            "This report would hold what is the team's own. Nothing was made; please report this."
        ),
        "demo.folder_taken": N_("{path} holds other files. Choose an empty folder, or one of an earlier demo."),
        "publish.signed_already": N_(
            "This audit has a signed report in this language ({language}) already. Export that one again."
        ),
        "publish.two_originals": N_(
            "This audit was signed here too, in the same language and with other data: there are two originals. Agree"
            " which one counts, and make a new version that says what it replaces."
        ),
        # the school register
        "register.empty": N_("{file} is empty. Download “alle vestigingen VO” again and import that file."),
        "register.missing_columns": N_(
            "{file} lacks the columns {columns}. Download “alle vestigingen VO” again and import that."
        ),
        "register.no_schools": N_(
            "{file} holds no school that could be read ({count} rows were not right). The old register stays."
        ),
        "register.not_a_table": N_("{file} is not a table. Choose the register as a CSV file."),
        "register.spreadsheet": N_(
            "{file} is a spreadsheet. Save it as CSV, or download the CSV file, and import that."
        ),
        "register.too_large": N_("{file} has more than {limit} rows, which no register has. Choose the right file."),
        "register.unreadable": N_(
            "{file} could not be read ({reason}). Check that it is there and that you may open it."
        ),
        # signing
        "signing.already_certified": N_("The lead auditor has already signed this file. Open the signed one instead."),
        "signing.certificate_expired": N_(
            "The certificate of {name} expired on {not_after}. Choose another key, or make a new one in Settings."
        ),
        "signing.certificate_of_another_key": N_(
            "This certificate ({name}) is not for your key. Choose the one that was issued for your last request."
        ),
        "signing.certificate_not_for_signing": N_(
            "The certificate of {name} is not meant for signing documents. Choose another key."
        ),
        "signing.certificate_not_yet_valid": N_(
            "The certificate of {name} is only valid from {not_before}. Check the date of this laptop, or choose"
            " another key."
        ),
        "signing.document_changed": N_(
            "The file was changed after it was signed, so nothing can be added. Use the original file."
        ),
        "signing.failed": N_(
            "Signing did not work ({reason}). Nothing was written; try again, or make a new report first."
        ),
        "signing.field_already_signed": N_(
            "This place has been signed already. Choose another place, or open the signed file."
        ),
        "signing.key_does_not_match": N_(
            "Key and certificate in this file do not belong together. Ask for a new file."
        ),
        "signing.lead_first": N_(
            "The lead auditor has not signed this report yet. The lead signs first, then the others."
        ),
        "signing.list_of_unknown_authority": N_(
            "This revocation list is not from an authority on your trust list ({name}). Trust the authority first."
        ),
        "signing.name_missing": N_("A certificate needs a name. Fill in your name in Settings."),
        "signing.name_too_long": N_(
            "A name in a certificate has at most 64 characters. Shorten the name or the organisation."
        ),
        "signing.no_key_in_file": N_(
            "The file holds a certificate but no key, so it cannot sign. Export it again with its key."
        ),
        "signing.no_such_field": N_(
            "The report has no place for this signature. Make the report again and sign that one."
        ),
        "signing.not_a_certificate": N_("This is not a certificate. Choose a .cer, .crt or .pem file."),
        "signing.not_a_key_file": N_("This is not a key file. Choose a .p12 or .pfx file."),
        "signing.older_list": N_(
            "There is a newer revocation list of {name} on your trust list. The newer one stays; nothing is needed."
        ),
        "signing.outdated_key_file": N_(
            "This key file uses protection that is no longer safe. Export it again with AES."
        ),
        "signing.passphrase_too_short": N_("The passphrase is too short. Use at least {minimum} characters."),
        "signing.self_check_failed": N_(
            "The signed report did not pass its own check, so it was not kept. Please report this."
        ),
        "signing.unreadable_pdf": N_("This PDF cannot be read. Make the report again."),
        "signing.unsupported_key": N_(
            "This kind of key cannot sign reports. Use RSA of at least 2048 bits or an elliptic curve key."
        ),
        "signing.wrong_passphrase": N_("The passphrase does not open the key. Nothing was written; try again."),
        "sheets.cannot_write": N_("The sheets could not be written to {path} ({reason}). Choose another folder."),
        # snapshots
        "snapshot.invalid": N_(
            "The data in this file are not right at {path}: {reason}. Ask the sender for the original file."
        ),
        "snapshot.unreadable": N_(
            "This file could not be read to its end: it was cut off, or it holds no data of an audit. Ask the sender"
            " for the original file."
        ),
        "snapshot.newer": N_(
            "This file was made by a newer version of the program ({version}; this one reads {known}). Update first."
        ),
        "snapshot.not_a_snapshot": N_(
            "This is not the data of an audit. Choose a report or a snapshot made by this program."
        ),
        "snapshot.too_large": N_(
            "The data are larger than {limit} MB, which no audit is. Ask the sender for the original file."
        ),
        # the store
        "store.blob_missing": N_("A stored file is missing ({digest}). Restore the newest backup copy."),
        "store.busy": N_("Another program is using the audits. Close it, or wait a moment and try again."),
        "store.damaged": N_(
            "The file with the audits is damaged ({reason}). Stop working and restore the newest backup copy."
        ),
        "store.disk_full": N_(
            "Not saved: the disk is full. What you wrote is kept in this window. Make room, then try again."
        ),
        "store.migration_failed": N_(
            "The audits could not be brought to this version ({reason}). They are unchanged. Try again, or open them "
            "with the version you had before."
        ),
        "store.no_copy": N_(
            "There is no backup copy in {folder}. If you keep one elsewhere, put the whole folder of your audits back."
        ),
        "store.not_put_back": N_(
            "The copy could not be put back ({reason}). Nothing was changed. Make room on the disk, then try again."
        ),
        "store.newer": N_(
            "These audits were last used with a newer version of the program (format {newest}). They are not lost: "
            "install that version here too."
        ),
        "store.not_found": N_("What you are looking for is no longer there. Go back to the list."),
        "store.read_only": N_(
            "Not saved: nothing can be written to the folder with the audits. What you wrote is kept in this window. "
            "Check the folder, then try again."
        ),
        "store.shut_damaged": N_(
            "The file with your audits is damaged. The opening window can put the newest backup copy in its place; "
            "it keeps the damaged file."
        ),
        "store.shut_disk_full": N_(
            "The disk is full, so your audits cannot be opened. They are not lost. Make room on the disk, then try "
            "again."
        ),
        "store.shut_read_only": N_(
            "Nothing can be written to the folder with your audits, so they are not opened. They are not lost. Take "
            "the write protection off, or copy the folder to a disk of your own and open it there."
        ),
        "store.write_failed": N_(
            "Not saved: the disk refused ({reason}). What you wrote is kept in this window. Try again."
        ),
        "store.wrong_key": N_(
            "The file with your audits cannot be read, so it may be damaged. The opening window can put the newest "
            "backup copy in its place; it keeps the file as it is now."
        ),
        "log.tampered": N_(
            "The history of device {device} was changed outside the program, at change {number}. Use a backup copy."
        ),
        # versions
        "version.emptied": N_(
            "The notes of this audit were removed for good, so its report cannot be made anew. Begin a new audit."
        ),
        "version.exists": N_("There is a version {version} of this audit already. Open that one and go on there."),
        "version.no_reason": N_("Say what is corrected and why: it stands on the cover of the new version."),
        "version.not_signed": N_("This audit is not signed, so it can still be changed. A new version is not needed."),
        # the vault
        "vault.damaged": N_(
            "The file vault.json is damaged. Put it back from a backup of the folder with your audits."
        ),
        "vault.exists": N_("There are audits in {folder} already. Open them, or choose another folder."),
        "vault.missing": N_("There are no audits in {folder}. Choose the right folder, or start anew."),
        "vault.not_made": N_(
            "The folder {folder} could not be made ({reason}). Choose another one, or make room on its disk, then try "
            "again."
        ),
        "vault.no_keyring": N_("This system offers no safe place for the key. The passphrase will be asked each time."),
        "vault.short_passphrase": N_(
            "The passphrase is too short. Use at least {minimum} characters, for example four words."
        ),
        "vault.wrong_passphrase": N_("That is not the passphrase. Try again, or use the recovery key you printed."),
        "vault.wrong_recovery_key": N_(
            "That is not the recovery key of these audits. Check the letters and try again."
        ),
        # time stamps
        "timestamp.already_there": N_("All signatures in this report have reached {level} already. Nothing is needed."),
        "timestamp.bad_address": N_(
            "“{url}” is not the address of a time-stamping authority. It starts with http:// or https://."
        ),
        "timestamp.insecure": N_(
            "{url} does not prove who it is, so nothing was asked. Often the network wants you to log in first: open a"
            " web page, then try again."
        ),
        "timestamp.no_authority": N_(
            "No time-stamping authority is set. Give its address with --tsa, or set it in the window under Settings."
        ),
        "timestamp.portal": N_(
            "A web page answered instead of the authority at {url}. Often the network wants you to log in first: open a"
            " web page, then try again; else check the address."
        ),
        "timestamp.refused": N_(
            "The time-stamping authority at {url} gave no time stamp ({reason}). Try again, or use another one."
        ),
        "timestamp.unreachable": N_(
            "The time-stamping authority at {url} cannot be reached ({reason}). Nothing was changed; try again when"
            " there is a network."
        ),
        # keys on a token
        "token.failed": N_("The token did not do it ({reason}). Nothing was written; plug it in again and try again."),
        "token.locked": N_("The token {token} is locked. Unlock it with the program of its maker."),
        "token.missing": N_("The token with your key is not plugged in. Plug it in and try again."),
        "token.no_certificate": N_(
            "The token has no certificate with its key. Ask whoever gave it to you to put one on it."
        ),
        "token.no_driver": N_("{path} is not a driver for tokens (PKCS#11). Choose the file that its maker supplies."),
        "token.not_supported": N_(
            "This installation cannot use tokens. Install it with the extra “pkcs11”, or sign with a key file."
        ),
        "token.several": N_("Several tokens are plugged in: {found}. Name the one to use, or unplug the others."),
        "token.several_certificates": N_("The token holds several certificates: {found}. Name the one to sign with."),
        "token.wrong_pin": N_(
            "The PIN does not open the token {token}. Nothing was written; after a few tries it locks itself."
        ),
        # files from outside: verifying, importing
        "verify.ambiguous_snapshot": N_(
            "The report holds more than one set of data, so none can be trusted. Ask for the original file."
        ),
        "verify.cannot_open": N_(
            "The file {path} cannot be opened. Check that it is still there and that you may read it."
        ),
        "verify.changed": N_(
            "The file was changed after it was signed. Do not use it; ask the sender for the original."
        ),
        "verify.data_differ": N_(
            "The data in this report are not those that its cover names. Do not use it; ask for the original file."
        ),
        "verify.encrypted": N_("The PDF is protected with a password. Ask for the report as it was signed."),
        "verify.future_stamp": N_(
            "A time stamp in this report is of a day that has not come yet. Check the date of this laptop; if it is"
            " right, do not use the report and ask for the original file."
        ),
        "verify.no_fingerprint": N_(
            "The cover of this report does not plainly show the fingerprint of the data inside, so nothing proves that"
            " the two belong together. Ask for the original file."
        ),
        "verify.no_snapshot": N_("This PDF holds no audit data. Choose a report that was signed with this program."),
        "verify.not_a_certificate": N_("This is not a certificate. Choose a .cer, .crt or .pem file."),
        "verify.not_a_pdf": N_("This is not a PDF file. Choose the signed report (.pdf)."),
        "verify.not_signed": N_(
            "This PDF is not signed, so nothing proves where it comes from. Ask for the signed report."
        ),
        "verify.other_letters": N_(
            "Letters on the cover of this report are drawn otherwise than they are read, so it could show another"
            " fingerprint than that of the data inside. Do not use it; ask for the original file."
        ),
        "verify.snapshot_too_large": N_(
            "The data in this report are larger than any audit. Ask the sender for the original file."
        ),
        "verify.too_large": N_("This file is too large to be a report. Choose the signed report (.pdf)."),
        "verify.truncated": N_(
            "The file does not end as it should: something is missing or was added. Copy or download it again."
        ),
        "verify.unknown_letters": N_(
            "The cover of this report is set in letters that this version does not know, so nothing shows what it says."
            " Ask for the original file, or check it with a newer version of this program."
        ),
        "verify.unreadable": N_("This PDF cannot be read safely. Ask the sender for the original file."),
        # judgement
        "agreement.two_ratings": N_("One auditor has two ratings for {criterion}. Open the criterion and keep one."),
        "decision.level_unknown": N_(
            "“{level}” is not a level of {criterion}. Choose 1 to 4, not assessed or not applicable."
        ),
        "decision.not_summative": N_(
            "Only a summative audit has an outcome. The report of this audit shows levels and findings."
        ),
        "decision.rule_invalid": N_(
            "The framework's decision rule is not right: {path} is {value}. Correct the file and load it again."
        ),
        "decision.two_levels": N_("{criterion} has two different team levels. Choose one of them."),
        "gates.not_the_teams_copy": N_(
            "This is the school's copy, without the auditors' own ratings. Open the team's audit instead."
        ),
        "matrix.state_unknown": N_(
            "“{state}” is not a state of a matrix cell. Use systematic, partly, not seen or not discussed."
        ),
        "matrix.unknown_cell": N_(
            "The matrix of this framework has no cell “{cell}”. Choose one of its cells, such as C2."
        ),
        "matrix.remark_too_long": N_(
            "The remark has {length} characters; the report has room for {limit}. Write it shorter."
        ),
        "matrix.unknown_trace": N_(
            "A goal of “{role}” cannot be followed. Follow one goal of a pupil (P) and one of the school (S)."
        ),
        "survey.count_invalid": N_(
            "“{count}” is not a number of answers ({group}, {answer}). Correct the file and read it again."
        ),
        "survey.minimum_invalid": N_("A group of {minimum} hides nobody. Choose {lowest} or more."),
        "survey.minimum_too_high": N_("With {minimum} hardly any group would be shown. Choose {highest} or fewer."),
        "survey.per_cent_invalid": N_("A response lies between 0 and 100 per cent. Type a number from 0 to 100."),
        "survey.no_questions": N_(
            "No column holds answers to a question. Say of at least one column that it is a question."
        ),
        "survey.no_question_column": N_(
            "It is not known which column names the question and which holds the answers. Choose both."
        ),
        "survey.column_is_no_answer": N_(
            "The column “{column}” counts an answer, but its title is not one. Choose another role for it."
        ),
        "survey.question_twice": N_("The question “{question}” stands in two columns. Leave one of them out."),
        "survey.split_too_fine": N_(
            "“{column}” has more than {limit} different values. Split by fewer groups, such as the year group."
        ),
        "survey.too_many_questions": N_(
            "There are more than {limit} questions. Check which column names the question, and leave the others out."
        ),
        "survey.nothing_counted": N_("No answer was understood, so there is nothing to take in. Check the columns."),
        "survey.same_twice": N_("Two surveys would have the same group and name. Give one of them another name."),
        "survey.few_more": N_(
            "Fewer than {minimum} answers differ from those in the signed report: whoever holds both reports could "
            "compute what these few said. Leave the results as they are, or wait for more answers."
        ),
        "survey.scale_invalid": N_("“{text}” is not a scale. Give the lowest and the highest answer, such as 1-5."),
        "survey.agreement_invalid": N_(
            "No question has {number} among the answers that may count as agreeing. Give one above its lowest answer."
        ),
        "survey.who_needed": N_("Say who answered: pupils, parents, teachers or others."),
        "survey.no_such_column": N_("There is no column “{column}”. The file has: {columns}."),
        "template.cannot_write": N_("{file} could not be written. Choose another folder."),
        "template.invalid": N_("{file} is not a correct template ({reason}). Export it anew and try again."),
        "template.newer": N_("{file} was made by a newer program (version {version}). Update this program first."),
        "template.not_one": N_("{file} is not a template of a survey. Choose a file that this program exported."),
        "template.too_large": N_("{file} is too large for a template. Choose the right file."),
        # tables from foreign files
        "table.binary_workbook": N_(
            "{file} is a binary workbook (.xlsb). Save it as .xlsx or .csv in the spreadsheet program and choose that."
        ),
        "table.broken_workbook": N_(
            "{file} is damaged or not built as a workbook should be. Open it in the spreadsheet program, save it anew "
            "as .xlsx or .csv, and choose that."
        ),
        "table.cannot_open": N_("{file} could not be read. Check that it is there and that you may open it."),
        "table.empty": N_("{file} holds no rows. Choose the file, or the sheet, with the results."),
        "table.not_a_table": N_(
            "{file} is not a table. Choose an .xlsx file, or a .csv file with commas, semicolons or tabs between its "
            "cells."
        ),
        "table.old_excel": N_(
            "{file} is in the old Excel form (.xls) or protected by a password. Save it without a password as .xlsx or "
            ".csv and choose that."
        ),
        "table.open_document": N_(
            "{file} is an OpenDocument table (.ods). Save it in the spreadsheet program as .xlsx or .csv and choose "
            "that."
        ),
        "table.too_large": N_("{file} is too large or would unpack to too much. Keep only the sheet with the results."),
        "table.too_many": N_("{file} has more than {limit} rows or too many cells. Split the file."),
        "table.too_wide": N_("{file} has more than {limit} columns. Keep only the columns with results."),
        "table.unreadable": N_(
            "{file} could not be read within the limits of time and memory. Keep only the sheet with the results and "
            "try again."
        ),
        # other calendars
        "calendar.not_calendar": N_("This is not a calendar file. Choose a file that ends in .ics."),
        "calendar.not_written": N_("{file} could not be written: {reason} Choose another folder or name."),
        "calendar.too_large": N_("This calendar is larger than {limit} MB. Export only the days of the visit."),
        "calendar.too_many": N_("This calendar has more than {limit} events. Export only the days of the visit."),
        "calendar.unknown_zone": N_("“{zone}” is not a time zone. Use one such as Europe/Amsterdam."),
        "calendar.unreadable": N_("{file} could not be read. Check that it is there and that you may open it."),
        # photos, files and voice memos
        "logo.blank": N_(
            "Nothing of this picture shows on white paper. Choose the logo that is made for a light ground."
        ),
        "logo.broken": N_("This picture is broken and cannot be opened. Save it again as PNG and choose that file."),
        "logo.no_alt": N_("Say in words what the logo shows, so that who cannot see it knows too; then add it."),
        "logo.too_large": N_("This file is larger than {limit} MB. Save the logo smaller, as PNG."),
        "logo.too_many_pixels": N_(
            "This picture has more than {limit} million pixels, so it was not opened. Save the logo smaller, as PNG."
        ),
        "logo.too_small": N_("This picture is less than {limit} pixels wide or high. Choose a larger one."),
        "logo.unsafe_drawing": N_(
            "This drawing refers to other files or holds a script, so it was not opened. Save the logo as PNG instead."
        ),
        "logo.wrong_type": N_("This is no PNG, JPEG or SVG file. Save the logo as PNG and choose that file."),
        "photo.broken": N_("This photo is broken and cannot be opened. Take it again, or save it again as JPEG."),
        "photo.heic": N_(
            "This photo is in Apple's HEIC format, which this program does not open. On the iPhone choose Settings, "
            "Camera, Formats, Most Compatible, or send the photo as JPEG."
        ),
        "photo.no_answer": N_(
            "The part of the program that opens photos did not answer. Try again; if it stays so, restart the laptop."
        ),
        "photo.no_permission": N_(
            "Photos are off until the school has allowed them. Record first who gave permission; then add the photo."
        ),
        "photo.not_confirmed": N_(
            "Confirm that nobody can be recognised on this photo. If somebody can, blur or crop that part first."
        ),
        "photo.too_large": N_("This photo is larger than {limit} MB. Choose the right file, or a smaller photo."),
        "photo.too_many_pixels": N_(
            "This photo has more than {limit} million pixels and was not opened. Save it smaller and add it again."
        ),
        "photo.too_small": N_("Less than {limit} pixels would be left. Choose a larger part or another photo."),
        "photo.unreadable": N_("{file} could not be read. Check that it is there and that you may open it."),
        "photo.who_allowed": N_("Write down who of the school allowed photos, by role, for example “school leader”."),
        "photo.wrong_type": N_("This is not a photo the program opens. Use JPEG, PNG, WebP or BMP."),
        "file.beside_nothing": N_(
            "A photo or file stands beside a note or a document of this audit. Choose one, or write a note first."
        ),
        "file.empty": N_("This file is empty. Choose another one."),
        "file.erased": N_("This was erased for good and cannot be taken back. Add it anew if you have it."),
        "file.not_written": N_("{file} could not be written ({reason}). Choose another folder."),
        "file.is_photo": N_("This is a picture. Add it as a photo, so that places and people are taken out of it."),
        "file.too_large": N_("This file is larger than {limit} MB. Add a smaller one, or only the pages you need."),
        "file.unreadable": N_("{file} could not be read. Check that it is there and that you may open it."),
        "file.wrong_type": N_(
            "This kind of file is not kept. Use PDF, an office document without macros, or plain text."
        ),
        "voice.wrong_type": N_("This is not a voice memo of this program: it has to be a WAV file. Record it anew."),
        # the terminal
        "cli.cannot_read": N_("{path} could not be read ({reason}). Check the path."),
        "cli.cannot_write": N_("{path} could not be written ({reason}). Choose another folder with --out."),
        "cli.no_earlier_report": N_(
            "This audit has no earlier report to compare with. Import one with “auditor import”."
        ),
        "cli.no_passphrase": N_("A passphrase is needed. Give it with --passphrase-file or AUDITOR_PASSPHRASE."),
        "cli.no_such_audit": N_("There is no audit “{text}”. “auditor list” shows them all."),
        "cli.no_such_report": N_("This audit has no report “{text}”. “auditor show” lists its reports."),
        "cli.not_signed": N_(
            "The audit of {name} has no signed report in {language}. Sign it first, or export a draft."
        ),
        "cli.passphrases_differ": N_("The two passphrases differ. Type the same one twice."),
        "cli.several_audits": N_("“{text}” fits several audits: {found}. Give more of the id."),
        "cli.too_large": N_("{path} is too large for this. Choose the right file."),
        "cli.too_many_sides": N_("A comparison has two sides. Give an audit and a report, or two report files."),
    }
)
"""English sentence per code; `{…}` are the error's details."""
