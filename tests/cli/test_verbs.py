from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from auditor_app import __version__
from auditor_app.__main__ import is_for_window
from auditor_app.__main__ import main as program
from auditor_app.cli.main import VERBS, main, parser
from auditor_app.cli.register import PROBLEMS
from auditor_app.cli.terminal import printable
from auditor_app.config import resource_path
from auditor_app.core.follow_up import PointState
from auditor_app.i18n import translator
from auditor_app.services.demo import Demo
from auditor_app.services.samples import INTERIM, sample_snapshot
from auditor_app.services.schools import register_file
from auditor_app.services.words.names import state_names
from auditor_app.services.workspace import Workspace
from tests.cli.conftest import PASSPHRASE, Run

REGISTER = Path(__file__).parent.parent / "data" / "duo-vestigingen-vo-sample.csv"


def test_the_version_is_that_of_the_package() -> None:
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8")
    assert f'version = "{__version__}"' in project


@pytest.mark.parametrize(
    ("arguments", "is_window"),
    [
        ((), True),
        (("--sample",), True),
        (("--data-dir", "list"), True),
        (("--data-dir=x", "--language", "sv"), True),
        (("list",), False),
        (("--data-dir", "x", "list"), False),
        (("--help",), False),
        (("--version",), False),
        (("nonsense",), False),
    ],
)
def test_only_options_open_the_window(arguments: tuple[str, ...], is_window: bool) -> None:
    assert is_for_window(arguments) is is_window


def test_a_verb_goes_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        program(["--version"])
    assert ended.value.code == 0
    assert __version__ in capsys.readouterr().out


