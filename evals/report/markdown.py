"""A report as Markdown, short enough for the description of a change."""

from collections.abc import Iterator, Sequence

from evals.record import Record
from evals.report.measures import Group, Measure
from evals.report.page import bounds, signed
from evals.report.view import View, view

_NAMED = 8
"""Cases that are named; the rest are counted."""


def markdown(record: Record, beside: Sequence[Record] = ()) -> str:
    """Figures and what changed, with no plot."""
    return "\n".join(_lines(view(record, beside))) + "\n"


def _lines(shown: View) -> Iterator[str]:
    yield from (f"## {shown.title}", "", f"{shown.about}. {shown.took}.", "")
    if shown.beside:
        yield from (f"Beside it: {shown.beside}.", "")
    broken = ", ".join(one.name for one in shown.broken)
    yield from (f"**Broken:** {broken} must be 1." if broken else "What must hold of every case does.", "")
    for group in shown.groups:
        if any(not one.must_hold or one.is_broken for one in group.measures):
            yield from _group(group, with_gain=shown.beside is not None)
    yield from _table(
        ("kind", "n", "score", "95 in 100"), [(one.name, str(one.cases), f"{one.here.mean:.3f}", bounds(one.here)) for one in shown.kinds]
    )
    yield from _failures(shown)
    yield from _changes(shown)
    yield from (f"- {line}" for line in shown.judges)


def _group(group: Group, *, with_gain: bool) -> Iterator[str]:
    yield from (f"### {group.title}", "")
    heads = ("metric", "mean", "95 in 100", "n", *(("beside", "gain, 95 in 100") if with_gain else ()))
    yield from _table(heads, [_cells(one, with_gain=with_gain) for one in group.measures])


def _cells(one: Measure, *, with_gain: bool) -> tuple[str, ...]:
    cells = (one.name, f"{one.here.mean:.3f}", bounds(one.here), str(one.rows))
    return (*cells, "–" if one.there is None else f"{one.there:.3f}", signed(one.gain)) if with_gain else cells


def _failures(shown: View) -> Iterator[str]:
    if shown.failures:
        yield from ("### Where failures arose", "")
        yield from _table(
            ("kind", *shown.attributions),
            [(kind, *(str(counts[name] or "") for name in shown.attributions)) for kind, counts in shown.failures],
        )


def _changes(shown: View) -> Iterator[str]:
    moved = [(kind, one) for kind, one in shown.counted if one.wins or one.losses]
    if moved:
        yield from ("### What changed", "")
        rows = [(kind, str(one.rows), _few(one.wins), _few(one.losses), _few(one.flips)) for kind, one in moved]
        yield from _table(("kind", "n", "better", "worse", "from wholly right to not, or back"), rows)


def _few(names: Sequence[str]) -> str:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{len(names)}: {', '.join(names[:_NAMED])}{more}" if names else ""


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    for cells in (heads, ["---"] * len(heads), *rows):
        yield f"| {' | '.join(cell.replace('|', '¦') for cell in cells)} |"
    yield ""
