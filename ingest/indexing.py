"""From articles to what questions search: passages, vectors and words; and the sweeping of what an interrupted writer left."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.article import Article, Passage
from ingest.duplicates import near_enough, repeated, sketch
from ingest.library import Library
from ingest.passages import passages_in
from ingest.publication import Change

if TYPE_CHECKING:
    from ingest.embed import Vector


def index(library: Library, change: Change) -> int:
    """Write the articles of a change that the indexes do not hold, and note in it what is to be published of them.

    Returns the number of vectors that were made.
    """
    catalogue = library.catalogue
    fresh = [change.articles[one] for one in sorted(set(change.articles) - catalogue.known(change.articles))]
    change.passages = {article.id: passages_in(article) for article in fresh}
    change.sketches = {article.id: sketch(article.text) for article in fresh}
    _mark_repeats(library, change, fresh)
    catalogue.announce(change.passages)
    pairs = [(article, passage) for article in fresh for passage in change.passages[article.id]]
    return _write(library, pairs, _held(library, change.replaced)) if pairs else 0


def _write(library: Library, pairs: Sequence[tuple[Article, Passage]], held: "dict[str, Vector]") -> int:
    """Put passages into both indexes at once. Beside a shared catalogue words follow it later.

    What an interrupted writer left of these articles was swept before: they are announced before anything is written.
    `held` are vectors that need not be made again, by the text that is searched. Returns how many were made.
    """
    with ThreadPoolExecutor(1, "words") as beside:
        words = None if library.is_shared else beside.submit(library.lexical.write, pairs)
        made = _write_vectors(library, pairs, held)
        if words:
            words.result()
    return made


def _write_vectors(library: Library, pairs: Sequence[tuple[Article, Passage]], held: "dict[str, Vector]") -> int:
    import numpy as np  # noqa: PLC0415  only where vectors are made

    texts = [searched(article, passage) for article, passage in pairs]
    lacking = [text for text in dict.fromkeys(texts) if text not in held]
    if lacking:
        held |= dict(zip(lacking, library.embedder.embed(lacking), strict=True))
    library.vectors.write([passage for _, passage in pairs], np.stack([held[text] for text in texts]))
    return len(lacking)


def _held(library: Library, replaced: Iterable[str]) -> "dict[str, Vector]":
    """The vectors of articles that are about to be replaced, by text: an edited article mostly says again what it said."""
    articles = library.catalogue.published(replaced)
    passages = {passage.id: passage for passage in library.catalogue.passages(articles)}
    vectors = library.vectors.of(list(passages))
    return {searched(articles[passages[name].article_id], passages[name]): vector for name, vector in vectors.items()}


def searched(article: Article, passage: Passage) -> str:
    """What is searched of a passage: its words under its title and section."""
    return f"{article.title}\n{passage.section}\n{passage.span.of(article.text)}"


def sweep(library: Library) -> None:
    """Take out of the indexes what an interrupted writer left there, or a publication withdrew."""
    left = library.catalogue.unsettled()
    if not left:
        return
    orphans = sorted(left - library.catalogue.known(left))
    if not library.is_shared:
        library.lexical.remove(orphans)
    library.vectors.remove(orphans)
    library.catalogue.settle(left)


def _mark_repeats(library: Library, change: Change, fresh: Sequence[Article]) -> None:
    """An article that nearly repeats an earlier one, published or of the same change, names the first of its kind."""
    hashes = [one for article in fresh for one in change.sketches[article.id]]
    own = {article.id for article in fresh}
    met = {one: [name for name in names if name not in own] for one, names in library.catalogue.met(hashes).items()}
    for article in fresh:
        if names := near_enough(change.sketches[article.id], met):
            known = library.catalogue.published(names) | {name: change.articles[name] for name in names if name in change.articles}
            if first := repeated(article.text, {name: one.text for name, one in known.items()}):
                change.articles[article.id] = replace(article, repeats=known[first].repeats or first)
        for one in change.sketches[article.id]:
            met.setdefault(one, []).append(article.id)
