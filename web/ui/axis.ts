import "./axis.css";
import type { App } from "./app";
import * as draw from "./axis_draw";
import { AxisHand } from "./axis_hand";
import { AxisNotes } from "./axis_notes";
import { words } from "./clock";
import { button, el, svg } from "./dom";
import { chartOf, type Band, type Chart } from "./lanes";
import { layout, moment, type Layout, type Placed } from "./layout";
import { extentOf, mainDays, Scale } from "./scale";
import { stamp } from "./state";
import { empty } from "./states";

const narrowBelow = 640;

// Axis shows every lane over time. It is drawn when its extent, its width, the
// clock or the case changes; while the moment moves, the cursor alone does.
export class Axis {
  chart: Chart;
  layout!: Layout;
  readonly frame = el("div", { class: "axis-chart", tabindex: 0, role: "slider", "aria-label": "The moment, on the time axis", "aria-describedby": "axis-keys" });
  readonly picture = svg("svg", { class: "axis-picture", "aria-hidden": "true" });
  private stage = el("div", { class: "axis-stage" });
  private cursor = svg("g");
  private notes: AxisNotes;
  private nothing = empty("Nothing on record as it is seen here has a time: there is no axis to draw.");
  private tip = el("div", { class: "axis-tip", hidden: true });
  private widths = new Map<string, number>();
  private pen = document.createElement("canvas").getContext("2d");

  constructor(private readonly root: HTMLElement, readonly app: App) {
    this.chart = chartOf(app.view);
    this.notes = new AxisNotes(app);
    this.frame.append(this.picture, this.tip);
    this.stage.append(this.frame, this.tools());
    root.append(this.stage, key(), el("p", { id: "axis-keys", class: "axis-keys" }, "Arrow keys go from event to event, with Shift by a minute; Enter opens the event; plus and minus zoom."), this.notes.root, this.nothing);
    new AxisHand(this);
    new ResizeObserver(() => this.draw()).observe(this.frame);
    app.on((_, c) => {
      if (c.has("view")) {
        this.chart = chartOf(app.view);
        void this.gaps();
      }
      if (["view", "from", "to", "zone", "reading"].some((k) => c.has(k as "view"))) this.draw();
      else if (c.has("at")) this.move();
    });
    void this.gaps();
  }

  private tools(): HTMLElement {
    return el("div", { class: "axis-zoom", role: "group", "aria-label": "Extent of the axis" },
      button("Main hours", () => this.show(null)), button("All", () => this.show(extentOf(this.chart)), { title: "All events on record" }),
      button("−", () => this.zoom(1.6), { "aria-label": "Zoom out" }), button("+", () => this.zoom(1 / 1.6), { "aria-label": "Zoom in" }));
  }

  // gaps puts the stretches without coverage of each track into its lane.
  private async gaps(): Promise<void> {
    for (const m of this.app.view.record.movements.filter((m) => m.tracks)) {
      const tracks = await this.app.tracks(m.id).catch(() => []);
      const lane = this.chart.lanes.find((l) => l.key === m.id);
      for (const t of tracks) {
        const t0 = Date.parse(t.t0);
        for (const [from, to, why] of t.gaps) lane?.legs.push({ kind: "gap", start: { from: t0 + from, to: t0 + from }, end: { from: t0 + to, to: t0 + to }, what: why });
      }
      if (tracks.some((t) => t.gaps.length)) this.draw();
    }
  }

  get extent(): { from: number; to: number } {
    const { from, to } = this.app.state;
    if (from != null && to != null) return { from, to };
    const at = this.app.state.at ?? Date.now();
    return mainDays(this.chart) ?? extentOf(this.chart) ?? { from: at - 3_600_000, to: at + 3_600_000 };
  }

  show(e: { from: number; to: number } | null): void { this.app.set({ from: e?.from ?? null, to: e?.to ?? null }); }

  // zoom keeps the moment at px x, or the moment that is shown, where it is.
  zoom(factor: number, x?: number): void {
    const s = this.layout.scale, { at } = this.app.state;
    const seen = at != null && at >= s.from && at <= s.to ? at : (s.from + s.to) / 2;
    const hold = x == null ? seen : s.at(x);
    const length = Math.min(Math.max((s.to - s.from) * factor, 120_000), 40 * 365 * 86_400_000);
    const from = hold - (hold - s.from) * length / (s.to - s.from);
    this.show({ from: Math.round(from), to: Math.round(from + length) });
  }

  private measure = (text: string): number => {
    let w = this.widths.get(text);
    if (w == null) this.widths.set(text, w = this.pen ? this.pen.measureText(text).width : text.length * 6);
    return w;
  };

  private bandLabel = (b: Band): string => {
    const n = b.readings.length, of = this.app.view.record.readings.length;
    return `Binds from here by ${n} of ${of} readings: ${b.label}`;
  };

