"""What decoding takes is known before, and not less than what it then takes."""

import subprocess
import sys

import numpy as np
import pytest

from model.header import read_header
from model.room import room
from tests import files
from tests.files import encode, png

SIDE = 2_000
PAGE = np.full((SIDE, SIDE, 3), 200, np.uint8)
MARGIN = 12_000_000
"""Bytes that a process takes besides, for whatever a decoder needs once."""

CASES = {
    "jpeg": encode(".jpg", PAGE),
    "jpeg, progressive": encode(".jpg", PAGE, 2, 1),
    "png": encode(".png", PAGE),
    "png, alpha": encode(".png", np.dstack([PAGE, PAGE[..., 0]])),
    "png, 16 bits": encode(".png", PAGE.astype(np.uint16) * 257),
    "png, 1 bit": png(
        np.zeros((SIDE, SIDE // 8), np.uint8), files.GRAY, size=(SIDE, SIDE), depth=1
    ),
    "webp": encode(".webp", PAGE, 64, 50),
    "webp, lossless": encode(".webp", PAGE, 64, 101),
    "bmp": encode(".bmp", PAGE),
    "tiff": encode(".tif", PAGE),
    "gif": encode(".gif", PAGE[:1_000]),
}

PROGRAM = """
import sys
from model.image import decode
import cv2, numpy as np

data = sys.stdin.buffer.read()
for form in (".jpg", ".png"):
    decode(cv2.imencode(form, np.zeros((9, 9, 3), np.uint8))[1].tobytes())

def of(name):
    return next(int(l.split()[1]) * 1024 for l in open("/proc/self/status") if l.startswith(name))

open("/proc/self/clear_refs", "w").write("5")  # the peak counts from here
before = of("VmRSS")
cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
print(of("VmHWM") - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs /proc")
@pytest.mark.parametrize("name", CASES)
def test_an_estimate_is_not_too_low(name: str) -> None:
    data = CASES[name]
    ended = subprocess.run([sys.executable, "-c", PROGRAM], input=data, capture_output=True)
    if b"Permission" in ended.stderr:
        pytest.skip("the kernel does not tell the peak")
    assert ended.returncode == 0, ended.stderr.decode()
    assert int(ended.stdout) <= room(data, read_header(data)) + MARGIN


@pytest.mark.parametrize(
    ("name", "bytes_a_pixel"),
    [("jpeg", 3), ("jpeg, progressive", 6), ("png", 6), ("png, alpha", 8), ("png, 16 bits", 12),
     ("png, 1 bit", 2), ("webp", 4), ("webp, lossless", 8), ("bmp", 4), ("gif", 12)],
)  # fmt: skip
def test_an_estimate_is_what_the_decoder_allocates(name: str, bytes_a_pixel: int) -> None:
    header = read_header(CASES[name])
    assert room(CASES[name], header) == bytes_a_pixel * header.width * header.height


def test_a_large_jpeg_takes_no_more_than_its_reduced_size() -> None:
    data = files.resized_header(".jpg", CASES["jpeg"], 10_000, 5_000)
    assert room(data, read_header(data)) < 20_000_000


def test_a_tiff_in_strips_takes_one_of_them_besides() -> None:
    tags = {256: 1000, 257: 1000, 258: 8, 277: 3}
    whole, strips = files.tiff(tags), files.tiff(tags | {278: 10})
    assert room(whole, read_header(whole)) == 4_000_000 + 4_000_000
    assert room(strips, read_header(strips)) == 4_000_000 + 40_000
