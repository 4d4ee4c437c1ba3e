# The same job as the sweep, in other programs: which aircraft have a position
# in the box from 12:00 to 18:00 UTC. Each is timed from the tar to the answer;
# what needs files is given them, and their unpacking counted beside it.
import collections, gzip, io, json, os, resource, sys, tarfile, time

tar, work = sys.argv[1], sys.argv[2]
T1, T2 = 1742126400.0, 1742147999.999
def inside(t, lat, lon): return T1 <= t <= T2 and 31 <= lat <= 34 and -98 <= lon <= -95
def cpu():
    a, b = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return a.ru_utime + a.ru_stime + b.ru_utime + b.ru_stime
def told(name, at, used, answer, note=""):
    print(f"{name:10s} {time.time()-at:7.2f} s wall {cpu()-used:7.2f} s cpu  {len(answer)} aircraft {note}", flush=True)

def members():
    with tarfile.open(tar) as t:
        for m in t:
            if m.isfile() and "/trace_full_" in m.name: yield m.name, t.extractfile(m).read()

def python():
    out = set()
    for _, b in members():
        d = json.loads(gzip.decompress(b))
        base = d["timestamp"]
        if any(inside(base + p[0], p[1], p[2]) for p in d["trace"]): out.add(d["icao"])
    return out

def frames(make):
    out = set()
    for _, b in members():
        d = json.loads(gzip.decompress(b))
        if d["trace"] and make(d): out.add(d["icao"])
    return out

def pandas_():
    import pandas as pd
    def one(d):
        f = pd.DataFrame([p[:3] for p in d["trace"]], columns=["t", "lat", "lon"])
        t = f.t + d["timestamp"]
        return bool(((t >= T1) & (t <= T2) & f.lat.between(31, 34) & f.lon.between(-98, -95)).any())
    return frames(one)

def polars_():
    import polars as pl
    def one(d):
        f = pl.DataFrame([p[:3] for p in d["trace"]], schema={"t": pl.Float64, "lat": pl.Float64, "lon": pl.Float64}, orient="row")
        t = pl.col("t") + d["timestamp"]
        return f.filter((t >= T1) & (t <= T2) & pl.col("lat").is_between(31, 34) & pl.col("lon").is_between(-98, -95)).height > 0
    return frames(one)

def traffic_():
    import warnings
    warnings.filterwarnings("ignore")
    import pandas as pd
    from traffic.core import Flight
    box = lambda d: ((d.timestamp >= pd.to_datetime(T1, unit="s", utc=True)) & (d.timestamp <= pd.to_datetime(T2, unit="s", utc=True)) & d.latitude.between(31, 34) & d.longitude.between(-98, -95))
    out = set()
    for _, b in members():
        text = gzip.decompress(b)
        if b'"trace":[]' in text.replace(b" ", b"").replace(b"\n", b""): continue # it reads no empty trace
        f = Flight.from_readsb(io.BytesIO(text))
        d = f.data
        if d.timestamp.dt.tz is None: d = d.assign(timestamp=d.timestamp.dt.tz_localize("UTC"))
        if bool(box(d).any()): out.add(d.icao24.iloc[0])
    return out

def duckdb_():
    import duckdb
    used, at = cpu(), time.time()
    n = 0
    for name, b in members():
        n += 1
        with open(os.path.join(work, os.path.basename(name) + ".gz"), "wb") as f: f.write(b)
    print(f"           (unpacking {n} files for DuckDB: {time.time()-at:.2f} s wall {cpu()-used:.2f} s cpu)", flush=True)
    used, at = cpu(), time.time()
    c = duckdb.connect()
    c.sql("SET threads=2")
    rows = c.sql(f"""SELECT DISTINCT icao FROM (
      SELECT icao, "timestamp" AS base, unnest(trace) AS p FROM read_json('{work}/*.json.gz', format='unstructured', compression='gzip',
        columns={{icao: 'VARCHAR', "timestamp": 'DOUBLE', trace: 'JSON[][]'}}, maximum_object_size=67108864))
      WHERE base + p[1]::DOUBLE BETWEEN {T1} AND {T2} AND p[2]::DOUBLE BETWEEN 31 AND 34 AND p[3]::DOUBLE BETWEEN -98 AND -95""").fetchall()
    told("duckdb", at, used, rows, "(unpacking left out)")
    return {r[0] for r in rows}

for name, f in [("duckdb", duckdb_), ("python", python), ("polars", polars_), ("pandas", pandas_), ("traffic", traffic_)]:
    used, at = cpu(), time.time()
    try:
        out = f()
    except ImportError as e:
        print(f"{name:10s} SKIPPED: {e}", flush=True)
        continue
    except Exception as e:
        print(f"{name:10s} FAILED: {type(e).__name__}: {e}", flush=True)
        continue
    if name != "duckdb": told(name, at, used, out)
    for x in os.listdir(work):
        if x.endswith(".gz"): os.remove(os.path.join(work, x))
