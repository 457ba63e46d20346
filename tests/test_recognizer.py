import cv2
import numpy as np
import pytest

import model
import model.recognizer
from model.ink.grayscale import pages
from model.ink.light import SHARP, SMOOTH
from model.reading import CERTAIN
from tests.bench.taken_out import NEVER
from tests.drawn import STROKES, jpeg, page_with, png
from tests.shadow import shaded


@pytest.fixture(scope="module")
def recognizer():
    return model.load()


@pytest.mark.parametrize("digit", STROKES)
@pytest.mark.parametrize(
    "look",
    [
        {},
        {"width": 0.008},
        {"width": 0.07},
        {"pen": (175, 178, 180)},
        {"paper": (40, 55, 48), "pen": (225, 225, 220)},
        {"paper": (255, 255, 255), "pen": (90, 200, 225)},
        {"side": 48, "width": 0.06},
        {"side": 1600},
    ],
    ids=["plain", "thin", "fat", "faint", "board", "cyan", "tiny", "large"],
)
def test_a_drawn_digit_is_read(recognizer, digit, look):
    reading = recognizer.read(jpeg(page_with(digit, **look)))
    assert reading.text == str(digit)
    assert reading.confidence > 0.5


@pytest.mark.parametrize("digit", [0, 2, 4, 5])
def test_a_digit_across_the_edge_of_a_shadow_is_read_but_not_for_certain(recognizer, digit):
    reading = recognizer.read(across_an_edge(digit))
    assert reading.text == str(digit)
    assert not reading.certain


@pytest.mark.parametrize("digit", [0, 2])
def test_across_the_edge_of_a_shadow_some_digits_show_in_its_own_light_only(
    recognizer, digit, monkeypatch
):
    monkeypatch.setattr(model.recognizer, "LIGHT", NEVER)
    assert recognizer.read(across_an_edge(digit)).text == ""


def across_an_edge(digit: int) -> bytes:
    corners = np.array([(0, 120), (400, 200), (400, 290), (0, 230)])
    return jpeg(shaded(page_with(digit, pen=(110, 110, 120)), corners, kept=0.35, blur=1.5))


@pytest.mark.parametrize(("text", "left", "right", "lean", "kept", "pen", "part"), [
    ("7274", 369, 516, -1, 0.23, 110, "72"),
    ("2454", 419, 575, 116, 0.27, 130, "245"),
    ("1215", 40, 128, -52, 0.3, 138, "215"),
    ("2527", 536, 616, -5, 0.51, 117, "252"),
    ("4005", 81, 171, -88, 0.27, 135, "005"),
])  # fmt: skip
def test_digits_in_a_narrow_shadow_are_not_lost_beside_those_in_the_light(
    recognizer, text, left, right, lean, kept, pen, part, monkeypatch
):
    row = np.hstack([cv2.resize(page_with(int(d), 200, pen=(pen,) * 3), (150, 200)) for d in text])
    corners = np.array([(left, 0), (right, 0), (right + lean, 200), (left + lean, 200)])
    photo = jpeg(shaded(row, corners, kept, blur=1.5))
    reading = recognizer.read(photo)
    assert reading.text == text
    assert reading.certain
    # The first look reads a part of them for certain.
    monkeypatch.setattr(model.recognizer, "LIGHT", NEVER)
    seen = recognizer.read(photo)
    assert seen.text == part
    assert seen.certain


def test_a_photo_that_is_read_surely_is_looked_at_once(recognizer, monkeypatch):
    lights = []

    def looked(photo, light):
        lights.append(light)
        return pages(photo, light)

    monkeypatch.setattr(model.recognizer, "pages", looked)
    assert recognizer.read(jpeg(page_with(7))).certain
    assert lights == [SMOOTH]
    assert recognizer.read(jpeg(np.full((300, 300, 3), 200, np.uint8))).text == ""
    assert lights[1:] == [SMOOTH, SHARP]


@pytest.mark.parametrize("digit", [0, 1, 2, 4, 5, 7])
def test_a_digit_of_a_very_fat_pen_is_read_in_a_broad_light(recognizer, monkeypatch, digit):
    width = 0.26 if digit in (2, 7) else 0.28  # of the photo: a third of the digit
    photo = jpeg(page_with(digit, width=width))
    reading = recognizer.read(photo)
    assert reading.text == str(digit)
    assert not reading.certain
    # In the usual light the middle of its strokes is paper.
    monkeypatch.setattr(model.recognizer, "BROAD", SMOOTH)
    assert recognizer.read(photo).text != str(digit)


@pytest.mark.parametrize(("crosses", "looks"), [(4, True), (25, False)])
def test_a_page_full_of_signs_that_says_nothing_is_looked_at_once(
    recognizer, monkeypatch, crosses, looks
):
    lights = []
    monkeypatch.setattr(model.recognizer, "pages", lambda *at: lights.append(at[1]) or pages(*at))
    page = np.full((600, 600, 3), 225, np.uint8)
    for at in range(crosses):
        x, y = 60 + 110 * (at % 5), 60 + 110 * (at // 5)
        cv2.drawMarker(page, (x, y), (40, 40, 50), cv2.MARKER_STAR, 60, 5)
    assert recognizer.read(jpeg(page)).text == ""
    assert (SHARP in lights) == looks


def test_the_box_is_in_pixels_of_the_photo(recognizer):
    (digit,) = recognizer.read(png(page_with(4, 1600))).digits
    assert digit.box.x == pytest.approx(0.26 * 1600, abs=60)
    assert digit.box.y == pytest.approx(0.18 * 1600, abs=60)
    assert digit.box.width == pytest.approx(0.5 * 1600, abs=90)
    assert digit.box.height == pytest.approx(0.68 * 1600, abs=90)


def test_a_row_and_rows_are_read_in_order(recognizer):
    row = np.hstack([page_with(d, 200) for d in (2, 0, 4, 7)])
    assert recognizer.read(jpeg(row)).text == "2047"
    rows = np.vstack([row, np.hstack([page_with(d, 200) for d in (7, 1, 5, 2)])])
    reading = recognizer.read(jpeg(rows))
    assert reading.text == "2047\n7152"
    assert [len(r) for r in reading.rows] == [4, 4]


@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_empty_page_has_no_digit(recognizer, value):
    noise = np.random.default_rng(0).normal(0, 2, (500, 400, 3))
    blank = np.clip(np.full((500, 400, 3), value) + noise, 0, 255).astype(np.uint8)
    reading = recognizer.read(jpeg(blank))
    assert reading.text == ""
    assert reading.confidence == 0
    assert not reading.certain


def test_a_reading_is_certain_from_its_confidence(recognizer):
    reading = recognizer.read(jpeg(page_with(7)))
    assert reading.certain == (reading.confidence >= CERTAIN)
    assert reading.digits[0].candidates[0][0] == 7
    assert sum(p for _, p in reading.digits[0].candidates) == pytest.approx(1, abs=1e-5)


def test_the_picture_is_what_mnist_looks_like(recognizer):
    (digit,) = recognizer.read(jpeg(page_with(5))).digits
    assert digit.picture.shape == (28, 28)
    assert digit.picture.max() == 255
    assert digit.picture[0].max() == digit.picture[:, 0].max() == 0


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xd8\xff\xe0broken", b"%PDF-1.4"])
def test_what_is_no_picture_is_refused(recognizer, data):
    with pytest.raises(model.PictureError):
        recognizer.read(data)
