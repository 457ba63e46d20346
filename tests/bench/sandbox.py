"""`python -m tests.bench.sandbox TOKEN PEOPLE ADMIN`: the sandbox alone, with people 1 … PEOPLE."""

import asyncio
import sys

import cv2

from bot.sandbox import Sandbox
from bot.sandbox.values import User


async def serve(token: str, people: int, admin: int) -> None:
    """Serve until the process is ended; prints the address."""
    cv2.setNumThreads(1)  # as the bot does: pictures side by side, each on one processor
    async with Sandbox(token, admin_id=admin) as sandbox:
        for person in range(1, people + 1):
            sandbox.world.people[person] = User(person, f"Person {person}")
        print(sandbox.url, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        asyncio.run(serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
    except KeyboardInterrupt:
        sys.exit(0)
