"""`jianbao-eval judge`: whether a model finds that the statements of a run follow from what they cite, and how far it can be believed."""

import sys
from pathlib import Path
from shutil import copyfile
from typing import TYPE_CHECKING, Annotated

import typer

from evals.judge.claims import OWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from api.settings import Settings
    from evals.judge.votes import Exhibit, Judge, Verdict

Folder = Annotated[Path, typer.Argument(metavar="RUN", help="The folder of a run.", show_default=False)]
Labels = Annotated[
    Path,
    typer.Option(
        help="Claims that people have judged, about the articles of the run or the product's own.", show_default="the product's own"
    ),
]


def judge(run: Folder, labels: Labels = OWN) -> None:
    """Let JIANBAO_JUDGE_MODEL judge the statements of a run, and claims that people have judged, three times each.

    It is asked only for what it has not judged before. The gate does not hear it. Exit code 1: it could not be reached; 2: none is named.
    """
    from api.settings import settings  # noqa: PLC0415  after --help is done
    from evals.judge.claims import load  # noqa: PLC0415  as above
    from evals.judge.findings import exhibits, findings, printed  # noqa: PLC0415  as above
    from evals.judge.record import CLAIMS  # noqa: PLC0415  as above
    from evals.record import load as recorded  # noqa: PLC0415  as above

    record, named = recorded(run), settings()
    labelled, judging = load(labels, printed(record)), appointed(named)
    if labels.resolve() != (run / CLAIMS).resolve():
        copyfile(labels, run / CLAIMS)
    verdicts = _judged(judging, [*(one.exhibit for one in labelled), *exhibits(record)], run, named.workers)
    found = findings(judging.name, labelled, verdicts[: len(labelled)], verdicts[len(labelled) :])
    usage = judging.usage
    for line in found.told():
        typer.echo(line)
    typer.echo(f"{judging.name}: {usage.calls} calls, {usage.prompt_tokens} + {usage.completion_tokens} tokens; the gate does not hear it")


def appointed(named: "Settings") -> "Judge":
    """The judge whom the settings name, at an address and with a key of its own. Without one the command ends with 2.

    Its prompt is the product's own, whatever JIANBAO_PROMPTS_DIR holds: figures of one judge are compared with those of another.
    """
    from api.generate.structured import Structured  # noqa: PLC0415  after --help is done
    from api.services import build  # noqa: PLC0415  as above
    from evals.judge.votes import TEMPERATURE, Judge  # noqa: PLC0415  as above
    from prompts import load as prompt  # noqa: PLC0415  as above

    if named.judge_model is None:
        typer.echo("jianbao-eval: nobody judges: JIANBAO_JUDGE_MODEL names no model", err=True)
        raise typer.Exit(2)
    elsewhere = {"openai_base_url": named.judge_base_url, "openai_api_key": named.judge_api_key} if named.judge_base_url else {}
    key = {"openai_api_key": named.judge_api_key} if named.judge_api_key else {}
    own = {"chat_model": named.judge_model, "answer_seconds": named.judge_seconds, "question_tokens": None}
    chat = build(named.model_copy(update=own | elsewhere | key)).chat
    assert chat  # noqa: S101  a model is named
    return Judge(chat, Structured(chat, named.structured, TEMPERATURE), prompt("judge"), named.judge_seconds)


def _judged(judging: "Judge", exhibits: "Sequence[Exhibit]", run: Path, at_once: int) -> "list[Verdict]":
    from rich.progress import Progress  # noqa: PLC0415  after --help is done

    from evals.judge.record import NAME, NotHeard, judged  # noqa: PLC0415  as above

    with Progress(transient=True, disable=not sys.stderr.isatty()) as shown:
        bar = shown.add_task("judging", total=len(exhibits))
        try:
            return judged(judging, exhibits, run / NAME, at_once, lambda: shown.advance(bar))
        except NotHeard as silence:
            typer.echo(f"jianbao-eval: {judging.name} cannot be heard: {silence}; the same command goes on where it stopped", err=True)
            raise typer.Exit(1) from None
