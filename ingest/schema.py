"""The tables of the catalogue, and the version of them that this code writes."""

from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, ForeignKey, Index, Integer, MetaData, String, Table, Text

HEAD = "0007"
"""The newest migration in ingest/migrations (a test holds the two together)."""

metadata = MetaData()

counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Integer, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("key", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("published_on", Date),
    Column("source", Text),
    Column("read_at", DateTime(timezone=True), nullable=False),
    Column("published", Boolean, nullable=False),
    Column("replaced_by", String(16)),
    Column("repeats", String(16)),
    Column("generation", Integer, nullable=False, server_default="0"),
    Index("articles_by_day", "published", "published_on", "id"),
    Index("articles_by_generation", "generation"),
    Index("articles_by_arrival", "read_at"),
)

files = Table(
    "files",
    metadata,
    Column("file", Text, primary_key=True),
    Column("digest", String(64), nullable=False),
)

places = Table(
    "places",
    metadata,
    Column("place", Text, primary_key=True),
    Column("file", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("article_id", String(16), ForeignKey("articles.id"), nullable=False),
    Column("order", Integer, nullable=False),
    Index("places_by_file", "file"),
    Index("places_by_article", "article_id"),
)

passages = Table(
    "passages",
    metadata,
    Column("article_id", String(16), ForeignKey("articles.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("section", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
)

sketches = Table(
    "sketches",
    metadata,
    Column("hash", BigInteger, primary_key=True),
    Column("article_id", String(16), ForeignKey("articles.id"), primary_key=True),
    sqlite_with_rowid=False,
)

action_items = Table(
    "action_items",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("article_id", String(16), ForeignKey("articles.id"), nullable=False),
    Column("day", Date, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("assigner", Text, nullable=False),
    Column("assigner_title", Text),
    Column("owner", Text),
    Column("action", Text, nullable=False),
    Column("due_text", Text),
    Column("due_on", Date),
    Column("due_basis", Text),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("writer", String(200)),
    Column("rung", String(16)),
    Index("action_items_in_order", "day", "article_id", "number"),
    Index("action_items_by_article", "article_id"),
)
"""Of published articles alone. `day` is that of publication, the first day of all for an undated article; `number` is where it is printed.
Without a writer it is of the rules."""

readings = Table(
    "readings",
    metadata,
    Column("article_id", String(16), ForeignKey("articles.id"), primary_key=True),
    Column("reader", String(32), nullable=False),
)
"""Which edition of the rules read an article's action items; one without any was read, too."""

heard = Table(
    "heard",
    metadata,
    Column("article_id", String(16), ForeignKey("articles.id"), primary_key=True),
    Column("writer", String(200), primary_key=True),
    Column("reason", String(32)),
    Column("dropped", Integer, nullable=False),
)
"""Which writers were asked what the rules do not see of an article; the reason says why one's words were of no use, `dropped` counts
items and fields that the article does not bear out."""

summaries = Table(
    "summaries",
    metadata,
    Column("article_id", String(16), ForeignKey("articles.id"), primary_key=True),
    Column("length", String(8), primary_key=True),
    Column("writer", String(128), primary_key=True),
    Column("body", Text, nullable=False),
)
"""What a writer chose or wrote of an article, for as long as both stay what they are."""

editions = Table(
    "editions",
    metadata,
    Column("day", Date, primary_key=True),
    Column("closed_at", DateTime(timezone=True), nullable=False),
)
"""The days whose digest is closed: what comes in afterwards is for the next."""

edition_articles = Table(
    "edition_articles",
    metadata,
    Column("article_id", String(16), ForeignKey("articles.id"), primary_key=True),
    Column("day", Date, ForeignKey("editions.day"), nullable=False),
    Index("edition_articles_by_day", "day"),
)
"""The one edition that holds an article."""

overviews = Table(
    "overviews",
    metadata,
    Column("day", Date, ForeignKey("editions.day"), primary_key=True),
    Column("language", String(2), primary_key=True),
    Column("body", Text, nullable=False),
)
"""What a model wrote of an edition, as claims with the places they cite; or why it wrote nothing."""

letters = Table(
    "letters",
    metadata,
    Column("day", Date, primary_key=True),
    Column("reader", String(254), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("message_id", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reply", Text),
    Column("changed_at", DateTime(timezone=True), nullable=False),
)
"""What became of each reader's letter of a day. A row is there before anything is sent."""

unsubscribed = Table(
    "unsubscribed",
    metadata,
    Column("reader", String(254), primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
)

live = Table(
    "live",
    metadata,
    Column("index", String(16), primary_key=True),
    Column("name", Text, nullable=False),
)
"""Which word index and which vector collection questions are answered from."""

unsettled = Table(
    "unsettled",
    metadata,
    Column("article_id", String(16), primary_key=True),
)
"""Articles of which the indexes may hold passages that nobody published: swept by the next writer."""
