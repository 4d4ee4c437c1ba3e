// What the map draws. The still part depends on what is seen of the earth; the
// moving part on the moment too, and is drawn over it at each step of a drag.

import { geoArea, geoDistance, geoGraticule, geoInterpolate, geoPath, type GeoProjection } from "d3-geo";
import type { Polygon } from "geojson";
import type { Base } from "./map_base";
import { beside, folded, Labels, type Lettering, type Spot } from "./map_label";
import { slants, type Pen } from "./map_pen";
import { cover, type Anchor, type LatLon, type Reach, type Stretch } from "./map_reach";
import type { Track } from "./map_track";
import { across, type Sight } from "./map_view";

export interface Area { id: string; name: string; kind: string; error_m: number; rings: LatLon[][] }
export interface Spotted { id: string; name: string; at: LatLon }
export interface Mover { id: string; name: string; reach: Reach; tracks: Track[]; color: number }

// Look is the colours and type of the map, from the style sheet.
export interface Look {
  sea: string; land: string; border: string; ink: string; soft: string; paper: string; line: string; area: string; movers: string[];
  sans: string; serif: string;
}

export interface Scene { base: Base | null; areas: Area[]; places: Spotted[]; movers: Mover[] }

export interface Sheet { pen: Pen; projection: GeoProjection; sight: Sight; width: number; height: number; look: Look }

// Found is where a movement was at the moment, as it is drawn: the server's rings
// where they have come, else what its course gives.
export interface Found { mover: Mover; stretches: Stretch[]; rings: LatLon[][] | null; tracked: boolean }

export interface Link { from: LatLon; to: LatLon; words: string; color: number }

const lonLat = ([lat, lon]: LatLon): [number, number] => [lon, lat];

// ringOf is a region as a polygon. Either way round it means its smaller side.
function ringOf(r: LatLon[]): Polygon {
  const ring = [...r, r[0]!].map(lonLat);
  const p: Polygon = { type: "Polygon", coordinates: [ring] };
  return geoArea(p) > 2 * Math.PI ? { type: "Polygon", coordinates: [ring.reverse()] } : p;
}

function path(s: Sheet, what: Parameters<ReturnType<typeof geoPath>>[0]): void {
  s.pen.beginPath();
  geoPath(s.projection, s.pen as unknown as CanvasRenderingContext2D)(what);
}

function lined(s: Sheet, color: string, width: number, dash: number[] = [], alpha = 1): void {
  Object.assign(s.pen, { strokeStyle: color, lineWidth: width, lineJoin: "round", globalAlpha: alpha });
  s.pen.setLineDash(dash);
  s.pen.stroke();
  s.pen.globalAlpha = 1;
}

function filled(s: Sheet, color: string, alpha = 1): void {
  Object.assign(s.pen, { fillStyle: color, globalAlpha: alpha });
  s.pen.fill();
  s.pen.globalAlpha = 1;
}

const lettering = (look: Look, size: number, weight = 400, color = look.ink): Lettering => ({ size, weight, color, family: look.sans, halo: look.paper });

// pixel is where a place is on the sheet; null where it is not in sight.
function pixel(s: Sheet, at: LatLon): [number, number] | null {
  if (s.sight.globe && geoDistance(lonLat(at), [s.sight.lon, s.sight.lat]) > 1.55) return null;
  const p = s.projection(lonLat(at));
  return p && p[0] > -50 && p[1] > -50 && p[0] < s.width + 50 && p[1] < s.height + 50 ? p : null;
}

// still draws what does not depend on the moment and lies below it. While the
// map moves it is coarse.
export function still(s: Sheet, scene: Scene, coarse: boolean): void {
  ground(s, scene.base, coarse);
  for (const a of scene.areas) area(s, a);
  for (const m of scene.movers) for (const t of m.tracks) track(s, t, s.look.movers[m.color]!);
}