@pytest.mark.parametrize("verb", [verb.name for verb in VERBS])
@pytest.mark.parametrize("language", ["nl", "en", "sv"])
def test_every_verb_explains_itself(verb: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        program([verb, "--help", "--language", language])
    assert ended.value.code == 0
    assert verb in capsys.readouterr().out


OF_ALL = [("--language", "nl"), ("--json",), ("--data-dir", "nowhere")]


@pytest.mark.parametrize("given", OF_ALL)
@pytest.mark.parametrize("verb", [("list",), ("ca", "list", "x"), ("framework", "list")])
def test_options_of_all_verbs_may_stand_before_or_after_the_verb(given: tuple[str, ...], verb: tuple[str, ...]) -> None:
    name = given[0].removeprefix("--").replace("-", "_")
    places = [(*verb[:at], *given, *verb[at:]) for at in range(len(verb) + 1)]
    read = [getattr(parser().parse_args(place), name) for place in places]
    assert set(read) == {given[1] if given[1:] else True}
    assert getattr(parser().parse_args(verb), name) in {None, False}


def test_what_is_said_after_the_verb_counts_more() -> None:
    said = main(["--language", "sv", "--json", "list", "--language", "nl", "--data-dir", "/nowhere/at/all"])
    assert said == 2
    assert parser().parse_args(["--language", "sv", "list", "--language", "nl"]).language == "nl"


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("export", "linde"), ("sign",), ("framework",), ("list", "--jso")]
)
def test_wrong_use_is_two(arguments: tuple[str, ...], run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run(*arguments)
    assert ended.value.code == 2
    assert not capsys.readouterr().out


def test_list_and_show(run: Run) -> None:
    listed = run("list", "--json")
    assert listed.code == 0
    assert [audit["id"] for audit in listed.json["audits"]] == ["linde26"]
    assert listed.json["audits"][0]["rated"] == 36
    assert "De Linde" in run("list").out
    shown = run("show", "linde 2026", "--json").json
    assert len(shown["levels"]) == 36
    assert not any(gap["is_blocking"] for gap in shown["blockers"])
    portrait = run("show", "linde26", "--language", "nl").out
    assert "36" in portrait
    assert "Ontwikkelpunt: " in portrait
    assert "development" not in portrait


def test_show_says_until_when_notes_are_kept_and_when_they_were_removed(
    run: Run, data_dir: Path, tmp_path: Path
) -> None:
    assert "Kept until the report is signed" in run("show", "linde26", "--language", "en").out
    workspace = Workspace.open(data_dir, PASSPHRASE)
    assert workspace is not None
    workspace.publishing.sign("linde26", "nl", PASSPHRASE, tmp_path / "out")
    until = workspace.retention.kept("linde26").until
    notes = workspace.retention.kept("linde26").notes
    workspace.close()
    assert run("show", "linde26", "--json").json["kept"] == {"until": until, "removed": None}
    workspace = Workspace.open(data_dir, PASSPHRASE)
    assert workspace is not None
    workspace.retention.remove("linde26")
    workspace.close()
    removed = run("show", "linde26", "--json").json["kept"]["removed"]
    assert (removed["who"], removed["notes"]) == ("Jan de Vries", notes)
    assert "Removed for good on " in run("show", "linde26", "--language", "en").out


def test_a_report_beside_two_audits_is_listed_once_and_an_interim_evaluation_rates_what_it_wants(
    run: Run, demo: Demo, data_dir: Path
) -> None:
    workspace = Workspace.open(data_dir, PASSPHRASE)
    assert workspace is not None
    workspace.snapshots.load(sample_snapshot(INTERIM))
    report = workspace.imports.inspect(demo.signed_pdf)
    for audit in ("linde26", sample_snapshot(INTERIM).audit.id):
        workspace.imports.take(report, audit)
    workspace.close()
    listed = run("list")
    assert listed.out.count(demo.signed_pdf.name) == 1
    assert len(run("list", "--json").json["reports"]) == 2, "each stands beside an audit of its own"
    interim, formative, *_reports = sorted(listed.out.splitlines(), key=lambda row: "interim" not in row)
    assert "rated" not in interim
    assert "36 of 36 rated" in formative


def test_an_audit_that_is_not_there_is_two(run: Run) -> None:
    answer = run("show", "berk", "--json")
    assert answer.code == 2
    assert answer.json["error"]["code"] == "cli.no_such_audit"
    assert "berk" in answer.err


def test_sign_export_and_verify(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("export", "linde", "--out", out).code == 2
    signed = run("sign", "linde", "--out", out, "--language", "sv", "--json")
    assert (signed.code, signed.json["verification"]["unchanged"]) == (0, True)
    path = Path(signed.json["path"])
    assert path.name.endswith("-sv.pdf")
    again = run("export", "linde", "--out", tmp_path / "again", "--json").json
    assert Path(again["path"]).read_bytes() == path.read_bytes()
    verified = run("verify", path, "--json")
    assert verified.code == 0
    assert verified.json[0]["signatures"][0]["signer_name"] == "Jan de Vries"


def test_a_correction_names_what_it_replaces_and_both_stay(run: Run, tmp_path: Path) -> None:
    why = "Leerjaar 3 telt 74 leerlingen, niet 47."
    assert run("version", "linde26", "--reason", why).code == 2, "nothing is signed yet"
    old = run("sign", "linde26", "--out", tmp_path, "--json").json["path"]
    made = run("version", "linde26", "--reason", why, "--json").json
    assert (made["version"], made["replaces_version"]) == ("1.1", "1.0")
    assert run("version", "linde26", "--reason", why).code == 2, "versions do not branch"
    assert why in run("show", made["audit"]).out
    new = run("sign", made["audit"], "--out", tmp_path, "--json").json["path"]
    first, second = run("verify", old, new, "--json").json
    assert (second["audit"]["predecessor"], second["audit"]["replaces_print"]) == ("linde26", first["fingerprint"])
    assert why in run("verify", new).out
    assert why not in run("verify", old).out
    listed = {item["id"]: item for item in run("list", "--json").json["audits"]}
    assert all(item["is_signed"] for item in listed.values())
    assert listed[made["audit"]]["predecessor"] == "linde26"
    compared = run("compare", old, new)
    assert (compared.code, compared.out.startswith("Two versions of one audit.")) == (0, True)
    assert run("import", old, "--json").json["relation"]["kind"] == "older"


def test_of_an_audit_whose_notes_were_removed_the_school_gets_what_was_signed_and_no_second_report(
    run: Run, data_dir: Path, tmp_path: Path
) -> None:
    signed = run("sign", "linde26", "--out", tmp_path, "--json")
    workspace = Workspace.open(data_dir, PASSPHRASE)
    assert workspace is not None
    workspace.retention.remove("linde26")
    (publication,) = workspace.publishing.publications("linde26")
    content = workspace.publishing.data_of(publication)
    workspace.close()
    assert signed.code == 0
    data = run("export", "linde26", "--what", "snapshot", "--audience", "school", "--out", tmp_path, "--json")
    assert Path(data.json["path"]).read_bytes() == content
    again = run("sign", "linde26", "--out", tmp_path, "--language", "sv", "--json")
    assert (again.code, again.json["error"]["code"]) == (2, "publish.emptied")


def test_a_trusted_certificate_is_trusted(run: Run, demo: Demo, tmp_path: Path) -> None:
    certificate = demo.data_dir / "identity.cer"
    unknown = run("verify", demo.signed_pdf, "--json").json[0]["signatures"][0]
    known = run("verify", demo.signed_pdf, "--trust", certificate, "--json").json[0]["signatures"][0]
    assert (unknown["trust"], known["trust"]) == ("self_made", "trusted")
    not_one = tmp_path / "x.cer"
    not_one.write_bytes(b"\x00" * 50)
    assert run("verify", demo.signed_pdf, "--trust", not_one).code == 2


def test_blocked_signing_is_one_and_lists_why(run: Run, data_dir: Path, tmp_path: Path) -> None:
    workspace = Workspace.open(data_dir, PASSPHRASE)
    assert workspace is not None
    workspace.audits.edit("linde26", summary="")
    workspace.close()
    answer = run("sign", "linde", "--out", tmp_path / "out", "--json")
    assert answer.code == 1
    assert "no_summary" in [gap["gap"] for gap in answer.json["blockers"]]
    assert "stops signing: The summary has not been written" in run("sign", "linde", "--out", tmp_path / "out").out
    assert not list((tmp_path / "out").glob("*"))


def test_a_draft_and_the_data(run: Run, tmp_path: Path) -> None:
    draft = Path(run("export", "linde", "--what", "draft", "--out", tmp_path, "--json").json["path"])
    assert draft.read_bytes().startswith(b"%PDF")
    for audience, ratings in (("school", 0), ("team", 144)):
        answer = run("export", "linde", "--what", "snapshot", "--audience", audience, "--out", tmp_path, "--json")
        found = json.loads(Path(answer.json["path"]).read_bytes())
        assert bool(found["ratings"]) is bool(ratings)


def test_a_changed_report_is_one_everywhere(run: Run, demo: Demo, tmp_path: Path) -> None:
    pdf = bytearray(demo.signed_pdf.read_bytes())
    pdf[len(pdf) // 3] ^= 1
    changed = tmp_path / "changed.pdf"
    changed.write_bytes(pdf)
    verified = run("verify", changed, demo.signed_pdf, "--json")
    assert (verified.code, [item["unchanged"] for item in verified.json]) == (1, [False, True])
    imported = run("import", changed, "--json")
    assert (imported.code, imported.json["imported"]) == (1, False)
    assert run("list", "--json").json["reports"] == []
    assert run("compare", demo.last_years_pdf, changed).code == 1


def test_import_and_compare(run: Run, demo: Demo) -> None:
    imported = run("import", demo.last_years_pdf, "--json")
    assert (imported.code, imported.json["audit"]) == (0, "linde26")
    compared = run("compare", "linde", "--json").json
    files = run("compare", demo.signed_pdf, demo.last_years_pdf, "--json").json
    beside = run("compare", "linde", demo.last_years_pdf, "--json").json
    levels = [[(row["then"], row["now"]) for row in found["rows"]] for found in (compared, files, beside)]
    assert levels[0] == levels[1] == levels[2]
    assert len(levels[0]) == compared["counts"]["rows"] == 36
    said = run("compare", "linde").out
    assert "E1.1" in said
    assert f": {state_names(translator('en'))[PointState.PARTLY]}" in said
    assert run("compare", "linde", "nothing").code == 2


def test_a_report_signed_on_another_laptop_makes_the_audit_here_signed(run: Run, demo: Demo) -> None:
    kept = run("import", demo.signed_pdf, "--audit", "linde26", "--json").json
    assert (kept["taken"], kept["audit"]) == ("archive", ""), "no audit stands beside its own report"
    assert "With --as-signed it is taken over." in run("import", demo.signed_pdf).out
    assert run("import", demo.last_years_pdf, "--as-signed").code == 2
    assert run("show", "linde26", "--json").json["publications"] == []
    taken = run("import", demo.signed_pdf, "--as-signed", "--json")
    assert (taken.code, taken.json["taken"]) == (0, "signed")
    (publication,) = run("show", "linde26", "--json").json["publications"]
    assert publication["id"] == taken.json["report"]
    assert run("import", demo.signed_pdf, "--as-signed").code == 2


def test_frameworks(run: Run, tmp_path: Path) -> None:
    good = resource_path("frameworks", "ked-starter-0.1.json")
    assert run("framework", "check", good).code == 0
    body = json.loads(good.read_text("utf-8"))
    body["criteria"][0]["evidence"] = ["NO-SUCH"]
    bad = tmp_path / "bad.json"
    bad.write_text(json.dumps(body, indent=1), "utf-8")
    answer = run("framework", "check", bad, "--json")
    assert answer.code == 1
    assert "criteria[0]" in answer.json["problems"][0]["path"]
    assert run("framework", "load", bad).code == 2
    body["criteria"][0]["evidence"] = ["OBS"]
    body["version"] = "9.9"
    bad.write_text(json.dumps(body), "utf-8")
    assert run("framework", "load", bad).code == 0
    assert "9.9" in [item["version"] for item in run("framework", "list", "--json").json["frameworks"]]


def test_the_register(run: Run) -> None:
    assert run("register", "find", "x", "--json").json == {"schools": []}
    kept = run("register", "import", REGISTER, "--json").json["kept"]
    assert kept > 0
    found = run("register", "find", "a", "--limit", kept, "--json").json["schools"]
    assert found
    assert run("register", "find", found[0]["name"].split()[0]).out.strip()


def test_rows_of_a_register_that_were_left_out_are_named_in_words(run: Run, tmp_path: Path) -> None:
    rows = ("VESTIGINGSCODE;VESTIGINGSNAAM;PLAATSNAAM", "00AA00;De Linde;Assen", "00AA00;Weer;Assen", "x;De Iep;Assen")
    path = tmp_path / "register.csv"
    path.write_text("\n".join((*rows, "00AB00;;Assen", "00AC00", '00AD00;"Open;Assen')), "utf-8")
    answer = run("register", "import", path, "--language", "nl")
    assert answer.code == 1
    assert answer.out.splitlines()[2:] == [
        "  rij 3: 00AA00 staat er twee keer in",
        "  rij 4: ‘x’ is geen vestigingscode",
        "  rij 5: 00AB00 heeft geen naam",
        "  rij 6: te weinig kolommen: 00AC00",
        '  rij 7: een aanhalingsteken is niet gesloten: 00AD00;"Open;Assen',
    ]
    source = Path(register_file.__file__).read_text("utf-8")
    assert set(re.findall(r'RowProblem\(number, "(\w+)"', source)) == set(PROBLEMS)


def test_init_makes_a_private_folder_and_shows_the_recovery_key_once(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    made = run("init", "--name", "Åsa Exempel", "--identity", "--data-dir", folder, "--json")
    assert made.code == 0
    assert len(made.json["recovery_key"].split("-")) == 8
    Workspace.recover(folder, made.json["recovery_key"]).close()
    assert run("init", "--name", "x", "--data-dir", folder).code == 2
    if sys.platform != "win32":
        assert folder.stat().st_mode & 0o077 == 0


def test_load_takes_what_export_gave(run: Run, tmp_path: Path) -> None:
    data = run("export", "linde", "--what", "snapshot", "--audience", "team", "--out", tmp_path, "--json").json["path"]
    assert run("load", data).code == 2  # it is here already
    other = tmp_path / "other"
    assert run("init", "--name", "B", "--data-dir", other).code == 0
    loaded = run("load", data, "--data-dir", other, "--json")
    named = json.loads(Path(data).read_text("utf-8"))["attachments"]
    assert loaded.json["missing"] == len(named) > 0, "photos stay on the laptop that has them, and it is said"
    assert (loaded.code, loaded.json["audit"]) == (0, "linde26")
    again = run("export", "linde", "--what", "snapshot", "--audience", "team", "--out", tmp_path / "b",
                "--data-dir", other, "--json").json["path"]  # fmt: skip
    first, second = (json.loads(Path(path).read_bytes()) for path in (data, again))
    for name in ("notes", "links", "consensus", "findings", "members"):
        assert first[name] == second[name]


def test_doctor(run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    well = run("doctor", "--json")
    assert (well.code, well.json["is_well"]) == (0, True)
    assert run("doctor").code == 0
    monkeypatch.delenv("AUDITOR_PASSPHRASE")
    assert "skipped" in [check["state"] for check in run("doctor", "--json").json["checks"]]
    monkeypatch.setenv("AUDITOR_PASSPHRASE", PASSPHRASE)
    (data_dir / "auditor.db").write_bytes(b"not a database at all" * 1000)
    assert run("doctor").code == 1


def test_passphrases_from_a_file_and_not_at_all(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDITOR_PASSPHRASE")
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\nnot this line\n", "utf-8")
    assert run("list", "--passphrase-file", file).code == 0
    file.write_text("something else", "utf-8")
    assert run("list", "--passphrase-file", file).code == 2
    nobody = run("list", "--json")
    assert (nobody.code, nobody.json["error"]["code"]) == (2, "cli.no_passphrase")


def test_a_fault_of_the_program_is_three_and_one_sentence(
    run: Run, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_named: object) -> object:
        raise RuntimeError("secret words of an audit")

    monkeypatch.setattr("auditor_app.services.audits.overview.Overview.audits", broken)
    answer = run("list", "--json")
    assert answer.code == 3
    assert "Traceback" not in answer.err
    assert "secret" not in answer.err
    log = (data_dir / "logs" / "auditor.log").read_text("utf-8")
    assert "RuntimeError" in log
    assert "secret" not in log
    with pytest.raises(RuntimeError):
        run("list", "--debug")


def test_nothing_of_a_foreign_file_steers_the_terminal() -> None:
    assert printable("a\x1b[31mb\u202ec\nd") == "a\\u001b[31mb\\u202ec\nd"


def test_the_installed_process_prints_pure_json(data_dir: Path) -> None:
    command = [sys.executable, "-m", "auditor_app", "list", "--json", "--data-dir", str(data_dir)]
    done = subprocess.run(command, capture_output=True, text=True, env=None, check=False)
    assert json.loads(done.stdout)["error"]["code"] == "cli.no_passphrase"
    assert done.returncode == 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_without_a_display_the_window_says_what_works(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert program([]) == 2
    assert "auditor --help" in capsys.readouterr().err
