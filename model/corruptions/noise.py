"""Noise, light and weather: what changes brightness."""

import numpy as np

from model.corruptions.pictures import COLUMNS, SIDE, Pictures, blur

PHOTONS = 3
"""Photons that a full pixel sends, for shot noise."""
IMPULSES = 0.17
"""Part of the pixels that become black or white."""
BRIGHTNESS = 0.5
STRIPE = 7
"""Width in pixels of the inverted stripes at the left and the right."""
FOG, FOG_DECAY = 3.0, 1.4
"""Strength of the fog, and how fast its waves get flatter as they get shorter."""
FOG_SIDE = 32
"""Side of a field of fog in pixels: a power of two, from which the picture is cut."""
DROPS = (0.65, 0.3)
"""Mean and standard deviation of the noise whose hills above its mean are drops of mud."""
DROP_BLUR, DROP_RIM, DROP_LEAST = 1.0, 1.5, 0.8
"""Blur of that noise and of the drops' rims, in pixels; what is thinner than the last is no mud."""
MUD = 63 / 255


def identity(x: Pictures, _: np.random.Generator) -> Pictures:
    """Change nothing."""
    return x


def shot_noise(x: Pictures, rng: np.random.Generator) -> Pictures:
    """Count photons, few of them."""
    return (rng.poisson(x * PHOTONS) / PHOTONS).astype(np.float32)


def impulse_noise(x: Pictures, rng: np.random.Generator) -> Pictures:
    """Turn pixels black or white."""
    chance = rng.random(x.shape, np.float32)
    return np.where(chance < IMPULSES, (chance < IMPULSES / 2).astype(np.float32), x)


def brightness(x: Pictures, _: np.random.Generator) -> Pictures:
    """Make all brighter."""
    return np.add(x, np.float32(BRIGHTNESS))


def stripe(x: Pictures, _: np.random.Generator) -> Pictures:
    """Invert a stripe at the left and one at the right."""
    inside = (COLUMNS >= STRIPE) & (COLUMNS < SIDE - STRIPE)
    return np.where(inside, x, 1 - x)


def fog(x: Pictures, rng: np.random.Generator) -> Pictures:
    """Let fog drift over it."""
    fog = _plasma(len(x), rng)[:, :SIDE, :SIDE]
    fullest = x.max(axis=(1, 2), keepdims=True)
    return np.asarray((x + FOG * fog) * fullest / (fullest + FOG))


def _plasma(count: int, rng: np.random.Generator) -> Pictures:
    """Draw fields of (`FOG_SIDE`, `FOG_SIDE`), 0 … 1, by the diamond-square algorithm.

    A. Fournier, D. Fussell and L. Carpenter, "Computer Rendering of Stochastic Models" (1982);
    the field is a torus, and a wave's height is the square of MNIST-C's "wibble".
    """
    field, wave = np.zeros((count, 1, 1), np.float32), np.float32(1)
    while field.shape[1] < FOG_SIDE:
        size = field.shape[1]
        finer = np.zeros((count, 2 * size, 2 * size), np.float32)
        chance = wave**2 * rng.uniform(-1, 1, finer.shape).astype(np.float32)
        right, below = np.roll(field, -1, 2), np.roll(field, -1, 1)
        center = (field + right + below + np.roll(right, -1, 1)) / 4 + chance[:, 1::2, 1::2]
        finer[:, ::2, ::2], finer[:, 1::2, 1::2] = field, center
        across = (field + right + center + np.roll(center, 1, 1)) / 4
        down = (field + below + center + np.roll(center, 1, 2)) / 4
        finer[:, ::2, 1::2] = across + chance[:, ::2, 1::2]
        finer[:, 1::2, ::2] = down + chance[:, 1::2, ::2]
        field, wave = finer, wave / np.float32(FOG_DECAY)
    field -= field.min(axis=(1, 2), keepdims=True)
    return np.asarray(field / field.max(axis=(1, 2), keepdims=True))


def spatter(x: Pictures, rng: np.random.Generator) -> Pictures:
    """Throw drops of mud at it."""
    liquid = blur(rng.normal(*DROPS, x.shape).astype(np.float32), DROP_BLUR)
    mud = blur((liquid > DROPS[0]).astype(np.float32), DROP_RIM)
    mud[mud < DROP_LEAST] = 0
    return x * (1 - mud) + np.float32(MUD) * mud
