"""An OpenAI-compatible server on loopback: an honest model that copies from its material, and the ways it can fail."""

from __future__ import annotations

import json
import re
import socket
import struct
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    # What a server does with one request: it returns a chat completion, or answers itself and returns None.
    Behaviour = Callable[[BaseHTTPRequestHandler, dict[str, Any]], dict[str, Any] | None]

_LINE = re.compile(r"^\[(\d+)\] (.+)$", re.MULTILINE)
_CANDIDATE = re.compile(r"^\{.*\}$", re.MULTILINE)


def completion(
    text: str | None, *, finish: str = "stop", refusal: str | None = None, usage: bool = True
) -> dict[str, Any]:
    """A chat completion with this text."""
    message = {"role": "assistant", "content": text, "refusal": refusal}
    choice = {"index": 0, "message": message, "finish_reason": finish}
    body: dict[str, Any] = {"id": "c", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice]}
    if usage:
        details = {"cached_tokens": 40}
        body["usage"] = {
            "prompt_tokens": 100,
            "completion_tokens": 20,
            "total_tokens": 120,
            "prompt_tokens_details": details,
        }
    return body


def says(answer: object, **how: Any) -> Behaviour:
    """Answer with this object as JSON, or with this text as it is."""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    return lambda _handler, _request: completion(text, **how)


def status(code: int, message: str = "no", **headers: str) -> Behaviour:
    """Answer with an HTTP status and the error object that OpenAI's servers send."""

    def fail(handler: BaseHTTPRequestHandler, _request: dict[str, Any]) -> None:
        send(handler, {"error": {"message": message, "type": "t", "param": None, "code": None}}, code, headers)

    return fail


def raw(body: bytes, kind: str) -> Behaviour:
    """Answer 200 with these bytes."""

    def write(handler: BaseHTTPRequestHandler, _request: dict[str, Any]) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return write


def hang(seconds: float) -> Behaviour:
    """Say nothing for so long, or until who asked has left."""

    def wait(handler: BaseHTTPRequestHandler, _request: dict[str, Any]) -> dict[str, Any]:
        handler.connection.settimeout(seconds)
        with suppress(OSError):
            handler.connection.recv(1)
        return completion("{}")

    return wait


