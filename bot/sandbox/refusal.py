"""How Telegram says no."""


class Refusal(Exception):
    """An answer with `"ok": false`.

    Parameters
    ----------
    description
        Telegram's own sentence, for example ``Bad Request: chat not found``.
    code
        HTTP status, repeated in the body as ``error_code``.
    fault
        Whether the call itself was wrong (an unknown method, a malformed parameter), so that a
        correct bot never makes it. Faults are collected in `World.faults`.
    retry_after
        Seconds that a bot has to wait, where it sent too much.
    migrate_to
        Id of the chat that a group has become.
    """

    def __init__(
        self,
        description: str,
        code: int = 400,
        *,
        fault: bool = False,
        retry_after: int | None = None,
        migrate_to: int | None = None,
    ) -> None:
        super().__init__(description)
        self.description = description
        self.code = code
        self.fault = fault
        self.retry_after = retry_after
        self.migrate_to = migrate_to


def malformed(reason: str) -> Refusal:
    """Refuse a call that a correct bot never makes."""
    return Refusal(f"Bad Request: {reason}", fault=True)
