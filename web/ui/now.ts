import "./now.css";
import type { App } from "./app";
import type { Axis } from "./axis";
import { between } from "./clock";
import { el } from "./dom";
import type { Leg } from "./lanes";
import { answerWord, lengthOf, lengthWords } from "./margin";
import { stamp } from "./state";
import type { InForce, Moment, Range, Whereabouts } from "./view";

const settle = 120; // ms that the moment rests before the server is asked

// Now says in words what was so at the moment. What the bounds alone tell is
// said at once; the rest when the server has answered.
export class Now {
  private when = el("span");
  private lines = new Map<string, HTMLElement>();
  private more = new Map<string, HTMLElement>();
  private force = el("div", { class: "in-force" });
  private near = el("p", { class: "near" });
  private list = el("dl", {});
  private timer = 0;
  private asking: AbortController | null = null;

  constructor(root: HTMLElement, private readonly app: App, private readonly axis: Axis) {
    root.append(el("h2", {}, "At ", this.when), this.list, el("h3", {}, "Orders in force"), this.force, this.near);
    app.on((_, c) => {
      if (c.has("view")) this.rows();
      if (c.has("at") || c.has("zone") || c.has("view")) this.move();
      if (["at", "reading", "as_of", "view", "zone"].some((k) => c.has(k as "at"))) this.ask();
    });
    this.rows();
    this.move();
    this.ask();
  }

  private rows(): void {
    this.list.replaceChildren();
    for (const m of this.app.view.record.movements) {
      const line = el("span", { class: "state" }), more = el("div", { class: "more" });
      this.lines.set(m.id, line);
      this.more.set(m.id, more);
      this.list.append(el("div", {}, el("dt", {}, el("a", { href: `movement?id=${encodeURIComponent(m.id)}`, "data-open": "movement:" + m.id }, m.name)), el("dd", {}, line, more)));
    }
    if (!this.app.view.record.movements.length) this.list.append(el("p", { class: "under" }, "The case has no movements."));
  }

  // move says what the bounds tell; it runs while the moment is dragged.
  private move(): void {
    const at = this.app.state.at;
    if (at == null) return;
    set(this.when, this.app.format(at));
    for (const lane of this.axis.chart.lanes) {
      const line = this.lines.get(lane.key);
      if (line) set(line, stateAt(lane.legs, at, this.app.zone));
    }
  }

  // ask lets the moment rest, and drops what was asked for an earlier one.
  private ask(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = window.setTimeout(() => void this.tell(), settle);
  }

  private async tell(): Promise<void> {
    const { at, as_of, reading } = this.app.state;
    if (at == null) return;
    const asking = this.asking = new AbortController();
    const q: Record<string, string> = { at: stamp(Math.round(at)) };
    if (as_of != null) q.as_of = stamp(as_of);
    if (reading) q.reading = reading;
    const m = await this.app.get<Moment>("/moment", q, asking.signal).catch((e: Error) => e);
    if (asking.signal.aborted) return;
    if (m instanceof Error) {
      this.force.replaceChildren(el("p", { class: "under" }, `Not told: ${m.message}.`));
      for (const d of this.more.values()) d.replaceChildren();
      return;
    }
    for (const w of m.movements) this.more.get(w.id)?.replaceChildren(...this.where(w));
    this.force.replaceChildren(...this.orders(m.in_force));
    this.near.replaceChildren(...this.beside(m));
  }

  private where(w: Whereabouts): Node[] {
    const out: Node[] = [], r = this.app.view.record;
    const inside = (w.in ?? []).map((i) => `${r.areas.find((a) => a.id === i.area)?.name ?? i.area}: ${i.answer}`);
    if (w.words) out.push(el("p", {}, w.words));
    if (inside.length) out.push(el("p", { class: "under" }, "Within " + inside.join("; ")));
    for (const b of w.back ?? []) out.push(el("p", { class: "under" }, `${r.places.find((p) => p.id === b.place)?.name ?? b.place}: ${km(b.distance_km)}${b.time ? ", " + hours(b.time) + (b.at_kt ? ` at ${Math.round(b.at_kt)} kt` : "") : ""}`));
    return out;
  }

