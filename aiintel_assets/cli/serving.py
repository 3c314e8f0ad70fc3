"""The commands that serve something on loopback until Ctrl-C: `serve`, the Dagster UI, and `preview`, the site."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from aiintel_assets.cli.terminal import ERR, OUT
from aiintel_assets.errors import UsageError
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
    from aiintel_assets.runs import dagster_instance  # noqa: PLC0415 - loads Dagster

    # The instance is made here, alone: two processes that make it at the same time can break it for good.
    with dagster_instance(settings):
        pass
    environment = os.environ | {
        "DAGSTER_HOME": str(settings.dagster_home),
        "AIINTEL_DATA_DIR": str(settings.data_dir),
        "PYTHONWARNINGS": "ignore",
    }
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
    _end_on_any_stop()
    with subprocess.Popen(command, env=environment) as dagster_dev:  # noqa: S603 - our own words
        try:
            if _answers(port, dagster_dev):
                OUT.print(
                    f"Dagster UI: [bold]http://127.0.0.1:{port}[/]  "
                    f"(data: {escape(str(settings.data_dir))}; Ctrl-C ends it)",
                    soft_wrap=True,
                )
            code = dagster_dev.wait()
        except KeyboardInterrupt:
            dagster_dev.send_signal(signal.SIGINT)
            dagster_dev.wait()
            code = 0
    raise typer.Exit(code)


def preview(
    port: Annotated[int, typer.Option(help="Port of the site on 127.0.0.1.")] = 1313,
    to: Annotated[Path | None, typer.Option(help="Build the site into this folder instead of serving it.")] = None,
    url: Annotated[str | None, typer.Option(help="The address that the folder will have; with --to.")] = None,
) -> None:
    """Build a website of all posts with Hugo and serve it; Ctrl-C ends it. Nothing is written to the site's folder."""
    settings = load_settings()
    if (to is None) != (url is None):
        raise typer.BadParameter("give both --to and --url, or neither")
    from aiintel_assets.post.preview import IMAGES, POSTS  # noqa: PLC0415 - loads the templates' engine

    posts = sorted((settings.site_dir / POSTS).glob("*-ai-intel.md"))
    if not posts:
        raise UsageError(
            f"there is no post in {settings.site_dir / POSTS}: build one with aiintel run, or try aiintel demo"
        )
    from aiintel_assets.assets.newsroom import newsroom_of  # noqa: PLC0415 - loads all rooms
    from aiintel_assets.assets.previewing import build_preview  # noqa: PLC0415 - the same
    from aiintel_assets.post.serving import SiteServer  # noqa: PLC0415 - the same

    newsroom = newsroom_of(settings)
    workspace = settings.data_dir / "preview"
    if to and url:
        pages = build_preview(newsroom, workspace, url)
        shutil.copytree(pages, to, dirs_exist_ok=True)
        OUT.print(f"{len(posts)} editions for {escape(url)}: {escape(str(to.absolute()))}", soft_wrap=True)
        return
    server = SiteServer(
        workspace / "public",
        port,
        lambda: build_preview(newsroom, workspace, server.address),
        [path for path in (settings.site_dir / POSTS, settings.site_dir / IMAGES, settings.templates) if path],
        lambda line: ERR.print(f"[red]aiintel:[/] {escape(line)}", soft_wrap=True),
    )
    build_preview(newsroom, workspace, server.address)
    OUT.print(
        f"{len(posts)} editions: [bold]{server.address}[/]  (posts: {escape(str(settings.site_dir))}; Ctrl-C ends it)",
        soft_wrap=True,
    )
    _end_on_any_stop()
    try:
        server.run()
    except KeyboardInterrupt:
        OUT.print("preview ended")


def _answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Wait until the UI answers on the port, and say so; False when the server ends before it does."""
    ERR.print("[dim]Dagster is starting …[/]")
    while server.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/server_info")
            connection.getresponse()
        except (OSError, HTTPException):
            time.sleep(0.2)
        else:
            return True
        finally:
            connection.close()
    return False


def _end_on_any_stop() -> None:
    """Have a stop from outside end us, and what we start, as Ctrl-C does; background jobs would ignore Ctrl-C."""
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)