// names draws what does not depend on the moment and lies above it: places and
// names. It returns where they are.
export function names(s: Sheet, scene: Scene): Labels {
  const labels = new Labels(s.width, s.height);
  ruler(s, labels);
  for (const p of scene.places) place(s, p, labels);
  if (s.width > 560) for (const a of scene.areas) areaName(s, a, labels);
  if (scene.base) countryNames(s, scene.base, labels);
  return labels;
}

// ruler is a length in the middle of the map.
function ruler(s: Sheet, labels: Labels): void {
  const px = metre(s) * 1000, most = Math.min(160, s.width / 3) / px;
  const step = 10 ** Math.floor(Math.log10(most));
  const km = [5, 2, 1].map((n) => n * step).find((n) => n <= most)!;
  const [x, y] = [14, s.height - 14];
  s.pen.beginPath();
  s.pen.moveTo(x, y - 4);
  s.pen.lineTo(x, y);
  s.pen.lineTo(x + km * px, y);
  s.pen.lineTo(x + km * px, y - 4);
  lined(s, s.look.ink, 1.2);
  labels.write(s.pen, [`${km} km in the middle of the map`], [{ x, y: y - 12, align: "left" }], lettering(s.look, 11, 400, s.look.ink));
}

function ground(s: Sheet, base: Base | null, coarse: boolean): void {
  if (s.sight.globe) {
    path(s, { type: "Sphere" });
  } else {
    s.pen.beginPath();
    s.pen.rect(0, 0, s.width, s.height);
  }
  filled(s, s.look.sea);
  const view = across(s.projection, s.sight, s.width, s.height);
  const step = view > 0.8 ? 20 : view > 0.25 ? 10 : view > 0.08 ? 2 : 0.5;
  path(s, geoGraticule().step([step, step]).extent([[-180, -80], [180, 80.001]])());
  lined(s, s.look.line, 0.5, [], 0.55);
  const middle: [number, number] = [s.sight.lon, s.sight.lat];
  const coordinates = (base?.pieces ?? []).filter((p) => geoDistance(p.middle, middle) < p.radius + view)
    .map((p) => (coarse ? p.coarse : p.fine).coordinates);
  path(s, { type: "MultiPolygon", coordinates });
  filled(s, s.look.land);
  lined(s, s.look.border, 1);
}

// metre is how many pixels a metre is in the middle of the map.
function metre(s: Sheet): number {
  const k = s.projection.scale();
  return (s.sight.globe ? k : k / Math.cos(s.sight.lat * Math.PI / 180)) / 6_371_000;
}

function area(s: Sheet, a: Area): void {
  for (const r of a.rings) {
    path(s, { type: "LineString", coordinates: [...r, r[0]!].map(lonLat) });
    lined(s, s.look.area, Math.max(2, 2 * a.error_m * metre(s)), [], 0.16);
    lined(s, s.look.area, 1.1, a.kind === "territorial-sea" ? [] : a.kind === "fir" || a.kind === "airspace" ? [7, 4] : [2, 3]);
  }
}

function areaName(s: Sheet, a: Area, labels: Labels): void {
  const spots: Spot[] = [];
  for (const r of a.rings) {
    for (const at of r) {
      const p = pixel(s, at);
      if (p && p[0] > 30 && p[0] < s.width - 30 && p[1] > 30 && p[1] < s.height - 40) spots.push({ x: p[0], y: p[1] + 20, align: "center" }, { x: p[0], y: p[1] - 20, align: "center" });
    }
  }
  spots.sort((a, b) => Math.hypot(a.x - s.width / 2, a.y - s.height / 2) - Math.hypot(b.x - s.width / 2, b.y - s.height / 2));
  labels.write(s.pen, folded(a.name, 30), spots, lettering(s.look, 11, 400, s.look.area));
}

function place(s: Sheet, p: Spotted, labels: Labels): void {
  const at = pixel(s, p.at);
  if (!at) return;
  s.pen.beginPath();
  s.pen.arc(at[0], at[1], 3.2, 0, 2 * Math.PI);
  filled(s, s.look.paper);
  lined(s, s.look.ink, 1.4);
  labels.keep(at[0], at[1], 5);
  const name = p.name.split(",")[0]!;
  const how = lettering(s.look, 12, 600);
  if (!labels.write(s.pen, [p.id, ...folded(name, 26)], beside(at[0], at[1], 9), how)) labels.write(s.pen, [p.id], beside(at[0], at[1], 9), how);
}

