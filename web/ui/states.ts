import { button, el, svg } from "./dom";

// Waiting, failed and empty look each its own way, so that none is taken for
// "nothing happened".

export function waiting(): HTMLElement {
  return el("div", { class: "state-page waiting", role: "status" },
    svg("svg", { width: 64, height: 12, "aria-hidden": "true" }, ...[6, 24, 42].map((cx) => svg("circle", { cx, cy: 6, r: 4, fill: "none", stroke: "currentColor" }))), "The case is being read.");
}

export function failed(err: Error, again: () => void): HTMLElement {
  return el("div", { class: "state-page failed", role: "alert" },
    svg("svg", { width: 64, height: 16, "aria-hidden": "true" }, svg("path", { d: "M2 8h22M40 8h22M26 2l12 12M38 2l-12 12", stroke: "currentColor", "stroke-width": 2, fill: "none" })),
    el("strong", {}, "The picture could not be drawn. "), `${err.message}. The tables below are the case as the server wrote it. `, button("Try again", again));
}

export function empty(what: string): HTMLElement {
  return el("div", { class: "state-page empty" },
    svg("svg", { width: 64, height: 16, "aria-hidden": "true" }, svg("rect", { x: 1, y: 2, width: 60, height: 12, fill: "none", stroke: "currentColor", "stroke-dasharray": "3 3" })), what);
}
