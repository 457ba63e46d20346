import numpy as np
import pytest

from model.corrections import OWNER_MOST, Corrections, contradictory, load, save, to_judge, to_learn
from model.errors import DataError
from tests import fakes


def joined(*parts: Corrections) -> Corrections:
    return Corrections(
        np.concatenate([part.pictures for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.owners for part in parts]),
        sum((part.hashes for part in parts), ()),
    )


def test_corrections_survive_the_way_to_the_disk_and_back(tmp_path):
    some = fakes.corrections([7, 1, 10])
    save(tmp_path / "some.npz", some)
    again = load(tmp_path / "some.npz")
    assert (again.pictures == some.pictures).all()
    assert again.labels.tolist() == [7, 1, 10]
    assert again.owners.tolist() == [1, 1, 1]
    assert again.hashes == some.hashes
    none = some.only(np.zeros(3, bool))
    save(tmp_path / "none.npz", none)
    assert len(load(tmp_path / "none.npz")) == 0


GOOD = {
    "pictures": np.zeros((1, 28, 28), np.uint8),
    "labels": np.array([10]),
    "owners": np.array([5]),
    "hashes": np.array(["0" * 64]),
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"pictures": np.zeros((1, 28, 27), np.uint8)},
        {"pictures": np.zeros((1, 28, 28))},
        {"pictures": np.uint8(3)},
        {"labels": np.array([11])},
        {"labels": np.array([-1])},
        {"labels": np.array([7.0])},
        {"labels": np.array([7, 1])},
        {"owners": np.array(["ann"])},
        {"hashes": np.array(["0" * 63])},
        {"hashes": np.array(["g" * 64])},
        {"hashes": np.array([7])},
    ],
)
def test_other_content_is_refused(tmp_path, wrong):
    np.savez(tmp_path / "good.npz", **GOOD)
    assert len(load(tmp_path / "good.npz")) == 1
    np.savez(tmp_path / "wrong.npz", **GOOD | wrong)
    with pytest.raises(DataError, match="not usable"):
        load(tmp_path / "wrong.npz")


def test_damaged_and_foreign_files_are_refused(tmp_path):
    np.savez(tmp_path / "objects.npz", **GOOD | {"labels": np.array([{}], object)})
    np.savez(tmp_path / "lacks.npz", pictures=GOOD["pictures"])
    (tmp_path / "text.npz").write_text("seven")
    (tmp_path / "empty.npz").write_bytes(b"")
    np.savez(tmp_path / "good.npz", **GOOD)
    (tmp_path / "half.npz").write_bytes((tmp_path / "good.npz").read_bytes()[:200])
    for name in ("objects", "lacks", "text", "empty", "half"):
        with pytest.raises(DataError, match="damaged or foreign"):
            load(tmp_path / f"{name}.npz")
    with pytest.raises(DataError, match="cannot be read"):
        load(tmp_path / "none.npz")


def test_a_fifth_is_never_learned_from():
    some = joined(*(fakes.corrections([7, 1, 4, 9], hash_=hash_) for hash_ in range(5)))
    some = Corrections(  # each another picture
        np.random.default_rng(0).integers(0, 256, some.pictures.shape, np.uint8),
        some.labels, some.owners, some.hashes,
    )  # fmt: skip
    assert some.held_out.tolist() == [True] * 4 + [False] * 16
    learned, held = to_learn(some), to_judge(some)
    assert (len(learned), len(held)) == (16, 4)
    assert not set(learned.hashes) & set(held.hashes)
    assert sum(int(sha[:8], 16) % 5 == 0 for sha in held.hashes) == 4


def test_a_picture_that_is_said_to_be_two_things_is_not_learned():
    one = fakes.corrections([7, 1])
    lie = Corrections(one.pictures[:1], np.array([4], np.uint8), np.array([2]), ("2" * 64,))
    assert contradictory(joined(one, lie)).tolist() == [True, False, True]
    same = Corrections(one.pictures[:1], one.labels[:1], np.array([2]), ("2" * 64,))
    assert not contradictory(joined(one, same)).any()
    assert to_learn(joined(one, lie)).labels.tolist() == [1]


def test_a_file_may_show_different_digits_but_not_to_different_people():
    ann, bob = fakes.corrections([7, 1], owner=1), fakes.corrections([7, 4], owner=2)
    file = ann.hashes[:1] * 2
    number = Corrections(ann.pictures, ann.labels, ann.owners, file)
    other = Corrections(bob.pictures, bob.labels, bob.owners, file)
    assert not contradictory(number).any()
    assert contradictory(joined(number, other)).all()
    agreeing = Corrections(bob.pictures, ann.labels, bob.owners, file)
    assert not contradictory(joined(number, agreeing)).any()


def test_nobody_speaks_for_all():
    many = fakes.corrections([7] * (OWNER_MOST + 3))
    many.pictures[:, 0, 0] = np.arange(len(many))
    few = fakes.corrections([1, 2], owner=2)
    learned = to_learn(joined(many, few))
    assert learned.labels.tolist() == [7] * OWNER_MOST + [1, 2]
    assert learned.pictures[0, 0, 0] == 3  # the newest are kept
    assert learned.people == 2
