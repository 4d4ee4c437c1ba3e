import { civil, moment, shortDate, timeOf, type Civil } from "./clock";
import type { Chart, Item } from "./lanes";

const hour = 3_600_000;
export const dayLong = 20 * hour; // bounds that say no more than the day
const farApart = 18 * hour;       // between events of different days' work
const fewest = 3;                 // events that make main hours; else all is shown
const nearby = 2 * hour;          // before and after, within which the court's events are taken in

// Scale places moments between left and right, in px.
export class Scale {
  constructor(readonly from: number, readonly to: number, readonly left: number, readonly right: number) {}
  x(ms: number): number { return this.left + (this.right - this.left) * (ms - this.from) / (this.to - this.from); }
  at(x: number): number { return this.from + (this.to - this.from) * (x - this.left) / (this.right - this.left); }
}

const fits = (i: Item) => i.kind !== "reported" && i.kind !== "planned" && i.from != null && i.to != null && i.to - i.from < dayLong;

// mainDays is the stretch with most of the events of movements, together with
// what the court did near it; where there are no movements, with most events.
// It is the stretch that the exhibit draws.
export function mainDays(c: Chart): { from: number; to: number } | null {
  const of = (movement: boolean) => c.lanes.filter((l) => l.legs.some((g) => g.kind === "air" || g.kind === "ground") === movement);
  const moving = of(true).flatMap((l) => l.items.filter(fits));
  const hull = densest(moving.length ? moving : of(false).flatMap((l) => l.items.filter(fits)));
  if (!hull || hull.n < fewest) return null;
  let { from, to } = hull;
  for (const l of c.lanes.filter((l) => ["spoken", "written", "court", "notice"].includes(l.key))) {
    for (const i of l.items.filter(fits)) {
      if (i.from! >= hull.from - nearby && i.to! <= hull.to + nearby) [from, to] = [Math.min(from, i.from!), Math.max(to, i.to!)];
    }
  }
  const pad = Math.max((to - from) / 25, hour / 6), quarter = hour / 4;
  return { from: Math.floor((from - pad) / quarter) * quarter, to: Math.ceil((to + pad) / quarter) * quarter };
}

// densest is the hull of the largest group of items that lie close together.
function densest(items: Item[]): { from: number; to: number; n: number } | null {
  const sorted = [...items].sort((a, b) => a.from! - b.from!);
  let best: { from: number; to: number; n: number } | null = null;
  for (let i = 0; i < sorted.length;) {
    let j = i, to = sorted[i]!.to!;
    while (j < sorted.length && sorted[j]!.from! - to < farApart) to = Math.max(to, sorted[j++]!.to!);
    if (!best || j - i > best.n) best = { from: sorted[i]!.from!, to, n: j - i };
    i = j;
  }
  return best;
}

// extentOf is from the first to the last bound in the chart.
export function extentOf(c: Chart): { from: number; to: number } | null {
  let from = Infinity, to = -Infinity;
  for (const l of c.lanes) for (const i of l.items) {
    from = Math.min(from, i.from ?? Infinity, i.to ?? Infinity);
    to = Math.max(to, i.from ?? -Infinity, i.to ?? -Infinity);
  }
  return from <= to ? { from: from - hour, to: to + hour } : null;
}

export interface TimeTick { ms: number; label: string; date: string | null }

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080, 43200, 129600]; // minutes

// ticksOf are the marks of the clock: as many as have room for their labels.
// The date stands with the first mark of each day.
export function ticksOf(s: Scale, zone: string, apart: number): TimeTick[] {
  const room = (s.right - s.left) / apart;
  const step = steps.find((m) => (s.to - s.from) / 60_000 / m <= room) ?? 525_600;
  const first = civil(s.from, zone), out: TimeTick[] = [];
  const begin = step >= 1440 ? 0 : Math.floor((first.hour * 60 + first.minute) / step);
  let date = "";
  for (let i = begin; out.length < 200; i++) {
    const u = civilTick(first, step, i);
    const ms = moment({ year: u.getUTCFullYear(), month: u.getUTCMonth() + 1, day: u.getUTCDate(), hour: u.getUTCHours(), minute: u.getUTCMinutes(), second: 0 }, zone);
    if (ms == null || ms < s.from) continue;
    if (ms > s.to) break;
    const c = civil(ms, zone), day = shortDate(c) + (step >= 1440 ? " " + c.year : "");
    out.push({ ms, label: step >= 1440 ? "" : timeOf(c, false), date: day === date ? null : day });
    date = day;
  }
  return out;
}

// civilTick is the i-th mark from the day, month or year in which the axis
// begins, as a date without a zone.
function civilTick(first: Civil, step: number, i: number): Date {
  if (step >= 43200) return new Date(Date.UTC(first.year, i * Math.round(step / 43200), 1));
  return new Date(Date.UTC(first.year, first.month - 1, first.day) + i * step * 60_000);
}
