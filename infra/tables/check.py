"""Opens every table of a Sluice warehouse with PyIceberg and DuckDB; fails if one cannot or if they disagree."""

import pathlib
import sys

import duckdb
from pyiceberg.catalog.sql import SqlCatalog

TABLES = ["interactions", "inventory", "examples"]
MAY_BE_EMPTY = set()


def main(warehouse: pathlib.Path) -> int:
    catalog = SqlCatalog("sluice", uri=f"sqlite:///{warehouse / 'catalog.db'}", warehouse=str(warehouse / "tables"))
    found = sorted(name[-1] for name in catalog.list_tables("sluice"))
    if found != sorted(TABLES):
        print(f"expected the tables {sorted(TABLES)}, found {found}")
        return 1
    broken = 0
    for name in TABLES:
        table = catalog.load_table(("sluice", name))
        files = [task.file.file_path for task in table.scan().plan_files()]
        deletes = [file for task in table.scan().plan_files() for file in task.delete_files]
        rows = table.scan().to_arrow()
        if not files:
            print(f"{name}: no rows")
            broken += 0 if name in MAY_BE_EMPTY else 1
            continue
        seen = duckdb.sql(
            f"SELECT count(*), min(event_time), max(event_time) FROM read_parquet({files!r}, union_by_name=true)"
        ).fetchall()[0]
        arrow = (rows.num_rows, rows["event_time"].combine_chunks())
        times = sorted(value.as_py() for value in (arrow[1][0], arrow[1][-1]))
        problems = []
        if seen[0] != arrow[0]:
            problems.append(f"PyIceberg reads {arrow[0]} rows, DuckDB {seen[0]}")
        if not seen[1] <= times[0] <= times[1] <= seen[2]:
            problems.append(f"times differ: {times} outside {seen[1:]}")
        if deletes:
            problems.append(f"{len(deletes)} delete files, but rows are only ever appended")
        if set(rows.column_names) != {field.name for field in table.schema().fields}:
            problems.append(f"columns differ: {rows.column_names}")
        print(f"{name}: {arrow[0]} rows in {len(files)} files, tags {sorted(set(table.metadata.refs) - {'main'})[:5]}")
        for problem in problems:
            print(f"  {problem}")
        broken += len(problems)
    if "examples" in found:
        table = catalog.load_table(("sluice", "examples"))
        examples = table.scan().to_arrow()
        newest = duckdb.sql(
            "SELECT outcome, count(*) AS rows, round(sum(weight)) AS shown FROM (SELECT *, max(revision) OVER "
            "(PARTITION BY impression_id, \"user\", item) AS newest FROM examples) WHERE revision = newest "
            "GROUP BY outcome ORDER BY rows DESC"
        ).fetchall()
        print("examples by outcome (rows, shown items they stand for):", newest)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]).absolute()))
