"""The README and the model card tell what is so: figures of the report, and files that exist."""

import re
from pathlib import Path

import pytest

import model
from model.report import load

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CARD = (ROOT / "model" / "README.md").read_text(encoding="utf-8")
REPORT = load(model.SHIPPED)


@pytest.mark.parametrize("page", [README, CARD], ids=["README", "model card"])
def test_the_figures_are_those_of_the_report(page):
    assert f"{REPORT.test.accuracy:.2%}".replace("%", " %") in page
    assert REPORT.generated is not None
    assert f"{REPORT.generated.accuracy:.1%}".replace("%", " %") in page


def test_the_model_card_says_how_the_weights_came_about():
    assert f"train --architecture {REPORT.architecture} --out" in CARD
    assert f"{REPORT.epochs} for the digits" in CARD
    assert f"{REPORT.parameters:,}" in CARD
    assert f"{REPORT.training.generated:,}" in CARD


@pytest.mark.parametrize("page", ["README.md", "model/README.md"])
def test_what_the_pages_link_to_exists(page):
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        if not target.startswith("http"):
            assert (path.parent / target).exists(), target


def test_files_that_the_walk_names_exist():
    for name in re.findall(r"→ ((?:model|bot)/\S+\.py)", README):
        assert (ROOT / name).exists(), name
