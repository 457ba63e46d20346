from model.search.choose import BLIND, Choice
from model.search.stray import stray_rows
from tests.seen import candidate


def choice(*rows, strokes=()):
    """What was chosen: rows of digits, and strokes in which none was found."""
    candidates = (*(c for row in rows for c in row), *strokes)
    return Choice(tuple(rows), 1.0 if rows else BLIND, 0.0, candidates)


def digits(y, count=3):
    return tuple(candidate(i, 60 + 60 * i, y) for i in range(count))


def boxes(found):
    return [[(c.mark.x, c.mark.y) for c in row] for row in found]


def test_a_page_whose_strokes_are_all_digits_has_no_stray_rows():
    assert stray_rows(choice(digits(50), digits(150))) == ()
    assert stray_rows(choice()) == ()


def test_strokes_become_rows_from_top_to_bottom():
    strokes = [candidate(1, x, y, 90) for x, y in ((200, 210), (60, 100), (60, 200), (200, 95))]
    assert boxes(stray_rows(choice(strokes=strokes))) == [
        [(60, 100), (200, 95)],
        [(60, 200), (200, 210)],
    ]


def test_specks_say_nothing_of_where_a_line_stands():
    stroke, speck = candidate(1, 60, 100, 200), candidate(1, 60, 250, 8, 12)
    assert boxes(stray_rows(choice(strokes=[stroke, speck]))) == [[(60, 100)]]
    dash = candidate(1, 60, 150, 60, 30)  # half as high as the digits above it
    assert stray_rows(choice(digits(50), strokes=[dash])) == ()


def test_what_stands_beside_digits_is_read_with_them():
    beside, below = candidate(1, 300, 60, 90), candidate(1, 60, 150, 120)
    found = stray_rows(choice(digits(50), strokes=[beside, below]))
    assert boxes(found) == [[(60, 150)]]


def test_parts_and_unions_are_no_strokes():
    part = candidate(1, 60, 200, cut=True)
    union = candidate(1, 60, 300, largest=0.7)
    assert stray_rows(choice(strokes=[part, union])) == ()
    whole = candidate(1, 60, 200, 90, pieces=(7, 8))
    assert stray_rows(choice((candidate(3, 60, 200, pieces=(7,)),), strokes=[whole])) == ()
