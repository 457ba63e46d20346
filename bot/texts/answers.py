"""What a picture says, and what is tapped under an answer or replied to it."""

# What a picture says

CERTAIN = "{digits} · {sure} sure"
PROBABLY = "Probably {digits} ({sure})"
MAYBE = "Maybe {digits} ({sure})"
HARDLY = "I can't see a digit here, except perhaps {digits} ({sure})"
OR = ", maybe {digits} ({sure})"
ROWS_CERTAIN = "{digits}\n{sure} sure"
ROWS_PROBABLY = "Probably ({sure}):\n{digits}"
ROWS_MAYBE = "Maybe ({sure}):\n{digits}"
ROWS_HARDLY = "I can't see a digit here, except perhaps ({sure}):\n{digits}"
NO_DIGIT = (
    "I can't see a digit here.\n"
    "What helps: one digit or a number, large, with a dark pen on plain paper, in good light."
)


# What is tapped under an answer, or replied to it

RIGHT, WRONG = "✓ Right", "✗ Wrong"
OTHER_DIGIT = "Another digit"
OTHER_NUMBER = "Other number"
NOT_DIGIT = "Not a digit"
THERE_IS = "There is a digit"
CHANGE = "Change"
BACK = "‹ Back"
NEXT_ROW = " / "
SAID = "{digits} · {who} said so"
ROWS_SAID = "{digits}\n{who} said so"
SAID_NOT_DIGIT = "Not a digit · {who} said so"
YOU, AN_ADMIN = "you", "an admin"
THANKS = "Thank you!"
NOTED = "Thank you! I have noted {digits}."
FIRST_KEPT = (
    "Thank you! Of what you confirm or correct I keep the small pictures of the digits, to learn "
    "from them. /privacy says what I keep, /forget removes it."
)
"""Said with a user's first correction; Telegram shows at most 200 characters of an alert."""
WHICH = "Which digit is it?"
WHICH_OR_REPLY = "Which digit is it? If it is a number, reply to my answer with it."
WHICH_NUMBER = "Tap the right number, or reply to my answer with it."
WRITE = "Reply to my answer with the right number, like 2047; each row on a line of its own."
WRITE_DIGITS = (
    "To correct an answer, reply to it with the digits alone, like 2047: at most {most} of them, "
    "each row on a line of its own."
)
NOT_A_REPLY = (
    "If that is what a picture says, reply to my answer to it: swipe the answer to the left, or "
    "right-click it, and choose Reply."
)
NOT_AN_ANSWER = (
    "That is not my answer to a picture, or too old a one to be corrected: please send the picture "
    "again."
)
SETTLED = "That is settled already."
NOT_YOURS = "Only the person who sent the picture can say what is written there."
TOO_OLD = "That answer is too old to be changed: please send the picture again."
TOO_LATE = "What was said can be changed for {duration}; that time is over."
NOT_KEPT = "What was said here is no longer kept, so there is nothing to change."
PICTURE_GONE = (
    "The picture itself is no longer there, so I can't learn from it and keep nothing of it. "
    "Please send it again."
)
