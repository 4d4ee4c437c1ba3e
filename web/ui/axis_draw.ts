import { svg } from "./dom";
import { mark as markHeight, ruler, type Layout, type Placed, type PlacedBand, type PlacedLane } from "./layout";
import type { Leg, Tick } from "./lanes";
import { ticksOf, type Scale } from "./scale";

// The axis as SVG: positions are attributes, looks are in axis.css.

const n = (x: number) => Math.round(x * 10) / 10;
const legMid = 9, legHalf = 5;

// patterns are what the looks of marks refer to.
export function patterns(): SVGDefsElement {
  const stop = (offset: number, cls: string) => svg("stop", { offset, class: cls });
  return svg("defs", {},
    svg("linearGradient", { id: "softly" }, stop(0, "edge"), stop(0.12, "body"), stop(0.88, "body"), stop(1, "edge")),
    svg("pattern", { id: "hatch", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("line", { x1: 0, y1: 0, x2: 0, y2: 6, class: "hatch" })));
}

// grid is the ruler with its hours, and their lines through all lanes.
export function grid(l: Layout, zone: string): SVGGElement {
  const g = svg("g", { class: "grid-lines" });
  let dated = -Infinity; // where the last date ends
  for (const t of ticksOf(l.scale, zone, l.narrow ? 48 : 58)) {
    const x = n(l.scale.x(t.ms));
    g.append(svg("line", { class: t.date ? "grid day" : "grid", x1: x, x2: x, y1: ruler - 6, y2: l.height }));
    const edge = x > l.scale.right - 24 ? "end" : x < l.scale.left + 18 ? "start" : "middle";
    if (t.label) g.append(svg("text", { class: "axis", x, y: ruler - 10, "text-anchor": edge }, t.label));
    const wide = (t.date?.length ?? 0) * 6, start = edge === "start" ? x : edge === "end" ? x - wide : x - wide / 2;
    if (!t.date || start < dated) continue;
    g.append(svg("text", { class: "axis date", x, y: ruler - 25, "text-anchor": edge }, t.date));
    dated = start + wide + 8;
  }
  g.append(svg("line", { class: "rule", x1: l.scale.left, x2: l.scale.right, y1: ruler - 4, y2: ruler - 4 }));
  return g;
}

// bands are the moments from which readings have rulings bind, across all
// lanes. Those of the chosen reading stand out.
export function bands(l: Layout, chosen: string | null): SVGGElement {
  const g = svg("g", { class: "bands" });
  for (const b of l.bands) {
    const cls = chosen ? (b.band.readings.includes(chosen) ? " chosen" : " faint") : "";
    g.append(svg("g", { class: "band-mark" + cls, "data-event": b.band.event },
      svg("rect", { class: "band", x: n(b.x), y: b.y + 2, width: n(b.width), height: n(l.height - b.y - 2) }), bandLabel(b)));
  }
  return g;
}

function bandLabel(b: PlacedBand): SVGTextElement {
  return svg("text", { class: "band-label", x: n(b.labelX), y: b.y, "text-anchor": b.end ? "end" : "start" }, b.label);
}

const letters = 21; // of a lane's name that have room beside the axis

// folded is a name on two lines at most, the second cut at a word.
function folded(text: string): string[] {
  if (text.length <= letters) return [text];
  const first = text.slice(0, letters + 1).replace(/\s+\S*$/, ""), rest = text.slice(first.length).trim();
  return [first, rest.length <= letters ? rest : rest.slice(0, letters - 1).replace(/\s+\S*$/, "") + " …"];
}

export function lane(p: PlacedLane, l: Layout, i: number): SVGGElement {
  const g = svg("g", { class: "lane-group" });
  if (i % 2 === 0) g.append(svg("rect", { class: "lane-fill", x: 0, y: n(p.y), width: n(l.width), height: n(p.height) }));
  const name = l.narrow ? { x: 2, y: p.y + 13 } : { x: 4, y: p.top + 12 };
  const lines = l.narrow ? [p.lane.title] : folded(p.lane.title);
  lines.forEach((t, i) => g.append(svg("text", { class: "lane-name", x: name.x, y: name.y + 11 * i }, t)));
  if (lines.join(" ") !== p.lane.title) g.append(svg("title", {}, p.lane.title));
  for (const leg of p.legs) g.append(drawLeg(leg, p.top, l.scale));
  if (!p.marks.length && !p.legs.length) g.append(svg("text", { class: "silence", x: l.scale.left + 6, y: p.top + 12 }, "nothing on record in these hours"));
  return g;
}

// drawLeg is solid where it certainly was so, and tapers over the time in which
// it began or ended. Where nothing tells of its end it is hatched.
function drawLeg(leg: Leg, top: number, s: Scale): SVGGElement {
  const at = (ms: number) => n(Math.max(s.left - 8, Math.min(s.right + 8, s.x(ms))));
  const g = svg("g", { class: "leg " + leg.kind });
  const mid = top + legMid, half = leg.kind === "ground" ? 1.5 : legHalf;
  const a = at(leg.start.from ?? leg.start.to!), b = at(leg.start.to ?? leg.start.from!);
  if (leg.kind === "gap") {
    g.append(svg("rect", { class: "unknown", x: a, y: mid - 7, width: Math.max(at(leg.end.to!) - a, 1), height: 14 }));
    return g;
  }
  const open = leg.end.from == null && leg.end.to == null;
  const c = open ? s.right : at(leg.end.from ?? leg.end.to!), d = open ? s.right : at(leg.end.to ?? leg.end.from!);
  if (open && leg.kind === "air") {
    g.append(taper(a, b, mid, half), svg("rect", { class: "unknown", x: b, y: mid - half, width: Math.max(c - b, 0), height: 2 * half }),
      words("no end on record", b, c, mid));
    return g;
  }
  if (b <= c) g.append(taper(a, b, mid, half), svg("rect", { class: "certain", x: b, y: mid - half, width: n(c - b), height: 2 * half }), taper(d, c, mid, half), words(leg.what, b, c, mid));
  else g.append(svg("polygon", { class: "taper", points: `${a},${mid} ${c},${mid - half} ${b},${mid - half} ${d},${mid} ${b},${mid + half} ${c},${mid + half}` }));
  return g;
}

const taper = (tip: number, base: number, mid: number, half: number) =>
  svg("polygon", { class: "taper", points: `${tip},${mid} ${base},${mid - half} ${base},${mid + half}` });

function words(text: string, from: number, to: number, mid: number): SVGTextElement | SVGGElement {
  if (to - from < text.length * 6 + 12) return svg("g");
  return svg("text", { class: "leg-label", x: n((from + to) / 2), y: mid + 3.5, "text-anchor": "middle" }, text);
}

// markOf is one event: its bounds as a bar, what each source says under it.
export function markOf(p: Placed, i: number, s: Scale): SVGGElement {
  const { item } = p, y = p.y + 4, mid = y + markHeight / 2;
  const g = svg("g", { class: `mark of-${item.kind}${p.inside ? " inside" : ""}`, "data-mark": i });
  const labelFrom = p.end ? p.labelX - 200 : p.x;
  g.append(svg("rect", { class: "hit", x: n(Math.min(p.x, p.end ? Math.max(labelFrom, s.left) : p.x)) - 4, y: p.y, width: n(p.width + 12), height: 18 }));
  if (item.kind === "reported") g.append(diamond(p.x + p.width / 2, mid));
  else g.append(svg("rect", { class: p.width > 4 ? "bar" : "bar flat", x: n(p.x), y: n(p.inside ? p.y + 1 : y), width: n(p.width), height: p.inside ? 15 : markHeight }));
  if (p.before) g.append(arrow(p.x, mid, -1));
  if (p.after) g.append(arrow(p.x + p.width, mid, 1));
  for (const t of item.ticks) if (t.to >= s.from && t.from <= s.to) g.append(...tickOf(t, p, y + markHeight + (p.inside ? 4 : 1.5), s));
  if (p.label) g.append(svg("text", { class: "mark-label", x: n(p.labelX), y: n(p.y + 12.5), "text-anchor": p.end ? "end" : "start" }, p.label));
  return g;
}

// tickOf is what one source says, joined to its bar where it stands apart.
function tickOf(t: Tick, p: Placed, y: number, s: Scale): SVGElement[] {
  const from = s.x(Math.max(t.from, s.from)), to = s.x(Math.min(t.to, s.to));
  if (to - from > (s.right - s.left) * 0.9) return [];
  const tick = svg("rect", { class: "tick " + t.kind, x: n(from), y: n(y), width: n(Math.max(to - from, 1.8)), height: t.kind === "stated" ? 2 : 3 });
  const [a, b] = to < p.x ? [to, p.x] : from > p.x + p.width ? [p.x + p.width, from] : [0, 0];
  return b - a > 8 ? [tick, svg("line", { class: "joins", x1: n(a), x2: n(b), y1: n(y + 1), y2: n(y + 1) })] : [tick];
}

const diamond = (x: number, mid: number) => svg("polygon", { class: "bar", points: `${n(x)},${mid - 5} ${n(x + 5)},${mid} ${n(x)},${mid + 5} ${n(x - 5)},${mid}` });
const arrow = (x: number, mid: number, way: number) => svg("polygon", { class: "arrow", points: `${n(x)},${mid - 4.5} ${n(x + way * 7)},${mid} ${n(x)},${mid + 4.5}` });

// cursor is the moment: it is moved, and never drawn again.
export function cursor(l: Layout): SVGGElement {
  return svg("g", { class: "cursor" },
    svg("line", { x1: 0, x2: 0, y1: ruler - 4, y2: l.height }),
    svg("path", { d: `M-6 ${ruler - 16}h12v7l-6 6l-6 -6z` }));
}
