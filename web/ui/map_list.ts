import type { App } from "./app";
import { button, el, svg } from "./dom";
import type { Found, Mover, Spotted } from "./map_draw";
import type { Ways, Where } from "./map_doc";
import { slants } from "./map_pen";
import type { Stretch } from "./map_reach";

const short = (name: string) => name.split(",")[0]!;

// phrase says where a movement was, in a line.
export function phrase(f: Found, places: Spotted[]): string {
  const name = (id: string) => short(places.find((p) => p.id === id)?.name ?? id);
  const seen = f.tracked ? "placed by its track" : "not drawn";
  const say = (x: Stretch): string => {
    const [from, to] = [x.from && name(x.from.place), x.to && name(x.to.place)];
    switch (x.state) {
      case "on the ground": return `on the ground at ${to}`;
      case "in the air": return `in the air, from ${from} to ${to}`;
      case "between": return `between ${from} and ${to}`;
      case "not begun": return `before its first stop on record, ${to}; ${seen}`;
      default: return `its record has ended at ${from}; ${seen}`;
    }
  };
  return f.stretches.length ? f.stretches.map(say).join("; or ") : "where it was is not on record, or contradicted";
}

// MapList is the map as a list: each movement, where it was, and what follows.
export class MapList {
  readonly root = el("ul", { class: "map-list", "aria-label": "Movements at this moment" });
  readonly asked = new Set<string>(); // of which movements the ways are drawn
  private items = new Map<string, { words: HTMLElement; more: HTMLElement }>();
  private moreOf: Where[] | null = null;

  constructor(private app: App, private changed: () => void) {}

  set(movers: Mover[]): void {
    this.items.clear();
    this.root.replaceChildren(...movers.map((m) => this.item(m)));
    this.moreOf = null;
  }

  private item(m: Mover): HTMLElement {
    const words = el("p", { class: "map-words" }), more = el("div", { class: "map-more" });
    this.items.set(m.id, { words, more });
    const ways = button("Ways back and on", () => {
      if (!this.asked.delete(m.id)) this.asked.add(m.id);
      ways.setAttribute("aria-pressed", String(this.asked.has(m.id)));
      this.changed();
    }, { "aria-pressed": "false", class: "map-ways", "aria-label": `Ways back and on of ${m.name}` });
    return el("li", {}, el("h3", {}, swatch(m.color), m.name), words, more, ways);
  }

  // show says where each movement was: while the moment is dragged what the map
  // itself makes out, and at rest what the server answers.
  show(found: Found[], wheres: Where[] | null): void {
    const places = this.app.view.record.places as Spotted[];
    for (const f of found) {
      const item = this.items.get(f.mover.id);
      const text = phrase(f, places);
      if (item && item.words.textContent !== text) item.words.textContent = text;
    }
    this.root.classList.toggle("moving", !wheres);
    if (!wheres || wheres === this.moreOf) return;
    this.moreOf = wheres;
    for (const w of wheres) this.items.get(w.id)?.more.replaceChildren(...this.more(w));
  }

  private more(w: Where): HTMLElement[] {
    const areas = this.app.view.record.areas.filter((a) => a.rings.length);
    const names = (answer: string) => w.in.filter((x) => x.answer === answer).flatMap((x) => areas.find((a) => a.id === x.area)?.name ?? []);
    const line = (term: string, what: string[]) => what.length ? el("p", {}, el("span", {}, term), " ", what.join("; ")) : null;
    return [line("In", names("yes")), line("Not in", names("no")), line("Cannot be told whether in", names("unknown")), this.table(w)].filter((x) => x != null);
  }

  // table is the ways to places where it was not already.
  private table(w: Where): HTMLElement | null {
    const far = (x: Ways) => x.distance_km.most > 10;
    const rows = [...w.back.filter(far).map((x) => this.row("Back to", x)), ...w.on.filter(far).map((x) => this.row("On to", x))];
    const speed = [...w.back, ...w.on][0]?.at_kt;
    if (!rows.length) return null;
    return el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Way"), el("th", { scope: "col" }, "km"), el("th", { scope: "col" }, "no sooner than"))), el("tbody", {}, ...rows),
      el("caption", {}, `At ${speed} kt, the top speed assumed. Fuel, weather and runways are left out.`));
  }

  private row(words: string, w: Ways): HTMLElement {
    const place = this.app.view.record.places.find((p) => p.id === w.place);
    const d = w.distance_km, whole = (x: number) => x.toLocaleString("en-US", { maximumFractionDigits: 0 });
    return el("tr", {}, el("th", { scope: "row", title: place?.name }, `${words} ${w.place}`),
      el("td", {}, `${whole(Math.floor(d.least))}–${whole(Math.ceil(d.most))}`), el("td", {}, minutes(w.time.least)));
  }
}

// minutes says an ISO 8601 length in hours and minutes, rounded down.
export function minutes(iso: string): string {
  const m = /^PT(?:(\d+)H)?(?:(\d+)M)?/.exec(iso);
  return (m?.[1] ? `${m[1]} h ` : "") + `${m?.[2] ?? 0} min`;
}

function swatch(color: number): SVGElement {
  const slant = slants[color % slants.length]!;
  const lines = [-14, -7, 0, 7, 14].map((y) => `M-20 ${y}H20`).join("");
  return svg("svg", { width: 18, height: 12, viewBox: "0 0 18 12", class: `swatch mover-${color + 1}`, "aria-hidden": true },
    svg("path", { d: lines, transform: `translate(9 6) rotate(${slant})` }), svg("rect", { x: 0.6, y: 0.6, width: 16.8, height: 10.8 }));
}
