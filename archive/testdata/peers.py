"""What other programs find in an archive: python peers.py PROGRAM FOLDER FROM TO SOUTH NORTH, as one line of JSON.

FROM and TO are milliseconds since 1970, and SOUTH and NORTH degrees. Each program counts, by itself, what the test counts by package archive.
"""
import json
import sys

program, folder = sys.argv[1], sys.argv[2]
lo, hi, south, north = int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5]), float(sys.argv[6])
files = folder + "/fixes/*/*.parquet"

# In SQL: rows, aircraft, sum of rows in sources, altitudes given, on the ground, and rows in a stretch of time and latitude.
select = """SELECT count(*) AS n, count(DISTINCT address) AS aircraft, sum("row") AS rows_sum, count(alt_ft) AS alts,
 {ground} AS ground, {within} AS within, count(DISTINCT source) AS sources, sum(alt_ft) AS feet FROM {table}"""


def duckdb():
    import duckdb
    within = f"count(*) FILTER (epoch_ms(time) BETWEEN {lo} AND {hi} AND lat BETWEEN {south} AND {north})"
    sql = select.format(ground="count(*) FILTER (on_ground)", within=within, table=f"'{files}'")
    con = duckdb.connect()
    con.execute("SET TimeZone='UTC'")
    return con.execute(sql).fetchall()[0]


def pandas():
    import glob
    import pandas
    d = pandas.concat([pandas.read_parquet(f) for f in sorted(glob.glob(files))])
    ms = d["time"].astype("datetime64[ms, UTC]").astype("int64")
    within = ((ms >= lo) & (ms <= hi) & (d["lat"] >= south) & (d["lat"] <= north)).sum()
    return (len(d), d["address"].nunique(), d["row"].sum(), d["alt_ft"].count(), (d["on_ground"] == True).sum(), within,  # noqa: E712
            d["source"].nunique(), d["alt_ft"].sum())


def polars():
    import polars as pl
    d = pl.scan_parquet(files)
    within = pl.col("time").dt.epoch("ms").is_between(lo, hi) & pl.col("lat").is_between(south, north)
    return d.select(pl.len(), pl.col("address").drop_nulls().n_unique(), pl.col("row").sum(), pl.col("alt_ft").count(), pl.col("on_ground").sum(),
                    within.sum().alias("within"), pl.col("source").n_unique(), pl.col("alt_ft").cast(pl.Int64).sum().alias("feet")).collect().row(0)


def clickhouse():
    import chdb
    within = f"countIf(toUnixTimestamp64Milli(toDateTime64(time, 3, 'UTC')) BETWEEN {lo} AND {hi} AND lat BETWEEN {south} AND {north})"
    sql = select.format(ground="countIf(on_ground)", within=within, table=f"file('{files}', Parquet)")
    return json.loads(str(chdb.query(sql, "JSONCompact")))["data"][0]


print(json.dumps([int(x) for x in {"duckdb": duckdb, "pandas": pandas, "polars": polars, "clickhouse": clickhouse}[program]()]))