  draw(): void {
    const width = Math.floor(this.frame.clientWidth);
    this.nothing.hidden = this.chart.lanes.length > 0;
    this.root.classList.toggle("bare", !this.nothing.hidden);
    if (width < 50) return;
    const narrow = width < narrowBelow, e = this.extent;
    this.stage.classList.toggle("narrow", narrow);
    if (this.pen) this.pen.font = `${narrow ? 11 : 11.5}px ${getComputedStyle(this.frame).fontFamily}`;
    const scale = new Scale(e.from, e.to, narrow ? 4 : 128, width - (narrow ? 4 : 8));
    const l = this.layout = layout(this.chart, scale, { narrow, rows: narrow ? 8 : 10, measure: this.measure, bandLabel: this.bandLabel });
    this.cursor = draw.cursor(l);
    const marks = svg("g", { class: "marks" });
    l.order.forEach((p, i) => marks.append(draw.markOf(p, i, scale)));
    this.picture.replaceChildren(draw.patterns(), ...l.lanes.map((p, i) => draw.lane(p, l, i)), draw.grid(l, this.app.zone), draw.bands(l, this.app.state.reading), marks, this.cursor);
    for (const [k, v] of Object.entries({ viewBox: `0 0 ${width} ${l.height}`, width, height: l.height })) this.picture.setAttribute(k, String(v));
    this.hideTip();
    this.notes.draw(this.chart, l);
    this.move();
  }

  // move puts the cursor where the moment is.
  private move(): void {
    const { at } = this.app.state, s = this.layout?.scale;
    if (at == null || !s) return;
    const seen = at >= s.from && at <= s.to;
    this.cursor.setAttribute("visibility", seen ? "visible" : "hidden");
    if (seen) this.cursor.setAttribute("transform", `translate(${Math.round(s.x(at) * 10) / 10} 0)`);
    this.frame.setAttribute("aria-valuenow", String(Math.round(at / 1000)));
    if (!this.app.dragging) this.frame.setAttribute("aria-valuetext", this.app.format(at, { date: true }));
  }

  // step goes to the event before or after the moment, and says which it is.
  step(way: number): void {
    const at = this.app.state.at ?? 0, all = steps(this.chart);
    const next = way > 0 ? all.find((s) => s.at > at) : all.findLast((s) => s.at < at);
    if (!next) return;
    this.goTo(next.at);
    this.frame.setAttribute("aria-valuetext", `${next.what}, ${this.app.format(next.at)}`);
    const i = this.layout.order.findIndex((p) => p.item.entry === next.entry);
    if (i >= 0 && document.activeElement === this.frame) this.showTip(i);
  }

  // goTo moves the moment, and the extent where it would be out of sight.
  goTo(at: number): void {
    const { from, to } = this.extent, length = to - from;
    this.app.set(at < from || at > to ? { at, from: at - length / 2, to: at + length / 2 } : { at });
  }

  // current is what the drawer shows for the moment: the event that is then, or of
  // a reported position, which is none, its movement.
  current(): string | null {
    const now = steps(this.chart).filter((s) => s.at === this.app.state.at).map((s) => s.entry), e = now.find((e) => e.event) ?? now[0];
    return !e ? null : e.event ? "event:" + e.event : "movement:" + e.lane;
  }

  showTip(i: number): void {
    const p = this.layout.order[i], a = this.app;
    if (!p) return this.hideTip();
    const { entry, from, to } = p.item;
    this.tip.replaceChildren(el("strong", {}, entry.what),
      el("p", {}, a.between(entry.between)), el("p", { class: "utc" }, utc(from, to)),
      ...entry.claims.slice(0, 8).map((c) => el("p", { class: "claim-line" + (c.aside ? " aside" : "") }, `“${c.text}” ${c.source}${c.kind === "actual" ? "" : ", " + c.kind}${c.aside ? ", set aside" : ""}`)),
      entry.claims.length > 8 ? el("p", {}, `and ${entry.claims.length - 8} more`) : "");
    this.tip.hidden = false;
    this.settle(p);
  }

  private settle(p: Placed): void {
    const wide = this.frame.clientWidth, w = Math.min(340, wide);
    this.tip.style.setProperty("left", `${Math.max(0, Math.min(p.x - 10, wide - w))}px`);
    this.tip.style.setProperty("top", `${p.y + 24}px`);
  }

  hideTip(): void { this.tip.hidden = true; }
}

// key says what the marks mean.
function key(): HTMLElement {
  const marks = [["range", "from the earliest to the latest moment"], ["leg", "certainly so; where it tapers it began or ended"], ["hatched", "no coverage, or no end on record"], ["tick", "what each source says"],
    ["planned", "planned or inferred: not used"], ["reported", "position as reported: not used"], ["band", "a ruling binds from here, by a reading"]];
  return el("ul", { class: "axis-key", "aria-label": "Key" }, ...marks.map(([k, text]) => el("li", {}, el("span", { class: "sample " + k! }), text!)));
}

// steps are the moments that events have, in order: where the cursor stops.
export function steps(c: Chart): { at: number; what: string; entry: Placed["item"]["entry"] }[] {
  return c.lanes.flatMap((l) => l.items.filter((i) => i.kind !== "planned")).map((i) => ({ at: moment(i), what: i.entry.what, entry: i.entry })).sort((a, b) => a.at - b.at);
}

function utc(from: number | null, to: number | null): string {
  const at = (ms: number | null) => ms == null ? "nothing bounds it" : stamp(ms);
  return from === to && from != null ? words(from, "UTC") : `earliest ${at(from)}, latest ${at(to)}`;
}
