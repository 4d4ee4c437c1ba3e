// Where a movement could have been at a moment, from its course alone: the same
// discs and polygons as packages finding and geo make, so that a drag of the
// moment needs no answer of the server. docs/formats/where.md says what they are.

export type LatLon = [number, number];
export interface Disc { at: LatLon; radius: number } // in metres

export interface Anchor {
  event: string; phase: string; place: string; at: LatLon; error_m: number;
  earliest: string | null; latest: string | null; most_ms: number | null; then: string;
}

export interface Course {
  id: string; name: string; before: string; conflict?: boolean; top_speed_kt: number | null; anchors: Anchor[];
}

// Stretch is what a movement may have done at the moment, and the discs that all
// hold it.
export interface Stretch { state: string; from: Anchor | null; to: Anchor | null; discs: Disc[] }

const knot = 1852 / 3600;
const beforehand = 12 * 3_600_000;
const halfRound = 20_004_000;

interface Stop { a: Anchor; from: number; to: number }

// Reach answers for one movement.
export class Reach {
  private stops: Stop[];
  private top: number | null; // metres in a millisecond

  constructor(readonly course: Course) {
    this.stops = course.anchors.map((a) => ({ a, from: a.earliest ? Date.parse(a.earliest) : -Infinity, to: a.latest ? Date.parse(a.latest) : Infinity }));
    this.top = course.top_speed_kt == null ? null : course.top_speed_kt * knot / 1000;
  }

  // at is every stretch in which the moment may lie. More are the discs of a
  // track, which narrow each.
  at(t: number, more: Disc[] = []): Stretch[] {
    const out: Stretch[] = [];
    for (let k = -1; k < this.stops.length; k++) {
      const s = this.stretch(k, t);
      if (s && !apart(s.discs = [...s.discs, ...more])) out.push(s);
    }
    return out;
  }

  private stretch(k: number, t: number): Stretch | null {
    const a = this.stops[k], b = this.stops[k + 1];
    let from = a ? a.from : -Infinity, to = b ? b.to : Infinity;
    const most = a && b ? a.a.most_ms : null;
    if (most != null) { from = Math.max(from, t + 1 - most); to = Math.min(to, t + most); }
    if (from > t || to <= t || !a && !b) return null;
    let state = a ? a.a.then : this.course.before;
    if (!a && b && state === "on the ground" && t < b.from - beforehand) state = "not begun";
    return { state, from: a?.a ?? null, to: b?.a ?? null, discs: this.discs(state, a?.a, b?.a, t - from, to - t) };
  }

  private discs(state: string, a: Anchor | undefined, b: Anchor | undefined, since: number, until: number): Disc[] {
    if (state === "on the ground") return [{ at: b!.at, radius: b!.error_m }];
    if (this.top == null) return [];
    const out: Disc[] = [];
    if (a) out.push({ at: a.at, radius: a.error_m + this.top * since });
    if (b) out.push({ at: b.at, radius: b.error_m + this.top * until });
    return out.filter((d) => d.radius < halfRound);
  }
}

type Vector = [number, number, number];

const radians = Math.PI / 180;
const leastCurve = 6_335_439; // metres; see geo.Cover
const mostTurn = 1.3;
const sides = 64;

function dot(a: Vector, b: Vector): number { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

export function vector([lat, lon]: LatLon): Vector {
  const c = Math.cos(lat * radians);
  return [c * Math.cos(lon * radians), c * Math.sin(lon * radians), Math.sin(lat * radians)];
}

export function latLon(v: Vector): LatLon {
  return [Math.atan2(v[2], Math.hypot(v[0], v[1])) / radians, Math.atan2(v[1], v[0]) / radians];
}

// angle is that between two places in radians, on the sphere.
export function angle(a: LatLon, b: LatLon): number {
  const v = vector(a), w = vector(b);
  return Math.atan2(Math.hypot(v[1] * w[2] - v[2] * w[1], v[2] * w[0] - v[0] * w[2], v[0] * w[1] - v[1] * w[0]), dot(v, w));
}

// apart tells whether two of the discs certainly have no point in common.
function apart(discs: Disc[]): boolean {
  return discs.some((d, i) => discs.slice(i + 1).some((e) => angle(d.at, e.at) * leastCurve > d.radius + e.radius));
}

const turn = (d: Disc) => (d.radius + 2) / leastCurve;

function bearing(d: Disc, azimuth: number, turned: number): Vector {
  const [lat, lon] = [d.at[0] * radians, d.at[1] * radians];
  const up = vector(d.at);
  const north: Vector = [-Math.sin(lat) * Math.cos(lon), -Math.sin(lat) * Math.sin(lon), Math.cos(lat)];
  const east: Vector = [-Math.sin(lon), Math.cos(lon), 0];
  const along = (i: 0 | 1 | 2) => up[i] * Math.cos(turned) + (north[i] * Math.cos(azimuth) + east[i] * Math.sin(azimuth)) * Math.sin(turned);
  return [along(0), along(1), along(2)];
}

// cover is the corners of a convex polygon, clockwise on a map, that holds every
// point in all of the discs; null where nothing can be drawn. It is geo.Cover.
export function cover(discs: Disc[]): LatLon[] | null {
  const drawn = discs.filter((d) => turn(d) < mostTurn);
  if (!drawn.length) return null;
  const least = drawn.reduce((a, b) => b.radius < a.radius ? b : a);
  const far = Math.atan(Math.tan(turn(least)) / Math.cos(Math.PI / sides));
  let ring = Array.from({ length: sides }, (_, i) => bearing(least, (i + 0.5) * 2 * Math.PI / sides, far));
  for (const d of drawn) {
    for (let i = 0; d !== least && i < sides; i++) ring = cut(ring, bearing(d, i * 2 * Math.PI / sides, turn(d) - Math.PI / 2));
    if (ring.length < 3) return null;
  }
  return ring.map(latLon);
}

function cut(ring: Vector[], pole: Vector): Vector[] {
  const out: Vector[] = [];
  ring.forEach((v, i) => {
    const w = ring[(i + 1) % ring.length]!;
    const a = dot(v, pole), b = dot(w, pole);
    if (a >= 0) out.push(v);
    if (a >= 0 !== b >= 0) out.push(between(v, w, a, -b));
  });
  return out;
}

// between is the point of the sphere on the way from v to w that divides it as a
// to b, which have one sign.
function between(v: Vector, w: Vector, a: number, b: number): Vector {
  const along = (i: 0 | 1 | 2) => (v[i] * b + w[i] * a) / (a + b);
  const out: Vector = [along(0), along(1), along(2)], size = Math.hypot(...out);
  return [out[0] / size, out[1] / size, out[2] / size];
}
