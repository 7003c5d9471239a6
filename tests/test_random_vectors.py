"""Vectors over a real OpenAI-compatible server, of a model of random weights: the protocol is real, the order and the length are right."""

from pathlib import Path

import numpy as np
from llama import served_at_random

from ingest.endpoint import Endpoint

TEXTS = ["张红军在会上提出四点要求。", "会议由沈望舒主持。", "what did Zhang Hongjun ask", "会议由沈望舒主持。"]


def test_a_real_server_gives_a_row_for_each_text_in_order(tmp_path: Path):
    """Of unit length; the same text has the same vector wherever it stands. That server mixes what comes in one batch, so it gets one."""
    with served_at_random(tmp_path, "vectors") as url:
        rows = Endpoint("random", url, None, batch=1, at_once=1).embed(TEXTS)
        batched = Endpoint("random", url, None, batch=3).embed(TEXTS)
    assert rows.shape == batched.shape
    assert rows.shape[0] == len(TEXTS)
    for each in (rows, batched):
        assert np.allclose(np.linalg.norm(each, axis=1), 1, atol=1e-5)
    assert np.allclose(rows[1], rows[3], atol=1e-3)
    assert not np.allclose(rows[0], rows[2], atol=1e-1)
