"""Plots as SVG that stands in a page: its colours and its type are the page's own, so it is read by day and by night."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from lxml import etree

from evals.means import Share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, QUIET, HERE, THERE, ROOM = "#010101", "#020202", "#030303", "#040404", "#050505"
"""Stand for what the page's style calls --ink, --quiet, --here, --there and --room."""
_CALLED = {INK: "--ink", QUIET: "--quiet", HERE: "--here", THERE: "--there", ROOM: "--room"}
_WHOLE, _HALF = 10.6, 6.2
"""Inches from side to side: about what the page has for them, so that type keeps its size."""
_ROW, _HIGH = 0.34, 3.4
_BINS = 28
_ROOM, _WORD, _LINE = 1.18, 0.16, 0.06
"""Right of the last point, for its name; and what a name takes of both axes."""
_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": INK,
    "axes.prop_cycle": f"cycler('color', ['{HERE}'])",
    "axes.edgecolor": QUIET,
    "axes.labelcolor": QUIET,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": QUIET,
    "ytick.color": INK,
    "xtick.labelcolor": QUIET,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
}


@dataclass(frozen=True, slots=True)
class Bar:
    """What cases of a kind score, here and in the run beside it."""

    name: str
    cases: int
    here: Share
    there: Share | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """What something costs and what it scores."""

    name: str
    cost: float
    score: Share
    is_run: bool = False
    """Or a kind of case within the first run."""


def bars(shown: Sequence[Bar]) -> str:
    """A bar a kind, with its interval; the run beside it as a rhombus with its own."""

    def draw(axes: "Axes") -> None:
        places = range(len(shown))
        axes.barh(places, [one.here.mean for one in shown], height=0.52, color=HERE)
        _intervals(axes, places, [one.here for one in shown], fmt="none", ecolor=INK, capsize=3)
        beside = [(place + 0.37, one.there) for place, one in zip(places, shown, strict=True) if one.there]
        if beside:
            at, shares = zip(*beside, strict=True)
            _intervals(axes, at, shares, fmt="D", ms=6, mec=ROOM, color=THERE, clip_on=False)
        axes.set_yticks(places, [one.name for one in shown])
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        axes.set_xlim(0, 1)
        for place, one in zip(places, shown, strict=True):
            axes.text(1.015, place, f"{one.here.mean:.2f}, n {one.cases}", va="center", fontsize=9, color=QUIET)

    return _drawn("bars", draw, (_WHOLE, _ROW * len(shown) + 0.5))


def costs(points: Sequence[Point], unit: str) -> str:
    """Cost from left to right, quality upwards: a run with its interval, and small the kinds of case of the first."""

    def draw(axes: "Axes") -> None:
        for one in points:
            reach, size = (_reach([one.score]), 8) if one.is_run else (None, 3.5)
            axes.errorbar([one.cost], [one.score.mean], yerr=reach, fmt="o", ms=size, color=_color(one, points), capsize=3)
        far = max((one.cost for one in points), default=0) * _ROOM or 1
        for one in _apart(points, far):
            below = one.is_run and one is not points[0]
            axes.annotate(
                one.name,
                (one.cost, one.score.mean),
                (7, -5 if below else 5),
                textcoords="offset points",
                va="top" if below else "bottom",
                color=_color(one, points),
                fontsize=10 if one.is_run else 8,
                weight="bold" if one.is_run else "normal",
            )
        axes.set_ylim(-0.03, 1.08)
        axes.set_xlim(0, far)
        axes.set_xlabel(unit)
        axes.set_ylabel("mean score")

    return _drawn("costs", draw, (_HALF, _HIGH))


def _apart(points: Sequence[Point], far: float) -> list[Point]:
    """Those that can be named without one name over another: every run, and kinds where there is room."""
    named = [one for one in points if one.is_run]
    for one in points:
        if not one.is_run and all(_is_clear(one, other, far) for other in named):
            named.append(one)
    return named


