import type { App } from "./app";
import { civil, dateOf, moment } from "./clock";
import { button, el } from "./dom";
import { instant } from "./state";

const day = 86_400_000;

// AsOf shows the case as it stood on record at an earlier day. It is another
// thing than the moment: what was known, not what was happening.
export class AsOf {
  readonly root = el("details", { class: "as-of" });
  private summary = el("summary");
  private slide = el("input", { type: "range", "aria-label": "As known at the end of" });
  private says = el("p", { role: "status" });
  private days: number[] = []; // when sources came out

  constructor(private readonly app: App) {
    this.days = app.view.record.sources.map((s) => instant(s.published?.latest)).filter((t) => t != null).sort((a, b) => a - b);
    this.root.append(this.summary, el("div", { class: "pop" }, el("p", {}, "The case as it stood on record at the end of a day: sources that came out later are left out."),
      this.slide, this.says, button("Everything on record", () => app.set({ as_of: null }))));
    this.root.hidden = this.days.length < 2;
    this.slide.addEventListener("input", () => this.say(this.end()));
    this.slide.addEventListener("change", () => app.set({ as_of: this.end() }));
    app.on((_, c) => { if (c.has("as_of") || c.has("zone")) this.show(); });
    this.show();
  }

  private get first(): number { return Math.floor(this.days[0]! / day) * day; }

  // end is the last second of the day chosen, on the court's clock.
  private end(): number {
    const zone = this.app.view.zones.court, c = civil(this.first + Number(this.slide.value) * day + day / 2, zone);
    return moment({ ...c, hour: 23, minute: 59, second: 59 }, zone)!;
  }

  private show(): void {
    if (this.root.hidden) return;
    const { as_of } = this.app.state, days = Math.ceil((this.days.at(-1)! - this.first) / day);
    this.slide.max = String(days);
    this.slide.value = String(as_of == null ? days : Math.floor((as_of - this.first) / day));
    this.summary.textContent = as_of == null ? "As known: now" : `As known: ${dateOf(civil(as_of, this.app.view.zones.court))}`;
    this.root.classList.toggle("set", as_of != null);
    this.say(as_of);
  }

  private say(at: number | null): void {
    const out = this.days.filter((d) => at == null || d <= at).length;
    this.says.textContent = at == null ? `Everything on record: ${out} dated sources.`
      : `${dateOf(civil(at, this.app.view.zones.court))}: ${out} of ${this.days.length} dated sources had come out.`;
  }
}
