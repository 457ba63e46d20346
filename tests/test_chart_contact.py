import cv2
import numpy as np
import pytest

from model.chart import draw_contact
from model.chart.canvas import MARGIN, THEMES, WIDTH, to_bytes
from model.chart.contact import CARD, CARD_HEIGHT, COLUMNS, GAP, SEEN, Group, Shown


def shown(shade=200, label="said 7", read="read 1", why="0.2 % likely"):
    return Shown(np.full((28, 28), shade, np.uint8), label, read, why)


def pixels(groups, theme="light"):
    png = draw_contact(groups, "To look at", theme)
    return cv2.cvtColor(cv2.imdecode(np.frombuffer(png, np.uint8), 1), cv2.COLOR_BGR2RGB)


def cards(image, theme="light"):
    """The boxes of the cards: x, y, width, height."""
    panel = (image == to_bytes(THEMES[theme].panel)[:3]).all(axis=2)
    boxes = cv2.connectedComponentsWithStats(panel.astype(np.uint8))[2][1:, :4]
    return sorted([tuple(map(int, box)) for box in boxes if box[2] > CARD // 2 and box[3] > 100],
                  key=lambda box: (box[1], box[0]))  # fmt: skip


@pytest.mark.parametrize("theme", THEMES)
def test_each_picture_gets_a_card_in_rows_by_group(theme):
    groups = [
        Group("User 1", "9 kept, 8 flagged", tuple(shown() for _ in range(COLUMNS + 2))),
        Group("User 2", "1 kept, 1 flagged", (shown(),)),
    ]
    found = cards(pixels(groups, theme), theme)
    assert [(w, h) for *_, w, h in found] == [(CARD, CARD_HEIGHT)] * (COLUMNS + 3)
    assert [box[0] for box in found[:COLUMNS]] == [
        MARGIN + n * (CARD + GAP) for n in range(COLUMNS)
    ]
    tops = [box[1] for box in found]
    assert len(set(tops[:COLUMNS])) == 1
    assert tops[COLUMNS] == tops[0] + CARD_HEIGHT + GAP
    assert found[-1][:2] == (MARGIN, tops[-1])
    assert tops[-1] > tops[COLUMNS] + CARD_HEIGHT + GAP  # below the second user's name


def test_the_picture_is_shown_as_it_is():
    image = pixels([Group("User 1", "", (shown(shade=123),))])
    assert ((image == 123).all(axis=2)).sum() == pytest.approx(SEEN**2, rel=0.01)


def test_the_reason_has_a_color_of_its_own():
    doubt = to_bytes(THEMES["light"].doubt)[:3]
    with_reason, without = (
        (pixels([Group("User 1", "", (shown(why=why),))]) == doubt).all(axis=2).sum()
        for why in ("also 4", "")
    )
    assert with_reason > 20
    assert without == 0


def test_long_words_stay_inside_of_their_card():
    long = shown(label="said 0123456789", read="read 0123456789", why="also 0123456789")
    assert cards(pixels([Group("User 1", "", (long, shown()))]))[0][2:] == (CARD, CARD_HEIGHT)
    image = pixels([Group("User 1", "", (long,))])
    assert (image[MARGIN + 120 :, MARGIN + CARD + 2 :] == 255).all()


@pytest.mark.parametrize("groups", [[], [Group("User 1", "none", ())]])
def test_a_sheet_without_pictures(groups):
    image = pixels(groups)
    assert image.shape[1] == WIDTH
    assert image.shape[0] < 300
    assert cards(image) == []
