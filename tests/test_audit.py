import json
import subprocess
import sys

from tests.audit import told


def test_holes_are_told_and_what_could_not_be_looked_up():
    holes = [{"id": "CVE-1", "fix_versions": ["2.1", "3"]}, {"id": "CVE-2", "fix_versions": []}]
    packages = [
        {"name": "a", "version": "1", "vulns": []},
        {"name": "b", "version": "2", "vulns": holes},
        {"name": "c", "skip_reason": "not found"},
    ]
    assert told(json.dumps({"dependencies": packages})) == [
        "2 packages looked up, 1 could not be",
        "b 2: CVE-1, mended in 2.1, 3",
        "b 2: CVE-2, mended in no version yet",
    ]


def test_without_data_it_says_so(tmp_path):
    command = [sys.executable, "-m", "tests.audit", str(tmp_path / "missing.json")]
    ended = subprocess.run(command, capture_output=True, text=True)
    assert ended.returncode == 1
    assert ended.stderr == "Nothing could be looked up: FileNotFoundError\n"
