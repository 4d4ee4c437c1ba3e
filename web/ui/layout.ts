import { dayLong, type Scale } from "./scale";
import type { Band, Chart, Item, Lane, Leg } from "./lanes";

// Where everything on the axis stands, in px. It is made when the extent, the
// width or the case changes, and never while the moment moves.

export const row = 19, mark = 8, gap = 6, ruler = 40, least = 3;
const bandRow = 15, legRow = 20, head = 18;

export interface Placed {
  item: Item; x: number; width: number; y: number;
  before: boolean; after: boolean;   // it goes on outside, or nothing bounds that side
  label: string; labelX: number; end: boolean; // end: the label stands before the mark
  inside: boolean; // the label stands on the mark
}

export interface PlacedLane { lane: Lane; y: number; height: number; top: number; marks: Placed[]; legs: Leg[]; dropped: number }
export interface PlacedBand { band: Band; x: number; width: number; y: number; label: string; labelX: number; end: boolean }

export interface Layout {
  scale: Scale; width: number; height: number; top: number; narrow: boolean;
  lanes: PlacedLane[]; bands: PlacedBand[];
  apart: Item[];   // of this time, and known too loosely to be drawn in it
  outside: number; // at other times
  order: Placed[]; // marks by time
}

// Measure is the width of a text in the font of labels.
export type Measure = (text: string) => number;

export interface Choices { narrow: boolean; rows: number; measure: Measure; bandLabel: (b: Band) => string }

export function layout(c: Chart, scale: Scale, o: Choices): Layout {
  const out: Layout = { scale, width: scale.right, height: 0, top: 0, narrow: o.narrow, lanes: [], bands: [], apart: [], outside: 0, order: [] };
  let y = placeBands(c, out, o);
  out.top = y;
  for (const lane of c.lanes) {
    const p = placeLane(lane, y, out, o);
    out.lanes.push(p);
    y += p.height;
    out.order.push(...p.marks);
  }
  out.height = y + 6;
  out.order.sort((a, b) => moment(a.item) - moment(b.item) || a.item.number - b.item.number);
  return out;
}

// moment is where the cursor goes for an event: its earliest moment.
export const moment = (i: Item): number => i.from ?? i.to ?? 0;

// Rows keep what is taken of each row, so that nothing touches.
class Rows {
  private rows: [number, number][][] = [];
  constructor(private readonly most: number) {}
  get length(): number { return this.rows.length; }
  // take is the first row with room from a to b; -1 where none has.
  take(a: number, b: number): number {
    let r = this.rows.findIndex((row) => row.every(([p, q]) => b <= p || q <= a));
    if (r < 0 && this.rows.length < this.most) r = this.rows.push([]) - 1;
    if (r >= 0) this.rows[r]!.push([a, b]);
    return r;
  }
}

function placeBands(c: Chart, out: Layout, o: Choices): number {
  const { scale } = out, rows = new Rows(8);
  for (const band of c.bands) {
    if (band.to < scale.from || band.from > scale.to) continue;
    const x = Math.max(scale.x(band.from), scale.left), to = Math.min(scale.x(band.to), scale.right);
    const side = sideOf(o.bandLabel(band), x, x, scale, (t) => o.measure(t) * 1.1, 520) /* they are bold */;
    const r = Math.max(0, rows.take(side.from, side.to));
    out.bands.push({ band, x, width: Math.max(to - x, 1.5), y: ruler + r * bandRow + 12, label: side.label, labelX: side.labelX, end: side.end });
  }
  return ruler + rows.length * bandRow + 8;
}

function placeLane(lane: Lane, y: number, out: Layout, o: Choices): PlacedLane {
  const { scale } = out;
  const legs = lane.legs.filter((l) => touches(l, scale));
  const top = y + (o.narrow ? head : 5);
  const p: PlacedLane = { lane, y, top, height: 0, marks: [], legs, dropped: 0 };
  const rows = new Rows(o.rows), from = top + (legs.length ? legRow : 0), spilled: Placed[] = [];
  for (const item of lane.items) {
    const m = place(item, out);
    if (!m) continue;
    const side = sideOf(item.label, m.x, m.x + m.width, scale, o.measure);
    let r = rows.take(side.from, side.to);
    if (r >= 0) Object.assign(m, { label: side.label, labelX: side.labelX, end: side.end, inside: side.inside });
    else {
      p.dropped++;
      if ((r = rows.take(m.x - 4, m.x + m.width + 4)) < 0) spilled.push(m);
    }
    m.y = from + r * row;
    p.marks.push(m);
  }
  for (const m of spilled) m.y = from + rows.length * row;
  p.height = Math.max((legs.length ? legRow : 0) + (rows.length + (spilled.length ? 1 : 0)) * row, row) + (o.narrow ? head : 5) + 5;
  return p;
}

// touches tells whether a leg may have been under way in the stretch drawn.
function touches(l: Leg, s: Scale): boolean {
  const from = l.start.from ?? l.start.to, to = l.end.to ?? l.end.from ?? Infinity;
  return from != null && from < s.to && to > s.from;
}

// place is a mark without its row; null where it is not drawn.
function place(item: Item, out: Layout): Placed | null {
  const s = out.scale, from = item.from ?? item.to!, to = item.to ?? item.from!;
  if (to < s.from || from > s.to) {
    out.outside++;
    return null;
  }
  const loose = to - from >= dayLong && s.to - s.from < 4 * dayLong || to - from > (s.to - s.from) * 0.9;
  if (loose) {
    out.apart.push(item);
    return null;
  }
  let x = s.x(Math.max(from, s.from)), right = s.x(Math.min(to, s.to));
  if (right - x < least) [x, right] = [(x + right - least) / 2, (x + right + least) / 2];
  return { item, x, width: right - x, y: 0, before: from < s.from || item.from == null, after: to > s.to || item.to == null, label: "", labelX: 0, end: false, inside: false };
}

interface Side { from: number; to: number; label: string; labelX: number; end: boolean; inside: boolean }

// sideOf sets a label after a mark, or before it where there is no room after
// it, or on it where it is long; where none has room, it is cut at a word.
function sideOf(text: string, from: number, to: number, s: Scale, measure: Measure, most = 340): Side {
  const after = s.right - to - gap - 4, before = from - s.left - gap - 4, full = measure(text);
  if (to - from > full + 3 * gap) return { from: from - 8, to: to + 8, label: text, labelX: from + gap, end: false, inside: true };
  const label = clip(text, Math.min(Math.max(after, before, 40) - 4, most), measure), width = measure(label);
  if (width <= after || after >= before) return { from: from - 8, to: to + gap + width + 10, label, labelX: to + gap, end: false, inside: false };
  return { from: from - gap - width - 10, to: to + 8, label, labelX: from - gap, end: true, inside: false };
}

function clip(text: string, room: number, measure: Measure): string {
  if (measure(text) <= room) return text;
  const words = text.split(" ");
  while (words.length > 1 && measure(words.join(" ") + " …") > room) words.pop();
  return words.join(" ").replace(/[,;:]$/, "") + " …";
}
