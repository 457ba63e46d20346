"""Methods by which the bot hears of what people do."""

from urllib.parse import urlsplit

from bot.sandbox.botapi.call import Call
from bot.sandbox.refusal import Refusal, malformed
from bot.sandbox.updates import CONFLICT_WEBHOOK
from bot.sandbox.values import Answer
from bot.sandbox.webhook import Hook
from bot.sandbox.wire import Json
from bot.sandbox.world import World

UPDATES_LIMIT = 100
"""Updates of one answer."""
ANSWER_LIMIT = 200
"""Characters of the answer to a tap."""
SECRET_LIMIT = 256
"""Characters of a webhook's secret."""
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Where a webhook may be: the sandbox talks to nobody outside this machine."""


async def get_updates(world: World, call: Call) -> list[Json]:
    """Give updates that are not confirmed, waiting for the first."""
    if world.webhook.hook is not None:
        raise Refusal(
            "Conflict: can't use getUpdates method while webhook is active; "
            "use deleteWebhook to delete the webhook first",
            409,
        )
    _allow(world, call)
    limit = call.integer("limit", UPDATES_LIMIT)
    limit = limit if 1 <= limit <= UPDATES_LIMIT else UPDATES_LIMIT
    return await world.updates.poll(call.integer("offset", 0), limit, call.integer("timeout", 0))


async def set_webhook(world: World, call: Call) -> bool:
    """Deliver updates by POST from now on; an empty url ends that."""
    if not call.text("url"):
        return await delete_webhook(world, call)
    address = urlsplit(call.text("url"))
    if address.scheme not in {"http", "https"} or address.hostname not in LOOPBACK:
        raise malformed("bad webhook: the sandbox delivers to this machine only")
    secret = call.text("secret_token")
    if len(secret) > SECRET_LIMIT or not all(c.isalnum() or c in "_-" for c in secret):
        raise malformed("secret token contains unallowed characters")
    _allow(world, call)
    _drop(world, call)
    world.updates.end_poll(CONFLICT_WEBHOOK)
    world.webhook.start(Hook(call.text("url"), secret))
    return True


async def delete_webhook(world: World, call: Call) -> bool:
    """Deliver updates by getUpdates again."""
    await world.webhook.stop()
    _drop(world, call)
    return True


async def get_webhook_info(world: World, call: Call) -> Json:  # noqa: ARG001
    """Tell how delivery goes."""
    hook = world.webhook.hook
    info: Json = {
        "url": hook.url if hook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
    }
    if hook and world.webhook.last_error:
        info["last_error_date"], info["last_error_message"] = world.webhook.last_error
    if world.updates.allowed:
        info["allowed_updates"] = sorted(world.updates.allowed)
    return info


async def answer_callback_query(world: World, call: Call) -> bool:
    """Answer a tap with a toast, an alert or nothing."""
    answer = Answer(call.text("text"), call.flag("show_alert"), call.text("url") or None)
    if len(answer.text) > ANSWER_LIMIT:
        raise malformed("MESSAGE_TOO_LONG")
    if not world.taps.answer(call.text("callback_query_id"), answer):
        raise Refusal(
            "Bad Request: query is too old and response timeout expired or query ID is invalid"
        )
    return True


def _allow(world: World, call: Call) -> None:
    """Heed allowed_updates; where it is missing the earlier choice stays."""
    kinds = call.json("allowed_updates")
    if kinds is not None:
        world.updates.allow(str(kind) for kind in kinds)


def _drop(world: World, call: Call) -> None:
    if call.flag("drop_pending_updates"):
        world.updates.drop()
