# Makes points.csv and coast.csv: places with the answers of an independent
# library, shapely 2.2, in the plane of latitude and longitude.
#
#   python3 points.py REFERENCE_FOLDER    (needs shapely, numpy)
#
# points.csv: region,lat,lon,inside. Countries are Natural Earth's polygons as
# published; sea limits are polygonized by shapely from all of NOAA's lines.
# Every place is farther from every edge than the region's error and half again.
# coast.csv: lat,lon,land. Places within 60 km of the 1:10m coastline and not
# within 3 km, with whether that coastline has land there.
import collections, csv, gzip, json, math, random, sys, xml.etree.ElementTree as ET, zipfile
import shapely
from shapely.geometry import LineString, Point, Polygon, shape
from shapely.ops import polygonize, unary_union
R = sys.argv[1] + '/'
random.seed(20250315)
KM = 111.2

def far(p, g, km):
    """whether p is farther than km from g's lines; edges near p are scaled to kilometres"""
    box = shapely.box(p.x - 12, p.y - 1.5, p.x + 12, p.y + 1.5)
    near = shapely.intersection(g.boundary if g.geom_type.endswith('Polygon') else g, box)
    if near.is_empty: return True
    k = math.cos(math.radians(p.y))
    s = shapely.transform(near, lambda a: a * [k, 1])
    return s.distance(Point(p.x * k, p.y)) * KM > km

rows = []
def take(name, g, n, km, box=None):
    x0, y0, x1, y1 = box or g.bounds
    pad = 2
    got = collections.Counter(); tries = 0
    while sum(got.values()) < n and tries < 40000:
        tries += 1
        y = random.uniform(max(-88, y0 - pad), min(88, y1 + pad)); x = random.uniform(max(-179.9, x0 - pad), min(179.9, x1 + pad))
        p = Point(round(x, 4), round(y, 4)); i = g.contains(p)
        if got[i] >= (n + 1) // 2: continue
        limit = km(p) if callable(km) else km
        if far(p, g, limit):
            got[i] += 1; rows.append((name, p.y, p.x, int(i)))

ne = json.load(gzip.open(R + 'ne_50m_admin_0_countries.json.gz'))
geo = {}
for f in ne['features']:
    a3, a2 = f['properties']['ADM0_A3'], f['properties']['ISO_A2']
    geo[{'FRA': 'fr', 'NOR': 'no'}.get(a3, a2.lower() if len(a2) == 2 else a3.lower())] = shape(f['geometry']).buffer(0)
for c in 'hn sv gt ni cr pa mx us ca ru no cl za ls ae it kg uz dj ss sd et er ke ie gb sn br fj gl au id ph cu ve co'.split():
    take(c + '-land', geo[c], 24, 15)

# NOAA
doc = ET.fromstring(zipfile.ZipFile(R + 'USMaritimeLimitsAndBoundariesKML.kmz').read('doc.kml'))
lines = []
def walk(n, folder):
    for c in n:
        tag = c.tag.split('}')[1]
        if tag in ('Document', 'Folder'): walk(c, c.find('{*}name').text)
        elif tag == 'Placemark':
            for l in c.iter():
                if l.tag.endswith('}coordinates'):
                    pts = [tuple(map(float, x.split(',')[:2])) for x in l.text.split()]
                    if len(pts) > 1: lines.append((folder, pts))
walk(doc, '')
us = max((g for g in geo['us'].geoms), key=lambda g: g.area)
border = us.boundary.intersection(geo['mx'].buffer(1e-9))
border = max(shapely.line_merge(border).geoms, key=lambda l: l.length) if border.geom_type == 'MultiLineString' else border
bp = list(border.coords)
if bp[0][0] > bp[-1][0]: bp.reverse()
# NOAA's boundary ends at 32.534N 117.125W and 25.957N 97.146W
border = LineString([(-117.1252, 32.5343)] + bp + [(-97.1461, 25.957)])
allow = lambda f: f in ("Int'l Maritime Boundary", "Int'l Maritime Boundary and EEZ", 'U.S. EEZ', 'International Boundary')
nodes = []
for f, p in lines:
    for e in (p[0], p[-1]):
        if not any(abs(e[1] - n[1]) < 4e-4 and abs(e[0] - n[0]) * math.cos(math.radians(e[1])) < 4e-4 for n in nodes): nodes.append(e)
def snap(p):
    for n in nodes:
        if abs(p[1] - n[1]) < 4e-4 and abs(p[0] - n[0]) * math.cos(math.radians(p[1])) < 4e-4: return n
    return p
def faces(folder):
    ls = []
    for f, p in lines:
        if f == folder or f == 'Territorial Sea' or allow(f):
            if folder == 'Contiguous Zone' and f == 'Territorial Sea' and p[0] != p[-1] and len(p) > 60: continue
            if folder == 'Contiguous Zone' and f == 'Territorial Sea' and p[0] == p[-1]: continue
            q = [snap(p[0])] + p[1:-1] + [snap(p[-1])]
            q = [q[0]] + [b for a, b in zip(q, q[1:]) if a != b]
            if len(q) > 1: ls.append(LineString(q))
    b = list(border.coords)
    ends = [pt for f, p in lines if allow(f) for pt in (snap(p[0]), snap(p[-1]))]
    b[0] = min(ends, key=lambda e: math.hypot(e[0] - b[0][0], e[1] - b[0][1]))
    b[-1] = min(ends, key=lambda e: math.hypot(e[0] - b[-1][0], e[1] - b[-1][1]))
    ls.append(LineString(b))
    return list(polygonize(unary_union(ls)))
