"""The application: all its parts put together, and nothing started."""

from typing import cast

from telegram.ext import ApplicationBuilder, ContextTypes, Defaults

from bot.api.pace import Pace
from bot.api.transport import Polling, Transport
from bot.context import Context, DigitBot, Shared
from bot.handlers import COMMANDS, HANDLERS
from bot.inbox import Inbox, Inlet, Notices, Outlet
from bot.on_error import on_error
from bot.programs.training import COMMAND, Training
from bot.served import Served, load_served, served_as
from bot.settings import Settings
from bot.store import open_store
from model import Recognizer
from model.versions import Versions

CONNECTIONS = 64
"""To Telegram at a time: more than 30 messages a second with their downloads ever need."""

CONNECT_SECONDS = 10.0
READ_SECONDS = 10.0
"""How long Telegram may say nothing to a call; usually it answers within one."""

UPLOAD_SECONDS = 60.0
POOL_SECONDS = 30.0
"""How long a call waits for a free connection when many users come at once."""


def build(
    settings: Settings,
    recognizer: Recognizer | None = None,
    training_command: tuple[str, ...] = COMMAND,
) -> DigitBot:
    """Put the bot together; production and tests call this alike, and it starts nothing.

    Parameters
    ----------
    settings
        With a token, be it the sandbox's.
    recognizer
        What reads the pictures; None loads the promoted version, or the shipped one.
    training_command
        The program that `/retrain` starts.

    Raises
    ------
    StoreError
        The database cannot be used.
    WeightsError
        There is no version to serve.
    """
    versions = Versions(settings.data_dir / "models")
    served = load_served(versions) if recognizer is None else _serving(versions, recognizer)
    store, rescue = open_store(
        settings.database, keep_most=settings.keep_corrections, keep_days=settings.keep_days
    )
    shared = Shared(
        settings=settings,
        commands=COMMANDS,
        versions=versions,
        served=served,
        training=Training(
            settings.data_dir / "training", versions, training_command, settings.mnist_path
        ),
        store=store,
        rescue=rescue,
        inbox=Inbox(
            store.waiting(settings.bot_id), settings.inbox_size, Notices(settings.admin_ids)
        ),
    )
    application = _application(settings, shared)
    application.add_handlers(HANDLERS)
    application.add_error_handler(on_error)
    return application


def _serving(versions: Versions, recognizer: Recognizer) -> Served:
    return served_as(versions.serving(), recognizer)


def _application(settings: Settings, shared: Shared) -> DigitBot:
    # The data of all conversations is made by a call without arguments; a class is expected.
    types = ContextTypes(
        context=Context,
        bot_data=cast(type[Shared], lambda: shared),
        chat_data=dict[object, object],
        user_data=dict[object, object],
    )
    return (
        ApplicationBuilder()
        .token(settings.token)
        .base_url(f"{settings.bot_api_url}/bot")
        .base_file_url(f"{settings.bot_api_url}/file/bot")
        .context_types(types)
        .updater(None)
        .update_queue(Inlet(shared.inbox.write_down))
        .rate_limiter(Outlet(Pace()))
        .defaults(Defaults(allow_sending_without_reply=True))
        .request(
            Transport(
                shared.rejected,
                connection_pool_size=CONNECTIONS,
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                write_timeout=READ_SECONDS,
                media_write_timeout=UPLOAD_SECONDS,
                pool_timeout=POOL_SECONDS,
            )
        )
        .get_updates_request(Polling(shared.rejected))
        .job_queue(None)
        .build()
    )
