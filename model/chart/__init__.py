"""Last stage of the walk: a reading → a picture that shows what was seen and how likely it is."""

from model.chart.canvas import THEMES
from model.chart.confusion import draw_confusion
from model.chart.contact import draw_contact
from model.chart.curves import draw_curves
from model.chart.digit import draw_digit
from model.chart.nothing import draw_nothing
from model.chart.reliability import draw_reliability
from model.chart.several import draw_several
from model.reading import Reading

__all__ = ["draw", "draw_confusion", "draw_contact", "draw_curves", "draw_reliability"]


def draw(reading: Reading, theme: str = "light") -> bytes:
    """Draw the chart of a reading.

    Parameters
    ----------
    reading
        What was read; without digits, the photo is shown with what looks like ink in it.
    theme
        "light" or "dark".

    Returns
    -------
    A PNG of 1080 pixels in width.

    Raises
    ------
    KeyError
        If there is no such theme.
    """
    colors = THEMES[theme]
    if len(reading.digits) == 1:
        return draw_digit(reading, colors)
    if reading.digits:
        return draw_several(reading, colors)
    return draw_nothing(reading, colors)
