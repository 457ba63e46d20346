"""What makes a database unusable, before its address is put in front of it."""


class Unusable(Exception):
    """A database cannot be used; `str(error)` says why and what helps, as half a sentence."""


class Damaged(Unusable):
    """Its content is not as it was left."""
