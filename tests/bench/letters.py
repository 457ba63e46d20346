"""Letters of typefaces, which are no digits: `python -m tests.bench.letters FOLDER`.

Latin letters and signs of handwriting typefaces, and those of whatever other scripts FOLDER's
typefaces have. Each is put alone on a sheet, drawn without `model.synthesis`. For both: in how many
a digit is read, and in how many surely. What looks like a digit is left out as far as
`model.synthesis.scripts` knows it; letters of scripts that it does not know may be one to anybody.
fontTools, which lists a typeface's letters, comes with matplotlib.
"""

import unicodedata
import zlib
from pathlib import Path

import cv2
import numpy as np
from fontTools.ttLib import TTFont
from PIL import ImageFont

from model.synthesis.scripts import LOOK_ALIKES
from tests.bench.sheets import SIZE, Outcome, alone, drawn, measured, montage, read

LATIN = "adefhkmnprtuwxyvcAEFHKLMNPRTUVWXYC&?@#€ß"
"""Letters and signs that nobody takes for a digit, whatever the hand."""
LATIN_OF_ONE, OTHERS_OF_ONE = 6, 24
"""Most letters that are read of a typeface."""
SLIGHTEST = 30
"""Height or width of a mark that is no letter of its own, in pixels at `sheets.SIZE`."""


def main() -> None:
    outcomes, misses = measured("letters", measure)
    print(f"{'in %':16s}{'sheets':>8s}{'a digit':>9s}{'certain':>9s}")
    for name, among in (
        ("Latin, signs", [o for o in outcomes if o.text in LATIN]),
        ("other scripts", [o for o in outcomes if o.text not in LATIN]),
    ):
        if among:
            said, certain = ([bool(o.said) for o in among], [o.certain for o in among])
            shares = 100 * float(np.mean(said)), 100 * float(np.mean(certain))
            print(f"{name:16s}{len(among):8d}{shares[0]:9.1f}{shares[1]:9.1f}")
    if misses:
        cv2.imwrite(str(misses), montage([o for o in outcomes if o.certain]))


def measure(file: Path) -> list[Outcome]:
    """Read letters of a typeface, each alone on a sheet."""
    rng = np.random.default_rng(zlib.crc32(file.name.encode()))
    font = ImageFont.truetype(str(file), SIZE)
    found = []
    for letter in _letters(file, rng):
        if min(drawn(letter, font, 0)[0].shape) < SLIGHTEST:
            continue
        found.append(read(file.stem, letter, alone(letter, font, rng), rng))
    return found


def _letters(file: Path, rng: np.random.Generator) -> list[str]:
    """Choose letters of a typeface."""
    known = [chr(code) for code in TTFont(file).getBestCmap()]
    latin = [letter for letter in LATIN if letter in known]
    others = [letter for letter in known if _is_foreign(letter) and letter not in LOOK_ALIKES]
    return [
        among[at]
        for among, most in ((latin, LATIN_OF_ONE), (others, OTHERS_OF_ONE))
        for at in rng.permutation(len(among))[:most]
    ]


def _is_foreign(letter: str) -> bool:
    name = unicodedata.name(letter, "LATIN")
    is_letter = unicodedata.category(letter) in {"Lo", "Ll", "Lu"}
    return is_letter and not any(word in name for word in ("LATIN", "WIDTH"))


if __name__ == "__main__":
    main()
