import cv2
import pytest

from model.cli import main

pytestmark = pytest.mark.usefixtures("small_mnist")


@pytest.mark.parametrize("ending", ["png", "jpg"])
def test_samples_draws_a_sheet_of_photos(tmp_path, ending):
    picture = tmp_path / f"samples.{ending}"
    assert main(["samples", str(picture)]) == 0
    sheet = cv2.imread(str(picture))
    assert sheet.shape[1] > sheet.shape[0] > 800
    assert sheet.std() > 30


def test_another_seed_draws_other_photos(tmp_path):
    one, other = tmp_path / "one.png", tmp_path / "other.png"
    assert main(["samples", str(one)]) == main(["samples", str(other), "--seed", "2"]) == 0
    assert one.read_bytes() != other.read_bytes()


@pytest.mark.parametrize("name", ["sheet.txt", "sheet", "nowhere/sheet.png"])
def test_a_file_that_cannot_be_written_is_told_in_a_sentence(tmp_path, capsys, name):
    assert main(["samples", str(tmp_path / name)]) == 1
    assert capsys.readouterr().err.count("error: ") == 1
