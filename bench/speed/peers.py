"""Factorizes as scikit-learn and plain numpy do; told by lines of JSON on stdin, answers line by line.

In their orientation X = V transposed (columns x bins), X ~ A B with A = H transposed and B = W transposed: A is updated first.
"""

import json
import sys
import time
import warnings

import numpy as np
from sklearn.decomposition import NMF

warnings.filterwarnings("ignore")
EPSILON = np.float32(1e-12)
LOSSES = {0: "itakura-saito", 1: "kullback-leibler", 2: "frobenius"}


def read(folder, name, rows, columns):
    return np.fromfile(f"{folder}/{name}.f32", dtype=np.float32).reshape(rows, columns)


def scikit_learn(X, A, B, beta, iterations):
    model = NMF(A.shape[1], init="custom", solver="mu", beta_loss=LOSSES[beta], tol=0, max_iter=iterations)
    return model.fit_transform(X, W=A, H=B), model.components_


def plain_numpy(X, A, B, beta, iterations):
    for _ in range(iterations):
        if beta == 1:
            A *= ((X / (A @ B + EPSILON)) @ B.T) / B.sum(axis=1)
            B *= (A.T @ (X / (A @ B + EPSILON))) / A.sum(axis=0)[:, None]
        elif beta == 2:
            A *= (X @ B.T) / (A @ (B @ B.T) + EPSILON)
            B *= (A.T @ X) / ((A.T @ A) @ B + EPSILON)
        else:
            S = 1 / (A @ B + EPSILON)
            A *= np.sqrt(((X * S * S) @ B.T) / (S @ B.T))
            S = 1 / (A @ B + EPSILON)
            B *= np.sqrt((A.T @ (X * S * S)) / (A.T @ S))
    return A, B


def relative_cost(X, A, B, beta):
    divergence, normaliser = 0.0, 0.0
    for first in range(0, len(X), 500):
        x = X[first : first + 500].astype(np.float64)
        m = A[first : first + 500].astype(np.float64) @ B + 1e-12
        if beta == 1:
            divergence += (x * np.log(np.where(x > 0, x, 1) / m) * (x > 0) - x + m).sum()
        elif beta == 2:
            divergence += ((x - m) ** 2).sum() / 2
        else:
            divergence += (x / m - np.log(x / m) - 1).sum()
        normaliser += (x**beta).sum()
    return divergence / normaliser


methods = {"scikit-learn": scikit_learn, "numpy": plain_numpy}
for line in sys.stdin:
    task = json.loads(line)
    if task["do"] == "load":
        beta, folder = task["beta"], task["folder"]
        X = read(folder, task["name"], task["columnCount"], task["binCount"])
        if beta == 0:
            X = np.maximum(X, np.float32(1e-6))
        B0 = read(folder, "W", task["rank"], task["binCount"])
        A0 = np.ascontiguousarray(read(folder, "H", task["rank"], task["columnCount"]).T)
        answer = {}
    else:
        A, B = A0.copy(), B0.copy()
        cpu, wall = time.process_time(), time.perf_counter()
        A, B = methods[task["method"]](X, A, B, beta, task["iterations"])
        answer = {"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}
        if task["wantsCost"]:
            answer["cost"] = relative_cost(X, A, B, beta)
    print(json.dumps(answer), flush=True)
