// The base map: outlines of countries, cut once into pieces that can be left out
// where they are not in sight.

import { feature } from "topojson-client";
import { geoDistance } from "d3-geo";
import type { Polygon, Position } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";
import address from "world-atlas/countries-50m.json";
import { latLon, vector } from "./map_reach";

// Piece is one polygon: all of it lies within a radius in radians of its middle.
// The coarse one is for while the map moves.
export interface Piece { fine: Polygon; coarse: Polygon; middle: [number, number]; radius: number }

export interface Country { name: string; at: [number, number]; size: number }

export interface Base { pieces: Piece[]; countries: Country[] }

let loading: Promise<Base> | null = null;

// base is the base map, asked for once.
export function base(): Promise<Base> {
  return loading ??= fetch(new URL(address, import.meta.url)).then(async (r) => {
    if (!r.ok) throw new Error(`the outlines of the base map did not come: ${r.status}`);
    return cut(await r.json() as Topology);
  });
}

function cut(t: Topology): Base {
  const out: Base = { pieces: [], countries: [] };
  for (const f of feature(t, t.objects["countries"] as GeometryCollection<{ name: string }>).features) {
    if (f.geometry.type !== "Polygon" && f.geometry.type !== "MultiPolygon") continue;
    const polygons = f.geometry.type === "Polygon" ? [f.geometry.coordinates] : f.geometry.coordinates;
    const pieces = polygons.map(piece);
    out.pieces.push(...pieces);
    const most = pieces.reduce((a, b) => b.radius > a.radius ? b : a);
    out.countries.push({ name: f.properties?.name ?? "", at: most.middle, size: most.radius });
  }
  return out;
}

function piece(rings: Position[][]): Piece {
  const sum: [number, number, number] = [0, 0, 0];
  for (const [lon, lat] of rings[0]!) vector([lat!, lon!]).forEach((x, i) => { sum[i]! += x; });
  const [lat, lon] = latLon(sum);
  const middle: [number, number] = [lon, lat];
  const radius = Math.max(...rings[0]!.map((p) => geoDistance(p as [number, number], middle)));
  return { fine: { type: "Polygon", coordinates: rings }, coarse: { type: "Polygon", coordinates: [coarser(rings[0]!)] }, middle, radius };
}

// coarser leaves out points within a fifth of a degree of the last.
function coarser(ring: Position[]): Position[] {
  const out = [ring[0]!];
  for (const p of ring) {
    const q = out[out.length - 1]!;
    if (Math.abs(p[0]! - q[0]!) + Math.abs(p[1]! - q[1]!) > 0.2) out.push(p);
  }
  out.push(ring[0]!);
  return out.length < 4 ? ring : out;
}
