"""The commands that serve something on loopback until Ctrl-C: `serve`, the Dagster UI."""

import os
import signal
import socket
import subprocess
import sys
from typing import Annotated

import typer
from rich.markup import escape

from aiintel_assets.cli.terminal import OUT
from aiintel_assets.errors import UsageError
from aiintel_assets.runs import dagster_instance
from aiintel_assets.settings import load_settings


def serve(
    port: Annotated[int, typer.Option(help="Port of the Dagster UI on 127.0.0.1.")] = 3000,
) -> None:
    """Start the Dagster UI and the daemon that runs the schedule; Ctrl-C ends both."""
    settings = load_settings()
    with socket.socket() as probe_socket:
        if probe_socket.connect_ex(("127.0.0.1", port)) == 0:
            raise UsageError(
                f"port {port} is in use, perhaps by another aiintel serve: end that, or choose one with --port"
            )
    # The instance is made here, alone: two processes that make it at the same time can break it for good.
    with dagster_instance(settings):
        pass
    environment = os.environ | {
        "DAGSTER_HOME": str(settings.dagster_home),
        "AIINTEL_DATA_DIR": str(settings.data_dir),
        "PYTHONWARNINGS": "ignore",
    }
    OUT.print(f"Dagster UI: [bold]http://127.0.0.1:{port}[/]  (data: {escape(str(settings.data_dir))}; Ctrl-C ends it)")
    command = [
        sys.executable,
        "-m",
        "dagster",
        "dev",
        "-m",
        "aiintel_assets.definitions",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
    ]
    # A stop that is meant for us is meant for Dagster's processes too.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    with subprocess.Popen(command, env=environment) as dagster_dev:  # noqa: S603 - our own words
        try:
            code = dagster_dev.wait()
        except KeyboardInterrupt:
            dagster_dev.send_signal(signal.SIGINT)
            dagster_dev.wait()
            code = 0
    raise typer.Exit(code)
