import * as clock from "./clock";
import { blank, instant, read, stamp, write, type State } from "./state";
import type { TrackDoc } from "./map_track";
import type { Bounds, Entry, View } from "./view";

export type { State } from "./state";

// Changed tells which parts of the state changed; view, that the case's files or
// the record as of a moment did.
export type Changed = Set<keyof State | "view">;
type Listener = (s: State, changed: Changed) => void;

export interface Options { seconds?: boolean; date?: boolean }

// Problem is what the server answers where it cannot do what was asked.
export class Problem extends Error {
  constructor(readonly status: number, message: string, readonly hint: string, readonly body: unknown) { super(message); }
}

// App is the case that is shown and what of it is seen. Elements draw
// themselves when it tells them that something changed; what they set is in the
// address.
export class App {
  view: View;
  state: State;
  dragging = false; // while the moment is dragged the address waits
  private listeners: Listener[] = [];
  private due: Changed = new Set();

  // base is where the server tells of the case.
  constructor(readonly base: string, view: View) {
    this.view = view;
    this.state = this.known(read(location.search));
    addEventListener("popstate", () => this.go(read(location.search), false));
  }

  // on has f called after each change, until what it returns is called.
  on(f: Listener): () => void {
    this.listeners.push(f);
    return () => { this.listeners = this.listeners.filter((g) => g !== f); };
  }

  set(patch: Partial<State>): void { this.go({ ...this.state, ...patch }, true); }

  // known is a state without a zone that nobody knows.
  private known(s: State): State {
    try {
      this.zoneOf(s.zone);
      clock.civil(0, this.zoneOf(s.zone));
      return s;
    } catch {
      return { ...s, zone: blank.zone };
    }
  }

  private go(next: State, record: boolean): void {
    const was = this.state;
    this.state = next = this.known(next);
    for (const k of Object.keys(next) as (keyof State)[]) if (next[k] !== was[k]) this.due.add(k);
    if (record && this.due.size) this.remember(was);
    if (this.due.has("as_of")) void this.reload();
    this.tell();
  }

  // remember puts the state into the address: as a new page where the drawer or
  // a choice changed, else in place of the last.
  private remember(was: State): void {
    if (this.dragging) return;
    const address = location.pathname + write(this.state) + location.hash;
    const step = was.open !== this.state.open || was.reading !== this.state.reading || was.as_of !== this.state.as_of;
    if (step) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  }

  // released ends a drag: the address takes what it came to.
  released(): void {
    this.dragging = false;
    history.replaceState(null, "", location.pathname + write(this.state) + location.hash);
  }

  // tell draws all that is due, once for each frame.
  private frame = 0;
  private tell(): void {
    if (this.frame || !this.due.size) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const changed = this.due;
      this.due = new Set();
      for (const f of this.listeners) f(this.state, changed);
    });
  }

  // reload asks for the case again, with its files as they are now.
  async reload(): Promise<void> {
    const asOf = this.state.as_of;
    this.view = await this.get<View>("", asOf == null ? {} : { as_of: stamp(asOf) });
    this.asked.clear();
    this.due.add("view");
    this.tell();
  }

  // get asks the server for JSON about the case. It throws a Problem.
  async get<T>(path: string, query: Record<string, string> = {}, signal?: AbortSignal): Promise<T> {
    const q = new URLSearchParams(query).toString();
    return ask<T>(this.base + path + (q ? "?" + q : ""), signal ? { signal } : {});
  }

  // tracks are those of a movement, asked for once.
  async tracks(movement: string): Promise<TrackDoc[]> {
    let t = this.asked.get(movement);
    if (!t) this.asked.set(movement, t = this.get<{ tracks: TrackDoc[] }>("/tracks/" + encodeURIComponent(movement)).then((d) => d.tracks.filter((x) => x.t.length)));
    return t;
  }
  private asked = new Map<string, Promise<TrackDoc[]>>();

  // zone is the IANA name of the clock on which times are shown.
  get zone(): string { return this.zoneOf(this.state.zone); }

  private zoneOf(choice: string): string {
    return choice === "court" ? this.view.zones.court : choice === "utc" ? "UTC" : choice;
  }

  // zones are the court's, UTC and those of the case's places.
  get zones(): string[] { return [...new Set([this.view.zones.court, ...Object.values(this.view.zones.places), "UTC"])]; }

  // format says a moment on the clock that is shown, always with its zone.
  format(ms: number, o: Options = {}): string {
    const c = clock.civil(ms, this.zone);
    return `${clock.timeOf(c, o.seconds ?? true)} ${c.abbr}${o.date ? " on " + clock.dateOf(c) : ""}`;
  }

  between(b: Bounds): string { return clock.between(instant(b.earliest), instant(b.latest), this.zone); }

  event(id: string): Entry | undefined { return this.view.timeline.events.find((e) => e.event === id); }
}

// ask is JSON from an address of this origin.
export async function ask<T>(address: string, init: RequestInit): Promise<T> {
  const r = await fetch(address, { ...init, headers: { Accept: "application/json", ...init.headers }, credentials: "same-origin" });
  if (r.ok) return await r.json() as T;
  const p = await r.json().catch(() => ({})) as { error?: string; hint?: string };
  throw new Problem(r.status, p.error ?? `the server answered ${r.status}`, p.hint ?? "", p);
}
