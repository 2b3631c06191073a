"""Writes tests/Kindling.Tests/golden/sobol.json: four points of the unscrambled Sobol' sequence, from SciPy."""
import json
import pathlib

from scipy.stats import qmc

points = qmc.Sobol(21, scramble=False, bits=30).random(64)[40:44]
golden = pathlib.Path(__file__).parent.parent / "Kindling.Tests" / "golden" / "sobol.json"
golden.write_text(json.dumps({
    "quantity": "Sobol' points 40..43 (counted from 0), 21 coordinates, unscrambled",
    "tool": "scipy.stats.qmc.Sobol(21, scramble=False, bits=30)",
    "script": "tests/golden-scripts/sobol.py",
    "points": points.tolist(),
}, indent=1))
