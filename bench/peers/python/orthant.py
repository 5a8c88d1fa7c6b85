"""
The minimum of an elastic net in float64, by Newton's method on the orthant in which the weights lie: as long as no weight
changes its sign the penalty is smooth, and only weights that are not zero, or would leave it, take part. Each step is

1. a proximal gradient step, whose length is that of a bound on the curvature: it says which weights are zero;
2. a Newton step on the others, by conjugate gradients; a weight that would change its sign becomes zero.

Coordinate descent, glmnet's method and the core of what is measured, is not in it. Ends when no entry of the minimum-norm
subgradient exceeds 1e-13.
"""

import sys

import numpy as np

from newton import conjugate_gradients, evaluate, hessian_product

TOLERANCE = 1e-13


def minimize(problem):
    """The lowest objective, the largest entry of its subgradient, and the steps it took."""
    params = np.zeros((problem.C, problem.d + 1))
    penalties = np.full_like(params, problem.l1)
    penalties[:, -1] = 0
    latest = evaluate(problem, params)
    rate = 1.0
    for step in range(300):
        params, latest, rate = proximal_step(problem, params, latest, penalties, rate)
        value, gradient, P = latest
        v = subgradient(params, gradient, penalties)
        norm = np.abs(v).max()
        weights = np.count_nonzero(params[:, :-1])
        print(f"step {step}: F = {value:.15g}, |v| = {norm:.2e}, {weights} weights", file=sys.stderr, flush=True)
        if norm <= TOLERANCE:
            break
        params, latest = newton_step(problem, params, latest, penalties, v)
    return value, norm, step


def proximal_step(problem, params, latest, penalties, rate):
    """params <- soft(params - rate * gradient, rate * penalties), at a rate that the curvature on the way allows."""
    value, gradient, _ = latest
    smooth = value - np.sum(penalties * np.abs(params))
    rate *= 2
    while True:
        moved = params - rate * gradient
        following = np.sign(moved) * np.maximum(np.abs(moved) - rate * penalties, 0)
        found = evaluate(problem, following)
        change = following - params
        bound = smooth + np.vdot(gradient, change) + np.vdot(change, change) / (2 * rate)
        if found[0] - np.sum(penalties * np.abs(following)) <= bound + 1e-14 or rate < 1e-8:
            return following, found, rate
        rate /= 2


def newton_step(problem, params, latest, penalties, v):
    value, gradient, P = latest
    free = (params != 0) | (v != 0)
    orthant = np.where(params != 0, np.sign(params), -np.sign(v))
    product = lambda V: np.where(free, hessian_product(problem, P, np.where(free, V, 0)), 0)
    diagonal = hessian_diagonal(problem, P)
    forcing = min(0.1, np.sqrt(np.abs(v).max()))
    direction = conjugate_gradients(product, -v, lambda R: R / diagonal, forcing)
    size = 1.0
    while size > 1e-4:
        following = params + size * direction
        following[(penalties > 0) & (following * orthant < 0)] = 0
        found = evaluate(problem, following)
        lower = found[0] <= value + 1e-4 * np.vdot(v, following - params) + 1e-15
        if lower and np.abs(subgradient(following, found[1], penalties)).max() < 1e3 * np.abs(v).max():
            return following, found
        size /= 2
    return params, latest


def hessian_diagonal(problem, P):
    squares = np.zeros((problem.C, problem.d))
    for rows, X in problem.chunks():
        q = P[rows] * (1 - P[rows])
        squares += ((X.multiply(X) if problem.sparse else X * X).T @ q).T
    q = (P * (1 - P)).mean(axis=0)
    return np.hstack([squares / problem.n + problem.l2, q[:, None]]) + 1e-12


def subgradient(params, gradient, penalties):
    """The element of least norm of gradient + penalties * d|params|."""
    at_zero = np.sign(gradient) * np.maximum(np.abs(gradient) - penalties, 0)
    return np.where(params == 0, at_zero, gradient + penalties * np.sign(params))
