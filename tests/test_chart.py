import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import cv2
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from model.chart import draw, draw_confusion
from model.chart.canvas import THEMES, WIDTH, Canvas, to_bytes
from model.chart.words import percent, whole_percent
from model.reading import Box, Digit, Reading
from tests import fakes

PAPER = 200
SIZES = {"portrait": (960, 1280), "landscape": (1280, 720), "tiny": (28, 28), "ribbon": (1280, 40)}


def written(value: int, box: Box, probability: float = 0.97) -> Digit:
    known = fakes.digit(value, probability)
    return Digit(box, known.picture, known.probabilities, is_digit=1.0)


def page(size: tuple[int, int], *rows: list[Digit]) -> Reading:
    width, height = size
    photo = np.full((height, width, 3), PAPER, np.uint8)
    for digit in (digit for row in rows for digit in row):
        box = digit.box
        photo[box.y : box.y + box.height, box.x : box.x + box.width] = (10, 10, 90)
    return Reading(tuple(map(tuple, rows)), photo, width, height)


def grid(columns: int, rows: int, size: tuple[int, int] = (1280, 960)) -> Reading:
    wide, high = size[0] // columns, size[1] // rows
    boxes = [
        [
            Box(c * wide + wide // 4, r * high + high // 4, wide // 2, high // 2)
            for c in range(columns)
        ]
        for r in range(rows)
    ]
    return page(size, *([written(c % 10, box) for c, box in enumerate(row)] for row in boxes))


def pixels(png: bytes) -> np.ndarray:
    assert png.startswith(b"\x89PNG")
    return cv2.cvtColor(cv2.imdecode(np.frombuffer(png, np.uint8), 1), cv2.COLOR_BGR2RGB)


def share_of(color: str, image: np.ndarray) -> float:
    """Part of an image that is of exactly this color."""
    return float((image == to_bytes(color)[:3]).all(axis=2).mean())


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SIZES)
def test_one_digit_of_any_picture(name, theme):
    width, height = SIZES[name]
    box = Box(width // 3, height // 3, max(1, width // 4), max(1, height // 4))
    image = pixels(draw(page((width, height), [written(7, box)]), theme))
    assert image.shape[1] == WIDTH
    assert image.shape[0] < 1.2 * WIDTH
    assert (image[2, 2] == to_bytes(THEMES[theme].ground)[:3]).all()
    assert share_of(THEMES[theme].sure, image) > 0.01
    assert share_of(THEMES[theme].doubt, image) == 0


def test_the_digit_and_its_surroundings_are_shown():
    image = pixels(draw(page((1280, 960), [written(7, Box(900, 100, 60, 90))])))
    ink = np.abs(image.astype(int) - (10, 10, 90)).max(axis=2) < 12
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    assert 250 < rows[-1] - rows[0] < 400  # the photo is 628 pixels high
    assert 150 < columns[-1] - columns[0] < 300


@pytest.mark.parametrize(
    "box", [Box(0, 0, 90, 100), Box(1180, 860, 100, 100), Box(0, 0, 1280, 960), Box(640, 480, 1, 1)]
)
def test_a_digit_at_the_border_keeps_its_box(box):
    reading = page((1280, 960), [written(7, box)])
    photo = pixels(draw(reading))[48:676, 48:676]
    assert share_of(THEMES["light"].sure, photo) > 0.003


def test_boxes_refer_to_the_photo_before_it_was_reduced():
    small = page((640, 480), [written(7, Box(100, 100, 50, 80))])
    digit = written(7, Box(600, 600, 300, 480))
    large = Reading(((digit,),), small.photo, 3840, 2880)
    assert np.abs(pixels(draw(small)).astype(int) - pixels(draw(large))).mean() < 1


@pytest.mark.parametrize("size", [(682, 340), (640, 330), (1280, 300), (700, 200)])
def test_each_box_is_around_its_digit_in_a_picture_that_nearly_fits(size, monkeypatch):
    frames = []
    monkeypatch.setattr(Canvas, "frame", lambda _canvas, *place: frames.append(place[:4]))
    step = size[0] // 10
    row = [written(1, Box(30 + step * i, 120, 14, 34)) for i in range(10)]
    image = pixels(draw(page(size, row)))
    assert len(frames) == 10
    for x, y, width, height in frames:
        seen = image[y : y + height, x - 20 : x + width + 20].astype(int)
        ink = np.flatnonzero((np.abs(seen - (10, 10, 90)).max(axis=2) < 40).any(axis=0))
        assert abs((ink[0] + ink[-1]) / 2 - (width + 40) / 2) < 4


def test_what_the_network_saw_is_shown_pixel_by_pixel():
    reading = page((1280, 960), [written(7, Box(500, 300, 200, 300))])
    digit = reading.digits[0]
    shown = pixels(draw(reading))[322:630, 724:1032]
    assert shown.shape == (308, 308, 3)
    assert (shown[5::11, 5::11, 0] == digit.picture).all()


def test_a_doubtful_answer_has_another_color():
    image = pixels(draw(page((1280, 960), [written(7, Box(500, 300, 200, 300), 0.6)])))
    assert share_of(THEMES["light"].doubt, image) > 0.01
    assert share_of(THEMES["light"].sure, image) == 0


def test_doubt_about_the_whole_picture_shows_in_the_chart_of_one_digit():
    reading = replace(page((1280, 960), [written(7, Box(500, 300, 200, 300))]), trust=0.5)
    image = pixels(draw(reading))
    assert share_of(THEMES["light"].doubt, image) > 0.01
    assert share_of(THEMES["light"].sure, image) == 0


def bars_of(reading: Reading) -> int:
    """How many labels stand below the bars."""
    labels = pixels(draw(reading))[1020:1080].min(axis=(0, 2)) < 200
    gaps = np.diff(np.flatnonzero(labels))
    return int((gaps > 12).sum()) + 1


@pytest.mark.parametrize(("is_digit", "trust", "bars"), [(1, 1, 10), (0.4, 1, 11), (1, 0.4, 11)])
def test_what_is_none_of_the_ten_has_a_bar_of_its_own(is_digit, trust, bars):
    seen = page((1280, 960), [written(7, Box(500, 300, 200, 300))])
    digit = replace(seen.digits[0], is_digit=is_digit)
    assert bars_of(replace(seen, rows=((digit,),), trust=trust)) == bars


@pytest.mark.parametrize("winner", range(10))
def test_nothing_is_written_into_the_margin(winner):
    image = pixels(draw(page((1280, 960), [written(winner, Box(500, 300, 200, 300), 0.9999)])))
    for margin in (image[:, :40], image[:, -40:], image[:20], image[-20:]):
        assert (margin == 255).all()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("columns", "rows"), [(2, 1), (3, 1), (4, 1), (5, 1), (8, 1), (12, 1), (5, 2), (4, 5), (6, 4)]
)
def test_several_digits_get_a_card_each(columns, rows, theme):
    image = pixels(draw(grid(columns, rows), theme))
    assert image.shape[1] == WIDTH
    assert image.shape[0] < 1.8 * WIDTH
    cards = (image == to_bytes(THEMES[theme].panel)[:3]).all(axis=2)
    count = cv2.connectedComponentsWithStats(cards.astype(np.uint8))[2][1:, cv2.CC_STAT_WIDTH]
    assert ((count > 150) & (count < 700)).sum() == columns * rows  # the photo has an edge of 990


