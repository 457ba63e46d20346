import json

import pytest

from model import report
from model.cli import main
from model.versions import Versions
from tests import fakes


def write_version(folder, accuracy):
    folder.mkdir(parents=True)
    content = fakes.report(accuracy=accuracy)
    for name in report.FILES:
        (folder / name).write_text(name)
        content["sha256"][name] = report.digest(folder / name)
    (folder / report.NAME).write_text(json.dumps(content))
    return folder


@pytest.fixture
def versions(tmp_path, monkeypatch):
    """Two versions, of which the second answers."""
    shipped = write_version(tmp_path / "shipped", 0.996)
    monkeypatch.setattr(Versions.__init__, "__defaults__", (shipped,))
    versions = Versions(tmp_path / "data" / "models")
    for accuracy in (0.98, 0.985):
        versions.promote(versions.add(write_version(tmp_path / str(accuracy), accuracy)))
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    return versions


def test_versions_are_listed_and_the_one_that_answers_is_marked(versions, capsys):
    assert main(["versions"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[0] for line in lines] == [" ", " ", "*"]
    assert lines[0].startswith("  shipped")
    assert versions.all()[1].id in lines[2]
    assert "cnn  MNIST 98.50 %  photos 96.50 %" in lines[2]


def test_a_version_that_was_taught_says_so(versions, capsys):
    folder = versions.all()[0].folder
    content = json.loads((folder / report.NAME).read_text())
    content["training"]["start"] = "shipped"
    content["corrections"] = {"learned": 32, "people": 2, "held_out": 8}
    (folder / report.NAME).write_text(json.dumps(content))
    assert main(["versions"]) == 0
    assert capsys.readouterr().out.splitlines()[1].endswith("+00:00  32 corrections")
    assert main(["versions", "--json"]) == 0
    entry = json.loads(capsys.readouterr().out.splitlines()[1])
    assert (entry["start"], entry["corrections"], entry["people"]) == ("shipped", 32, 2)


def test_a_version_is_promoted_by_its_id(versions, capsys):
    first = versions.all()[0]
    assert main(["promote", first.id]) == 0
    assert capsys.readouterr().out.startswith(f"* {first.id}")
    assert versions.serving().id == first.id
    assert main(["promote", "shipped"]) == 0
    assert versions.served == versions.shipped
    assert main(["promote", "20200101-000000-000000"]) == 1
    assert "There is no version 20200101" in capsys.readouterr().err
    assert versions.served == versions.shipped


def test_a_trainings_folder_is_added_and_promoted(versions, tmp_path, capsys):
    trained = write_version(tmp_path / "trained", 0.99)
    assert main(["promote", str(trained)]) == 0
    assert len(versions.all()) == 3
    assert versions.serving().id == versions.all()[-1].id
    (trained / report.FILES[0]).write_text("other")
    assert main(["promote", str(trained)]) == 1
    assert "damaged" in capsys.readouterr().err
    assert len(versions.all()) == 3


def test_versions_as_json(versions, capsys):
    (versions.all()[0].folder / report.FILES[0]).unlink()
    assert main(["versions", "--json", "--data-dir", str(versions.folder.parent)]) == 0
    entries = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [entry["serves"] for entry in entries] == [False, False, True]
    assert "missing" in entries[1]["error"]
    assert entries[2]["test"] == 0.985


def test_a_damaged_version_that_should_answer_is_said(versions, capsys):
    (versions.all()[1].folder / report.FILES[0]).unlink()
    assert main(["versions"]) == 0
    out, err = capsys.readouterr()
    assert f"Version {versions.all()[0].id} answers instead" in err
    assert out.splitlines()[1].startswith("*")


def test_rollback_goes_a_step_back_at_a_time(versions, capsys):
    assert main(["rollback"]) == 0
    assert capsys.readouterr().out.startswith(f"* {versions.all()[0].id}")
    assert main(["rollback"]) == 0
    assert versions.served == versions.shipped
    assert main(["rollback"]) == 1
    assert capsys.readouterr().err == "error: There is no earlier version to go back to.\n"


@pytest.mark.parametrize("which", [0, "shipped"])
def test_rollback_to_a_named_version(versions, which):
    id_ = which if which == "shipped" else versions.all()[which].id
    assert main(["rollback", id_]) == 0
    assert versions.serving().id == id_


def test_rollback_to_an_unknown_version(versions, capsys):
    assert main(["rollback", "20200101-000000-000000"]) == 1
    assert "There is no version 20200101" in capsys.readouterr().err
