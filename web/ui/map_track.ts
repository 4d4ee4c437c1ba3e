// A track as it was received: fixes on which a proof may rest, and the silences
// between them, which are never drawn as a line.

import type { Disc, LatLon } from "./map_reach";

// TrackDoc is the server's answer; docs/formats/api.md says what each field means.
export interface TrackDoc {
  t0: string; t: number[]; lat: number[]; lon: number[]; radius_m: number[]; alt_ft: (number | null)[];
  ground: number[]; gaps: [number, number, string][]; // from and to, after t0, and in words
  top_speed_kt: number;
}

export class Track {
  readonly t: Float64Array;
  readonly lat: Float32Array;
  readonly lon: Float32Array;
  readonly runs: [number, number][] = []; // first and last fix of each stretch without a gap
  private top: number;

  constructor(readonly doc: TrackDoc) {
    const t0 = Date.parse(doc.t0);
    this.t = Float64Array.from(doc.t, (x) => t0 + x);
    this.lat = Float32Array.from(doc.lat, (x) => x / 1e5);
    this.lon = Float32Array.from(doc.lon, (x) => x / 1e5);
    this.top = doc.top_speed_kt * 1852 / 3_600_000;
    let first = 0;
    for (const [from] of doc.gaps) {
      const last = this.before(t0 + from);
      if (last >= first) this.runs.push([first, last]);
      first = last + 1;
    }
    if (this.t.length > first) this.runs.push([first, this.t.length - 1]);
  }

  // corners are two opposite corners of a box around all fixes.
  get corners(): LatLon[] {
    if (!this.size) return [];
    const [lat, lon] = [[...this.lat], [...this.lon]];
    const least = (n: number[]) => n.reduce((a, b) => Math.min(a, b)), most = (n: number[]) => n.reduce((a, b) => Math.max(a, b));
    return [[least(lat), least(lon)], [most(lat), most(lon)]];
  }

  get size(): number { return this.t.length; }

  // before is the last fix at or before a moment; -1 if there is none.
  before(ms: number): number {
    let lo = 0, hi = this.t.length;
    while (lo < hi) {
      const mid = (lo + hi) >> 1;
      if (this.t[mid]! <= ms) lo = mid + 1;
      else hi = mid;
    }
    return lo - 1;
  }

  at(i: number): LatLon { return [this.lat[i]!, this.lon[i]!]; }

  // discs hold the aircraft at a moment: what can be reached from the fix before
  // and from the fix after.
  discs(ms: number): Disc[] {
    const i = this.before(ms);
    const out: Disc[] = [];
    for (const j of [i, i + 1]) {
      if (j < 0 || j >= this.size) continue;
      out.push({ at: this.at(j), radius: this.doc.radius_m[j]! + 1 + this.top * Math.abs(ms - this.t[j]!) });
    }
    return out;
  }

  // spans tells whether the moment lies between two fixes.
  spans(ms: number): boolean { return this.t[0]! <= ms && ms <= this.t[this.size - 1]!; }
}
