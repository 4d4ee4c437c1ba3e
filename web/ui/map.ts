import "./map.css";
import type { App, Changed } from "./app";
import { button, el, svg } from "./dom";
import { base } from "./map_base";
import { moving, names, still, type Area, type Found, type Link, type Look, type Mover, type Scene, type Sheet, type Spotted } from "./map_draw";
import { Hand } from "./map_hand";
import type { Labels } from "./map_label";
import { MapList, minutes, phrase } from "./map_list";
import { canvasPen, SvgPen, type Pen } from "./map_pen";
import { angle, Reach, type Course, type LatLon } from "./map_reach";
import { lookOf } from "./map_look";
import { Track } from "./map_track";
import { fitted, parse, projection, text, zoomed, type Sight } from "./map_view";
import { stamp, type State } from "./state";
import type { Ways, Where } from "./map_doc";

// CaseMap shows where each movement was, or could have been, at the moment.
// What depends on the moment is drawn over a picture of what does not.
export class CaseMap {
  readonly frame = el("div", { class: "map-frame", tabindex: 0, role: "group", "aria-label": "Map", "aria-describedby": "map-keys" });
  readonly canvas = el("canvas", { role: "img", "aria-label": "The map is being drawn" });
  private below = el("canvas"); // the earth, areas and tracks
  private above = el("canvas"); // places and names
  private labels: Labels | null = null;
  private scene: Scene = { base: null, areas: [], places: [], movers: [] };
  private look: Look;
  private sight: Sight | null = null; // null until the map was fitted or moved
  private width = 0;
  private height = 0;
  private list: MapList;
  private rings = new Map<string, LatLon[][]>(); // of the server, for the moment in ringsAt
  private wheres: Where[] = [];
  private ringsAt: number | null = null;
  private resting = 0;
  private sharpening = 0;
  private asking: AbortController | null = null;
  private print = el("a", { href: "map.svg", class: "map-print" }, "Map to print");
  private note = el("p", { class: "map-note" });

