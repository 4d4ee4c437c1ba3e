import "./sections.css";
import type { App } from "./app";
import { el } from "./dom";

const first = "timeline";

// Sections shows one part of the record at a time, as the server wrote it. Which
// is in the address, after the #.
export class Sections {
  private all: HTMLElement[];
  private links: HTMLAnchorElement[];

  constructor(private readonly contents: HTMLElement, main: HTMLElement) {
    this.all = [...main.querySelectorAll<HTMLElement>(":scope > section[id]")];
    this.links = [...contents.querySelectorAll("a")].filter((a) => this.all.some((s) => a.hash === "#" + s.id));
    const order = (id: string) => this.all.findIndex((s) => "#" + s.id === id);
    this.links.sort((a, b) => order(a.hash) - order(b.hash));
    contents.replaceChildren(el("h2", {}, "The record"), el("ul", {}, ...this.links.map((a) => el("li", {}, a))));
    contents.setAttribute("aria-label", "The record");
    main.before(contents);
    this.all[0]?.before(contents);
    addEventListener("hashchange", () => this.show(true));
    // What is above is drawn first, and takes its height.
    requestAnimationFrame(() => requestAnimationFrame(() => this.show(true)));
    this.show(false);
  }

  private show(moved: boolean): void {
    const target = location.hash ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
    const inside = this.all.find((s) => target && s.contains(target));
    const shown = inside ?? this.all.find((s) => s.classList.contains("shown")) ?? this.all.find((s) => s.id === first) ?? this.all[0];
    for (const s of this.all) s.classList.toggle("shown", s === shown);
    for (const a of this.links) a.hash === "#" + shown?.id ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current");
    if (moved && inside) (target === inside ? this.contents : target)?.scrollIntoView();
  }
}

// refresh puts the server's words as they are now into the page.
export async function refresh(app: App, fragment: (href: string) => Promise<HTMLElement>): Promise<void> {
  const now = await fragment(location.pathname + "?part=1" + (app.state.zone === "court" ? "" : "&zone=" + encodeURIComponent(app.state.zone)) + (app.state.as_of == null ? "" : "&as_of=" + new Date(app.state.as_of).toISOString()));
  for (const s of now.querySelectorAll<HTMLElement>("main > section[id]")) {
    const old = document.getElementById(s.id);
    s.classList.toggle("shown", !!old?.classList.contains("shown"));
    old?.replaceChildren(...s.childNodes);
  }
}
