"""Seconds per ALS sweep of other libraries: als_others.py ROWS RANK THREADS SWEEPS"""

import gzip
import sys
import time

import numpy as np
import scipy.sparse as sparse
from implicit.cpu.als import AlternatingLeastSquares

CONFIDENCE = 2.0  # implicit's counts the 1 that everything has; Sluice's default entry adds 1 to it
REGULARISATION = 1.0


def read(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt") as lines:
        rows = [np.unique(np.array(line.split()[1:], dtype=np.int32)) for line in lines]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])])
    columns = np.concatenate(rows)
    values = np.ones(len(columns), dtype=np.float32)
    return sparse.csr_matrix((values, columns, starts))


def report(name, walls, processor):
    print(f"{name:34s} {min(walls):.4f} s per sweep, {processor:.4f} processor seconds")


def implicit_sweeps(name, matrix, rank, threads, sweeps, conjugate_gradient):
    marks = []
    model = AlternatingLeastSquares(
        factors=rank,
        regularization=REGULARISATION,
        alpha=CONFIDENCE,
        iterations=sweeps,
        use_cg=conjugate_gradient,
        num_threads=threads,
        random_state=1,
    )
    model.fit(matrix, show_progress=False, callback=lambda *_: marks.append((time.perf_counter(), time.process_time())))
    walls = np.diff([mark[0] for mark in marks])
    report(name, walls, (marks[-1][1] - marks[0][1]) / (len(marks) - 1))


def spark_sweeps(matrix, rank, threads, sweeps):
    try:
        from pyspark.ml.recommendation import ALS
        from pyspark.sql import SparkSession
    except ImportError:
        print("spark                              not installed")
        return
    session = (
        SparkSession.builder.master(f"local[{threads}]")
        .config("spark.driver.memory", "3g")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    entries = matrix.tocoo()
    frame = session.createDataFrame(
        zip(entries.row.tolist(), entries.col.tolist(), entries.data.tolist()), "user int, item int, rating float"
    ).cache()
    frame.count()
    seconds = []
    for iterations in (1, 1 + sweeps):  # the difference leaves out set-up and the first sweep's compilation
        als = ALS(
            rank=rank,
            maxIter=iterations,
            regParam=REGULARISATION,
            implicitPrefs=True,
            alpha=1.0,
            userCol="user",
            itemCol="item",
            seed=1,
        )
        begin = time.perf_counter()
        als.fit(frame)
        seconds.append(time.perf_counter() - begin)
    session.stop()
    print(f"{'spark mllib':34s} {(seconds[1] - seconds[0]) / sweeps:.4f} s per sweep")


def main():
    path, rank, threads, sweeps = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    matrix = read(path)
    implicit_sweeps("implicit, conjugate gradient", matrix, rank, threads, sweeps, True)
    implicit_sweeps("implicit, Cholesky", matrix, rank, threads, sweeps, False)
    spark_sweeps(matrix, rank, threads, sweeps)


if __name__ == "__main__":
    main()
