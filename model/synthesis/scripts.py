"""Printed letters and signs of the world's scripts, drawn with a pen of any width.

matplotlib's DejaVu Sans has the letters of a dozen scripts and a thousand signs, whose strokes are
of one width: a distance transform makes them thinner or fatter. STIX has script and black letters.
"""

import unicodedata
from functools import cache
from itertools import chain

import cv2
import numpy as np
from matplotlib.ft2font import FT2Font
from numpy.typing import NDArray

from model.synthesis.printed import CAP_HEIGHT, bend, face_of, print_text

SANS, MATH = "DejaVuSans", "STIXGeneral"
SIZE = 96
"""Height of a capital in pixels at which a letter is drawn, before it is made smaller or larger."""
SMALLEST = 0.4
"""What is smaller, as a part of a capital's height, is an accent or a dash."""
THINNEST, FATTEST = 0.45, 1.6
"""How much thinner and fatter a stroke is drawn at most: a thinner one would break."""
FILLED = 0.3
"""What is so wide beside a capital's height is no stroke, but an area."""
GRID = 64
"""FreeType's units in a pixel."""
PAD = 12
"""Room for strokes that become fatter, in pixels."""
INKED = 60
"""Ink from which a pixel counts towards a letter's box."""

SCRIPTS = {
    "Greek": (0x386, 0x3FF), "Cyrillic": (0x400, 0x52F), "Armenian": (0x531, 0x587),
    "Hebrew": (0x5D0, 0x5EA), "Arabic": (0x621, 0x64A), "Arabic, more": (0x671, 0x6D3),
    "N'Ko": (0x7CA, 0x7EA), "Lao": (0xE81, 0xEAE), "Georgian": (0x10A0, 0x10FA),
    "Canadian": (0x1401, 0x1676), "Tifinagh": (0x2D30, 0x2D65), "Lisu": (0xA4D0, 0xA4F7),
    "Italic": (0x10300, 0x10320),
}  # fmt: skip
"""First and last character of each script."""
SIGNS = {
    "currencies": (0x20A0, 0x20B5), "letterlike": (0x2100, 0x2138), "arrows": (0x2190, 0x21FF),
    "operators": (0x2200, 0x22FF), "technical": (0x2300, 0x23FF), "shapes": (0x25A0, 0x25FF),
    "pictures": (0x2600, 0x26FF), "ornaments": (0x2701, 0x27BF),
}  # fmt: skip
"""The same of signs."""
COMMON = "?&§¶¿†‡@©®€£¥¢¤%#※«»{}~^_+=<>*‽"
"""Signs that are drawn, too; those that are among the above are drawn more often."""
LETTERS_OF_MATH = {"script": (0x1D49C, 0x1D4CF), "black": (0x1D504, 0x1D537)}
OTHERS_OF_MATH = "ℬℰℱℋℒℳℛℯ"
"""Script letters that stand elsewhere."""

DOUBLES = {
    "Greek": "ΊΌΐΒΖΘΙΟΪίβθιοςσϊόύϐϑϘϙϚϛϞϟϤϥϧϨϩϬϭϲϳϴ϶ϸϹϽϾϿ",
    "Cyrillic": (
        "ЄЅІЇЈБВЗИОЧЪЫЬЭбвзочъыьэђєѕіїјѢѣѮѯѰѺѻҀҁҌҍҔҕҘҙҶҷҸҹӀӃӄӋӌӏӞӟӠӡӤӦӧӨөӪӫӬӭӴӵӶӸӹӺԄԅԆԇԌԍԐԑԚԛ"
    ),
    "Armenian": "ԳԴԶԿՀՁՂՅՉՋՎՏՑՕգզթծկձյշջվցփօ",
    "Hebrew": "וטךןספר",
    "Arabic": "ءآأؤإئاةذزـهوىي",
    "Arabic, more": "ٱٲٳٵٶٷڈډڊڋڌڍڎڑژۀہۂۃۄۅۆۇۈۉۊۋیۍێۏېۑےۓ",
    "N'Ko": "ߊߋߔߗߞߟߣߤ",
    "Lao": "ຂງຈຣອຮ",
    "Georgian": "ႢႣႤႦႨႩႯႱႷႽჂჃჅგევზკნპსტცწხჯჰჱჲჳჴჵჶჷჸჹჺ",
    "Canadian": (
        "ᐞᐟᐠᐡᐢᐣᑊᑫᑬᑭᑮᑯᑰᑱᑲᑳᑴᑵᑶᑷᑸᑹᑺᑻᑼᑽᑾᑿᒀᒁᒂᒃᒄᒅᒆᒇᒈᒉᒏᒐᒑᒒᒓᒔᒣᒤᒥᒦᒧᒨᒩᒪᒫᒬᒭᓓᓜᓮᔆᔐ"
        "ᔑᔒᔓᔔᔕᔖᔗᔘᔙᔚᔛᔜᔝᔯᔰᕊᕒᕳᕴᕽᕾᕿᖀᖁᖂᖃᖄᖅᖊᖋᖌᖍᖎᖏᖐᖑᖒᖓᖔᖕᖖᖗᖘᖙᖚᖛᖜᖝᖞᖟᖠᖡᖢᖣᖤᖥᖦᖧᖯᖰ"
        "ᗅᙆ᙭ᙯᙰ"
    ),
    "letterlike": "ℊℐℑℓ℔℠℡™ℤℨℴ",
    "arrows": "↿",
    "operators": "∃∄∅∋∌∍∓∕∖∘∙∛∜∞∣∤∥∦∶∷≀⊘⊙⊚⊥⋄⋅⋮⋯⋰⋱",
    "technical": "⌀⌇⌈⌉⌊⌋⌠⌡⍳⍴⍸⎔⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎪⎫⎬⎭⎮⎯⎰⎱⏐⏑⏒⏣⏨",
    "shapes": "▮▯◉○◌◍◎●◐◑◒◓◔◕◘◦◯",
    "pictures": "☐☡♭♳♴♵♶♷♸♹♺♻⚀⚁⚂⚃⚄⚅⚆⚇⚈⚉⚊⚌⚡⚪⚫⚬⚲",
    "ornaments": "❍❏❘❙❚❛❜❝❞❨❩❪❫❬❭❮❯❰❱❲❳❴❵❶❷❸❹❺❻❼❽❾❿➀➁➂➃➄➅➆➇➈➉➊➋➌➍➎➏➐➑➒➓",
    "Tifinagh": "ⴰⴱⴲⴶⴷⴸⵀⵁⵇⵍⵏⵑⵔⵕⵖⵙⵚⵛⵜⵣ",
    "Lisu": "ꓐꓓꓕꓜꓢꓨꓭꓲꓳꓶ",
    "Italic": "𐌁𐌃𐌉𐌎𐌏𐌒𐌚𐌜𐌠",
    "script": "𝒢𝒥𝒪𝒮𝒵𝒷𝒾𝒿𝓁𝓆𝓈𝓏",
    "black": "𝔊𝔒𝔔𝔖𝔟𝔤𝔦𝔧𝔩𝔬𝔮𝔰𝔷",
}
"""What somebody could take for a digit, for one with a dot or for one in something: left out."""
LOOK_ALIKES = frozenset("".join(DOUBLES.values()))