def south(km_river, km):
    return lambda p: km_river if p.y < 33.8 and -118.5 < p.x < -96.5 else km
for folder, nm in (('Territorial Sea', '12'), ('Contiguous Zone', '24')):
    fs = faces(folder)
    for part, seed in (('conterminous', (-98, 38)), ('alaska', (-150, 64))):
        g = [f for f in fs if f.contains(Point(seed))]
        assert len(g) == 1, (folder, part, len(g), [f.bounds for f in fs if f.area > 5])
        g = g[0]
        print(folder, part, [round(x, 2) for x in g.bounds], 'holes', len(g.interiors))
        if part == 'conterminous': take('us-%snm-conterminous' % nm, g, 320, south(16, 2))
        else:
            # islands apart are other faces: their surroundings are left out
            others = unary_union([Polygon(p).buffer(0) for f, p in lines if f == folder and p[0] == p[-1] and len(p) > 3]).buffer(0.6)
            n0 = len(rows)
            take('us-%snm-alaska' % nm, g, 160, 2, (-165, 54, -131, 72))
            rows[n0:] = [r for r in rows[n0:] if r[3] or not others.contains(Point(r[2], r[1]))]
    def odd(x0, x1, y0, y1):
        """what an odd number of the folder's loops in a box wind round"""
        ls = [LineString([snap(p[0])] + p[1:-1] + [snap(p[-1])]) for f, p in lines if f == folder and all(x0 <= q[0] <= x1 and y0 <= q[1] <= y1 for q in p)]
        g = shapely.Polygon()
        for f in polygonize(unary_union(ls)): g = g.symmetric_difference(Polygon(f.exterior))
        return g
    for part, box in {'hawaii': (-180, -153, 18, 30), 'guam-northern-marianas': (144, 147, 12, 21.5)}.items():
        take('us-%snm-%s' % (nm, part), odd(*box), 60, 2)
    g = [f for f in fs if f.contains(Point(-66, 18.2))]
    assert len(g) == 1 and g[0].area < 10, [f.bounds for f in g]
    g = unary_union([g[0], odd(-69, -63, 17, 19.5)])
    take('us-%snm-puerto-rico-virgin-islands' % nm, g, 60, 2)
    g = unary_union([f for f in fs if f.bounds[0] > -172 and f.bounds[2] < -168 and -15.5 < f.bounds[1] and f.bounds[3] < -10] + [odd(-172, -168, -15.5, -10)])
    take('us-%snm-american-samoa' % nm, g, 60, 2)
csv.writer(open('points.csv', 'w'), lineterminator='\n').writerows(rows)
print(len(rows), 'points')

# coast
coast = json.load(gzip.open(R + 'ne_10m_coastline.json.gz'))
cl = []
for f in coast['features']:
    g = f['geometry']
    cl += g['coordinates'] if g['type'] == 'MultiLineString' else [g['coordinates']]
ls = [LineString([q[:2] for q in l]) for l in cl]
closed = [Polygon(l).buffer(0) for l in ls if l.is_ring]
opened = [l for l in ls if not l.is_ring]
print('coast lines', len(ls), 'open', len(opened), [([round(v, 2) for v in l.bounds]) for l in opened][:8])
frame = shapely.box(-180, -90, 180, 90)
parts = [f for f in polygonize(unary_union(opened + [frame.exterior])) if f.area > 0.5]
seeds = [Point(s) for s in ((100, 60), (20, 10), (-100, 45), (-60, -10), (0, -85), (-175, 67), (134, -25), (-40, 75), (-178.8, 71.2), (179.5, 71.2))]
main = [f for f in parts if any(f.contains(s) for s in seeds)]
print([(round(f.area, 1), [round(v) for v in f.bounds], f in main) for f in parts])
assert all(f.area < 9000 for f in main)
mains = unary_union(main); shapely.prepare(mains)
tree = shapely.STRtree(ls); ptree = shapely.STRtree(closed)
out = []
pool = [q for l in cl for q in l[:: max(1, len(l) // 400)]]
while len(out) < 3000:
    x, y = random.choice(pool)[:2]
    if y < -60 or abs(x) > 178 or y > 83: continue
    r, a = random.uniform(0, 60), random.uniform(0, 2 * math.pi)
    p = Point(round(x + r / KM * math.sin(a) / math.cos(math.radians(y)), 4), round(y + r / KM * math.cos(a), 4))
    if abs(p.x) > 179: continue
    box = shapely.box(p.x - 1.5, p.y - .2, p.x + 1.5, p.y + .2)
    if not all(far(p, ls[i], 3) for i in tree.query(box)): continue
    # a closed line inside land is water, such as the Caspian
    land = (mains.contains(p) + sum(closed[i].contains(p) for i in ptree.query(p))) % 2
    out.append((p.y, p.x, land))
csv.writer(open('coast.csv', 'w'), lineterminator='\n').writerows(out)
print(len(out), sum(o[2] for o in out))
