import "./app.css";
import { App, ask } from "./app";
import { Axis, steps } from "./axis";
import { Changes } from "./changes";
import { el } from "./dom";
import { Drawer, fragment } from "./drawer";
import { Editor } from "./edit";
import { Exports } from "./exports";
import { Help } from "./help";
import { chartOf } from "./lanes";
import { CaseMap } from "./map";
import { Matrix } from "./matrix";
import { MomentBar } from "./moment";
import { Now } from "./now";
import { People } from "./people";
import { mainDays } from "./scale";
import { refresh, Sections } from "./sections";
import { read, stamp } from "./state";
import { failed, waiting } from "./states";
import type { View } from "./view";
import { WhatIfBanner } from "./whatif";

const place = (id: string): HTMLElement => document.getElementById(id) ?? el("div", { id });

// mount makes the elements, each in its place in the page as the server wrote
// it.
function mount(app: App): void {
  const map = place("map"), now = el("section", { id: "now", "aria-label": "At this moment" });
  const stage = place("axis"), desk = el("div", { class: "desk" });
  stage.before(desk);
  desk.append(el("div", {}, stage, now), map);
  const axis = new Axis(stage, app);
  const bar = new MomentBar(place("moment"), app, axis);
  const earth = app.view.record.movements.length ? new CaseMap(map, app) : null;
  desk.classList.toggle("alone", !earth);
  new Now(now, app);
  const matrix = new Matrix(place("matrix"), app);
  place("moment").after(new WhatIfBanner(app, (w) => matrix.suppose(w)).root);
  new Sections(place("contents"), document.querySelector("main")!);
  new People(app);
  const editor = new Editor(app);
  new Drawer(place("drawer"), app, (part) => editor.offer(part));
  const help = new Help({ step: (way) => axis.step(way), play: () => bar.toggle(), type: () => bar.focus(), reading: () => document.querySelector<HTMLElement>(".one select")?.focus() });
  head(el("div", { class: "acts" }, new Exports(app, axis.picture, earth).root, editor.adds, help.open));
  document.body.append(new Changes(app, async () => { await app.reload(); await refresh(app, fragment); }).root);
  app.on((_, c) => { if (c.has("zone") || c.has("as_of")) void refresh(app, fragment); });
}

// head folds away what is not needed at first.
function head(acts: HTMLElement): void {
  const header = place("head"), purpose = header.querySelector("h1 + p");
  const [first, ...rest] = (purpose?.textContent ?? "").split(/\n\s*\n/);
  if (purpose) purpose.textContent = first ?? "";
  const about = el("details", { class: "about" }, el("summary", {}, "About this case"), ...rest.map((p) => el("p", {}, p)));
  (purpose ?? place("head").querySelector("h1"))?.after(about);
  const label = header.querySelector(":scope > .label:not([role])");
  if (label) about.before(label);
  header.append(acts);
}

// begin is the moment that is shown where the address has none: the first from
// which most readings have a ruling bind in the main hours, else the first event.
function begin(app: App): number | null {
  const c = chartOf(app.view), main = mainDays(c);
  const band = c.bands.filter((b) => main && b.from >= main.from && b.from <= main.to).sort((a, b) => b.readings.length - a.readings.length)[0];
  return band?.from ?? steps(c).find((s) => main && s.at >= main.from)?.at ?? steps(c)[0]?.at ?? null;
}

async function start(api: string): Promise<void> {
  document.documentElement.classList.add("live");
  const axis = place("axis"), wait = waiting();
  axis.append(wait);
  try {
    const asOf = read(location.search).as_of;
    const app = new App(api, await ask<View>(api + (asOf == null ? "" : "?as_of=" + stamp(asOf)), {}));
    if (app.state.at == null) app.state = { ...app.state, at: begin(app) };
    wait.remove();
    mount(app);
    requestAnimationFrame(() => performance.mark("holdshort: ready"));
  } catch (err) {
    wait.replaceWith(failed(err as Error, () => location.reload()));
    document.documentElement.classList.remove("live");
    throw err;
  }
}

const api = document.querySelector<HTMLMetaElement>("meta[name=api]")?.content;
if (api && /^\/c\/[^/]+\/$/.test(location.pathname)) void start(api);
