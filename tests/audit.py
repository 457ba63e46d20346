"""`python -m tests.audit FILE`: what pip-audit has found, in a line for each hole."""

import json
import sys
from pathlib import Path


def told(report: str) -> list[str]:
    """Say how many packages were looked up, and which have known holes."""
    packages = json.loads(report)["dependencies"]
    known = [package for package in packages if "vulns" in package]
    lines = [f"{len(known)} packages looked up, {len(packages) - len(known)} could not be"]
    for package in known:
        for hole in package["vulns"]:
            mended = ", ".join(hole.get("fix_versions", [])) or "no version yet"
            lines.append(
                f"{package['name']} {package['version']}: {hole['id']}, mended in {mended}"
            )
    return lines


def main() -> None:
    try:
        lines = told(Path(sys.argv[1]).read_text())
    except (OSError, ValueError, KeyError) as error:
        sys.exit(f"Nothing could be looked up: {type(error).__name__}")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
