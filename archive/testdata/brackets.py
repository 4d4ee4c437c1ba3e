"""The last position before a moment and the first after it of each aircraft, by DuckDB: python brackets.py FOLDER AT HORIZON, as lines of JSON."""
import json
import sys

import duckdb

folder, at, horizon = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
con = duckdb.connect()
con.execute("SET TimeZone='UTC'")
sql = f"""SELECT address, max(ms) FILTER (ms <= {at}) AS before, min(ms) FILTER (ms > {at}) AS after
 FROM (SELECT address, epoch_ms(time) AS ms FROM '{folder}/fixes/*/*.parquet' WHERE proves AND address IS NOT NULL)
 WHERE ms BETWEEN {at - horizon} AND {at + horizon} GROUP BY address"""
for row in con.execute(sql).fetchall():
    print(json.dumps(row))
