import { button, el } from "./dom";

const keys: [string, string][] = [
  ["← →", "on the time axis: previous and next event"], ["Shift ← →", "on the time axis: a minute back and on"], ["Page ↑ ↓", "on the time axis: an hour"],
  ["+ −", "on the time axis: zoom"], ["Enter", "on the time axis: open the event at the moment"], ["j k", "next and previous event, from anywhere"],
  ["Space", "play and pause"], ["t", "type a time"], ["r", "choose a reading"], ["Esc", "close the evidence"], ["?", "this list"],
];

export interface Actions { step: (way: number) => void; play: () => void; type: () => void; reading: () => void }

// Help is the list of keys, and the keys that work from anywhere in the page.
export class Help {
  private dialog = el("dialog", { class: "help", "aria-label": "Keys" });
  readonly open = button("Keys", () => this.dialog.showModal(), { class: "plain", "aria-keyshortcuts": "?" });

  constructor(a: Actions) {
    this.dialog.append(el("h2", {}, "Keys"), el("dl", {}, ...keys.map(([k, words]) => el("div", {}, el("dt", {}, ...k.split(" ").map((c) => el("kbd", {}, c))), el("dd", {}, words)))), button("Close", () => this.dialog.close()));
    document.body.append(this.dialog);
    const all: Record<string, () => void> = { "?": () => this.dialog.showModal(), j: () => a.step(1), k: () => a.step(-1), " ": a.play, t: a.type, r: a.reading };
    document.addEventListener("keydown", (e) => {
      const f = all[e.key], on = e.target instanceof Element ? e.target : null;
      if (!f || e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented || this.dialog.open || on?.closest("input, select, textarea, [contenteditable]") || e.key === " " && on?.closest("button, summary, a")) return;
      e.preventDefault();
      f();
    });
  }
}
