from dataclasses import replace

import cv2
import numpy as np
import pytest

import model
from model.chart import draw, in_detail
from model.image import decode
from model.ink.size import WORK_SIDE
from model.reading import Box, Reading
from tests import fakes

SIZE = (960, 1280)


def photo(*boxes: Box, size: tuple[int, int] = SIZE) -> tuple[Reading, bytes]:
    """A reading of digits in these boxes, with the photo at the size that the walk works in."""
    page = np.full((*size, 3), 230, np.uint8)
    for box in boxes:
        page[box.y : box.y + box.height : 2, box.x : box.x + box.width] = 20  # fine lines
    data = cv2.imencode(".png", page)[1].tobytes()
    digits = tuple(replace(fakes.digit(7, 0.99), box=box) for box in boxes)
    rows = (digits,) if digits else ()
    return Reading(rows, decode(data, WORK_SIDE).pixels, size[1], size[0]), data


def test_a_small_digit_is_shown_in_all_its_detail():
    reading, data = photo(Box(600, 400, 60, 90))
    sharp = in_detail(reading, data)
    assert reading.photo.shape == (480, 640, 3)
    assert sharp.photo.shape == (960, 1280, 3)
    assert sharp.rows == reading.rows
    fine = [
        cv2.imdecode(np.frombuffer(draw(one), np.uint8), 0)[48:676, 48:676]
        for one in (reading, sharp)
    ]
    assert fine[1].std() > fine[0].std()


@pytest.mark.parametrize(
    "boxes",
    [
        (),
        (Box(300, 100, 500, 700),),
        (Box(100, 300, 200, 300), Box(500, 300, 200, 300), Box(900, 300, 200, 300)),
    ],
)
def test_what_fills_the_photo_is_shown_as_it_was_read(boxes):
    reading, data = photo(*boxes)
    assert in_detail(reading, data) is reading


def test_a_photo_that_was_read_whole_has_no_more_detail():
    reading, data = photo(Box(200, 100, 20, 30), size=(240, 320))
    assert in_detail(reading, data) is reading


def test_a_large_photo_is_read_at_the_size_of_the_walk():
    _, data = photo(Box(300, 100, 400, 700))
    assert max(model.load().read(data).photo.shape) == WORK_SIDE
