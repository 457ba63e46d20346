"""`/trouble`: let calls of the bot fail from outside, by curl or a program on this machine.

curl localhost:8081/trouble
curl localhost:8081/trouble -d '{"method": "sendPhoto", "trouble": "flood", "retry_after": 5}'
curl localhost:8081/trouble -d '{"share": 0.2, "seed": 1}'
curl -X DELETE localhost:8081/trouble
"""

import json
from dataclasses import replace
from typing import Any

from tornado.web import HTTPError

from bot.sandbox.guard import Guarded
from bot.sandbox.trouble import TROUBLES, Troubles

NUMBERS = ("retry_after", "migrate_to")
"""Fields of a trouble that a request may set."""

TIMES_MOST = 1000
"""Calls that one request lines trouble up for."""


class TroubleHandler(Guarded):
    """Tells of troubles, lines them up and clears them."""

    def get(self) -> None:
        """List all troubles, and how often each struck."""
        troubles = self.world.troubles
        self.finish(
            {
                "share": troubles.share,
                "struck": dict(troubles.counts),
                "hasty": troubles.hasty,
                "troubles": {
                    name: trouble.description or trouble.form for name, trouble in TROUBLES.items()
                },
            }
        )

    def post(self) -> None:
        """Line trouble up for the next calls of a method, or for a share of all calls."""
        try:
            asked = json.loads(self.request.body)
            _line_up(self.world.troubles, asked)
        except (LookupError, ValueError, TypeError, AttributeError) as error:
            raise HTTPError(400) from error
        self.get()

    def delete(self) -> None:
        """Let everything succeed again."""
        self.world.troubles.clear()
        self.get()


def _line_up(troubles: Troubles, asked: dict[str, Any]) -> None:
    if "share" in asked:
        names = asked.get("troubles", troubles.names)
        troubles.plan(float(asked["share"]), int(asked.get("seed", 0)), map(str, names))
        return
    numbers = {name: int(asked[name]) for name in NUMBERS if name in asked}
    trouble = replace(TROUBLES[asked["trouble"]], **numbers)  # type: ignore[arg-type]
    for _ in range(min(int(asked.get("times", 1)), TIMES_MOST)):
        troubles[str(asked["method"])].append(trouble)