  // orders are what was in force by each answer, under the chosen reading or
  // under how many of all.
  private orders(all: InForce[]): HTMLElement[] {
    const { reading } = this.app.state, rulings = [...new Set(all.map((f) => f.ruling))];
    const lines = rulings.map((id) => {
      const mine = all.filter((f) => f.ruling === id && (!reading || f.reading === reading));
      const words = (["yes", "unknown", "no"] as const).map((a) => ({ a, n: mine.filter((f) => f.answer === a).length })).filter((w) => w.n);
      if (!words.length || words.every((w) => w.a === "no")) return null;
      const ruling = this.app.view.record.rulings.find((r) => r.id === id);
      const since = reading ? mine.map((f) => f.since).find((s) => s) : null;
      return el("p", {}, el("a", { href: `ruling?id=${encodeURIComponent(id)}`, "data-open": "ruling:" + id }, ruling?.name ?? id), " ",
        ...words.flatMap((w) => [el("span", { class: "word " + w.a }, answerWord(w.a)), reading ? " " : ` under ${w.n} of ${mine.length} readings `]),
        since ? el("span", { class: "under" }, "since " + this.app.between(since)) : "");
    }).filter((p) => p != null);
    return lines.length ? lines : [el("p", { class: "under" }, all.length ? `None${reading ? " under this reading" : " under any reading"}.` : "No reading says what binds.")];
  }

  private beside(m: Moment): Node[] {
    const link = (way: string, id: string | undefined): Node[] => {
      const e = id ? this.app.event(id) : null;
      return e ? [el("span", {}, `${way}: `, el("a", { href: `event?id=${encodeURIComponent(id!)}`, "data-open": "event:" + id }, e.what), " ", el("span", { class: "under" }, this.app.between(e.between)))] : [];
    };
    return [...link("Before", m.previous?.event), ...link("Next", m.next?.event)];
  }
}

// set changes a text only if it is another, so that a scrub costs little.
function set(e: HTMLElement, text: string): void {
  if (e.textContent !== text) e.textContent = text;
}

// stateAt is what the bounds of the legs tell of a moment.
export function stateAt(legs: Leg[], at: number, zone: string): string {
  const may: string[] = [];
  for (const l of legs) {
    if (l.kind === "gap") continue;
    const begun = l.start.to != null && at >= l.start.to, might = l.start.from == null || at >= l.start.from;
    const over = l.end.to != null && at > l.end.to, mightBeOver = l.end.from == null || at > l.end.from;
    if (begun && !mightBeOver) return l.what;
    if (might && !over && !(begun && l.end.from == null && l.end.to == null)) may.push(l.what);
    else if (begun && !over) return `${l.what}, or after that: no end on record`;
  }
  const first = legs[0], last = legs.at(-1);
  if (!first) return "nothing on record bounds it";
  if (may.length > 1) return [...new Set(may)].join(" or ") + ": the sources do not tell which";
  const unsure = may.length ? ", or already " + may[0]! : "";
  if (first.start.to == null || at < first.start.to) return "not yet away" + unsure + (unsure && first.start.from != null ? `: it left ${between(first.start.from, first.start.to, zone)}` : "");
  return may.length ? `${may[0]}, or already over` : last && last.kind === "air" ? "after its last landing on record" : "after the last event on record";
}

const km = (r: Range) => r.least == null && r.most == null ? "distance not bounded" : r.most == null ? `at least ${Math.round(r.least!)} km` : r.least == null ? `at most ${Math.round(r.most)} km` : `${Math.round(r.least)} to ${Math.round(r.most)} km`;
const hours = (t: { least: string | null; most: string | null }) => [t.least && "at least " + lengthWords(lengthOf(t.least)), t.most && "at most " + lengthWords(lengthOf(t.most))].filter(Boolean).join(", ");
