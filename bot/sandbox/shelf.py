"""Where the files of the chats are kept, within bounds."""

import asyncio
import mimetypes
import secrets
from collections import defaultdict, deque
from functools import lru_cache
from pathlib import PurePosixPath

from bot.sandbox.pictures import Rendition, render, size
from bot.sandbox.values import Document, File, PhotoSize, Sticker

UPLOADS_A_CHAT = 200
"""Uploads kept for a chat; a photo with all its sizes counts as one."""
BYTES_A_CHAT = 256 * 1024 * 1024
"""Bytes kept for a chat: enough for a dozen files at Telegram's limit."""
KNOWN, KNOWN_BYTES = 128, 1_000_000
"""Photos, of so many bytes at most, that need not be encoded once more when they are sent again:
whoever tests a bot sends the same few."""
ID_BYTES = {"id": 36, "unique_id": 12}
"""Random bytes in the two names of a file; the lengths resemble Telegram's."""


class Shelf:
    """All files by id and by path; the oldest uploads of a full chat are forgotten."""

    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}
        self._by_path: dict[str, File] = {}
        self._photos: dict[str, tuple[PhotoSize, ...]] = {}
        self._uploads: defaultdict[int, deque[tuple[File, ...]]] = defaultdict(deque)
        self._owners: dict[str, int] = {}
        self._count = 0

    def by_id(self, file_id: str) -> File | None:
        """Find a file by its `file_id`."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> File | None:
        """Find a file by the path that getFile gave."""
        return self._by_path.get(path)

    def chat_of(self, name: str) -> int | None:
        """In whose chat the file was sent that has this `file_id` or path."""
        return self._owners.get(name)

    def photo_of(self, file_id: str) -> tuple[PhotoSize, ...]:
        """All sizes of the photo that a `file_id` belongs to, () where it is of no photo."""
        return self._photos.get(file_id, ())

    async def keep_photo(self, chat_id: int, data: bytes) -> tuple[PhotoSize, ...]:
        """Re-encode a photo and keep its sizes, the largest last.

        Raises
        ------
        pictures.NotAPhoto
            Where the bytes are none.
        """
        encode = _known if len(data) <= KNOWN_BYTES else render
        renditions = await asyncio.to_thread(encode, data)
        sizes = tuple(self._photo_size(rendition) for rendition in renditions)
        self._keep(chat_id, tuple(item.file for item in sizes))
        self._photos |= {item.file.id: sizes for item in sizes}
        return sizes

    def keep_document(self, chat_id: int, data: bytes, name: str, mime_type: str = "") -> Document:
        """Keep a file as it is; an empty `mime_type` is guessed from the name."""
        guessed = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = self._new("documents", PurePosixPath(name).suffix, data)
        self._keep(chat_id, (file,))
        return Document(file, name, guessed)

    def keep_sticker(self, chat_id: int, data: bytes) -> Sticker:
        """Keep a WebP as a sticker.

        Raises
        ------
        pictures.NotAPhoto
            Where it does not decode.
        """
        width, height = size(data)
        file = self._new("stickers", ".webp", data)
        self._keep(chat_id, (file,))
        return Sticker(file, width, height)

    def _photo_size(self, rendition: Rendition) -> PhotoSize:
        file = self._new("photos", ".jpg", rendition.jpeg)
        return PhotoSize(file, rendition.width, rendition.height)

    def _new(self, folder: str, suffix: str, content: bytes) -> File:
        path = f"{folder}/file_{self._count}{suffix}"
        self._count += 1
        names = {field: secrets.token_urlsafe(count) for field, count in ID_BYTES.items()}
        return File(path=path, content=content, **names)

    def _keep(self, chat_id: int, files: tuple[File, ...]) -> None:
        uploads = self._uploads[chat_id]
        uploads.append(files)
        for file in files:
            self._by_id[file.id] = self._by_path[file.path] = file
            self._owners[file.id] = self._owners[file.path] = chat_id
        while len(uploads) > 1 and (
            len(uploads) > UPLOADS_A_CHAT or _bytes(uploads) > BYTES_A_CHAT
        ):
            for file in uploads.popleft():
                del self._by_id[file.id], self._by_path[file.path]
                del self._owners[file.id], self._owners[file.path]
                self._photos.pop(file.id, None)


@lru_cache(KNOWN)
def _known(data: bytes) -> tuple[Rendition, ...]:
    return render(data)


def _bytes(uploads: deque[tuple[File, ...]]) -> int:
    return sum(len(file.content) for files in uploads for file in files)
