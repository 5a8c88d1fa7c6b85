"""
The minimum of a problem without l1, in float64, by Newton's method in NumPy, each step by conjugate gradients. Dense
problems are preconditioned with the factored diagonal blocks of the Hessian, one a class, sparse ones with its diagonal.
A constant added to all classes changes no probability, so that everything stays where the classes sum to zero: elsewhere
the Hessian is as small as the penalty. Ends when no entry of the gradient exceeds 1e-13.
"""

import sys

import numpy as np
import scipy.linalg

from problem import losses, probabilities

TOLERANCE = 1e-13


def minimize(problem):
    """The lowest objective, the largest entry of its gradient, and the steps it took."""
    params = np.zeros((problem.C, problem.d + 1))
    value, gradient, weights = evaluate(problem, params)
    precondition = None
    for step in range(60):
        norm = np.abs(gradient).max()
        print(f"step {step}: F = {value:.15g}, |grad| = {norm:.2e}", file=sys.stderr, flush=True)
        if norm <= TOLERANCE:
            break
        if precondition is None or step in (1, 2, 3, 4, 6, 9):
            precondition = preconditioner(problem, weights)
        forcing = min(0.1, np.sqrt(norm))
        product = lambda V: hessian_product(problem, weights, V)
        direction = conjugate_gradients(product, -gradient, precondition, forcing)
        size, found = 1.0, evaluate(problem, params + direction)
        while found[0] > value + 1e-4 * size * np.vdot(gradient, direction) + 1e-15 and size > 1e-3:
            size /= 2
            found = evaluate(problem, params + size * direction)
        if np.abs(found[1]).max() >= norm and norm < 1e-12:
            break
        params, (value, gradient, weights) = params + size * direction, found
    return value, np.abs(gradient).max(), step


def evaluate(problem, params):
    """F, the gradient of F without its l1 penalty [C, d + 1], and P [n, C]."""
    W, b = params[:, :-1], params[:, -1]
    gradient, total, P = np.zeros_like(params), 0.0, np.empty((problem.n, problem.C))
    for rows, X in problem.chunks():
        Z, y = X @ W.T + b, problem.y[rows]
        total += np.sum(losses(Z, y))
        P[rows] = probabilities(Z)
        R = P[rows].copy()
        R[np.arange(len(y)), y] -= 1
        gradient[:, :-1] += (X.T @ R).T
        gradient[:, -1] += R.sum(axis=0)
    gradient /= problem.n
    gradient[:, :-1] += problem.l2 * W
    return total / problem.n + problem.penalty(W), gradient, P


def hessian_product(problem, P, V):
    out = np.zeros_like(V)
    for rows, X in problem.chunks():
        U, p = X @ V[:, :-1].T + V[:, -1], P[rows]
        R = p * (U - (p * U).sum(axis=1, keepdims=True))
        out[:, :-1] += (X.T @ R).T
        out[:, -1] += R.sum(axis=0)
    out /= problem.n
    out[:, :-1] += problem.l2 * V[:, :-1]
    return out


def preconditioner(problem, P):
    """Solves with the Hessian's diagonal blocks (dense X) or diagonal (sparse X)."""
    Q = P * (1 - P)
    if problem.sparse:
        squares = problem.stored.astype(np.float64).multiply(problem.stored)
        diagonal = np.hstack([(squares.T @ Q).T / problem.n + problem.l2, Q.mean(axis=0)[:, None]])
        return lambda R: centered(R / diagonal)
    factors = [factored_block(problem, Q[:, c]) for c in range(problem.C)]
    return lambda R: centered(np.stack([scipy.linalg.cho_solve(factor, r) for factor, r in zip(factors, R)]))


def centered(table):
    """Without its mean over the classes."""
    return table - table.mean(axis=0)


def factored_block(problem, q):
    block = np.zeros((problem.d + 1, problem.d + 1))
    for rows, X in problem.chunks():
        X1 = np.hstack([X, np.ones((len(X), 1))]) * np.sqrt(q[rows])[:, None]
        block += X1.T @ X1
    block /= problem.n
    block[np.arange(problem.d), np.arange(problem.d)] += problem.l2
    block[-1, -1] += 1e-9
    return scipy.linalg.cho_factor(block)


def conjugate_gradients(product, right, precondition, forcing, steps=400):
    """x with product(x) about right."""
    x, r = np.zeros_like(right), right.copy()
    z = precondition(r)
    p, rz = z.copy(), np.vdot(r, z)
    target = forcing * np.linalg.norm(right)
    for _ in range(steps):
        if np.linalg.norm(r) <= target:
            break
        Hp = product(p)
        size = rz / np.vdot(p, Hp)
        x += size * p
        r -= size * Hp
        z = precondition(r)
        rz, previous = np.vdot(r, z), rz
        p = z + (rz / previous) * p
    return x

