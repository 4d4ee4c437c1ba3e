"""How long DuckDB takes to find, in an archive, the positions on either side of a moment: python duckbench.py FOLDER AT HORIZON."""
import sys
import time

import duckdb

folder, at, horizon = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
con = duckdb.connect()
con.execute("SET TimeZone='UTC'")
con.execute("SET threads=2")
files = f"'{folder}/fixes/*/*.parquet'"
stamp = "make_timestamptz({} * 1000)".format
both = f"""SELECT address, arg_max((lat, lon, time), time) FILTER (time <= {stamp(at)}) AS before, arg_min((lat, lon, time), time) FILTER (time > {stamp(at)}) AS after
 FROM {files} WHERE proves AND time BETWEEN {stamp(at - horizon)} AND {stamp(at + horizon)} GROUP BY address"""
box = f"""SELECT address, arg_max((lat, lon, time), time) FILTER (time <= {stamp(at)}) AS before, arg_min((lat, lon, time), time) FILTER (time > {stamp(at)}) AS after
 FROM {files} WHERE proves AND time BETWEEN {stamp(at - 300000)} AND {stamp(at + 300000)} AND lat BETWEEN 30 AND 34 AND lon BETWEEN -100 AND -94 GROUP BY address"""
for name, sql in (("both sides within the horizon", both), ("both sides within 5 min, near the square", box)):
    best = 1e9
    for _ in range(5):
        began = time.time()
        n = len(con.execute(sql).fetchall())
        best = min(best, time.time() - began)
    print(f"DuckDB {duckdb.__version__}, {name}: {best * 1000:.0f} ms, {n} aircraft")
