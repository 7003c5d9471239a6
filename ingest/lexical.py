"""The word index: tantivy over mixed tokens. Derived from the catalogue, and rebuilt from it at any time."""

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import tantivy
from filelock import FileLock

from ingest.article import Article, Passage
from ingest.errors import Damaged
from ingest.facts import byline_in
from ingest.words import tokens as tokens_of

_REMEMBERED = 100_000
"""Tokens whose frequencies are kept until the index changes: an English question asks for hundreds."""
_BYLINE = 240
"""Characters. What is longer is none."""
_HEAP = 64 * 2**20
"""Bytes the writer may hold before it flushes a segment."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: the tokens that may stand for it, each with its weight. The best one present counts, not their sum."""

    spellings: tuple[tuple[str, float], ...]
    """Several tokens with blanks between them count, on average, where all of them stand: 高质 质量 量发 发展."""


class LexicalIndex:
    """BM25 over the tokens of title, section, text and byline. One process writes (the ingest lock sees to it); any number read."""

    def __init__(self, folder: Path, *, make: bool = False) -> None:
        """Open the index in the folder, or make it. Raises `Damaged` where it is not there or cannot be read."""
        self.folder = folder
        if make:
            folder.mkdir(parents=True, exist_ok=True)
        elif not (folder / "meta.json").exists():
            message = "the word index is missing: `jianbao reindex` makes it anew"
            raise Damaged(message)
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_text_field("article", tokenizer_name="raw", index_option="basic")
        schema.add_text_field("words", tokenizer_name="words", index_option="freq")
        self._schema = schema.build()
        self._open()

    def _open(self) -> None:
        """Tantivy takes a lock even to read, so where we may not write, a copy is opened."""
        self._copy = None if os.access(self.folder, os.W_OK) else TemporaryDirectory(prefix="jianbao-words-")
        try:
            home = shutil.copytree(self.folder, self._copy.name, dirs_exist_ok=True) if self._copy else self.folder
            self._index = tantivy.Index(self._schema, path=str(home))
            self._index.register_tokenizer("words", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
            self._searcher = self._index.searcher()
            self._frequencies: dict[str, int] = {}
        except (ValueError, OSError, shutil.Error) as error:
            message = f"the word index cannot be read ({error}): `jianbao reindex` makes it anew"
            raise Damaged(message) from error

    def write(self, passages: Iterable[tuple[Article, Passage]]) -> None:
        """Put in the passages of whole articles; what the index held of these articles goes."""
        batch = list(passages)
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for article_id in {article.id for article, _ in batch}:
            writer.delete_documents_by_term("article", article_id)
        for article, passage in batch:
            printed = f"{article.title}\n{passage.section}\n{passage.span.of(article.text)}\n{_credits(article, passage)}"
            writer.add_document(tantivy.Document(id=passage.id, article=article.id, words=" ".join(tokens_of(printed))))
        self._commit(writer)

    def remove(self, article_ids: Iterable[str]) -> None:
        """Take articles out."""
        writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        for article_id in article_ids:
            writer.delete_documents_by_term("article", article_id)
        self._commit(writer)

    def _commit(self, writer: tantivy.IndexWriter) -> None:
        writer.commit()
        writer.wait_merging_threads()
        self.refresh()

    def refresh(self) -> None:
        """See what other processes have written since."""
        if self._copy:
            self._copy.cleanup()
            self._open()
        self._index.reload()
        self._searcher = self._index.searcher()
        self._frequencies = {}

    @contextmanager
    def following(self) -> Iterator[tuple[int, Callable[[int], None]]]:
        """For an index that follows a shared catalogue: the generation it has reached, and how to say that it reached another."""
        mark = self.folder / "generation"
        with FileLock(self.folder / "following.lock"):
            self.refresh()
            yield int(mark.read_text()) if mark.exists() else -1, lambda reached: _replace(mark, str(reached))

    def __len__(self) -> int:
        """How many passages it holds."""
        return self._searcher.num_docs

    def frequency(self, token: str) -> int:
        """In how many passages the token stands; those that were removed are not counted, though tantivy's own number counts them."""
        known = self._frequencies
        if (found := known.get(token)) is not None:
            return found
        count = 0
        if self._searcher.doc_freq("words", token):
            query = tantivy.Query.term_query(self._schema, "words", token, index_option="freq")
            count = int(self._searcher.search(query, 1).count)  # type: ignore[attr-defined]  # its stub leaves it out
        if len(known) < _REMEMBERED:
            known[token] = count
        return count

    def search(self, terms: Sequence[Term], limit: int, article_ids: Sequence[str] | None = None) -> list[tuple[str, float]]:
        """Passage ids with their BM25 scores, best first; only of the given articles, if any are given."""
        should = [(tantivy.Occur.Should, self._term(term)) for term in terms if term.spellings]
        if not should or article_ids == []:
            return []
        query = tantivy.Query.boolean_query(should)
        if article_ids is not None:
            only = tantivy.Query.const_score_query(tantivy.Query.term_set_query(self._schema, "article", list(article_ids)), 0.0)
            query = tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, only)])
        searcher = self._searcher
        hits = searcher.search(query, limit).hits
        return [(searcher.doc(address)["id"][0], float(score)) for score, address in hits]

    def _term(self, term: Term) -> tantivy.Query:
        spelled = [self._spelling(spelling.split(" "), weight) for spelling, weight in term.spellings]
        return spelled[0] if len(spelled) == 1 else tantivy.Query.disjunction_max_query(spelled)

    def _spelling(self, tokens: Sequence[str], weight: float) -> tantivy.Query:
        each = [tantivy.Query.term_query(self._schema, "words", token, index_option="freq") for token in tokens]
        together = each[0] if len(each) == 1 else tantivy.Query.boolean_query([(tantivy.Occur.Must, one) for one in each])
        return tantivy.Query.boost_query(together, weight / len(each))


def _credits(article: Article, passage: Passage) -> str:
    """The byline that closes the article, with its last passage: it is in no sentence, yet people ask who reported."""
    behind = article.text[passage.span.end :]
    byline = byline_in(article.text) if 0 < len(behind.strip()) < _BYLINE else None
    return byline.text if byline and not article.text[passage.span.end : byline.span.start].strip() else ""


def _replace(file: Path, text: str) -> None:
    new = file.with_suffix(".new")
    new.write_text(text)
    new.replace(file)
