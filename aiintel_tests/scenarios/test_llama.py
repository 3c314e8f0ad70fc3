"""A real model server: llama.cpp, with a tiny model of random weights, asked for a whole edition over the wire.

The model has nothing to say; that its server understands every question, and the editor every answer, is the point.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from aiintel_assets.assets.newsroom import newsroom_of
from aiintel_assets.settings import load_settings
from aiintel_tests.newsdesk import Desk, settings_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from aiintel_tests.fakes import PressHouse

pytest.importorskip("xllamacpp", reason="`make test-llama` installs a model server")
gguf = pytest.importorskip("gguf", reason="`make test-llama` installs what writes a model")
np = pytest.importorskip("numpy", reason="`make test-llama` installs what writes a model")

_SERVER = """
import sys, time
import xllamacpp
params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.n_ctx, params.n_parallel, params.warmup, params.port = 65536, 1, False, 0
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
print(server.listening_address, flush=True)
time.sleep(3600)
"""
_WIDTH = 32


def tiny_model(path: Path) -> None:
    """Write a llama of one layer that speaks bytes: random, but fond of closing what is open, so that answers end."""
    tokens = [b"<unk>", b"<s>", b"</s>", *(f"<0x{byte:02X}>".encode() for byte in range(256))]
    fond = {ord('"'): 4.0, ord("]"): 3.0, ord("}"): 3.0} | dict.fromkeys(b"abcdefghijklmnopqrstuvwxyz0123456789,", 1.0)
    random = np.random.default_rng(1)

    def weights(*shape: int) -> Any:
        return (random.standard_normal(shape) * 0.02).astype(np.float32)

    read, say = weights(len(tokens), _WIDTH), weights(len(tokens), _WIDTH)
    read[:, 0] = 1.0
    say[3:, 0] = np.array([fond.get(byte, -2.0) for byte in range(256)]) / _WIDTH**0.5
    say[:3, 0] = 0.0
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(65536)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(_WIDTH)
    writer.add_head_count(2)
    writer.add_head_count_kv(2)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(_WIDTH // 2)
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types([2, 3, 3, *[6] * 256])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_space_prefix(value=False)
    writer.add_tensor("token_embd.weight", read)
    writer.add_tensor("output.weight", say)
    for name in ("output_norm", "blk.0.attn_norm", "blk.0.ffn_norm"):
        writer.add_tensor(f"{name}.weight", np.ones(_WIDTH, np.float32))
    for name in ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"):
        writer.add_tensor(f"blk.0.{name}.weight", weights(_WIDTH, _WIDTH))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@pytest.fixture
def llama(tmp_path: Path) -> Iterator[str]:
    """The base URL of a llama.cpp server that serves while the test lasts."""
    model = tmp_path / "tiny.gguf"
    tiny_model(model)
    with subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(model)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout
        yield f"{process.stdout.readline().strip()}/v1"
        process.kill()


def test_an_edition_is_written_by_a_real_model_server(press: PressHouse, tmp_path: Path, llama: str) -> None:
    for name in ("north", "south"):
        press.publisher(name, only_ai=True).story(f"{name}-1", "2025-12-10T05:00:00").story(
            f"{name}-2", "2025-12-10T06:00:00", title=f"A chip of the {name}", text=f"The {name} makes a chip for AI."
        )
    folder = tmp_path / "news"
    folder.mkdir()
    knobs = {"openai_base_url": llama, "model": "tiny.gguf", "call_timeout": 300.0, "calls_at_once": 1}
    news = Desk(newsroom_of(load_settings(**settings_for(press, folder), **knobs)))
    (outcome,) = news.build("2025-12-11")
    assert outcome.success, outcome.reason
    (topics,) = news.query("SELECT count(*) FROM topic_summaries")[0]
    assert topics
    receipts = news.query("SELECT mode, prompt_tokens > 1000, completion_tokens > 0, finish_reason FROM receipts")
    assert len(receipts) >= topics
    assert {row[:3] for row in receipts} == {("json_schema", True, True)}
    assert "stop" in {row[3] for row in receipts}
    # Asked again, the store answers.
    assert all(outcome.success for outcome in news.build("2025-12-11"))
    assert news.query("SELECT count(*) FROM receipts") == [(len(receipts),)]