def test_of_many_digits_the_least_sure_are_shown():
    few, many = draw(grid(12, 1)), draw(grid(20, 5))
    assert pixels(many).shape[0] < 1.5 * WIDTH
    assert len(many) < 3 * len(few)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", SIZES)
def test_no_digit_of_any_picture(name, theme):
    image = pixels(draw(page(SIZES[name]), theme))
    assert image.shape[1] == WIDTH
    assert image.shape[0] < WIDTH


def test_without_a_digit_the_ink_that_was_seen_is_shown():
    seen = page((640, 480))
    seen.photo[200:218, 150:450] = seen.photo[120:330, 300:318] = 20  # a cross
    left, right = np.split(pixels(draw(seen))[48:390, 48:1032], 2, axis=1)
    # The photo is gray with a dark cross; the ink has the colors of the theme.
    assert 0.02 < (right.max(axis=2) < 60).mean() < 0.1
    assert (right.min(axis=2) > 230).mean() > 0.8
    assert (left.min(axis=2) > 230).mean() < 0.1


def test_gray_stays_gray():
    image = pixels(draw(page((640, 480))))
    photo = image[100:300, 100:400].astype(int)
    assert np.abs(photo - PAPER).max() <= 3
    assert np.ptp(photo, axis=2).max() == 0


@pytest.mark.parametrize("theme", THEMES)
def test_the_confusion_matrix(theme):
    confusion = np.diag(np.arange(900, 1000, 10))
    confusion[4, 9], confusion[7, 2] = 6, 1
    image = pixels(draw_confusion(confusion.tolist(), "Test digits", theme))
    assert image.shape[1] == WIDTH
    worst, faint = image[225 + 4 * 78, 140 + 9 * 78], image[225 + 7 * 78, 140 + 2 * 78]
    right = image[225 + 4 * 78, 140 + 4 * 78]
    doubt = np.array(to_bytes(THEMES[theme].doubt)[:3], int)
    away = [np.abs(color - doubt).sum() for color in (worst, faint, right)]
    assert away == sorted(away)
    assert len(set(away)) == 3


