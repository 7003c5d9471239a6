"""Ask whoever sits at the terminal for what no option says, until it can be taken; and complain where nobody sits there."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import typer

from evals.cases import BadCases

_FEW, _SHOWN = 24, 5
Refusal = Callable[[str], str | None]
"""Why something cannot be taken; None where it can."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who adds a case. Where nobody can be asked, what no option says is taken as it is proposed, or is missing."""

    can_be_asked: bool

    def one(self, option: str, given: str | None, proposed: str | None, refusal: Refusal) -> str:
        """What the option gives, or what is answered. Raises `BadCases`."""
        if given is None and self.can_be_asked:
            while why := refusal(said := str(typer.prompt(option, default=proposed)).strip()):
                typer.echo(f"  {why}")
            return said
        said = given if given is not None else proposed or ""
        if why := refusal(said):
            message = f"--{option}: {why}"
            raise BadCases(message)
        return said

    def many(self, option: str, given: Sequence[str] | None, proposed: Sequence[str], refusal: Refusal) -> list[str]:
        """The same for several, of which there must be one: each that is proposed may be kept, and an empty line ends."""
        if given is None and self.can_be_asked:
            kept = [one for one in proposed if typer.confirm(f"{option}: keep “{one}”?", default=True)]
            return self._further(option, kept, refusal)
        said = proposed if given is None else given
        faults = [f"--{option} {one}: {why}" for one in said if (why := refusal(one))]
        if faults or not said:
            raise BadCases("\n".join(faults) or f"--{option} is missing")
        return list(said)

    def yes(self, question: str, options: str) -> bool:
        """Yes or no. Raises `BadCases` where nobody says."""
        if not self.can_be_asked:
            message = f"{options}: {question}?"
            raise BadCases(message)
        return typer.confirm(question)

    def _further(self, option: str, kept: list[str], refusal: Refusal) -> list[str]:
        while said := str(
            typer.prompt(f"{option} ({'empty: no more' if kept else 'one at least'})", default="", show_default=False)
        ).strip():
            if why := refusal(said):
                typer.echo(f"  {why}")
            else:
                kept.append(said)
        return kept or self._further(option, kept, refusal)


def refuse_empty(said: str) -> str | None:
    """Anything will do."""
    return None if said.strip() else "it is missing"


def none_but(known: Sequence[str]) -> Refusal:
    """One of these names. Of many, those are told that are most like what was said."""

    def refusal(said: str) -> str | None:
        if said in known or not said.strip():
            return None if said in known else "it is missing"
        if len(known) <= _FEW:
            return f"“{said}” is none of {', '.join(known)}"
        near = [name for name in known if said in name] or get_close_matches(said, known, _SHOWN, 0)
        return f"“{said}” is none of {len(known)}, such as {', '.join(near[:_SHOWN])}"

    return refusal
