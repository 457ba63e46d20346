"""Last stage of the walk: a reading → a picture that shows what was seen and how likely it is."""

from model.chart.canvas import THEMES
from model.chart.confusion import draw_confusion
from model.chart.contact import draw_contact
from model.chart.curves import draw_curves
from model.chart.detail import in_detail
from model.chart.digit import draw_digit
from model.chart.nothing import draw_nothing
from model.chart.reliability import draw_reliability
from model.chart.several import draw_several
from model.reading import Reading

__all__ = [
    "draw",
    "draw_confusion",
    "draw_contact",
    "draw_curves",
    "draw_reliability",
    "in_detail",
]


def draw(reading: Reading, theme: str = "light", form: str = "png") -> bytes:
    """Draw the chart of a reading.

    Parameters
    ----------
    reading
        What was read; without digits, the photo is shown with what looks like ink in it.
    theme
        "light" or "dark".
    form
        "png", exact to the pixel, or "jpeg", made in a third of the time and as good as that
        where a JPEG is made of it anyway.

    Returns
    -------
    A file of 1080 pixels in width.

    Raises
    ------
    KeyError
        If there is no such theme or form.
    """
    colors = THEMES[theme]
    if len(reading.digits) == 1:
        return draw_digit(reading, colors, form)
    if reading.digits:
        return draw_several(reading, colors, form)
    return draw_nothing(reading, colors, form)
