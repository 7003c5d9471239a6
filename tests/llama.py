"""A real OpenAI-compatible server without any download: llama.cpp's own, serving a model of random weights."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import gguf
import httpx2
import numpy as np
from conftest import free_port, until

_SERVE = """
import sys, time
import xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.port, params.model_alias = sys.argv[1], int(sys.argv[2]), "random"
params.hostnames = ["127.0.0.1"] if isinstance(params.hostnames, (list, tuple)) else "127.0.0.1"
params.n_ctx, params.n_parallel, params.n_predict = 16384, 2, 96
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
if sys.argv[3] == "vectors":
    params.embedding, params.n_batch, params.n_ubatch = True, 2048, 2048
    params.pooling_type = xllamacpp.llama_pooling_type.LLAMA_POOLING_TYPE_MEAN
params.warmup, params.offline, params.use_jinja, params.verbosity = False, True, True, 0
server = xllamacpp.Server(params)
print("listening", flush=True)
while True:
    time.sleep(3600)
"""
_WIDTH, _LAYERS, _HEADS, _CONTEXT = 64, 2, 4, 16384


@contextmanager
def served_at_random(folder: Path, gives: Literal["words", "vectors"] = "words") -> Iterator[str]:
    """The base URL of a server whose model says nothing sensible, in real protocol; or whose vectors mean nothing."""
    model = folder / "random.gguf"
    _write_model(model)
    port = free_port()
    command = [sys.executable, "-c", _SERVE, str(model), str(port), gives]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        until(lambda: process.poll() is not None or _is_well(url), 60)
        yield f"{url}/v1"
    finally:
        process.kill()
        process.wait()


def _is_well(url: str) -> bool:
    try:
        return httpx2.get(f"{url}/health", timeout=2).status_code == 200
    except httpx2.TransportError:
        return False


def _write_model(path: Path) -> None:
    """A llama of two layers over single bytes: half a megabyte."""
    draw = np.random.default_rng(20260824)
    writer = gguf.GGUFWriter(str(path), "llama")
    control = [("<unk>", gguf.TokenType.UNKNOWN), ("<s>", gguf.TokenType.CONTROL), ("</s>", gguf.TokenType.CONTROL)]
    bytewise = [(f"<0x{code:02X}>", gguf.TokenType.BYTE) for code in range(256)]
    letters = [(chr(code), gguf.TokenType.NORMAL) for code in range(33, 127)] + [("\u2581", gguf.TokenType.NORMAL)]
    vocabulary = control + bytewise + letters
    writer.add_context_length(_CONTEXT)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(_LAYERS)
    writer.add_feed_forward_length(2 * _WIDTH)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_HEADS)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(vocabulary))
    writer.add_tokenizer_model("llama")
    writer.add_tokenizer_pre("default")
    writer.add_token_list([token for token, _ in vocabulary])
    writer.add_token_types([kind for _, kind in vocabulary])
    writer.add_token_scores([0.0] * len(vocabulary))
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_chat_template("{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}")
    for name, shape in _tensors(len(vocabulary)):
        norm = name.endswith("norm.weight")
        writer.add_tensor(name, np.ones(shape, np.float32) if norm else draw.normal(0, 0.1, shape).astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _tensors(vocabulary: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield "token_embd.weight", (vocabulary, _WIDTH)
    yield "output.weight", (vocabulary, _WIDTH)
    yield "output_norm.weight", (_WIDTH,)
    for layer in range(_LAYERS):
        block = f"blk.{layer}."
        yield f"{block}attn_norm.weight", (_WIDTH,)
        yield f"{block}ffn_norm.weight", (_WIDTH,)
        for part in ("q", "k", "v", "output"):
            yield f"{block}attn_{part}.weight", (_WIDTH, _WIDTH)
        yield f"{block}ffn_gate.weight", (2 * _WIDTH, _WIDTH)
        yield f"{block}ffn_up.weight", (2 * _WIDTH, _WIDTH)
        yield f"{block}ffn_down.weight", (_WIDTH, 2 * _WIDTH)
