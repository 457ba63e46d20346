import json
import pkgutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import bot
import model

ROOT = Path(__file__).parents[1]
HEAVY = ("tensorflow", "keras", "matplotlib.pyplot", "mlxtend")

PROGRAM = """
import importlib, json, os, sys
before = set(os.listdir())
for name in sys.argv[1:]:
    importlib.import_module(name)
assert set(os.listdir()) == before, "an import wrote files"
print(json.dumps(sorted(sys.modules)))
"""


def modules(package):
    found = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    return [package.__name__, *(m.name for m in found if not m.name.endswith("__main__"))]


def loaded(names, folder):
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, *names],
        capture_output=True,
        text=True,
        cwd=folder,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
    )
    assert ended.returncode == 0, ended.stderr
    return set(json.loads(ended.stdout))


def test_nothing_heavy_is_loaded_by_any_import(tmp_path):
    found = loaded([*modules(bot), *modules(model)], tmp_path)
    assert found.isdisjoint(HEAVY)


def test_the_sandbox_stands_alone(tmp_path):
    found = loaded(modules(bot.sandbox), tmp_path)
    assert "telegram" not in found
    assert "model" not in found
    ours = {name for name in found if name.startswith("bot.")}
    assert {name for name in ours if not name.startswith("bot.sandbox")} == set()


def test_the_model_knows_no_telegram_and_no_bot(tmp_path):
    found = loaded(modules(model), tmp_path)
    assert found.isdisjoint({"bot", "telegram", "tornado", "httpx"})


@pytest.mark.skipif(find_spec("importlinter") is None, reason="needs import-linter")
def test_the_import_contracts_are_kept():
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT
    )
    assert ended.returncode == 0, ended.stdout


def test_features_do_not_know_each_other():
    features = ROOT / "bot" / "handlers"
    for file in features.glob("*.py"):
        if file.name != "__init__.py":
            assert "bot.handlers" not in file.read_text(), file.name


def test_the_contexts_data_is_typed():
    for file in (ROOT / "bot").rglob("*.py"):
        assert "bot_data[" not in file.read_text(), file
        assert "user_data[" not in file.read_text(), file
