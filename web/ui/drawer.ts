import "./drawer.css";
import type { App } from "./app";
import { button, el } from "./dom";
import { stamp } from "./state";
import { WhatIfDial } from "./whatif";

const kinds = ["finding", "event", "source", "statement", "ruling", "movement"];

// Drawer shows the page of one record beside the view: the same words that the
// page has by itself, so that any line can be checked in two presses.
export class Drawer {
  private body = el("div", { class: "drawer-body", tabindex: -1 });
  private alone = el("a", { class: "alone" }, "Open as a page");
  private from: HTMLElement | null = null; // what had the focus before
  private asking: AbortController | null = null;
  private dial: WhatIfDial | null = null;

  constructor(private readonly root: HTMLElement, private readonly app: App, private readonly offer: (part: HTMLElement) => void) {
    root.append(el("div", { class: "drawer-head" }, this.alone, button("Copy link", () => void navigator.clipboard?.writeText(location.href)), button("Close", () => this.shut(), { class: "close", "aria-keyshortcuts": "Escape" })), this.body);
    document.addEventListener("click", (e) => this.follow(e));
    document.addEventListener("keydown", (e) => { if (e.key === "Escape" && app.state.open && !e.defaultPrevented) this.shut(); });
    app.on((s, c) => {
      if (c.has("open")) void this.show(true);
      else if (s.open && ["zone", "as_of", "view"].some((k) => c.has(k as "view"))) void this.show(false);
    });
    root.hidden = true;
    if (app.state.open) void this.show(false);
  }

  // follow opens links to records in the drawer, unless a new tab is asked for.
  private follow(e: MouseEvent): void {
    const a = e.target instanceof Element ? e.target.closest("a") : null;
    if (!a || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    const open = a.dataset.open ?? openOf(new URL(a.href, location.href));
    if (!open) return;
    e.preventDefault();
    this.app.set({ open });
  }

  private shut(): void {
    this.app.set({ open: null });
    this.from?.focus();
    this.from = null;
  }

  private async show(focus: boolean): Promise<void> {
    this.asking?.abort();
    this.dial?.close();
    this.dial = null;
    const { open } = this.app.state;
    document.documentElement.classList.toggle("drawn", open != null);
    this.root.hidden = open == null;
    if (!open) return;
    const [kind, id] = split(open), asking = this.asking = new AbortController();
    if (focus && !this.root.contains(document.activeElement)) this.from = document.activeElement as HTMLElement;
    this.alone.href = address(this.app, kind, id, false);
    this.body.setAttribute("aria-busy", "true");
    try {
      const article = kinds.includes(kind) ? await fragment(address(this.app, kind, id, true), asking.signal) : null;
      if (!article) throw new Error(`no kind of record is called "${kind}"`);
      this.dial = kind === "finding" ? new WhatIfDial(this.app, id) : null;
      this.offer(article);
      this.body.replaceChildren(article, ...this.dial ? [this.dial.root] : []);
    } catch (err) {
      if (asking.signal.aborted) return;
      this.body.replaceChildren(el("h2", {}, "Not shown"), el("p", {}, `${open}: ${(err as Error).message}.`), button("Try again", () => void this.show(true)));
    }
    this.body.removeAttribute("aria-busy");
    this.body.scrollTop = 0;
    if (focus) this.body.focus();
  }
}

// split is the kind and id of "finding:ask-1/plane-1".
export function split(open: string): [string, string] {
  const i = open.indexOf(":");
  return [open.slice(0, i), open.slice(i + 1)];
}

// openOf is what the drawer shows for an address of a record of this case.
function openOf(u: URL): string | null {
  if (u.origin !== location.origin || !u.pathname.startsWith(location.pathname)) return null;
  const kind = u.pathname.slice(location.pathname.length), id = u.searchParams.get("id");
  return kinds.includes(kind) && id ? `${kind}:${id}` : null;
}

function address(app: App, kind: string, id: string, part: boolean): string {
  const q = new URLSearchParams({ id });
  if (app.state.zone !== "court") q.set("zone", app.state.zone);
  if (app.state.as_of != null) q.set("as_of", stamp(app.state.as_of));
  if (part) q.set("part", "1");
  return `${location.pathname}${kind}?${q}`;
}

// fragment is the article that the server writes, as elements.
export async function fragment(href: string, signal?: AbortSignal): Promise<HTMLElement> {
  const r = await fetch(href, { credentials: "same-origin", ...(signal ? { signal } : {}) });
  const doc = new DOMParser().parseFromString(await r.text(), "text/html");
  const article = doc.querySelector<HTMLElement>("article, main");
  if (!r.ok || !article) throw new Error(article?.querySelector("p")?.textContent?.replace(/\.$/, "") || `the server answered ${r.status}`);
  return document.adoptNode(article);
}