def _is_clear(one: Point, other: Point, far: float) -> bool:
    line = _LINE * (2 if other.is_run else 1)
    return abs(one.cost - other.cost) > _WORD * far or abs(one.score.mean - other.score.mean) > line


def _color(one: Point, points: Sequence[Point]) -> str:
    return (HERE if one is points[0] else THERE) if one.is_run else QUIET


def latencies(here: Sequence[float], there: Sequence[float], within: Mapping[str, float]) -> str:
    """How many cases took how long, in milliseconds, on a scale of powers of ten; the run beside it as an outline.

    `within` names where half of them and nearly all of them are done.
    """
    import numpy as np  # noqa: PLC0415  only for a report
    from matplotlib.ticker import LogLocator, MaxNLocator  # noqa: PLC0415  as above

    def draw(axes: "Axes") -> None:
        both = [max(one, 0.1) for one in (*here, *there)] or [1.0]
        bins = np.geomspace(min(both) * 0.95, max(both) * 1.05, _BINS).tolist()
        axes.hist(np.maximum(here, 0.1), bins=bins, color=HERE)
        if there:
            axes.hist(np.maximum(there, 0.1), bins=bins, histtype="step", color=THERE, linewidth=1.6)
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.xaxis.set_minor_formatter("")
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        for height, (name, at) in zip((0.99, 0.89), within.items(), strict=False):
            axes.axvline(at, color=INK, linewidth=1, linestyle=(0, (3, 2)))
            axes.text(at, height, f" {name} {at:,.0f} ms", transform=axes.get_xaxis_transform(), va="top", fontsize=9)
        axes.set_xlabel("milliseconds")
        axes.set_ylabel("cases")

    return _drawn("latencies", draw, (_HALF, _HIGH))


def _intervals(axes: "Axes", places: Sequence[float], shares: Sequence[Share], **style: Any) -> None:  # noqa: ANN401  as matplotlib has it
    axes.errorbar([one.mean for one in shares], places, xerr=_reach(shares), elinewidth=1.2, **style)


def _reach(shares: Sequence[Share]) -> list[list[float]]:
    """From each mean down to its lower bound and up to its upper one."""
    return [[max(0.0, one.mean - one.low) for one in shares], [max(0.0, one.high - one.mean) for one in shares]]


def _drawn(name: str, draw: Callable[["Axes"], None], size: tuple[float, float]) -> str:
    from matplotlib import rc_context  # noqa: PLC0415  half a second to import
    from matplotlib.figure import Figure  # noqa: PLC0415  as above

    with rc_context({**_STYLE, "svg.hashsalt": name}):
        figure = Figure(figsize=size, layout="constrained")
        draw(figure.subplots())
        raw = BytesIO()
        figure.savefig(raw, format="svg", metadata={"Date": None})
    return _of_the_page(raw.getvalue())


def _of_the_page(raw: bytes) -> str:
    """The drawing without what only a file of its own needs: its style, its size, its names for things that nothing refers to."""
    drawing = etree.fromstring(raw)
    for one in [*drawing.iter(f"{_SVG}metadata"), *drawing.iter(f"{_SVG}style")]:
        parent = one.getparent()
        assert parent is not None  # noqa: S101  the root is neither
        parent.remove(one)
    used = {link.removeprefix("#") for one in drawing.iter() if (link := one.get(f"{_XLINK}href"))}
    used |= set(re.findall(r"url\(#([^)]+)\)", raw.decode()))
    for one in drawing.iter():
        if one.get("id") not in used:
            one.attrib.pop("id", "")
    for name in ("width", "height", "version"):
        drawing.attrib.pop(name, "")
    drawing.set("aria-hidden", "true")
    text = etree.tostring(drawing, encoding="unicode")
    for color, called in _CALLED.items():
        text = text.replace(color, f"var({called})")
    return re.sub(r"font: (?:bold |normal |[0-9]+ )?([0-9.]+px) [^;\"]+", r"font-size: \1", text)
