"""What can go wrong in the library, one leaf per different answer to the user.

ModelError
├── PictureError (ValueError)   the file that was sent
│   ├── EmptyFile               no bytes
│   ├── FileTooLarge            more bytes than the limit
│   ├── TooManyPixels           more pixels than the limit, known before decoding
│   ├── NotAPicture             no picture format that we read
│   └── DamagedPicture          a known format that does not decode
├── WeightsError (OSError)      weights missing, damaged or of another shape
└── DataError (OSError)         training data missing, damaged or of another shape
"""


class ModelError(Exception):
    """Base of all errors that this library raises; `str(error)` is one clear sentence."""


class PictureError(ModelError, ValueError):
    """The picture cannot be read."""


class EmptyFile(PictureError):
    """The file has no bytes."""


class FileTooLarge(PictureError):
    """The file has more bytes than the limit."""


class TooManyPixels(PictureError):
    """The picture has more pixels than the limit; found in its header, nothing was decoded."""


class NotAPicture(PictureError):
    """The bytes are of no picture format that we read."""


class DamagedPicture(PictureError):
    """The header is of a known format but the picture does not decode."""


class WeightsError(ModelError, OSError):
    """The weights are missing, damaged or of another shape."""


class DataError(ModelError, OSError):
    """The training data is missing, damaged or of another shape."""
