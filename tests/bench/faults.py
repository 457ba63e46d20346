"""A fifth of all calls to Telegram fails, in every way, while twenty people send a thousand photos.

Three runs of the bot in a process of its own: without faults; with faults of all calls; and with
the same share of faults, all of them in the chats of half of the people, so that it shows what the
others feel of them.
"""

import asyncio
import json
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.sandbox import Client, Sandbox, Seen
from bot.sandbox.trouble import Strike
from tests.bench.bot_under_test import in_a_process
from tests.bench.reply import TOKEN, photos

PEOPLE = 20
SHARE = 0.2
A_SECOND = 5.0
"""Photos that all people together send: what two busy processors read without a queue."""

PATIENCE = 180.0
"""Seconds without any answer after which the rest counts as lost."""

FIRST_ID = 100


@dataclass
class Sent:
    """A photo: when it was sent, and when its answers came, by the clock of this process."""

    message_id: int
    at: float
    names: tuple[str, ...]
    answered: list[float] = field(default_factory=list)


class Human:
    """Somebody who sends photos and notes which of them is answered."""

    def __init__(self, sandbox: Sandbox, user_id: int) -> None:
        self.client: Client = sandbox.client(user_id)
        self.sent: dict[int, Sent] = {}
        self._world = sandbox.world

    async def send(self, photo: bytes) -> None:
        at = time.monotonic()
        seen = await self.client.send_photo(photo)
        file = self._world.find(self.client.user.id, seen.message_id).content.photo[-1].file
        self.sent[seen.message_id] = Sent(seen.message_id, at, (file.id, file.path))

    async def listen(self) -> None:
        while True:
            answer = await self.client.next_message(timeout=10_000)
            self._note(answer).answered.append(time.monotonic())

    def _note(self, answer: Seen) -> Sent:
        """Find what is answered; without a quote it is the first that waits, for order is kept."""
        known = self.sent.get(answer.reply_to_message_id or 0)
        waiting = (sent for sent in self.sent.values() if not sent.answered)
        return known or next(waiting, next(reversed(self.sent.values())))


async def run(count: int) -> dict[str, dict[str, object]]:
    """Take the three runs, one after the other."""
    drawn = photos(20)
    struck = range(FIRST_ID, FIRST_ID + PEOPLE // 2)
    plans = {
        "no faults": (0.0, None),
        "20 % of all calls": (SHARE, None),
        "all in half of the chats": (2 * SHARE, struck),
    }
    rows: dict[str, dict[str, object]] = {}
    for name, (share, chats) in plans.items():
        rows[name] = await _once(drawn, count, share, chats)
        print(f"{name}: {json.dumps(rows[name])}", file=sys.stderr, flush=True)
    return rows


async def _once(
    drawn: list[bytes], count: int, share: float, chats: Iterable[int] | None
) -> dict[str, object]:
    async with Sandbox(token=TOKEN, port=0, admin_id=1) as sandbox, in_a_process(sandbox):
        people = [Human(sandbox, FIRST_ID + at) for at in range(PEOPLE)]
        await people[0].send(drawn[0])  # whatever is loaded by the first photo
        await people[0].client.next_message(timeout=120)
        people[0].sent.clear()
        calls = _count_calls(sandbox)
        sandbox.troubles.plan(share, seed=5, chats=chats)
        listening = [asyncio.create_task(person.listen()) for person in people]
        for at in range(count):
            await people[at % PEOPLE].send(drawn[at % len(drawn)])
            await asyncio.sleep(1 / A_SECOND)
        await _until_quiet(people)
        sandbox.troubles.clear()
        for task in listening:
            task.cancel()
        return _row(people, sandbox, calls, chats)


def _count_calls(sandbox: Sandbox) -> Counter[str]:
    """Count all calls from now on."""
    calls: Counter[str] = Counter()
    strike = sandbox.troubles.strike

    def counted(method, given, owner=None):  # type: ignore[no-untyped-def]
        calls[method] += 1
        return strike(method, given, owner)

    sandbox.troubles.strike = counted  # type: ignore[method-assign]
    return calls


async def _until_quiet(people: list[Human]) -> None:
    """Wait until all is answered, or nothing has come for long."""
    last = time.monotonic()
    left = -1
    while (now_left := sum(not s.answered for p in people for s in p.sent.values())) > 0:
        if now_left != left:
            left, last = now_left, time.monotonic()
        if time.monotonic() - last > PATIENCE:
            return
        await asyncio.sleep(0.5)


def _row(
    people: list[Human], sandbox: Sandbox, calls: Counter[str], chats: Iterable[int] | None
) -> dict[str, object]:
    own = _own_strikes(sandbox.troubles.strikes)
    all_sent = [(person, sent) for person in people for sent in person.sent.values()]
    others = [
        sent
        for person, sent in all_sent
        if (person.client.user.id not in chats if chats is not None else not own & _keys(sent))
    ]
    delays = [sent.answered[0] - sent.at for _, sent in all_sent if sent.answered]
    others_delays = [sent.answered[0] - sent.at for sent in others if sent.answered]
    strikes = sum(sandbox.troubles.counts.values())
    return {
        "photos": len(all_sent),
        "lost": len(all_sent) - len(delays),
        "twice": sum(len(sent.answered) > 1 for _, sent in all_sent),
        "calls": sum(calls.values()),
        "failed": f"{strikes / max(1, sum(calls.values())):.0%}",
        "median s": round(statistics.median(delays), 2),
        "p95 s": round(statistics.quantiles(delays, n=20)[-1], 2),
        "others": len(others),
        "their median": round(statistics.median(others_delays), 2),
        "their p95": round(statistics.quantiles(others_delays, n=20)[-1], 2),
        "ways": len(sandbox.troubles.counts),
        "hasty": sandbox.troubles.hasty,
    }


def _keys(sent: Sent) -> set[str]:
    return {str(sent.message_id), *sent.names}


def _own_strikes(strikes: Iterable[Strike]) -> set[str]:
    """Names of the files and numbers of the messages of which a call has failed."""
    found: defaultdict[str, int] = defaultdict(int)
    for strike in strikes:
        for key in ("file_id", "path"):
            found[strike.about.get(key, "")] += 1
        reply = strike.about.get("reply_parameters", "")
        found[str(json.loads(reply)["message_id"]) if reply.startswith("{") else ""] += 1
    return set(found) - {""}