@pytest.mark.parametrize("count", [0, 1_234_567])
def test_a_confusion_matrix_of_nothing_or_of_millions(count):
    assert pixels(draw_confusion([[count] * 10] * 10, "")).shape[1] == WIDTH


@pytest.mark.parametrize("choice", [("sepia", "png"), ("light", "gif")])
def test_an_unknown_theme_or_form_is_refused(choice):
    with pytest.raises(KeyError):
        draw(page((64, 64)), *choice)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("columns", [0, 1, 5])
def test_a_jpeg_shows_the_same_as_a_png(columns, theme):
    seen = grid(columns, 1) if columns else page((640, 480))
    jpeg = draw(seen, theme, "jpeg")
    assert jpeg.startswith(b"\xff\xd8\xff")
    shown = cv2.cvtColor(cv2.imdecode(np.frombuffer(jpeg, np.uint8), 1), cv2.COLOR_BGR2RGB)
    exact = pixels(draw(seen, theme))
    assert shown.shape == exact.shape
    away = np.abs(shown.astype(int) - exact)
    assert away.mean() < 1
    assert (away < 16).mean() > 0.98


def luminance(color: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_text_has_enough_contrast(theme):
    """By WCAG 2.2, 1.4.3: at least 4.5 to 1."""
    pairs = [(text, paper) for text in (theme.ink, theme.muted, theme.sure, theme.doubt)
             for paper in (theme.ground, theme.panel)]  # fmt: skip
    for text, paper in [*pairs, (theme.chip, theme.sure), (theme.chip, theme.doubt)]:
        low, high = sorted((luminance(text), luminance(paper)))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (text, paper)


def test_threads_draw_at_the_same_time_what_they_draw_alone():
    readings = [grid(n, 1) for n in range(1, 7)]
    alone = [draw(reading) for reading in readings]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(draw, readings * 4))
    assert together == alone * 4


def test_text_is_aligned_by_its_width():
    canvas = Canvas(100, THEMES["light"])
    canvas.text(540, 70, "808", 60, bold=True, align=0.5)
    columns = np.flatnonzero((pixels(canvas.file()) < 128).any(axis=(0, 2)))
    assert abs((columns[0] + columns[-1]) / 2 - 540) < 3


def test_what_lies_beyond_the_sheet_is_cut_off():
    canvas = Canvas(60, THEMES["light"])
    for place in ((-30, 40), (WIDTH - 30, 40), (-30, 10), (WIDTH - 30, 90), (-500, -500)):
        canvas.text(*place, "8888", 50)
    image = pixels(canvas.file())
    assert image.shape == (60, WIDTH, 3)
    assert (image[:, :60] < 128).any()
    assert (image[:, -25:] < 128).any()
    assert (image[:, 200:-200] == 255).all()


@pytest.mark.parametrize("size", [(300, 200), (40, 300), (9, 9), (300, 8)])
def test_a_frame_goes_once_around(size):
    width, height = size
    canvas = Canvas(400, THEMES["light"])
    canvas.bar(0, 0, WIDTH, 400, "#000000")
    canvas.frame(50, 60, width, height, "#ff0000")
    image = pixels(canvas.file()).astype(int)
    red = (image[..., 0] > 250) & (image[..., 1] < 5)
    rows, columns = np.flatnonzero(red.any(axis=1)), np.flatnonzero(red.any(axis=0))
    assert (rows[0], rows[-1]) == (58, 60 + height + 1)
    assert (columns[0], columns[-1]) == (48, 50 + width + 1)
    assert red[60 + height // 2, 48:53].all()
    assert red[58:63, 50 + width // 2].all()
    halo = image.min(axis=2) > 150
    assert halo[56:58, 50 + width // 2].all()
    assert not image[:56].any()
    assert not image[60 + height + 4 :].any()


@pytest.mark.parametrize(
    ("probability", "words"),
    [(1, ">99.9 %"), (0.9994, "99.9 %"), (0.99, "99.0 %"), (0.61, "61 %"), (0.004, "0.4 %")],
)
def test_small_and_large_probabilities_are_told_apart(probability, words):
    assert percent(probability) == words


@pytest.mark.parametrize(("probability", "words"), [(1, "99 %"), (0, "1 %"), (0.876, "88 %")])
def test_nothing_is_quite_sure(probability, words):
    assert whole_percent(probability) == words


def test_a_reading_is_drawn_without_matplotlib():
    code = (
        "import sys, numpy, model.chart, model.reading;"
        "photo = numpy.zeros((64, 64, 3), numpy.uint8);"
        "model.chart.draw(model.reading.Reading((), photo, 64, 64));"
        "sys.exit('matplotlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