def reset(handler: BaseHTTPRequestHandler, _request: dict[str, Any]) -> None:
    """Break the connection off."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.close_connection = True


def honest(_handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> dict[str, Any]:
    """Answer every form by copying lines of the material, each with its number."""
    user = request["messages"][1]["content"]
    lines = [(int(number), text) for number, text in _LINE.findall(user)]
    points = [{"text": text, "line_ids": [number]} for number, text in lines]
    points += points[-1:] * (3 - len(points))
    form = form_of(request)
    if form == "Verdicts":
        rows = [json.loads(row)["id"] for row in _CANDIDATE.findall(user)]
        verdicts = [{"id": n, "about_ai": True, "section": "models", "news_value": 3, "continues": True} for n in rows]
        return completion(json.dumps({"verdicts": verdicts}))
    if form == "TopicAnswer":
        answer: dict[str, Any] = {
            "title": points[0]["text"][:40],
            "core": points[:2],
            "technical": points[2:4],
            "applications": points[4:5],
            "entities": [],
            "importance": "medium",
            "importance_reason": points[0],
        }
        return completion(json.dumps(answer, ensure_ascii=False))
    answer = {
        "title": points[0]["text"][:30],
        "tags": ["AI"],
        "description": points[0]["text"],
        "summary": points[1]["text"],
        "trend": points[:2],
        "context": points[2:3],
        "outlook": points[3:4],
        "watch_list": points[4:6],
        "followed": [],
        "readings": [{"article_id": 1, "reason": points[2]["text"]}],
        "background": [],
        "keywords": ["AI"],
    }
    return completion(json.dumps(answer, ensure_ascii=False))


def form_of(request: Mapping[str, Any]) -> str:
    """The name of the form that a request asks for, however it does."""
    form = request.get("response_format", {})
    if form.get("type") == "json_schema":
        return str(form["json_schema"]["name"])
    system = request["messages"][0]["content"]
    forms = {"Verdicts": '"verdicts":', "TopicAnswer": '"core":', "InsightAnswer": '"trend":'}
    return next(name for name, telling in forms.items() if telling in system)


def send(
    handler: BaseHTTPRequestHandler, body: object, code: int = 200, headers: Mapping[str, str] | None = None
) -> None:
    """Write a JSON answer."""
    data = json.dumps(body, ensure_ascii=False).encode()
    handler.send_response(code)
    own = {"Content-Type": "application/json", "Content-Length": str(len(data))}
    for name, value in {**own, **(headers or {})}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(data)


def _batch(number: str, status: str) -> dict[str, Any]:
    return {
        "id": f"batch-{number}", "object": "batch", "status": status, "endpoint": "/v1/chat/completions",
        "input_file_id": f"file-{number}", "completion_window": "24h", "created_at": 0,
        "output_file_id": f"out-{number}" if status == "completed" else None,
    }  # fmt: skip


@dataclass
class ModelServer:
    """The server; a context manager. It is honest but for the behaviours that wait in `next`, one a request.

    `always` is what it does otherwise, `headers` go with every completion, `models` are those it lists; None refuses to
    list them. With `batches` it takes those, too, and answers them after so many looks; None takes none.
    """

    always: Behaviour = honest
    next: list[Behaviour] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    models: list[str] | None = field(default_factory=lambda: ["small", "large"])
    requests: list[dict[str, Any]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    batches: int | None = None
    handed_in: list[list[dict[str, Any]]] = field(default_factory=list)
    looks: int = 0
    at_once: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._under_way = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    @property
    def url(self) -> str:
        """The base URL, with its /v1."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def repeats(self) -> int:
        """How many requests were the same as an earlier one."""
        counts = Counter(json.dumps(request, sort_keys=True) for request in self.requests)
        return sum(count - 1 for count in counts.values())

    def wait_for(self, count: int, seconds: float = 60.0) -> None:
        """Wait until so many requests have come in.

        Raises:
            TimeoutError: they have not.
        """
        deadline = time.monotonic() + seconds
        while len(self.requests) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{len(self.requests)} of {count} requests after {seconds} s")
            time.sleep(0.02)

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *raised: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if "/batches/" in self.path or "/files/" in self.path:
                    server.show(self, self.path)
                elif server.models is None:
                    send(self, {"error": {"message": "who are you?"}}, 401)
                else:
                    listed = [{"id": m, "object": "model", "created": 0, "owned_by": "x"} for m in server.models]
                    send(self, {"object": "list", "data": listed})

            def do_POST(self) -> None:
                data = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path.endswith("/chat/completions"):
                    server.answer(self, json.loads(data))
                elif server.batches is None:
                    send(self, {"error": {"message": "there is no such place"}}, 404)
                elif self.path.endswith("/files"):
                    lines = [line for line in data.decode().splitlines() if line.startswith("{")]
                    server.handed_in.append([json.loads(line) for line in lines])
                    send(self, {"id": f"file-{len(server.handed_in)}", "object": "file", "purpose": "batch"})
                else:
                    number = json.loads(data)["input_file_id"].removeprefix("file-")
                    send(self, _batch(number, "in_progress"))

            def log_message(self, *_words: object) -> None:
                """Say nothing; the tests read `requests`."""

        return Handler

    def show(self, handler: BaseHTTPRequestHandler, path: str) -> None:
        """Show a batch, done after so many looks, or the answers of one."""
        if self.batches is None:
            send(handler, {"error": {"message": "there is no such batch"}}, 404)
            return
        number = path.split("/")[-1 if "/batches/" in path else -2].partition("-")[2]
        if "/batches/" in path:
            self.looks += 1
            send(handler, _batch(number, "completed" if self.looks > self.batches else "in_progress"))
            return
        rows = [
            {"custom_id": row["custom_id"], "response": {"status_code": 200, "body": self.always(handler, row["body"])}}
            for row in self.handed_in[int(number) - 1]
        ]
        raw("\n".join(json.dumps(row) for row in rows).encode(), "application/jsonl")(handler, {})

    def answer(self, handler: BaseHTTPRequestHandler, request: dict[str, Any]) -> None:
        """Answer one request."""
        with self._lock:
            self.requests.append(request)
            self.keys.add(handler.headers["Authorization"])
            behaviour = self.next.pop(0) if self.next else self.always
            self._under_way += 1
            self.at_once = max(self.at_once, self._under_way)
        try:
            body = behaviour(handler, request)
            if body is not None:
                with suppress(OSError):  # who asked has left
                    send(handler, body, headers=self.headers)
        finally:
            with self._lock:
                self._under_way -= 1
