// What part of the earth is seen, and how: flat by Mercator's projection, or as
// a globe. The place in the middle and the zoom are in the address.

import { geoDistance, geoMercator, geoOrthographic, type GeoProjection } from "d3-geo";
import type { LatLon } from "./map_reach";

const radians = Math.PI / 180;
const widest = 0, closest = 12; // zoom
const mostLat = 84;

// Sight is where the middle of the map is, and the zoom: at 0 the equator is 256
// pixels long, and with each step twice that.
export interface Sight { lat: number; lon: number; zoom: number; globe: boolean }

// parse reads "14.6,-93,4.2"; null where it is no such text.
export function parse(text: string | null): Omit<Sight, "globe"> | null {
  const n = (text ?? "").split(",").map(Number);
  if (n.length !== 3 || !n.every(Number.isFinite) || Math.abs(n[0]!) > 90) return null;
  return { lat: n[0]!, lon: wrap(n[1]!), zoom: clamp(n[2]!, widest, closest) };
}

export function text(s: Sight): string { return `${s.lat.toFixed(3)},${s.lon.toFixed(3)},${s.zoom.toFixed(2)}`; }

const clamp = (x: number, lo: number, hi: number) => Math.min(hi, Math.max(lo, x));
const wrap = (lon: number) => ((lon + 180) % 360 + 360) % 360 - 180;

// scale is the pixels of a radian at the equator of the flat map.
const scale = (zoom: number) => 256 / (2 * Math.PI) * 2 ** zoom;

// projection draws a sight onto a sheet of a width and height in pixels. Both
// kinds have one scale in the middle of the map.
export function projection(s: Sight, width: number, height: number): GeoProjection {
  const p = s.globe ? geoOrthographic().rotate([-s.lon, -s.lat]).scale(scale(s.zoom) / Math.cos(clamp(s.lat, -75, 75) * radians)).clipAngle(90)
    : geoMercator().rotate([-s.lon, 0]).center([0, clamp(s.lat, -mostLat, mostLat)]).scale(scale(s.zoom));
  p.translate([width / 2, height / 2]).precision(0.4);
  if (!s.globe) p.clipExtent([[-40, -40], [width + 40, height + 40]]);
  return p;
}

// across is the radius in radians of what is seen around the middle.
export function across(p: GeoProjection, s: Sight, width: number, height: number): number {
  let far = 0;
  for (const [x, y] of [[0, 0], [width, 0], [0, height], [width, height], [width / 2, 0], [width / 2, height], [0, height / 2], [width, height / 2]] as const) {
    const at = p.invert?.([x, y]);
    if (!at || !at.every(Number.isFinite)) return Math.PI / (s.globe ? 2 : 1);
    far = Math.max(far, geoDistance(at, [s.lon, s.lat]));
  }
  if (!s.globe && width >= 2 * Math.PI * scale(s.zoom) * 0.9) return Math.PI;
  return far;
}

// moved is the sight after the earth was dragged by some pixels.
export function moved(s: Sight, dx: number, dy: number): Sight {
  const k = scale(s.zoom);
  if (s.globe) {
    const g = k / Math.cos(clamp(s.lat, -75, 75) * radians);
    return { ...s, lat: clamp(s.lat + dy / g / radians, -89, 89), lon: wrap(s.lon - dx / g / radians / Math.max(0.2, Math.cos(s.lat * radians))) };
  }
  const y = Math.asinh(Math.tan(clamp(s.lat, -mostLat, mostLat) * radians)) + dy / k;
  return { ...s, lat: clamp(Math.atan(Math.sinh(y)) / radians, -mostLat, mostLat), lon: wrap(s.lon - dx / k / radians) };
}

// zoomed is the sight some steps closer, with the place at a pixel off the middle
// where it was.
export function zoomed(s: Sight, steps: number, dx = 0, dy = 0): Sight {
  const zoom = clamp(s.zoom + steps, widest, closest);
  const kept = 1 - 2 ** (s.zoom - zoom);
  return { ...moved(s, -dx * kept, -dy * kept), zoom };
}

// fitted is the sight that shows all of the places, with room around them.
export function fitted(places: LatLon[], width: number, height: number, globe: boolean): Sight {
  if (!places.length) return { lat: 20, lon: 0, zoom: Math.log2(Math.max(width, 300) / 256), globe };
  const lon = middleLon(places.map((p) => p[1]));
  const turns = places.map((p) => wrap(p[1] - lon));
  const ys = places.map((p) => Math.asinh(Math.tan(clamp(p[0], -mostLat, mostLat) * radians)));
  const [x0, x1, y0, y1] = [Math.min(...turns) * radians, Math.max(...turns) * radians, Math.min(...ys), Math.max(...ys)];
  const k = Math.min(width * 0.8 / Math.max(x1 - x0, 0.01), height * 0.74 / Math.max(y1 - y0, 0.01));
  const zoom = clamp(Math.log2(k * 2 * Math.PI / 256), widest, 9);
  return { lat: Math.atan(Math.sinh((y0 + y1) / 2)) / radians, lon: wrap(lon + (x0 + x1) / 2 / radians), zoom: globe ? Math.max(1, zoom - 0.3) : zoom, globe };
}

// middleLon is the longitude opposite the widest empty stretch.
function middleLon(lons: number[]): number {
  const s = [...lons].sort((a, b) => a - b);
  let gap = s[0]! + 360 - s[s.length - 1]!, after = s[0]!;
  for (let i = 1; i < s.length; i++) if (s[i]! - s[i - 1]! > gap) [gap, after] = [s[i]! - s[i - 1]!, s[i]!];
  return wrap(after + (360 - gap) / 2);
}
