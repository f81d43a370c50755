"""Compares the score on standard input with score-floor.json; --raise lifts the floor. Exit 1 when a figure fell."""
import json
import pathlib
import sys

FLOOR = pathlib.Path(__file__).with_name("score-floor.json")
score = json.load(sys.stdin)
floor = json.loads(FLOOR.read_text()) if FLOOR.exists() else {}

fallen = [f"{name}: {score.get(name)} is below the floor {least}" for name, least in floor.items() if score.get(name, 0) < least]
if score["bad_lines"]:
    fallen.append(f"{score['bad_lines']} lines of the output are no JSON")
if "--raise" in sys.argv[1:]:
    figures = {name: value for name, value in score.items() if name not in ("lines", "bad_lines")}
    FLOOR.write_text(json.dumps({n: max(v, floor.get(n, 0)) for n, v in figures.items()}, indent=1, sort_keys=True) + "\n")
print("\n".join(fallen) if fallen else "score: no figure fell below its floor")
sys.exit(1 if fallen else 0)
