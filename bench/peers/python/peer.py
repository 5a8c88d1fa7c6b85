"""The Python peers as one subject: every call is a measurement of one library on the loaded problem."""

import gzip
import platform
import time
from pathlib import Path

import numpy as np

import passes
import solvers
from problem import Problem
from serve import serve

problem = None


def load(folder):
    global problem
    problem = Problem(folder)


def versions():
    """Versions of what is installed, and the matrix library that NumPy and SciPy run on."""
    import importlib.metadata

    import scipy.linalg  # loads its own BLAS, so that threadpoolctl sees it
    import threadpoolctl

    found = {"Python": platform.python_version()}
    for package in ("numpy", "scipy", "scikit-learn", "torch", "liblinear-official"):
        try:
            found[package] = importlib.metadata.version(package)
        except importlib.metadata.PackageNotFoundError:
            pass
    libraries = threadpoolctl.threadpool_info()
    found["BLAS"] = "; ".join(
        f"{lib['internal_api']} {lib['version']}, kernel {lib['architecture']}, {lib['num_threads']} threads"
        for lib in libraries
        if lib["user_api"] == "blas"
    )
    return found


def objective_at_start():
    """F at the point of passes.start_params: proof that all subjects mean the same problem."""
    return problem.objective(*passes.start_params(problem))


def read(folder, kind):
    """Seconds to read the images and convert them to float32 in [0, 1], as the solvers want them."""
    start, folder = time.perf_counter(), Path(folder)
    if kind == "idx":
        with gzip.open(folder / "train-images-idx3-ubyte.gz") as file:
            X = np.frombuffer(file.read(), np.uint8, offset=16).reshape(-1, 784)
        with gzip.open(folder / "train-labels-idx1-ubyte.gz") as file:
            np.frombuffer(file.read(), np.uint8, offset=8)
    else:
        batches = [np.fromfile(folder / f"data_batch_{k}.bin", np.uint8) for k in range(1, 6)]
        X = np.concatenate(batches).reshape(-1, 3073)[:, 1:]
    X.astype(np.float32) * np.float32(1 / 255)
    return time.perf_counter() - start


serve(
    {
        "load": load,
        "versions": versions,
        "objectiveAtStart": objective_at_start,
        "read": read,
        "numpyPass": lambda **args: passes.numpy_pass(problem, **args),
        "sklearnPass": lambda **args: passes.sklearn_pass(problem, **args),
        "torchPass": lambda **args: passes.torch_pass(problem, **args),
        "sklearnPredict": lambda **args: passes.sklearn_predict(problem, **args),
        "torchPredict": lambda **args: passes.torch_predict(problem, **args),
        "sklearn": lambda **args: solvers.sklearn_watched(problem, **args),
        "saga": lambda **args: solvers.sklearn_saga(problem, **args),
        "liblinear": lambda **args: solvers.liblinear(problem, **args),
        "torch": lambda **args: solvers.torch_lbfgs(problem, **args),
    }
)
