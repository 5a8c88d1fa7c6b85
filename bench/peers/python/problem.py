"""A prepared problem (bench/harness/problems.mjs) and its objective, in float64, by NumPy alone."""

import json
from pathlib import Path

import numpy as np
import scipy.sparse

CHUNK = 4096


class Problem:
    """X [n, d] as stored, targets y [n], and F(W, b) = mean cross-entropy + l2/2 * |W|^2 + l1 * |W|_1."""

    def __init__(self, folder):
        folder = Path(folder)
        about = json.loads((folder / "problem.json").read_text())
        self.name, self.l2, self.l1, self.scale = about["name"], about["l2"], about["l1"], about["scale"]
        self.n, self.d, self.C = about["nRows"], about["nColumns"], about["nClasses"]
        self.sparse, self.converted = about["kind"] == "csr", None
        self.y = np.load(folder / "targets.npy")
        if self.sparse:
            parts = [np.load(folder / f"{part}.npy") for part in ("values", "columns", "rowStarts")]
            self.stored = scipy.sparse.csr_matrix(tuple(parts), shape=(self.n, self.d))
        else:
            self.stored = np.load(folder / "data.npy")

    def features(self, dtype):
        """X in memory in this dtype, scaled, as a user would hand it over; converted once."""
        if self.converted is None or self.converted.dtype != dtype:
            X = self.stored.astype(dtype)
            self.converted = X if self.scale == 1 else X * np.asarray(self.scale, dtype)
        return self.converted

    def chunks(self):
        """X in float64, a few thousand rows at a time."""
        for start in range(0, self.n, CHUNK):
            rows = slice(start, min(start + CHUNK, self.n))
            yield rows, self.stored[rows].astype(np.float64) * self.scale

    def penalty(self, W):
        return 0.5 * self.l2 * np.vdot(W, W) + self.l1 * np.abs(W).sum()

    def objective(self, W, b):
        """F(W, b) of W [C, d], b [C]."""
        W, b = np.asarray(W, np.float64), np.asarray(b, np.float64)
        total = 0.0
        for rows, X in self.chunks():
            total += np.sum(losses(X @ W.T + b, self.y[rows]))
        return total / self.n + self.penalty(W)


def losses(Z, y):
    """ln sum_c exp(z_c) - z_y of every row of Z."""
    shift = Z.max(axis=1)
    return np.log(np.exp(Z - shift[:, None]).sum(axis=1)) + shift - Z[np.arange(len(y)), y]


def probabilities(Z):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    return P / P.sum(axis=1, keepdims=True)
