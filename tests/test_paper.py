import cv2
import numpy as np
import pytest

import model
import model.recognizer
from model.image import Photo
from model.paper import SIDE, paper_in
from model.reading import Box, Digit
from tests.askew import on_table
from tests.bench.taken_out import NEVER
from tests.drawn import jpeg, page_with


def laid(sheet, *, table=(70, 55, 40), room=(60, 90, 70, 50), degrees=7.0):
    """Lay an RGB sheet on a table."""
    high, wide = sheet.shape[:2]
    matrix = cv2.getRotationMatrix2D((wide / 2, high / 2), degrees, 1.0)
    matrix[:, 2] += (room[0], room[2])
    size = wide + room[0] + room[1], high + room[2] + room[3]
    photo = cv2.warpAffine(sheet, matrix, size, borderValue=table)
    grain = np.random.default_rng(0).normal(0, 4, (*photo.shape[:2], 1))
    return np.clip(photo + grain, 0, 255).astype(np.uint8)


def found(photo):
    return paper_in(Photo(photo, photo.shape[1], photo.shape[0]))


def digit(x, y, sure):
    return Digit(Box(x, y, 40, 60), np.zeros((28, 28), np.uint8), np.eye(10)[3], sure)


@pytest.mark.parametrize(
    "look",
    [
        {},
        {"table": (20, 20, 22)},
        {"table": (150, 90, 60), "degrees": -12},
        {"room": (0, 200, 0, 0), "degrees": 0},
    ],
    ids=["brown", "black", "red", "beside"],
)
def test_the_sheet_is_found_and_what_is_written_on_it_stays(look):
    sheet = page_with(5, 400)
    photo = laid(sheet, **look)
    paper = found(photo)
    assert paper is not None
    ground = np.median(sheet.reshape(-1, 3), axis=0)
    shown = paper.photo.pixels.astype(int)
    assert np.median(np.abs(shown - ground).max(axis=2)) < 12
    pen = np.all(sheet < 80, axis=2)
    ink = np.all(photo < 100, axis=2) & (shown.max(axis=2) < 110)
    assert ink.sum() == pytest.approx(pen.sum(), rel=0.15)


@pytest.mark.parametrize("ground", [(225, 228, 230), (30, 30, 34)])
def test_a_photo_of_paper_alone_shows_no_sheet(ground):
    pen = tuple(255 - level for level in ground)
    assert found(page_with(0, 400, paper=ground, pen=pen, width=0.12)) is None
    assert found(page_with(1, 400, paper=ground, pen=pen)) is None


def test_the_dark_corners_of_a_photo_are_no_table():
    down, across = np.mgrid[-1:1:400j, -1:1:400j]
    light = np.clip(1.25 - 0.6 * np.hypot(down, across), 0.2, 1)[..., None]
    assert found((page_with(4) * light).astype(np.uint8)) is None


def test_a_sheet_holds_what_is_likely_a_digit():
    paper = found(laid(page_with(5, 400)))
    assert paper is not None
    assert max(paper.mask.shape) == SIDE
    assert paper.holds([])
    assert paper.holds([digit(250, 250, 0.99)])
    assert paper.holds([digit(250, 250, 0.99), digit(0, 0, 0.4)])
    assert not paper.holds([digit(250, 250, 0.99), digit(0, 0, 0.9)])


def test_a_sheet_too_narrow_to_look_at_is_none():
    assert found(laid(np.full((12, 900, 3), 235, np.uint8), degrees=0, room=(0, 0, 40, 40))) is None


def faint(seed):
    """A faint number on a sheet on a table, (h, w, 3) uint8 RGB."""
    row = np.hstack([page_with(d, 150, pen=(175, 178, 180)) for d in (2, 0, 4, 7)])
    sheet = cv2.copyMakeBorder(row, 40, 40, 40, 40, cv2.BORDER_REPLICATE)
    return on_table(np.ascontiguousarray(sheet[..., ::-1]), np.random.default_rng(seed))[..., ::-1]


@pytest.mark.parametrize("seed", range(8))
def test_a_faint_number_on_a_sheet_on_a_table_is_read(seed):
    photo = faint(seed)
    reading = model.load().read(jpeg(photo))
    assert reading.text == "2047"
    size = reading.photo.shape[1::-1]
    shown = cv2.resize(np.ascontiguousarray(photo), size, interpolation=cv2.INTER_AREA)
    assert np.abs(reading.photo - shown.astype(float)).mean() < 8  # table and all


@pytest.mark.parametrize("seed", [3, 4, 6])
def test_it_is_the_look_at_the_sheet_alone_that_reads_it(seed, monkeypatch):
    # The light for hard shadows follows a table's edge, too, and may read it as well.
    monkeypatch.setattr(model.recognizer, "LIGHT", NEVER)
    assert model.load().read(jpeg(faint(seed))).text == "2047"
    monkeypatch.setattr(model.recognizer, "paper_in", lambda _photo: None)
    assert model.load().read(jpeg(faint(seed))).text == ""


def test_what_is_read_for_certain_beside_a_table_may_be_a_part_of_it():
    rows = [np.hstack([page_with(d, 150, pen=(150, 155, 165)) for d in row])
            for row in ((2, 0, 4, 7), (5, 1, 2, 4))]  # fmt: skip
    sheet = cv2.copyMakeBorder(np.vstack(rows), 60, 60, 60, 60, cv2.BORDER_REPLICATE)
    photo = on_table(np.ascontiguousarray(sheet[..., ::-1]), np.random.default_rng(3))
    for quality in range(60, 100, 3):
        file = cv2.imencode(".jpg", photo, (cv2.IMWRITE_JPEG_QUALITY, quality))[1].tobytes()
        assert model.load().read(file).text == "2047\n5124"