@cache
def characters() -> tuple[tuple[str, str], ...]:
    """All letters and signs that are drawn, each with its font."""
    spans = [range(first, last + 1) for first, last in (*SCRIPTS.values(), *SIGNS.values())]
    math = [range(first, last + 1) for first, last in LETTERS_OF_MATH.values()]
    wanted = [(SANS, COMMON), (SANS, map(chr, chain(*spans)))]
    wanted += [(MATH, OTHERS_OF_MATH), (MATH, map(chr, chain(*math)))]
    return tuple(
        (letter, font)
        for font, letters in wanted
        for letter in letters
        if letter not in LOOK_ALIKES and _is_drawn(letter, face_of(font))
    )


def _is_drawn(letter: str, face: FT2Font) -> bool:
    """Whether a font has a letter, and one that is no mark on another one."""
    if not face.get_char_index(ord(letter)) or unicodedata.combining(letter):
        return False
    face.set_size(SIZE / CAP_HEIGHT, 72)
    left, bottom, right, top = face.load_char(ord(letter)).bbox
    return max(right - left, top - bottom) >= SMALLEST * SIZE * GRID


def print_character(height: float, width: float, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Print any of `characters` as a hand might draw it.

    Parameters
    ----------
    height
        Its longer side in pixels.
    width
        Width of the pen in pixels.
    rng
        Where all chance comes from.

    Returns
    -------
    (h, w) uint8, 0 paper … 255 ink.
    """
    among = characters()
    letter, font = among[rng.integers(len(among))]
    ink = print_text(letter, SIZE, font)
    x, y, across, down = cv2.boundingRect(cv2.compare(ink, INKED, cv2.CMP_GT))
    ink, side = ink[y : y + down, x : x + across], max(across, down, 1)
    if font == SANS:
        ink = _redrawn(ink, width / height * side)
    ink = bend(ink, rng)
    factor = height / side
    method = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    shape = tuple(max(1, round(factor * length)) for length in ink.shape[::-1])
    return np.asarray(cv2.resize(ink, shape, interpolation=method), np.uint8)


def _redrawn(ink: NDArray[np.uint8], width: float) -> NDArray[np.uint8]:
    """Draw strokes with a pen of so many pixels, as far as that goes; areas stay as they are."""
    ink = np.pad(ink, PAD)
    inside = (ink > 127).astype(np.uint8)
    far = cv2.distanceTransform(inside, cv2.DIST_L2, 5)
    # On the way across a stroke the distance to its rim is a quarter of its width on average.
    wide = 4 * float(far.sum()) / max(1, cv2.countNonZero(inside))
    if not 0 < wide < FILLED * SIZE:
        return ink
    grown = (float(np.clip(width / wide, THINNEST, FATTEST)) - 1) * wide / 2
    off = cv2.distanceTransform(1 - inside, cv2.DIST_L2, 5)
    # Half a pixel on each side of the new outline is its soft rim.
    return np.asarray(np.clip((far - off + grown) * 255 + 127, 0, 255), np.uint8)
