"""What any search should beat: BM25 over the dictionary's words of whole documents, k1 1.2 and b .75, in memory."""

from collections.abc import Mapping

import rjieba
import tantivy

from ingest.fold import fold

_HEAP = 64 * 2**20


class PlainSearch:
    """Documents by the words they share with a question."""

    def __init__(self, documents: Mapping[str, str]) -> None:
        """Index them: two seconds for ten thousand news articles."""
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        schema.add_text_field("words", tokenizer_name="words", index_option="freq")
        self._schema = schema.build()
        index = tantivy.Index(self._schema)
        index.register_tokenizer("words", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
        writer = index.writer(heap_size=_HEAP, num_threads=1)
        for name, text in documents.items():
            writer.add_document(tantivy.Document(id=name, words=" ".join(_words(text))))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def ranked(self, query: str, limit: int) -> list[str]:
        """Ids of documents, best first."""
        terms = [tantivy.Query.term_query(self._schema, "words", word, index_option="freq") for word in _words(query)]
        if not terms:
            return []
        any_of = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        return [self._searcher.doc(address)["id"][0] for _, address in self._searcher.search(any_of, limit).hits]


def _words(text: str) -> list[str]:
    return [word for word in rjieba.cut(fold(text)) if any(char.isalnum() for char in word)]
