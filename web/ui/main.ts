import "./app.css";
import { App, ask } from "./app";
import { el } from "./dom";
import { read, stamp } from "./state";
import type { View } from "./view";

// caseOf is the case whose page this is; null on any other page.
function caseOf(path: string): string | null {
  const m = /^\/c\/([^/]+)\/$/.exec(path);
  return m ? decodeURIComponent(m[1]!) : null;
}

async function start(id: string): Promise<void> {
  const main = document.querySelector("main") ?? document.body;
  const asOf = read(location.search).as_of;
  const view = await ask<View>(`/api/cases/${encodeURIComponent(id)}${asOf == null ? "" : "?as_of=" + stamp(asOf)}`, {});
  const app = new App(id, view);
  main.prepend(el("p", {}, app.format(app.state.at ?? 0, { date: true })));
}

const id = caseOf(location.pathname);
if (id) void start(id);
