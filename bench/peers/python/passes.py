"""One pass over the data: mean cross-entropy of a linear model and its gradient, as each library does it best."""

import time

import numpy as np

from solvers import torch_features


def timed(work, repeats):
    """Seconds of each of some repeats, after one that does not count."""
    work()
    samples = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        samples.append(time.perf_counter() - start)
    return samples


def start_params(problem):
    """The point at which every subject does its pass: W_k = 0.01 cos k, b_c = 0.01 sin c."""
    W = 0.01 * np.cos(np.arange(problem.C * problem.d)).reshape(problem.C, problem.d)
    return W, 0.01 * np.sin(np.arange(problem.C))


def numpy_pass(problem, dtype, repeats):
    """Two matrix products and a softmax in place; SciPy's products where X is sparse."""
    X, y = problem.features(dtype), problem.y
    W, b = (array.astype(dtype) for array in start_params(problem))
    rows = np.arange(problem.n)
    value = None

    def work():
        nonlocal value
        Z = X @ W.T
        Z += b
        Z -= Z.max(axis=1, keepdims=True)
        own = Z[rows, y]
        np.exp(Z, out=Z)
        sums = Z.sum(axis=1, keepdims=True)
        value = float(np.log(sums).sum() - own.sum()) / problem.n
        Z /= sums
        Z[rows, y] -= 1
        gradient = X.T @ Z if problem.sparse else Z.T @ X
        return gradient, Z.sum(axis=0)

    return {"samples": timed(work, repeats), "loss": value}


def sklearn_pass(problem, dtype, repeats):
    """LinearModelLoss.loss_gradient, which scikit-learn's lbfgs calls."""
    from sklearn._loss import HalfMultinomialLoss
    from sklearn.linear_model._linear_loss import LinearModelLoss
    from sklearn.utils._openmp_helpers import _openmp_effective_n_threads

    X, y = problem.features(dtype), problem.y.astype(dtype)
    W, b = start_params(problem)
    coef = np.asfortranarray(np.hstack([W, b[:, None]]).astype(dtype))
    loss = LinearModelLoss(HalfMultinomialLoss(n_classes=problem.C), fit_intercept=True)
    value = None

    def work():
        nonlocal value
        value, _ = loss.loss_gradient(coef, X, y, n_threads=_openmp_effective_n_threads())

    samples = timed(work, repeats)
    return {"samples": samples, "loss": float(value)}


def torch_pass(problem, repeats):
    """cross_entropy and backward, float32."""
    import torch
    from torch.nn.functional import cross_entropy

    X, y = torch_features(problem), torch.from_numpy(problem.y.astype(np.int64))
    W, b = (torch.tensor(array, dtype=torch.float32, requires_grad=True) for array in start_params(problem))
    value = None

    def work():
        nonlocal value
        W.grad = b.grad = None
        loss = cross_entropy(torch.sparse.mm(X, W.T) + b if problem.sparse else torch.addmm(b, X, W.T), y)
        loss.backward()
        value = loss.item()

    samples = timed(work, repeats)
    return {"samples": samples, "loss": value}


def sklearn_predict(problem, rows, repeats):
    """LogisticRegression.predict_proba of the first rows, float32."""
    from sklearn.linear_model import LogisticRegression

    X = problem.features(np.float32)[:rows]
    W, b = start_params(problem)
    model = LogisticRegression()
    model.classes_, model.n_features_in_ = np.arange(problem.C), problem.d
    model.coef_, model.intercept_ = W.astype(np.float32), b.astype(np.float32)
    return {"samples": timed(lambda: model.predict_proba(X), repeats)}


def torch_predict(problem, rows, repeats):
    import torch

    X = torch.from_numpy(problem.features(np.float32)[:rows])
    W, b = (torch.tensor(array, dtype=torch.float32) for array in start_params(problem))
    with torch.inference_mode():
        return {"samples": timed(lambda: torch.softmax(torch.addmm(b, X, W.T), 1), repeats)}
