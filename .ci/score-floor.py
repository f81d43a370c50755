"""Compares two scores (all connections, TCP alone) with score-floor.json; --raise lifts the floor. Exit 1 when a figure fell."""
import json
import pathlib
import sys

FLOOR = pathlib.Path(__file__).with_name("score-floor.json")
everything, tcp = (json.loads(pathlib.Path(path).read_text()) for path in sys.argv[1:3])
floor = json.loads(FLOOR.read_text()) if FLOOR.exists() else {}

counts = ("lines", "bad_lines", "protocols")
figures = {name: value for name, value in everything.items() if name not in counts[:2]}
figures.update({f"tcp.{name}": value for name, value in tcp.items() if name not in counts})

if "--raise" in sys.argv[3:]:
    floor = {name: max(value, floor.get(name, 0)) for name, value in figures.items()}
    FLOOR.write_text(json.dumps(floor, indent=1, sort_keys=True) + "\n")

fallen = [f"score: {name} is {figures.get(name)}, below the floor {least}" for name, least in floor.items() if figures.get(name, 0) < least]
if not floor:
    fallen.append(f"score: {FLOOR} is missing or empty")
if everything["bad_lines"]:
    fallen.append(f"score: {everything['bad_lines']} lines of the output are no JSON")
print("\n".join(fallen) if fallen else f"score: none of {len(floor)} figures fell below its floor")
sys.exit(1 if fallen else 0)
