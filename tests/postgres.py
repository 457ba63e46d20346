"""A real PostgreSQL server for tests: in a folder of its own, on a free port of this machine."""

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

USER = "bot"
SERVERS_USER = "postgres"
"""Who runs the server where the tests are run by root, which PostgreSQL refuses to be."""


def _programs() -> Path | None:
    """The folder of the server's programs; Debian keeps them out of the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent  # it may be a link, and the others not be beside it
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)


def missing() -> str:
    """Why there is no server; "" where there is one."""
    if find_spec("psycopg") is None:
        return "needs psycopg: install digit-photo-bot[postgresql]"
    return "" if _programs() else "needs PostgreSQL: Debian's package postgresql"


class Server:
    """A server that can be stopped and started again."""

    def __init__(self, folder: Path, port: int) -> None:
        self._folder, self._port = folder, port
        self._databases = 0

    def _run(self, program: str, *arguments: str) -> None:
        programs = _programs()
        assert programs is not None
        as_user = ["runuser", "-u", SERVERS_USER, "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(programs / program), *arguments]
        subprocess.run(command, check=True, cwd=self._folder, stdout=subprocess.DEVNULL)

    def make(self) -> None:
        self._run("initdb", "-D", "data", "-U", USER, "--auth=trust", "--no-sync", "-E", "UTF8")

    def start(self) -> None:
        options = (
            f"-c listen_addresses=127.0.0.1 -c port={self._port} -c unix_socket_directories=''"
        )
        self._run("pg_ctl", "-D", "data", "-l", "log", "-w", "-o", options, "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")

    def new_database(self) -> str:
        """The address of an empty database."""
        self._databases += 1
        name = f"bot{self._databases}"
        import psycopg

        address = f"{USER}@127.0.0.1:{self._port}"
        with psycopg.connect(f"postgresql://{address}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql+psycopg://{address}/{name}"


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """A server as long as the block runs."""
    with tempfile.TemporaryDirectory(prefix="postgresql-") as name, socket.socket() as free:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, SERVERS_USER)
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        made = Server(folder, port)
        made.make()
        made.start()
        try:
            yield made
        finally:
            made.stop()
