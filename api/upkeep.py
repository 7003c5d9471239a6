"""The commands that keep a data folder in order: `doctor`, `reindex`, `backup`, `restore`, `history`."""

from pathlib import Path
from typing import Annotated

import typer

from api.options import DataDir, chosen, parts

File = Annotated[Path, typer.Argument(show_default=False)]


def doctor(data_dir: DataDir = None) -> None:
    """Look for damage and name the command that mends it. Exit code 1 where anything is wrong."""
    from ingest.doctor import findings  # noqa: PLC0415  after --help is done

    found = findings(parts(data_dir).library)
    for finding in found:
        typer.echo(f"{finding.what}\n    mend it with: {finding.mend}")
    if found:
        raise typer.Exit(1)
    typer.echo("all is well")


def reindex(data_dir: DataDir = None) -> None:
    """Rebuild both indexes from the catalogue; answers go on from the old ones until the new ones are whole."""
    from api.screen import counted, with_count  # noqa: PLC0415  after --help is done
    from ingest.rebuild import reindex as rebuilt  # noqa: PLC0415  as above

    library = parts(data_dir).library
    library.catalogue.generation()
    done = with_count("indexing", lambda told: rebuilt(library, told))
    typer.echo(f"{counted(done.articles, 'article')}, {counted(done.passages, 'passage')}: {', '.join(done.names.values())}")


def backup(file: File, data_dir: DataDir = None) -> None:
    """Write the catalogue into one file, while the service runs. The indexes are not in it: restore makes them anew."""
    from ingest.backup import backup as backed_up  # noqa: PLC0415  after --help is done

    typer.echo(f"{file}: {backed_up(parts(data_dir).library, file):,} bytes")


def restore(file: File, data_dir: DataDir = None) -> None:
    """Put a backup in the place of the catalogue, while the service runs; answers switch over when its indexes are whole."""
    from api.screen import counted, with_count  # noqa: PLC0415  after --help is done
    from ingest.backup import restore as restored  # noqa: PLC0415  as above

    library = parts(data_dir).library
    done = with_count("indexing", lambda told: restored(library, file, told))
    typer.echo(f"{counted(done.articles, 'article')}, {counted(done.passages, 'passage')} restored")


def fetch_vocabulary() -> None:
    """Fetch the newest vocabulary (o200k_base), so that tokens are counted as newer models count them; its hash is verified."""
    from api.services import vocabulary_of  # noqa: PLC0415  after --help is done
    from ingest.tokens import fetch  # noqa: PLC0415  as above

    typer.echo(fetch(vocabulary_of(chosen()).folder))


def history(
    article: Annotated[str, typer.Argument(help="Its id or name, as `jianbao articles` prints it.", show_default=False)],
    data_dir: DataDir = None,
) -> None:
    """Show what an article replaced and what replaced it, the oldest first."""
    from api.answers.articles import history as told  # noqa: PLC0415  after --help is done
    from api.answers.articles import id_of  # noqa: PLC0415  as above

    library = parts(data_dir).library
    for version in told(library, id_of(library, article)):
        state = "published" if version.published else f"replaced by {version.replaced_by}" if version.replaced_by else "withdrawn"
        typer.echo(f"{version.article.id}  read {version.read_at:%Y-%m-%d %H:%M}  {state}  {version.article.title}")