function countryNames(s: Sheet, base: Base, labels: Labels): void {
  const k = s.projection.scale();
  for (const c of [...base.countries].sort((a, b) => b.size - a.size)) {
    const p = c.size * k > 26 ? pixel(s, [c.at[1], c.at[0]]) : null;
    if (!p) continue;
    const how = { ...lettering(s.look, 10.5, 400, s.look.soft), halo: s.look.land };
    labels.write(s.pen, [c.name.toUpperCase()], [{ x: p[0], y: p[1], align: "center" }, { x: p[0], y: p[1] + 18, align: "center" }], how);
  }
}

// track draws the stretches of a track that were received, and no line across a
// silence. Fixes that fall on the same pixel are drawn once.
function track(s: Sheet, t: Track, color: string): void {
  s.pen.beginPath();
  for (const [first, last] of t.runs) trail(s, t, first, last);
  lined(s, color, 1.4, [], 0.5);
}

function trail(s: Sheet, t: Track, first: number, last: number): void {
  let was: [number, number] | null = null;
  for (let i = first; i <= last; i++) {
    const p = pixel(s, t.at(i));
    if (p && was && i < last && Math.abs(p[0] - was[0]) + Math.abs(p[1] - was[1]) < 1) continue;
    if (p && (!was || Math.abs(p[0] - was[0]) > s.width / 2)) s.pen.moveTo(p[0], p[1]);
    else if (p) s.pen.lineTo(p[0], p[1]);
    was = p;
  }
}

const tail = 20 * 60_000; // how much of a track is drawn darker, up to the moment

// moving draws where each movement was at the moment. What it returns writes the
// labels, when what else lies above has been drawn; taken is where that is.
export function moving(s: Sheet, found: Found[], at: number, taken: Labels, links: Link[]): () => void {
  for (const f of found) {
    for (const t of f.mover.tracks) recent(s, t, at, s.look.movers[f.mover.color]!);
    regions(s, f);
  }
  return () => {
    const labels = new Labels(s.width, s.height, taken.boxes);
    const grounds = new Map<string, [Anchor, Found[]]>();
    for (const l of links) link(s, l, labels);
    for (const f of found) named(s, f, labels, grounds);
    for (const [place, there] of grounds.values()) standing(s, place, there, labels);
  };
}

function recent(s: Sheet, t: Track, at: number, color: string): void {
  const last = t.before(at);
  for (const [from, to] of t.runs) {
    if (last < from || to < last && t.t[to]! < at - tail) continue;
    s.pen.beginPath();
    trail(s, t, Math.max(from, t.before(at - tail)), Math.min(to, last));
    lined(s, color, 3);
  }
}

// drawn tells whether a stretch has a region on the map. What the vehicle did
// before and after the record of the movement has none, but for a track.
export const drawn = (f: Found, x: Stretch) => x.state === "in the air" || x.state === "between" || f.tracked && x.state !== "on the ground";

// ringsOf are the regions that are drawn, each once.
function ringsOf(f: Found): LatLon[][] {
  const rings = f.rings && f.stretches.length === f.rings.length ? f.rings : f.stretches.map((x) => cover(x.discs));
  const seen = new Set<string>();
  return rings.filter((r, i) => r != null && drawn(f, f.stretches[i]!) && !seen.has(String(r)) && seen.add(String(r))) as LatLon[][];
}

function regions(s: Sheet, f: Found): void {
  const color = s.look.movers[f.mover.color]!;
  for (const ring of ringsOf(f)) {
    path(s, ringOf(ring));
    filled(s, color, 0.08);
    s.pen.hatched(color, slants[f.mover.color % slants.length]!);
    s.pen.fill();
    lined(s, color, 1.6, f.stretches.length > 1 ? [5, 3] : []);
  }
}

