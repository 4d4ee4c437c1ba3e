import "./people.css";
import type { App } from "./app";
import { el, svg } from "./dom";
import { people } from "./matrix";
import { instant } from "./state";
import type { Count, Custody } from "./view";

const width = 420;

// People draws head counts as intervals, and terms of custody as bars, over the
// tables that say the same.
export class People {
  private counts = el("figure", { class: "counts-bars" });
  private terms = el("figure", { class: "term-bars" });

  constructor(private readonly app: App) {
    app.on((_, c) => { if (c.has("view") || c.has("zone")) this.draw(); });
    this.draw();
  }

  draw(): void {
    this.put("counts", this.counts);
    this.put("custody", this.terms);
    const { counts, custody } = this.app.view.find;
    const most = scaleOf(counts);
    this.counts.replaceChildren(el("figcaption", {}, "Each cohort from the least to the most that any source gives; ticks are each source's count. An arrow: no upper bound, or more than the scale has."), el("table", { class: "bars" }, el("tbody", {}, ...counts.map((c) => this.count(c, most)))));
    const drawn = custody.filter((c) => c.from.some((f) => f.earliest || f.latest));
    this.terms.replaceChildren(el("figcaption", {}, "From the hand-over to the end on record; the open frame is the stated term. Tapered: began or ended here."), ...drawn.length ? [this.custody(drawn)] : []);
  }

  private put(section: string, figure: HTMLElement): void {
    const s = document.getElementById(section);
    if (s && !s.contains(figure)) s.querySelector("h2")?.after(figure);
  }

  private count(c: Count, most: number): HTMLElement {
    const x = (n: number) => Math.round(Math.min(n, most) / most * (width - 20) * 10) / 10 + 4;
    const least = c.hull.least ?? 0, end = c.hull.most ?? most;
    const bar = svg("svg", { viewBox: `0 0 ${width} 20`, width, height: 20, "aria-hidden": "true" },
      svg("line", { class: "rule", x1: x(0), x2: x(most), y1: 10, y2: 10 }),
      svg("rect", { class: "span", x: x(least), y: 5, width: Math.max(x(end) - x(least), 3), height: 10 }),
      (c.hull.most == null || c.hull.most > most) && svg("polygon", { class: "span", points: `${x(end)},4 ${x(end) + 8},10 ${x(end)},16` }),
      ...c.stated.map((s) => svg("line", { class: s.aside ? "said aside" : "said", x1: x((s.least + (s.most ?? s.least)) / 2), x2: x((s.least + (s.most ?? s.least)) / 2), y1: 1, y2: 19 })));
    return el("tr", {}, el("th", { scope: "row" }, c.name), el("td", { class: "n" }, people(c.hull.least, c.hull.most)), el("td", {}, bar,
      ...c.contradictions.slice(0, 1).map((a) => el("span", { class: "chip" }, `sources contradict: ${a.words}${c.contradictions.length > 1 ? `, and ${c.contradictions.length - 1} more` : ""}`))));
  }

  private custody(all: Custody[]): HTMLElement {
    const ms = (t: string | null | undefined) => instant(t);
    const times = all.flatMap((c) => [...c.from, ...(c.until ? [c.until] : []), ...c.ends].flatMap((b) => [ms(b.earliest), ms(b.latest)])).filter((t) => t != null);
    const from = Math.min(...times), to = Math.max(...times), x = (t: number) => Math.round((8 + (t - from) / (to - from || 1) * (width - 16)) * 10) / 10;
    return el("table", { class: "bars" }, el("tbody", {}, ...all.map((c) => {
      const f = c.from.reduce((a, b) => (ms(a.earliest) ?? Infinity) <= (ms(b.earliest) ?? Infinity) ? a : b);
      const a = ms(f.earliest) ?? ms(f.latest)!, b = ms(f.latest) ?? a, end = c.until ? ms(c.until.earliest) ?? to : to, last = c.until ? ms(c.until.latest) ?? end : to;
      const ends = c.ends.find((e) => e.earliest && e.latest);
      const bar = svg("svg", { viewBox: `0 0 ${width} 22`, width, height: 22, "aria-hidden": "true" },
        svg("polygon", { class: "span", points: `${x(a)},11 ${x(b)},5 ${x(end)},5 ${x(last)},${c.until ? 11 : 5} ${x(end)},17 ${x(b)},17` }),
        ends ? svg("rect", { class: "term", x: x(a), y: 2, width: Math.max(x(ms(ends.latest)!) - x(a), 2), height: 18 }) : null);
      return el("tr", {}, el("th", { scope: "row" }, c.custody), el("td", {}, bar, el("span", { class: "under" }, ` ${this.app.between(f)} to ${c.until && (c.until.earliest || c.until.latest) ? this.app.between(c.until) : "no end on record"}`)));
    })));
  }
}

// scaleOf is the greatest count that bars show: a count many times as great as all
// others would leave nothing of them.
function scaleOf(counts: Count[]): number {
  const all = counts.map((c) => Math.max(c.hull.most ?? 0, c.hull.least ?? 0)).sort((a, b) => b - a);
  while (all.length > 1 && all[0]! > 8 * all[1]!) all.shift();
  return Math.max(1, all[0] ?? 1);
}
