"""When a solver reached what: the Python twin of bench/subjects/trace.mjs."""

import time


class Ended(Exception):
    """Ends a solver from inside its objective."""


class Trace:
    """
    Parameters and the time at which a solver had them; see bench/subjects/trace.mjs for the rules.

    `record(value, params)` takes the solver's own value of F, which may be in single precision, and a function
    that gives copies (W, b). It raises Ended at the relative suboptimality `until`, judged in float64 with the
    clock stopped, or after `patience` seconds.
    """

    def __init__(self, problem, optimum, until, patience):
        self.problem, self.optimum, self.until, self.patience = problem, optimum, until, patience
        self.points, self.truths, self.best, self.stopped = [], {}, float("inf"), 0.0
        self.restart()

    def restart(self):
        self.start = time.perf_counter()

    def seconds(self):
        return time.perf_counter() - self.start - self.stopped

    def record(self, value, params):
        now = self.seconds()
        if value < self.best:
            self.best = value
            self.points.append((now, params()))
            if value <= self.optimum * (1 + max(2 * self.until, 1e-6)):
                begun = time.perf_counter()
                close = self.suboptimality(len(self.points) - 1) <= self.until
                self.stopped += time.perf_counter() - begun
                if close:
                    raise Ended
        if now > self.patience:
            raise Ended

    def suboptimality(self, k):
        """(F - F*) / F* of point k, in float64."""
        if k not in self.truths:
            self.truths[k] = self.problem.objective(*self.points[k][1]) / self.optimum - 1
        return self.truths[k]

    def summary(self):
        """Seconds to every power of ten down to `until`, and the points that were evaluated on the way."""
        if not self.points:
            return {"reached": {}, "curve": [], "final": None}
        last = len(self.points) - 1
        reached = {}
        for exponent in range(1, 13):
            level = 10.0**-exponent
            if level < self.until * 0.99 or self.suboptimality(last) > level:
                break
            low, high = 0, last
            while low < high:
                middle = (low + high) // 2
                low, high = (low, middle) if self.suboptimality(middle) <= level else (middle + 1, high)
            reached[f"1e-{exponent}"] = self.points[low][0]
        curve = [(self.points[k][0], self.truths[k]) for k in sorted(self.truths)]
        return {"reached": reached, "curve": curve, "final": self.suboptimality(last)}


def ladder(problem, optimum, until, patience, settings, fit):
    """
    For solvers that cannot be watched: whole runs, `fit(setting)` -> (W, b), with finer and finer settings until
    one reaches `until`. Its time is that of the whole run. `again` repeats only the run that reached it.
    """
    curve, reached, spent, final, again = [], {}, 0.0, None, None
    for setting in settings:
        start = time.perf_counter()
        params = fit(setting)
        seconds = time.perf_counter() - start
        spent += seconds
        final, again = problem.objective(*params) / optimum - 1, {"settings": [setting]}
        curve.append((seconds, final))
        for exponent in range(1, 13):
            if 10.0**-exponent >= until * 0.99 and final <= 10.0**-exponent:
                reached.setdefault(f"1e-{exponent}", seconds)
        if final <= until or spent > patience:
            break
    return {"reached": reached, "curve": curve, "final": final, "again": again}
