import numpy as np
import pytest

from bot.cli import EXPORT, main
from bot.export import export, gather
from model.corrections import load
from tests import kept


def test_an_export_has_the_labeled_pictures_and_numbers_instead_of_people(store, tmp_path):
    first, unknown = kept.crop(seed=1), kept.crop(None, seed=2)
    ant, bee = 123_456_789, 987_654_321
    for number, (user, crops) in enumerate(
        [
            (bee, (first, unknown, kept.crop(10, seed=3))),
            (ant, (kept.crop(1, seed=4),)),
            (bee, (kept.crop(9, seed=5),)),
        ],
        start=1,
    ):
        store.keep(kept.correction(number, user, crops=crops, at=kept.ago(hours=9 - number)))
    written = export(store, tmp_path / "corrections.npz")
    loaded = load(tmp_path / "corrections.npz")
    assert loaded.labels.tolist() == [7, 10, 1, 9]
    assert loaded.owners.tolist() == [0, 0, 1, 0]
    assert loaded.hashes == tuple(f"{number:064x}" for number in (1, 1, 2, 3))
    assert np.array_equal(loaded.pictures[0], first.picture)
    assert np.array_equal(loaded.pictures, written.pictures)
    assert (len(written), written.people) == (4, 2)
    content = (tmp_path / "corrections.npz").read_bytes()
    for id_ in (ant, bee):
        assert str(id_).encode() not in content
        assert id_.to_bytes(8, "little") not in content


def test_what_an_admin_has_dropped_is_not_exported(store, tmp_path):
    store.keep(kept.correction(1, 5))
    store.keep(kept.correction(2, 6))
    store.drop(5)
    assert len(export(store, tmp_path / "file.npz")) == 1


def test_nothing_is_exported_as_nothing():
    empty = gather([])
    assert len(empty) == 0
    assert empty.pictures.shape == (0, 28, 28)
    assert not empty


def test_the_command_writes_the_file_and_says_how_much(store, tmp_path, monkeypatch, capsys):
    store.keep(kept.correction(1, 5))
    store.keep(kept.correction(2, 6))
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    file = tmp_path / "corrections.npz"
    with pytest.raises(SystemExit) as ended:
        main([EXPORT, str(file)])
    assert ended.value.code is None
    assert capsys.readouterr().out == f"2 corrected digits of 2 people: {file}\n"
    assert len(load(file)) == 2


def test_a_folder_that_is_not_there_is_said_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with pytest.raises(SystemExit, match=r"^The corrections cannot be exported: .*nowhere"):
        main([EXPORT, str(tmp_path / "nowhere" / "corrections.npz")])


def test_a_damaged_database_is_said_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    (tmp_path / "bot.db").write_bytes(b"this is no database" * 100)
    with pytest.raises(SystemExit, match=r"^The corrections cannot be exported: "):
        main([EXPORT, str(tmp_path / "corrections.npz")])
    assert not (tmp_path / "corrections.npz").exists()
