"""Markup and photos of the sandbox, as functions."""

import cv2
import numpy as np
import pytest

from bot.sandbox.entities import find_entities, utf16_length
from bot.sandbox.markup import parse_html
from bot.sandbox.pictures import NotAPhoto, render


def marks(source: str) -> tuple[str, list[tuple[str, int, int]]]:
    text, entities = parse_html(source)
    return text, [(entity.type, entity.offset, entity.length) for entity in entities]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("plain &amp; simple", "plain & simple", []),
        ("🙂<b>a</b>", "🙂a", [("bold", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<pre><code class='language-py'>x</code></pre>", "x", [("pre", 0, 1)]),
        ("<b></b>a &lt;b&gt; &#55; &copy;", "a <b> 7 &copy;", []),
        ('<a href="http://a.b/?x=1&amp;y">c</a>', "c", [("text_link", 0, 1)]),
        ("<i><b>a</b></i>", "a", [("italic", 0, 1), ("bold", 0, 1)]),
        ("1 > 0 & 2", "1 > 0 & 2", []),
    ],
)
def test_html(source: str, text: str, expected: list[tuple[str, int, int]]) -> None:
    assert marks(source) == (text, expected)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("<b>a", 'find end tag corresponding to start tag "b"'),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("ü</b>", "Unexpected end tag at byte offset 2"),
        ("<h1>a</h1>", 'Unsupported start tag "h1" at byte offset 0'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
    ],
)
def test_wrong_html(source: str, error: str) -> None:
    with pytest.raises(ValueError, match="tag") as caught:
        parse_html(source)
    assert error in str(caught.value)


def test_found_entities_leave_given_ones_alone() -> None:
    _, given = parse_html("<code>/start</code> /help")
    found = find_entities("/start /help", given)
    assert [(mark.type, mark.offset) for mark in found] == [("code", 0), ("bot_command", 7)]


def test_utf16_length() -> None:
    assert [utf16_length(text) for text in ("", "é", "🙂")] == [0, 1, 2]


def encoded(page: np.ndarray, kind: str = ".png") -> bytes:
    return cv2.imencode(kind, page)[1].tobytes()


@pytest.mark.parametrize(
    ("shape", "widths"),
    [((50, 60, 3), [60]), ((400, 320, 3), [72, 256, 320]), ((2560, 640, 3), [22, 80, 200, 320])],
)
def test_sizes(shape: tuple[int, ...], widths: list[int]) -> None:
    assert [size.width for size in render(encoded(np.zeros(shape, np.uint8)))] == widths


@pytest.mark.parametrize(
    "page",
    [
        np.full((90, 90), 60000, np.uint16),
        np.dstack([np.zeros((90, 90, 3), np.uint8), np.zeros((90, 90), np.uint8)]),
        np.full((90, 90), 240, np.uint8),
    ],
    ids=["16 bits", "transparent", "gray"],
)
def test_all_become_8_bit_color_on_white(page: np.ndarray) -> None:
    (size,) = render(encoded(page))
    pixels = cv2.imdecode(np.frombuffer(size.jpeg, np.uint8), cv2.IMREAD_UNCHANGED)
    assert pixels.shape == (90, 90, 3)
    assert pixels.min() > 225


def test_upright() -> None:
    head, *rest = encoded(np.zeros((20, 40, 3), np.uint8), ".jpg").partition(b"\xff\xd8")
    exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
    turned = b"\xff\xd8\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + rest[1]
    assert head == b""
    (size,) = render(turned)
    assert (size.width, size.height) == (20, 40)


BOMB = bytearray(encoded(np.zeros((8, 8), np.uint8)))
BOMB[16:24] = (30_000).to_bytes(4, "big") * 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "IMAGE_PROCESS_FAILED"),
        (b"%PDF-1.4", "IMAGE_PROCESS_FAILED"),
        (bytes(BOMB), "PHOTO_INVALID_DIMENSIONS"),
        (encoded(np.zeros((2, 100), np.uint8)), "PHOTO_INVALID_DIMENSIONS"),
    ],
)
def test_no_photo(data: bytes, reason: str) -> None:
    with pytest.raises(NotAPhoto, match=reason):
        render(data)
