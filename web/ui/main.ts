import "./app.css";
import { App, ask } from "./app";
import { Axis, steps } from "./axis";
import { chartOf } from "./lanes";
import { CaseMap } from "./map";
import { mainDays } from "./scale";
import { read, stamp } from "./state";
import type { View } from "./view";

// mount makes the elements, each in its place in the page as the server wrote
// it.
function mount(app: App): void {
  const place = (id: string) => document.getElementById(id);
  const axis = place("axis");
  if (axis) new Axis(axis, app);
  const map = place("map");
  if (map) new CaseMap(map, app);
}

// begin is the moment that is shown where the address has none: the first from
// which a reading has a ruling bind in the main hours, else their beginning.
function begin(app: App): number | null {
  const c = chartOf(app.view), main = mainDays(c);
  const band = c.bands.filter((b) => main && b.from >= main.from && b.from <= main.to && b.readings.length > 1).sort((a, b) => b.readings.length - a.readings.length)[0];
  return band?.from ?? steps(c).find((s) => main && s.at >= main.from)?.at ?? steps(c)[0]?.at ?? null;
}

async function start(api: string): Promise<void> {
  const asOf = read(location.search).as_of;
  const view = await ask<View>(api + (asOf == null ? "" : "?as_of=" + stamp(asOf)), {});
  const app = new App(api, view);
  if (app.state.at == null) app.state = { ...app.state, at: begin(app) };
  document.documentElement.classList.add("live");
  mount(app);
}

const api = document.querySelector<HTMLMetaElement>("meta[name=api]")?.content;
if (api && /^\/c\/[^/]+\/$/.test(location.pathname)) void start(api);
