"""What goes over the wire, in every route, in SSE and in the command line's --json alike."""

from api.routes.wire.action_items import ActionItem, ActionItems
from api.routes.wire.articles import ArticleLine, Articles, ArticleSent, ArticleWhole, Receipt
from api.routes.wire.digests import Digest
from api.routes.wire.health import Health, Problem, Ready
from api.routes.wire.passages import Passages, Search
from api.routes.wire.questions import Answer, Question, StatementEvent
from api.routes.wire.shapes import Filters
from api.routes.wire.summaries import Summaries, SummariesBegun, Summary, SummaryRequest

__all__ = [
    "ActionItem",
    "ActionItems",
    "Answer",
    "ArticleLine",
    "ArticleSent",
    "ArticleWhole",
    "Articles",
    "Digest",
    "Filters",
    "Health",
    "Passages",
    "Problem",
    "Question",
    "Ready",
    "Receipt",
    "Search",
    "StatementEvent",
    "Summaries",
    "SummariesBegun",
    "Summary",
    "SummaryRequest",
]