  constructor(readonly root: HTMLElement, readonly app: App) {
    this.list = new MapList(app, () => this.step());
    this.frame.append(this.below, this.canvas, this.above);
    root.classList.add("map");
    root.append(el("h2", {}, "Where they were"), this.tools(), this.frame, this.key(), this.note, this.list.root);
    this.look = lookOf(root);
    new Hand(this.frame, { sight: () => this.view, to: (s) => this.go(s), done: () => this.remember(), fit: () => this.fit(), globe: () => this.turn() });
    app.on((s, changed) => this.heard(s, changed));
    new ResizeObserver(() => this.sized()).observe(this.frame);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.relook(lookOf(root)));
    addEventListener("beforeprint", () => this.relook(lookOf(root, true)));
    addEventListener("afterprint", () => this.relook(lookOf(root)));
    void this.load();
    void base().then((b) => { this.scene.base = b; this.redraw(); }, (e: unknown) => { this.note.textContent = `The base map is missing: ${String(e)}`; });
  }

  // load asks for the courses and tracks of the movements. They are drawn as
  // they come.
  private async load(): Promise<void> {
    const { view } = this.app;
    this.scene.areas = view.record.areas.map((a): Area => ({ ...a, error_m: a.error_m ?? 0 }));
    this.scene.places = view.record.places.filter((p) => p.at).map((p): Spotted => ({ id: p.id, name: p.name, at: p.at! }));
    const { movements } = await this.app.get<{ movements: Course[] }>("/courses", this.asOf());
    this.scene.movers = movements.map((c, i): Mover => ({ id: c.id, name: c.name, reach: new Reach(c), tracks: [], color: i % this.look.movers.length }));
    this.list.set(this.scene.movers);
    this.redraw();
    this.rest();
    for (const m of this.scene.movers) {
      if (this.app.state.as_of != null || !view.record.movements.find((r) => r.id === m.id)?.tracks) continue;
      m.tracks = (await this.app.tracks(m.id)).map((t) => new Track(t));
      if (!this.app.state.map) this.sight = null;
      this.redraw();
    }
  }

  private asOf(): Record<string, string> { return this.app.state.as_of == null ? {} : { as_of: stamp(this.app.state.as_of) }; }

  private heard(s: State, changed: Changed): void {
    if (changed.has("view")) void this.load();
    if (changed.has("map") && s.map !== (this.sight && text(this.sight))) this.sight = null;
    if (changed.has("map") || changed.has("globe")) this.redraw();
    else if (changed.has("at") || changed.has("zone")) this.step();
    if (changed.has("at")) this.rest();
  }

  // rest asks the server for the region when the moment has come to rest.
  private rest(): void {
    clearTimeout(this.resting);
    this.asking?.abort();
    this.resting = window.setTimeout(() => void this.ask(), 160);
  }

  private async ask(): Promise<void> {
    const at = this.app.state.at;
    if (at == null) return;
    this.print.setAttribute("href", "map.svg?" + new URLSearchParams({ at: stamp(Math.round(at)), zone: this.app.zone, ...this.asOf() }).toString());
    this.asking = new AbortController();
    try {
      const doc = await this.app.get<{ movements: Where[] }>("/moment", { at: stamp(Math.round(at)), ...this.asOf() }, this.asking.signal);
      if (this.app.state.at !== at) return;
      this.wheres = doc.movements;
      this.rings = new Map(doc.movements.filter((w) => w.region).map((w) => [w.id, w.region!.rings]));
      this.ringsAt = at;
      this.step();
    } catch (e) {
      if (!(e instanceof DOMException && e.name === "AbortError")) this.note.textContent = `Where they were at this moment did not come from the server: ${String(e)}`;
    }
  }

  // view is what of the earth is seen: as in the address, else all stops.
  private get view(): Sight {
    const globe = this.app.state.globe;
    if (!this.sight) {
      const given = parse(this.app.state.map);
      this.sight = given ? { ...given, globe } : fitted(this.extent(), this.width, this.height, globe);
    }
    return this.sight = { ...this.sight, globe };
  }

  private extent(): LatLon[] {
    const stops = this.scene.movers.flatMap((m) => [...m.reach.course.anchors.map((a) => a.at), ...m.tracks.flatMap((t) => t.corners)]);
    return stops.length ? stops : this.scene.places.map((p) => p.at);
  }

  private go(s: Sight): void {
    this.sight = s;
    this.drawStill(true);
    this.drawMoving();
    clearTimeout(this.sharpening);
    this.sharpening = window.setTimeout(() => this.redraw(), 140);
  }

  private remember(): void { this.app.set({ map: text(this.view) }); }

  private fit(): void {
    this.sight = null;
    this.app.set({ map: null });
    this.redraw();
  }

  private turn(): void { this.app.set({ globe: !this.app.state.globe, map: null }); }

  private sized(): void {
    this.width = Math.round(this.frame.clientWidth);
    this.height = Math.round(Math.min(Math.max(this.width * 0.6, 320), 620));
    if (!this.app.state.map) this.sight = null;
    this.redraw();
  }

  private relook(look: Look): void {
    this.look = look;
    this.redraw();
  }

  private redraw(): void {
    if (!this.width) return;
    this.drawStill(false);
    this.step();
  }

  // step draws the moment.
  private step(): void {
    const began = performance.now();
    const found = this.drawMoving();
    this.list.show(found, this.ringsAt === this.app.state.at ? this.wheres : null);
    if (this.ringsAt === this.app.state.at) this.canvas.setAttribute("aria-label", this.said(found));
    performance.measure(measured, { start: began }); // who observes it is told; it is not kept
    performance.clearMeasures(measured);
  }

  private sheet(pen: Pen): Sheet {
    const sight = this.view;
    return { pen, sight, projection: projection(sight, this.width, this.height), width: this.width, height: this.height, look: this.look };
  }

  private ratio(): number { return Math.min(devicePixelRatio || 1, 2); }

  private fresh(canvas: HTMLCanvasElement): Pen {
    const [w, h] = [Math.round(this.width * this.ratio()), Math.round(this.height * this.ratio())];
    if (canvas.width !== w || canvas.height !== h) [canvas.width, canvas.height] = [w, h];
    return canvasPen(canvas, this.ratio());
  }

  private drawStill(coarse: boolean): void {
    if (!this.width) return;
    still(this.sheet(this.fresh(this.below)), this.scene, coarse);
    this.labels = names(this.sheet(this.fresh(this.above)), coarse ? { ...this.scene, base: null, areas: [] } : this.scene);
  }

  private drawMoving(): Found[] {
    if (!this.width || !this.labels) return [];
    const sheet = this.sheet(this.fresh(this.canvas)), found = this.found();
    if (this.app.state.at != null) moving(sheet, found, this.app.state.at, this.labels, this.links(found))();
    return found;
  }

  private found(): Found[] {
    const at = this.app.state.at;
    return at == null ? [] : this.scene.movers.map((mover) => ({
      mover, stretches: mover.reach.at(at, mover.tracks.flatMap((t) => t.discs(at))),
      rings: this.ringsAt === at ? this.rings.get(mover.id) ?? null : null, tracked: mover.tracks.some((t) => t.spans(at)),
    }));
  }

  // links are the shortest ways from a region to places, of the movements for
  // which somebody asked.
  private links(found: Found[]): Link[] {
    const out: Link[] = [];
    for (const f of found) {
      const w = this.ringsAt === this.app.state.at ? this.wheres.find((x) => x.id === f.mover.id) : null;
      if (!w || !this.list.asked.has(f.mover.id)) continue;
      const corners = (w.region?.rings ?? []).flat();
      for (const way of [...w.back, ...w.on]) {
        const place = this.scene.places.find((p) => p.id === way.place);
        if (!place || !corners.length || way.distance_km.least < 20) continue;
        const from = corners.reduce((a, b) => angle(b, place.at) < angle(a, place.at) ? b : a);
        out.push({ from, to: place.at, words: wayWords(way), color: f.mover.color });
      }
    }
    return out;
  }

  // said is the map in words: the same as the list says.
  private said(found: Found[]): string {
    const at = this.app.state.at;
    return `Map${at == null ? "" : " at " + this.app.format(at, { date: true })}. ` + found.map((f) => `${f.mover.name}: ${phrase(f, this.scene.places)}.`).join(" ");
  }

  private tools(): HTMLElement {
    const globe = button("Globe", () => this.turn(), { "aria-pressed": String(this.app.state.globe) });
    this.app.on((s, c) => { if (c.has("globe")) globe.setAttribute("aria-pressed", String(s.globe)); });
    const zoom = (by: number) => () => { this.go(zoomed(this.view, by)); this.remember(); };
    return el("div", { class: "map-tools", role: "toolbar", "aria-label": "Map" }, button("Closer", zoom(1)), button("Farther", zoom(-1)), button("All stops", () => this.fit()), globe,
      this.print);
  }

  // save gives the map as it is seen, to take along.
  save(kind: "svg" | "png"): void {
    const name = `map-${this.app.state.at == null ? "" : stamp(Math.round(this.app.state.at)).replaceAll(":", "")}.${kind}`;
    if (kind === "png") {
      const whole = el("canvas", { width: this.canvas.width, height: this.canvas.height }), pen = whole.getContext("2d")!;
      for (const layer of [this.below, this.canvas, this.above]) pen.drawImage(layer, 0, 0);
      whole.toBlob((b) => { if (b) download(b, name); });
      return;
    }
    const pen = new SvgPen(this.width, this.height), was = this.look;
    this.look = lookOf(this.root, true);
    const sheet = this.sheet(pen), found = this.found();
    const title = this.app.state.at == null ? "Map" : "Map at " + this.app.format(this.app.state.at, { date: true });
    still(sheet, this.scene, false);
    const last = new SvgPen(0, 0); // only to tell where names go: regions are drawn below them
    const labels = names({ ...sheet, pen: last }, this.scene);
    const write = moving(sheet, found, this.app.state.at ?? 0, labels, this.links(found));
    names(sheet, this.scene);
    write();
    const corner = { x: this.width - 12, align: "right" as const }, how = { size: 13, weight: 600, family: this.look.sans, color: this.look.ink, halo: this.look.paper };
    labels.write(pen, [title], [{ ...corner, y: this.height - 16 }, { ...corner, y: 18 }, { x: 12, y: 18, align: "left" }], how);
    this.look = was;
    download(new Blob([pen.document(title, this.said(found) + " " + caveat)], { type: "image/svg+xml" }), name);
  }

  private key(): HTMLElement {
    const sample = (...shapes: SVGElement[]) => svg("svg", { width: 34, height: 14, viewBox: "0 0 34 14", "aria-hidden": true }, ...shapes);
    const item = (words: string, ...shapes: SVGElement[]) => el("li", {}, sample(...shapes), words);
    return el("div", { class: "map-foot" }, el("ul", { class: "map-key", "aria-label": "Key" },
      item("could have been anywhere here; nothing says where in it", svg("path", { d: "M1 1H33V13H1ZM1 13L13 1M9 13L21 1M17 13L29 1M25 13L33 5", class: "hatch" })),
      item("on the ground there", svg("rect", { x: 12, y: 2, width: 9, height: 9, class: "solid" })),
      item("track as received; the last 20 minutes darker; nothing across a silence", svg("path", { d: "M1 7H14M22 7H33", class: "trail" })),
      item("boundary of an area, and how far its outline may be off", svg("path", { d: "M1 7H33", class: "band" }), svg("path", { d: "M1 7H33", class: "edge" }))),
    el("p", { class: "map-note", id: "map-keys" }, caveat + " Arrow keys move the map, + and − zoom, 0 shows all stops, G turns the globe on and off."));
  }
}

const measured = "map: a step of the moment";
const caveat = "Regions follow from the stops on record and the top speed assumed: they are not where a flight is likely to have been. Heights, winds and routes are not shown. Coasts and borders: Natural Earth, 1 : 50 million, public domain; close up they are coarse and prove nothing.";

function wayWords(w: Ways): string {
  const km = Math.floor(w.distance_km.least);
  return `${w.place}: at least ${km} km, ${minutes(w.time.least)} at ${w.at_kt} kt`;
}

function download(b: Blob, name: string): void {
  const address = URL.createObjectURL(b);
  el("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
