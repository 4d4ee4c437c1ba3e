import type { App } from "./app";
import { el } from "./dom";
import type { Chart, Item } from "./lanes";
import type { Layout } from "./layout";

// AxisNotes says under the axis what is not drawn, and lists it: nothing is
// left out without a word.
export class AxisNotes {
  readonly root = el("div", { class: "axis-notes" });

  constructor(private readonly app: App) {}

  draw(c: Chart, l: Layout): void {
    const open = new Set([...this.root.querySelectorAll("details[open]")].map((d) => d.id));
    const dropped = l.lanes.reduce((n, p) => n + p.dropped, 0);
    const parts: (HTMLElement | false)[] = [
      this.list("apart", l.apart, "of these days, the hour unknown"),
      this.list("unbounded", c.unbounded, "with no bounds at all"),
      this.list("never", c.never, "that did not happen, as every source says that speaks of them"),
      l.outside > 0 && el("p", {}, `${events(l.outside)} outside these hours: zoom out to see ${l.outside === 1 ? "it" : "them"}`),
      dropped > 0 && el("p", {}, `${dropped} without a label for want of room: zoom in`),
    ];
    this.root.replaceChildren(...parts.filter((p) => p !== false));
    for (const d of this.root.querySelectorAll("details")) d.open = open.has(d.id);
  }

  private list(id: string, items: Item[], what: string): HTMLElement | false {
    return items.length > 0 && el("details", { id: "axis-" + id }, el("summary", {}, `${events(items.length)} ${what}`),
      el("ul", {}, ...items.map((i) => el("li", {}, this.link(i), " ", el("span", { class: "under" }, this.app.between(i.entry.between))))));
  }

  private link(i: Item): HTMLElement | string {
    const id = i.entry.event;
    if (!id) return i.entry.what;
    return el("a", { href: `event?id=${encodeURIComponent(id)}`, "data-open": "event:" + id }, i.entry.what);
  }
}

const events = (n: number) => n === 1 ? "1 event" : `${n} events`;
