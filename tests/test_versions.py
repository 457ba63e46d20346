import json
import logging
import threading

import pytest

from model import atomic, report
from model.atomic import PASSING
from model.errors import WeightsError
from model.listing import listing
from model.versions import POINTER, SHIPPED_ID, Versions
from tests import fakes


def write(folder, text="weights", files=report.FILES):
    """Write a finished training's folder whose files are not really a network."""
    folder.mkdir(parents=True)
    content = fakes.report()
    for name in files:
        (folder / name).write_text(f"{text} {name}")
        content["sha256"][name] = report.digest(folder / name)
    (folder / report.NAME).write_text(json.dumps(content))
    return folder


@pytest.fixture
def versions(tmp_path):
    return Versions(tmp_path / "models", write(tmp_path / "shipped", "shipped"))


@pytest.fixture
def added(versions, tmp_path):
    """Three versions, the oldest first."""
    return [versions.add(write(tmp_path / f"training-{n}", str(n))) for n in range(3)]


def test_at_first_the_shipped_version_answers(versions):
    assert versions.served == versions.shipped
    assert versions.serving().id == SHIPPED_ID
    assert versions.all() == []
    assert not versions.folder.exists()


def test_added_versions_are_listed_by_age_and_not_promoted(versions, added):
    assert versions.all() == added
    assert [version.id for version in added] == sorted(version.id for version in added)
    assert versions.served == versions.shipped
    assert added[1].report.test.accuracy == 0.99
    assert (added[2].folder / "digits.tflite").read_text() == "2 digits.tflite"


def test_only_the_files_of_a_version_are_taken(versions, tmp_path):
    trained = write(tmp_path / "training")
    (trained / "notes.txt").write_text("")
    names = {path.name for path in versions.add(trained).folder.iterdir()}
    assert names == {*report.FILES, report.NAME}
    assert trained.is_dir()


def test_a_line_reader_is_a_part_of_its_version(versions, tmp_path):
    files = report.FILES + report.LINE_FILES
    version = versions.add(write(tmp_path / "training", files=files))
    assert {path.name for path in version.folder.iterdir()} == {*files, report.NAME}
    versions.promote(version)
    (version.folder / "line.tflite").write_text("damaged")
    assert versions.serving().id == SHIPPED_ID


@pytest.mark.parametrize("name", [*report.FILES, report.NAME])
def test_a_broken_training_is_not_added(versions, tmp_path, name):
    trained = write(tmp_path / "training")
    (trained / name).write_text("other")
    with pytest.raises(WeightsError):
        versions.add(trained)
    assert versions.all() == []


