"""
The minimum of a problem, in float64, by methods that share nothing with what is measured: `newton.py`, and `orthant.py`
where there is an l1 penalty.

usage: optimum.py PROBLEM_FOLDER    prints JSON {objective, gradientNorm, steps}
"""

import json
import sys

import newton
import orthant
from problem import Problem

problem = Problem(sys.argv[1])
method = orthant if problem.l1 > 0 else newton
objective, norm, steps = method.minimize(problem)
print(json.dumps({"objective": objective, "gradientNorm": float(norm), "steps": steps}))
