"""From articles to what questions search: passages, vectors and words; and the sweeping of what an interrupted writer left."""

from collections.abc import Sequence
from dataclasses import replace

from ingest.article import Article, Passage
from ingest.duplicates import near_enough, repeated, sketch
from ingest.library import Library
from ingest.passages import passages_in
from ingest.publication import Change


def index(library: Library, change: Change) -> int:
    """Write the articles of a change that the indexes do not hold, and note in it what is to be published of them.

    Returns the number of passages that were embedded.
    """
    catalogue = library.catalogue
    fresh = [change.articles[one] for one in sorted(set(change.articles) - catalogue.known(change.articles))]
    change.passages = {article.id: passages_in(article) for article in fresh}
    change.sketches = {article.id: sketch(article.text) for article in fresh}
    _mark_repeats(library, change, fresh)
    catalogue.announce(change.passages)
    pairs = [(article, passage) for article in fresh for passage in change.passages[article.id]]
    write(library, pairs)
    return len(pairs)


def write(library: Library, pairs: Sequence[tuple[Article, Passage]]) -> None:
    """Put passages into both indexes; what they held of these articles goes. Beside a shared catalogue words follow it later."""
    if pairs:
        article_ids = sorted({article.id for article, _ in pairs})
        vectors = library.embedder.embed([searched(article, passage) for article, passage in pairs])
        library.vectors.remove(article_ids)
        library.vectors.write([passage for _, passage in pairs], vectors)
        if not library.is_shared:
            library.lexical.write(pairs)


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
