import cv2
import numpy as np
import pytest

from model.ink.page import Page
from model.ink.threshold import ENLARGED, threshold


def page(ink, noise=1.0):
    return Page(ink, 1.0, noise)


def stroke(side=300, level=150, width=9):
    ink = np.zeros((side, side), np.uint8)
    cv2.line(ink, (80, 60), (200, 240), level, width)
    return ink


def test_strokes_are_ink_and_paper_is_not():
    ink = stroke()
    mask = threshold(page(ink))
    assert set(np.unique(mask)) == {0, 255}
    assert mask[150, 140] == 255
    assert (mask > 0).sum() == pytest.approx((ink > 0).sum(), rel=0.25)


def test_a_blank_page_with_noise_has_no_ink():
    noise = np.abs(np.random.default_rng(0).normal(0, 5, (300, 300))).astype(np.uint8)
    assert (threshold(page(noise, 5.0)) > 0).mean() < 0.001


def test_a_faint_stroke_keeps_its_ink_beside_a_dark_edge():
    ink = stroke(level=45)
    ink[:, 280:] = 230
    assert threshold(page(ink))[150, 140] == 255


def test_a_faint_stroke_between_dark_printed_lines_is_ink_and_they_are_not():
    ink = stroke(level=40)
    ruled = ink.copy()
    for y in range(30, 300, 40):
        ruled[y : y + 3] = 150
    mask, alone = threshold(page(ruled)), threshold(page(ink))
    assert (mask[alone > 0] > 0).mean() > 0.9
    assert (mask[alone == 0] > 0).mean() < 0.01


@pytest.mark.parametrize("turns", range(4))
def test_a_faint_stroke_near_the_page_s_own_edge_is_ink(turns):
    ink = np.zeros((400, 400), np.uint8)
    cv2.line(ink, (60, 80), (60, 200), 40, 7)
    ink[:, :12] = 230
    mask = threshold(page(np.ascontiguousarray(np.rot90(ink, turns))))
    assert np.rot90(mask, -turns)[140, 60] == 255


def test_a_strong_stroke_at_the_edge_still_sets_its_own_threshold():
    ink = stroke(level=255, width=21)
    shifted = np.roll(cv2.GaussianBlur(ink, (0, 0), 6), -70, axis=1)
    across = np.flatnonzero(threshold(page(shifted))[150] > 0)
    assert across.max() - across.min() < 40


def test_the_blurred_rim_of_a_strong_stroke_is_paper():
    mask = threshold(page(cv2.GaussianBlur(stroke(level=255, width=21), (0, 0), 6)))
    across = np.flatnonzero(mask[150] > 0)
    assert across.max() - across.min() < 40


@pytest.mark.parametrize("turn", [False, True])
def test_printed_lines_go_and_the_stroke_across_them_stays_whole(turn):
    ink = stroke()
    for at in (100, 160, 220):
        cv2.line(ink, (0, at), (299, at + 2), 110, 2)
    ink = np.ascontiguousarray(ink.T) if turn else ink
    mask = threshold(page(ink))
    mask = mask.T if turn else mask
    assert (mask[:, 270:] > 0).mean() < 0.01
    assert cv2.connectedComponents(np.ascontiguousarray(mask))[0] == 2


def test_the_long_bar_of_a_digit_is_no_printed_line():
    ink = np.zeros((300, 300), np.uint8)
    cv2.line(ink, (30, 200), (270, 200), 150, 7)
    assert threshold(page(ink))[200, 150] == 255


@pytest.mark.parametrize(("scale", "strokes"), [(1.0, 2), (ENLARGED, 1)])
def test_a_stroke_that_fades_goes_on_where_the_page_is_enlarged(scale, strokes):
    ink = stroke(level=200, width=9)
    ink[140:150] = ink[140:150] // 3
    mask = threshold(Page(ink, scale, 1.0))
    assert cv2.connectedComponents(mask)[0] - 1 == strokes
