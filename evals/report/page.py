"""The report as one HTML file that fetches nothing: style, script, plots and data are within. What anybody wrote is text in it."""

import json
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from importlib.resources import files

from evals.means import Share
from evals.record import Record
from evals.report import plots
from evals.report.reading import readings
from evals.report.view import View, view

_ESCAPED = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


def page(record: Record, beside: Sequence[Record] = ()) -> str:
    """The whole file. Of the runs beside it, the first is compared with; all are in the plot of costs."""
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415  only for a report
    from markupsafe import Markup  # noqa: PLC0415  as above

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"bounds": bounds, "signed": signed}
    shown, script = view(record, beside), _file("page.js")
    return environment.from_string(_file("page.html.j2")).render(
        view=shown,
        plots={name: Markup(drawn) for name, drawn in _drawings(shown).items()},  # noqa: S704  drawn by us
        style=Markup(_file("page.css")),  # noqa: S704  our own
        script=Markup(script),  # noqa: S704  our own
        script_hash=f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}",
        data=Markup(embedded(readings(record))),  # noqa: S704  escaped for where it stands
    )


def embedded(data: object) -> str:
    """As JSON within a script element, which nothing that is in it can end."""
    return json.dumps(data, ensure_ascii=False).translate(_ESCAPED)


def bounds(share: Share) -> str:
    """An interval."""
    return f"{share.low:.3f}–{share.high:.3f}"


def signed(share: Share | None) -> str:
    """A gain with its interval; 0 where nothing changed."""
    if share and not any((share.mean, share.low, share.high)):
        return "0"
    return f"{share.mean:+.3f} ({share.low:+.3f} to {share.high:+.3f})" if share else "–"


def _drawings(shown: View) -> dict[str, str]:
    return {
        "kinds": plots.bars(shown.kinds),
        "costs": plots.costs(shown.points, shown.unit),
        "latencies": plots.latencies(shown.here, shown.there, shown.within),
    }


def _file(name: str) -> str:
    return files("evals.report").joinpath(name).read_text("utf-8")
