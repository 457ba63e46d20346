"""What is kept of whom, and the corrections that an admin looks at."""

# What is kept

DAY, DAYS = "a day", "{days} days"
PRIVACY = (
    "Your photos are not kept: I read them in memory and forget them. Of a message, what Telegram "
    "told me about it is written down until I have answered: who sent it, its words, and where "
    "Telegram has the picture; after that, only its number.\n\n"
    "Of each answer I keep a row without the picture: chat, message, who sent it, what I read, "
    "how sure I was, which version of the network it was, and when.\n\n"
    "Only when you confirm or correct an answer, or an admin does, I keep what helps me learn: "
    "the small pictures of 28×28 pixels that the network saw, what is right, what I had read, the "
    "version and its probabilities, and a hash of your file, by which I know the same picture "
    "again but cannot show it.\n\n"
    "That is kept for {days}, and at most {most} corrections of all people together; older ones "
    "go first. The people who run this bot can see these small pictures with your numeric id."
)
PRIVACY_CHANGE = " You can change what you said for {duration}."
PRIVACY_REMOVE = (
    "\n\n/forget removes all that is kept of you, at once. A version that was trained before has "
    "learned from it, as from thousands of others: it holds no picture, but does not unlearn. The "
    "next versions are trained without."
)
PRIVACY_NOTHING = "\n\nOf you, no picture is kept now."
PRIVACY_ONE = "\n\nOf you, the small pictures of one answer are kept now."
PRIVACY_OWN = "\n\nOf you, the small pictures of {count} answers are kept now."

FORGET_WHO = (
    "You write in the name of a chat, so I can't tell what is yours: write to me as yourself."
)
FORGOT = "Removed: {parts}."
FORGOT_CROP, FORGOT_CROPS = "1 small picture", "{count} small pictures"
FORGOT_CORRECTION, FORGOT_CORRECTIONS = (
    "what was said of 1 answer",
    "what was said of {count} answers",
)
FORGOT_ANSWER, FORGOT_ANSWERS = "the note of 1 answer", "the notes of {count} answers"
AND = " and "
FORGOT_LEARNED = (
    " Versions whose training began before have learned from it; the next ones are trained without."
)
FORGOT_NOTHING = "Nothing is kept of you, so there is nothing to remove."

STATS = (
    "Since {since}:\n"
    "· Answers: {answers}, of these in the last 24 hours: {last_day}\n"
    "· Given without a doubt: {certain}\n"
    "· People who sent the pictures: {people}\n"
)
STATS_KEPT = (
    "· Confirmed: {confirmed}, corrected: {corrected}\n"
    "· People whose pictures these were: {correctors}\n"
    "· Small pictures kept to learn from: {crops}"
)
STATS_NONE = "· Nobody has confirmed or corrected one yet"
STATS_NOTHING = "I have not read a picture yet, as far as I remember."


# Corrections that an admin looks at

PRIVATE_ONLY = "That shows what others have sent: ask me in a private chat."
CORRECTIONS_USAGE = (
    "I didn't understand that: write /corrections, or /corrections with a user's numeric id."
)
NOTHING_KEPT_YET = "Nobody has confirmed or corrected an answer yet."
NOTHING_KEPT_OF = "Nothing is kept of user {user}."
NOTHING_FLAGGED = (
    "Nothing looks wrong in the {count} corrections of {people} people.\n\n{lines}\n\n"
    "/corrections with a user's id shows theirs."
)
COUNTED_USER = "· user {user}: {count}"
UNKNOWN_USERS = "unknown"
SHEET = "Corrections to look at"
SHEET_PAGE = "To look at, page {page} of {pages}"
SHEET_USER = "All of user {user}"
SHEET_EMPTY = "Nothing to look at"
SHEET_NAME = "User {user}"
SHEET_COUNTS = "{kept} kept, {flagged} flagged"
SHEET_CAPTION = (
    "Said: what is right, as the user says. Read: what I had read. In color why it is here: of the "
    "same picture something else was said, too, or the network takes it for next to impossible."
)
SHEET_DONE = "Nothing is left to look at here."
SHEET_OLD = "That sheet is too old: send /corrections again."
CARD_SAID = "said {text}"
CARD_READ = "read {text}"
CARD_OTHER = "also {text}"
CARD_LIKELY, CARD_HARDLY = "{share} likely", "< 0.1 % likely"
CARD_NONE = "none"
BEFORE, AFTER = "‹ Back", "More ›"
DROP = "Drop all of {user} ({count})"
DROP_ASKED = "Are you sure?"
DROP_SURE = "Yes, drop all of {user} ({count})"
DROP_NOT = "No, keep them"
DROPPED = "Dropped: all of user {user} ({count})."
NOTHING_LEFT = "Nothing of user {user} is left to drop."
