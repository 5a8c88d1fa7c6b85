"""The Python libraries' solvers, each on the objective of bench/harness/problems.mjs, watched by a Trace."""

import warnings

import numpy as np

from trace import Ended, Trace, ladder

warnings.filterwarnings("ignore")


def sklearn_watched(problem, dtype, solver, optimum, until, patience):
    """
    LogisticRegression(C = 1/(n l2)) as a user calls it, to a tolerance that it never reaches; the trace ends it.
    It is watched through the methods of LinearModelLoss, by which these solvers evaluate the objective: a copy of
    the coefficients is all that this adds.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.linear_model._linear_loss import LinearModelLoss

    X = problem.features(dtype)
    C = 1 / (problem.l2 * problem.n) * (2 if problem.C == 2 else 1)
    model = LogisticRegression(C=C, solver=solver, tol=1e-14, max_iter=1_000_000)
    warm_up()
    trace = Trace(problem, optimum, until, patience)
    originals = {name: getattr(LinearModelLoss, name) for name in ("loss", "loss_gradient", "gradient_hessian")}

    def watched(name):
        def call(self, coef, *args, **options):
            found = originals[name](self, coef, *args, **options)
            if name != "gradient_hessian":
                value = found if name == "loss" else found[0]
                trace.record(float(value), lambda: split(problem, coef))
            elif trace.seconds() > patience:
                raise Ended
            return found

        return call

    try:
        for name in originals:
            setattr(LinearModelLoss, name, watched(name))
        trace.restart()
        model.fit(X, problem.y)
    except Ended:
        pass
    finally:
        for name, method in originals.items():
            setattr(LinearModelLoss, name, method)
    return trace.summary()


def warm_up():
    """Loads what scikit-learn loads at its first fit, and starts its threads."""
    from sklearn.linear_model import LogisticRegression

    X = np.random.default_rng(0).normal(size=(600, 40))
    LogisticRegression(max_iter=2).fit(X, np.arange(600) % 3)


def split(problem, coef):
    """W [C, d] and b [C] of scikit-learn's flat coefficients: one column a feature, the bias last; or, of two
    classes, the difference between the second and the first."""
    coef = np.array(coef, dtype=np.float64)
    if problem.C == 2:
        half = coef.ravel() / 2
        return np.stack([-half[:-1], half[:-1]]), np.array([-half[-1], half[-1]])
    table = coef if coef.ndim == 2 else coef.reshape((problem.C, -1), order="F")
    return table[:, :-1].copy(), table[:, -1].copy()


def sklearn_saga(problem, dtype, optimum, until, patience, settings=None):
    """saga, which is compiled and cannot be watched: runs of more and more epochs. C = 1/(n (l1 + l2)) for an elastic net."""
    from sklearn.linear_model import LogisticRegression

    warm_up()
    X = problem.features(dtype)
    penalty = problem.l2 + problem.l1
    C = 1 / (penalty * problem.n) * (2 if problem.C == 2 else 1)
    share = problem.l1 / penalty

    def fit(epochs):
        model = LogisticRegression(C=C, l1_ratio=share, solver="saga", tol=1e-14, max_iter=epochs, random_state=0)
        model.fit(X, problem.y)
        if problem.C > 2:
            return model.coef_, model.intercept_
        return split(problem, np.append(model.coef_, model.intercept_))

    epochs = settings or [1, 2, 4, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 512, 1024]
    return ladder(problem, optimum, until, patience, epochs, fit)


def liblinear(problem, optimum, until, patience, settings=None):
    """LIBLINEAR's trust-region Newton method (-s 0) of two classes, bias unpenalised (-B 1 -R)."""
    import scipy.sparse
    from liblinear.liblinear import parameter, problem as liblinear_problem
    from liblinear.liblinearutil import train

    X = scipy.sparse.csr_matrix(problem.features(np.float64))
    data = liblinear_problem(np.where(problem.y == 1, 1.0, -1.0), X, bias=1)

    def fit(tolerance):
        model = train(data, parameter(f"-s 0 -c {2 / (problem.l2 * problem.n)!r} -B 1 -R -e {tolerance!r} -q"))
        w, sign = np.array(model.w[: problem.d + 1]), 1 if model.label[0] == 1 else -1
        return split(problem, sign * w)

    tolerances = settings or [10.0**-k for k in (1, 2, 3, 4, 5, 6, 7, 8)]
    return ladder(problem, optimum, until, patience, tolerances, fit)


def torch_lbfgs(problem, optimum, until, patience):
    """torch.optim.LBFGS with the strong Wolfe line search, float32, by automatic differentiation."""
    import torch
    from torch.nn.functional import cross_entropy

    X, y = torch_features(problem), torch.from_numpy(problem.y.astype(np.int64))
    W = torch.zeros(problem.C, problem.d, requires_grad=True)
    b = torch.zeros(problem.C, requires_grad=True)
    optimizer = torch.optim.LBFGS(
        [W, b],
        max_iter=1_000_000,
        max_eval=10_000_000,
        history_size=10,
        line_search_fn="strong_wolfe",
        tolerance_grad=0,
        tolerance_change=0,
    )
    trace = Trace(problem, optimum, until, patience)

    def closure():
        optimizer.zero_grad()
        logits = torch.sparse.mm(X, W.T) + b if problem.sparse else torch.addmm(b, X, W.T)
        loss = cross_entropy(logits, y) + 0.5 * problem.l2 * (W * W).sum()
        loss.backward()
        trace.record(loss.item(), lambda: (W.detach().double().numpy().copy(), b.detach().double().numpy().copy()))
        return loss

    cross_entropy(torch.addmm(b, torch.zeros(64, problem.d), W.T), y[:64]).backward()
    try:
        trace.restart()
        optimizer.step(closure)
    except Ended:
        pass
    return trace.summary()


def torch_features(problem):
    import torch

    if not problem.sparse:
        return torch.from_numpy(problem.features(np.float32))
    X = problem.features(np.float32)
    return torch.sparse_csr_tensor(
        torch.from_numpy(X.indptr.astype(np.int64)),
        torch.from_numpy(X.indices.astype(np.int64)),
        torch.from_numpy(X.data),
        X.shape,
    )
