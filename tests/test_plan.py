import json

import pytest

from model.errors import DataError
from model.report import LINE_FILES, NAME, check, digest, from_json
from model.training.digits.network import ARCHITECTURES
from model.training.plan import FINE_SECONDS, FURTHER, SEED, default_parts, make_plan
from tests import fakes

ASKED = {"epochs": None, "start": None, "seed": None, "part": None, "fine": False}
OLD = from_json(fakes.report())


@pytest.fixture
def both(tmp_path):
    """A version that reads lines."""
    folder = fakes.write_version(tmp_path / "both")
    content = check(folder).to_json()
    for name in LINE_FILES:
        (folder / name).write_text(name)
        content["sha256"][name] = digest(folder / name)
    (folder / NAME).write_text(json.dumps(content))
    return folder


@pytest.mark.parametrize(
    ("architecture", "before", "parts"),
    [("cnn", None, {"digits", "line"}), ("cnn", OLD, {"digits"}), ("mlp", None, {"digits"})],
)
def test_what_is_trained_where_nobody_says_it(architecture, before, parts):
    assert default_parts(architecture, before) == parts


def test_all_networks_that_there_are_are_fine_tuned(both, tmp_path):
    alone = fakes.write_version(tmp_path / "alone", architecture="mlp")
    plan = make_plan(None, **ASKED | {"start": both, "fine": True})
    assert plan.parts == {"digits", "line"}
    assert plan.epochs["digits"] < 6
    assert plan.epochs["line"] < 6
    plan = make_plan(None, **ASKED | {"start": alone, "fine": True})
    assert (plan.architecture, plan.parts) == ("mlp", {"digits"})
    plan = make_plan(None, **ASKED | {"start": both, "fine": True, "part": "line", "epochs": 9})
    assert (plan.parts, plan.first_epochs) == ({"line"}, 9)


def test_only_a_fine_tuning_of_the_usual_length_is_to_end_within_minutes(both):
    fine = ASKED | {"start": both, "fine": True}
    assert make_plan(None, **fine).budget == FINE_SECONDS < 6 * 60
    assert make_plan(None, **fine | {"epochs": 9}).budget is None
    assert make_plan(None, **ASKED | {"start": both}).budget is None


def test_what_nobody_says_is_as_usual(both):
    usual = ARCHITECTURES["cnn"].epochs
    first, further = make_plan(None, **ASKED), make_plan(None, **ASKED | {"start": both})
    assert (first.architecture, first.seed, first.epochs["digits"]) == ("cnn", SEED, usual)
    assert further.seed == SEED + FURTHER
    assert make_plan("mlp", **ASKED | {"seed": 0}).seed == 0


@pytest.mark.parametrize(
    ("asked", "says"),
    [({"part": "line"}, "beside a version's digits"), ({"fine": True}, "can be fine-tuned")],
)
def test_a_plan_without_a_version_to_start_from_is_refused(asked, says):
    with pytest.raises(DataError, match=says):
        make_plan("cnn", **ASKED | asked)