function named(s: Sheet, f: Found, labels: Labels, grounds: Map<string, [Anchor, Found[]]>): void {
  const how = lettering(s.look, 13, 700, s.look.movers[f.mover.color]!);
  for (const x of f.stretches) {
    if (x.state === "on the ground" && x.to) grounds.set(x.to.place, [x.to, [...grounds.get(x.to.place)?.[1] ?? [], f]]);
  }
  for (const ring of ringsOf(f)) {
    const shape = ring.map((p) => pixel(s, p)).filter((p) => p != null);
    if (!shape.length) continue;
    const x = shape.reduce((a, p) => a + p[0], 0) / shape.length, y = shape.reduce((a, p) => a + p[1], 0) / shape.length;
    const small = shape.every((p) => Math.hypot(p[0] - x, p[1] - y) < 14);
    if (small) {
      s.pen.beginPath();
      s.pen.arc(x, y, 4, 0, 2 * Math.PI);
      filled(s, how.color);
    }
    const inside = (by: number) => shape.filter((_, i) => i % 4 === 0).map((p) => ({ x: x + (p[0] - x) * by, y: y + (p[1] - y) * by, align: "center" as const }));
    const spots = small ? beside(x, y, 10) : [{ x, y, align: "center" as const }, ...inside(0.3), ...inside(0.55), ...inside(0.75), ...around(shape, x, y)];
    if (small || !labels.write(s.pen, [f.mover.name, "within the hatched area"], spots, how)) labels.write(s.pen, [f.mover.name], spots, how);
  }
}

// around are the spots beside a shape, for one with no room inside.
function around(shape: [number, number][], x: number, y: number): Spot[] {
  const far = Math.max(...shape.map((p) => Math.hypot(p[0] - x, p[1] - y)));
  const top = Math.min(...shape.map((p) => p[1])), bottom = Math.max(...shape.map((p) => p[1]));
  return [{ x, y: top - 22, align: "center" }, { x, y: bottom + 22, align: "center" }, { x: x + far + 6, y, align: "left" }, { x: x - far - 6, y, align: "right" }];
}

// standing marks a place at which movements were; hollow, if they only may have
// been.
function standing(s: Sheet, place: Anchor, there: Found[], labels: Labels): void {
  const p = pixel(s, place.at);
  if (!p) return;
  const names = (fs: Found[]) => fs.map((f) => f.mover.name).join(", ");
  const sure = there.filter((f) => f.stretches.every((x) => x.state === "on the ground" && x.to?.place === place.place)), perhaps = there.filter((f) => !sure.includes(f));
  const color = s.look.movers[(sure[0] ?? there[0]!).mover.color]!, how = lettering(s.look, 13, 700, color);
  s.pen.beginPath();
  s.pen.rect(p[0] - 4.5, p[1] - 4.5, 9, 9);
  filled(s, sure.length ? color : s.look.paper);
  lined(s, sure.length ? s.look.paper : color, sure.length ? 1.2 : 2);
  const lines = [sure.length && names(sure), sure.length && "on the ground", perhaps.length && names(perhaps), perhaps.length && "perhaps on the ground"].filter((l): l is string => !!l);
  const spots = [...beside(p[0], p[1], 12), ...beside(p[0], p[1], 40)];
  if (!labels.write(s.pen, lines, spots, how) && sure.length) labels.write(s.pen, [names(sure)], spots, how);
}

// link draws the shortest way between two places, thin, with its words.
function link(s: Sheet, l: Link, labels: Labels): void {
  path(s, { type: "LineString", coordinates: [lonLat(l.from), lonLat(l.to)] });
  lined(s, s.look.movers[l.color]!, 1, [1.5, 3]);
  const middle = geoInterpolate(lonLat(l.from), lonLat(l.to))(0.5);
  const p = pixel(s, [middle[1], middle[0]]);
  if (p) labels.write(s.pen, folded(l.words, 26), beside(p[0], p[1], 4), lettering(s.look, 11, 400, s.look.ink));
}
