import { instant } from "./state";
import type { Bounds, Claim, Entry, Movement, View } from "./view";

// What the time axis shows, lane by lane, before it is placed on a screen.
// Moments are ms since 1970 UTC; null where no evidence bounds that side.

export type MarkClass = "range" | "planned" | "conflict" | "reported" | "open";

export interface Tick { from: number; to: number; kind: "stated" | "planned" | "aside" }

export interface Item {
  entry: Entry;
  number: number; // in the timeline, from 1
  kind: MarkClass;
  from: number | null;
  to: number | null;
  label: string;
  ticks: Tick[]; // each source's value, where they differ or are not used
}

// Leg is a stretch of a movement, or a term of custody: it certainly began after
// start.from and before start.to, and so with its end.
export interface Leg { kind: "air" | "ground" | "held" | "gap"; start: Bound; end: Bound; what: string }
export interface Bound { from: number | null; to: number | null }

export interface Lane { key: string; title: string; items: Item[]; legs: Leg[] }

export interface Band { event: string; from: number; to: number; label: string; readings: string[] }

export interface Chart { lanes: Lane[]; bands: Band[]; unbounded: Item[]; never: Item[] }

const bound = (b: Bounds): Bound => ({ from: instant(b.earliest), to: instant(b.latest) });

// chartOf sorts the case's events into lanes: the court's spoken words apart
// from its written ones, each movement by itself.
export function chartOf(v: View): Chart {
  const lanes: Lane[] = [
    lane("spoken", "Court, spoken"), lane("written", "Court, in writing"), lane("court", "Court"), lane("notice", "Notice"),
    ...v.record.movements.map((m) => ({ ...lane(m.id, m.name), legs: legsOf(m) })),
    { ...lane("custody", "Custody and people"), legs: custodyLegs(v) }, lane("money", "Money"), lane("statements", "Statements"),
  ];
  const forms = expressionForms(v);
  const out: Chart = { lanes, bands: bandsOf(v), unbounded: [], never: [] };
  v.timeline.events.forEach((entry, i) => {
    const item = itemOf(v, entry, i + 1);
    if (entry.did_not_happen) out.never.push(item);
    else if (item.from == null && item.to == null) out.unbounded.push(item);
    else laneOf(lanes, entry, forms).items.push(item);
  });
  out.lanes = lanes.filter((l) => l.items.length || l.legs.length);
  return out;
}

const lane = (key: string, title: string): Lane => ({ key, title, items: [], legs: [] });

// expressionForms tells of the events of a ruling's expressions if they were
// spoken or written.
function expressionForms(v: View): Map<string, string> {
  const out = new Map<string, string>();
  for (const r of v.record.rulings) for (const x of r.expressions) for (const e of x.events) out.set(e, x.kind === "oral" ? "spoken" : "written");
  return out;
}

function laneOf(lanes: Lane[], e: Entry, forms: Map<string, string>): Lane {
  const key = e.lane === "court" ? forms.get(e.event ?? "") ?? "court" : e.lane === "people" ? "custody" : e.lane;
  let found = lanes.find((l) => l.key === key);
  if (!found) lanes.splice(-1, 0, found = lane(key, key[0]!.toUpperCase() + key.slice(1)));
  return found;
}

function itemOf(v: View, entry: Entry, number: number): Item {
  const b = bound(entry.between);
  const item: Item = { entry, number, kind: "range", ...b, label: labelOf(v, entry), ticks: ticksOf(entry, b) };
  if (entry.reported_position) item.kind = "reported";
  else if (entry.conflict) item.kind = "conflict";
  else if (b.from == null && b.to == null) plan(item);
  else if (b.from == null || b.to == null) item.kind = "open";
  if (item.kind === "conflict") item.label = "CONFLICT: " + item.label;
  return item;
}

// plan draws an event that no evidence bounds where a source planned or
// inferred it.
function plan(item: Item): void {
  const c = item.entry.claims.find((c) => (c.kind === "planned" || c.kind === "inferred") && !c.aside && c.earliest && c.latest);
  if (!c) return;
  item.kind = "planned";
  item.from = instant(c.earliest);
  item.to = instant(c.latest);
  item.label = `${c.kind}: ${item.label}`;
}

function ticksOf(e: Entry, b: Bound): Tick[] {
  const out: Tick[] = [];
  for (const c of e.claims) {
    const t = { ...bound(c), kind: tickKind(c) };
    if (t.from == null || t.to == null || out.some((o) => o.from === t.from && o.to === t.to && o.kind === t.kind)) continue;
    out.push(t as Tick);
  }
  return out.length === 1 && out[0]!.from === b.from && out[0]!.to === b.to ? [] : out;
}

const tickKind = (c: Claim): Tick["kind"] => c.aside ? "aside" : c.kind === "planned" || c.kind === "inferred" ? "planned" : "stated";

// labelOf is what happened, without the name that the lane has.
function labelOf(v: View, e: Entry): string {
  const m = v.record.movements.find((m) => m.id === e.lane);
  if (!m || !e.what.startsWith(m.name)) return e.what;
  const rest = e.what.slice(m.name.length).replace(/^[:\s]+/, "");
  const p = m.phases.find((p) => p.event === e.event);
  const at = p && v.record.places.find((x) => x.id === p.place);
  return at ? rest.replace(" at " + at.name, ", " + shortPlace(at.name)) : rest;
}

// shortPlace is the town of "Valley International Airport, Harlingen, Texas".
function shortPlace(name: string): string {
  const parts = name.split(", ");
  return parts.length > 1 && /air(port|field|base)|international/i.test(parts[0]!) ? parts[1]! : name;
}

// legsOf are the stretches in the air and on the ground between. What follows
// the last event of a movement is silence, and not drawn.
function legsOf(m: Movement): Leg[] {
  const out: Leg[] = [];
  const steps = m.phases.filter((p) => p.kind === "wheels-up" || p.kind === "touchdown");
  steps.forEach((p, i) => {
    const next = steps[i + 1];
    if (!next) return;
    const kind = p.kind === "wheels-up" ? "air" : "ground";
    out.push({ kind, start: bound(p.between), end: bound(next.between), what: kind === "air" ? "in the air" : "on the ground" });
  });
  return out;
}

function custodyLegs(v: View): Leg[] {
  const out: Leg[] = [];
  for (const c of v.find.custody) {
    for (const f of c.from) {
      if (f.earliest == null && f.latest == null) continue;
      out.push({ kind: "held", start: bound(f), end: c.until ? bound(c.until) : { from: null, to: null }, what: heldAt(v, c.custody) });
    }
  }
  return out;
}

function heldAt(v: View, id: string): string {
  const r = v.record.custody.find((r) => r.id === id), place = v.record.places.find((p) => p.id === r?.place);
  return `${id}: held${place ? " at " + place.name : ""}`;
}

// bandsOf are the moments from which readings have rulings bind.
function bandsOf(v: View): Band[] {
  const out = new Map<string, Band>();
  for (const r of v.record.readings) {
    for (const b of r.binds ?? []) {
      const e = v.timeline.events.find((e) => e.event === b.from);
      const { from, to } = e ? bound(e.between) : { from: null, to: null };
      if (!e || from == null || to == null) continue;
      const band = out.get(b.from) ?? { event: b.from, from, to, label: e.what, readings: [] };
      if (!band.readings.includes(r.id)) band.readings.push(r.id);
      out.set(b.from, band);
    }
  }
  return [...out.values()].sort((a, b) => a.from - b.from);
}