def test_a_failed_copy_leaves_nothing_behind(versions, tmp_path, monkeypatch):
    trained = write(tmp_path / "training")

    def full(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(OSError, match="No space"):
        versions.add(trained)
    assert list(versions.folder.iterdir()) == []


def test_promote_and_roll_back(versions, added):
    versions.promote(added[0])
    assert versions.served == added[0].folder
    versions.promote(added[2])
    assert versions.serving().id == added[2].id
    assert Versions(versions.folder, versions.shipped).served == added[2].folder
    assert versions.rollback().id == added[0].id
    assert versions.rollback().id == SHIPPED_ID
    with pytest.raises(WeightsError, match="no earlier version"):
        versions.rollback()
    assert versions.served == versions.shipped


def test_promoting_twice_does_not_make_a_rollback_a_standstill(versions, added):
    for version in (added[0], added[1], added[1]):
        versions.promote(version)
    assert versions.rollback().id == added[0].id


def test_promoting_what_answers_already_changes_nothing(versions, added):
    versions.promote(added[0])
    before = (versions.folder / POINTER).stat()
    versions.promote(added[0])
    assert (versions.folder / POINTER).stat() == before


def test_rolling_back_from_what_answers_instead_of_a_damaged_version(versions, added):
    for version in added:
        versions.promote(version)
    (added[2].folder / "digits.tflite").write_text("other")
    assert versions.serving().id == added[1].id
    assert versions.previous().id == added[0].id
    assert versions.rollback().id == added[0].id


def test_where_nothing_is_before_nothing_is_previous(versions):
    with pytest.raises(WeightsError, match="no earlier version"):
        versions.previous()


def test_a_damaged_shipped_version_gives_way_to_what_answered_before(versions, added):
    versions.promote(added[0])
    versions.promote(None)
    (versions.shipped / "digits.tflite").write_text("other")
    assert (versions.serving().id, versions.serving().promoted) == (added[0].id, SHIPPED_ID)
    with pytest.raises(WeightsError, match="damaged"):
        versions.promote(None)


def test_where_nothing_is_whole_the_shipped_version_is_named_with_the_reason(versions):
    (versions.shipped / "digits.tflite").unlink()
    serving = versions.serving()
    assert (serving.id, serving.folder) == (SHIPPED_ID, versions.shipped)
    assert serving.problem is not None


def test_leftovers_of_a_killed_program_are_cleared_and_nothing_else(versions, added):
    half = versions.folder / f"{PASSING}half"
    half.mkdir()
    (half / "digits.keras").write_text("half")
    (versions.folder / f"{PASSING}pointer").write_text("half")
    (versions.folder / ".keep").write_text("")
    versions.clear()
    names = {path.name for path in versions.folder.iterdir()}
    assert names == {*(version.id for version in added), ".keep"}


def test_clearing_needs_no_folder(versions):
    versions.clear()
    assert not versions.folder.exists()


def test_one_change_waits_for_another(versions, added):
    order = []

    def promote():
        versions.promote(added[1])
        order.append("promoted")

    with atomic.alone(versions.folder):
        second = threading.Thread(target=promote)
        second.start()
        second.join(0.2)
        order.append("let go")
    second.join()
    assert order == ["let go", "promoted"]


def test_the_list_tells_all_of_them_the_oldest_first(versions, added):
    versions.promote(added[1])
    (added[0].folder / "digits.tflite").write_text("other")
    listed = listing(versions)
    assert [one.id for one in listed] == [SHIPPED_ID, *(version.id for version in added)]
    assert [one.serves for one in listed] == [False, False, True, False]
    assert [one.report is None for one in listed] == [False, True, False, False]
    assert "damaged" in listed[1].problem
    assert [one.serves for one in listing(versions, added[2].id)] == [False, False, False, True]


def test_the_shipped_version_can_be_promoted(versions, added):
    versions.promote(added[0])
    versions.promote(None)
    assert versions.served == versions.shipped
    assert versions.rollback().id == added[0].id


def test_a_damaged_version_is_not_promoted(versions, added):
    (added[0].folder / "digits.tflite").write_text("other")
    with pytest.raises(WeightsError, match="damaged"):
        versions.promote(added[0])
    assert versions.served == versions.shipped


def test_a_damaged_version_gives_way_to_the_last_good_one(versions, added, caplog):
    for version in added:
        versions.promote(version)
    (added[2].folder / "digits.tflite").write_text("other")
    serving = versions.serving()
    assert serving.folder == added[1].folder
    assert "digits.tflite are damaged" in serving.problem
    with caplog.at_level(logging.WARNING):
        assert versions.served == added[1].folder
    assert f"Version {added[1].id} answers instead" in caplog.text


def test_a_removed_version_gives_way_to_the_shipped_one(versions, added):
    versions.promote(added[0])
    added[0].folder.rename(versions.folder / "elsewhere")
    assert versions.served == versions.shipped
    assert added[0].id in versions.serving().problem


def test_rolling_back_skips_what_is_damaged(versions, added):
    for version in added:
        versions.promote(version)
    (added[1].folder / report.NAME).unlink()
    assert versions.rollback().id == added[0].id


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\xff\xfe", b"../../etc", b"20250101-000000-000000"]
)
def test_a_damaged_pointer_leads_to_the_shipped_version(versions, added, content):
    (versions.folder / POINTER).write_bytes(content)
    assert versions.served == versions.shipped


def test_what_is_no_version_is_not_listed(versions, added):
    (versions.folder / ".half").mkdir()
    (versions.folder / "notes").mkdir()
    assert versions.all() == added


def test_readers_see_a_whole_pointer_while_it_is_written(versions, added):
    versions.promote(added[0])
    seen, stop = set(), threading.Event()

    def look():
        while not stop.is_set():
            seen.add(versions.served)

    reader = threading.Thread(target=look)
    reader.start()
    for _ in range(20):
        versions.promote(added[1])
        versions.promote(added[0])
    stop.set()
    reader.join()
    assert seen <= {added[0].folder, added[1].folder}


def test_a_failed_promotion_changes_nothing(versions, added, monkeypatch):
    versions.promote(added[0])

    def broken(*_):
        raise OSError("disk failure")

    monkeypatch.setattr("pathlib.Path.replace", broken)
    with pytest.raises(OSError, match="disk failure"):
        versions.promote(added[1])
    assert versions.served == added[0].folder
    assert not [path for path in versions.folder.iterdir() if path.name.startswith(".")]
