import "./whatif.css";
import type { App } from "./app";
import { button, el } from "./dom";
import { answerWord, isoOf, lengthOf, lengthWords } from "./margin";
import type { WhatIf } from "./view";

interface Explained { events: { id: string; what: string; claims: { claim: string; source: string; text: string }[] }[] }

// by is how far the dial moves a time: seconds at its middle, hours at its ends.
const by = (turn: number): number => Math.sign(turn) * Math.round(Math.abs(turn) ** 3 * 6 * 3600 / 1e6) * 1000;
const turned = (ms: number): number => Math.sign(ms) * Math.cbrt(Math.abs(ms) / 1000 / (6 * 3600) * 1e6);

// parse is the claim and length of the address's whatif: CLAIM~PT2M.
export function parse(text: string | null): { claim: string; ms: number } | null {
  const i = text?.lastIndexOf("~") ?? -1;
  if (!text || i < 0) return null;
  try {
    return { claim: text.slice(0, i), ms: lengthOf(text.slice(i + 1)) };
  } catch {
    return null;
  }
}

// WhatIfDial moves the time of one claim of a finding. What turns is marked in
// the matrix, and nowhere taken for a finding.
export class WhatIfDial {
  readonly root = el("section", { class: "what-if", "aria-label": "What if a time were another" });
  readonly close: () => void;
  private pick = el("select", { "aria-label": "Whose time" });
  private dial = el("input", { type: "range", min: -100, max: 100, step: 0.5, value: 0, "aria-label": "Earlier or later" });
  private says = el("p", { class: "says", role: "status" });

  constructor(private readonly app: App, finding: string) {
    this.root.hidden = true;
    this.root.append(el("h2", {}, "What if?"), el("p", {}, "Move one source's time and see which answers turn. This is no finding."),
      el("label", {}, "Time of ", this.pick), el("div", { class: "dial" }, el("span", {}, "6 h earlier"), this.dial, el("span", {}, "6 h later")), this.says,
      el("p", {}, ...[-600, -120, 120, 600].map((s) => button(`${s < 0 ? "−" : "+"}${Math.abs(s) / 60} min`, () => this.set(s * 1000))), button("As stated", () => this.app.set({ whatif: null }))));
    this.dial.addEventListener("input", () => this.say(by(Number(this.dial.value))));
    this.dial.addEventListener("change", () => this.set(by(Number(this.dial.value))));
    this.pick.addEventListener("change", () => this.set(by(Number(this.dial.value))));
    this.close = app.on((_, c) => { if (c.has("whatif")) this.show(); });
    void this.load(finding);
  }

  private async load(finding: string): Promise<void> {
    const doc = await this.app.get<Explained>("/explain", { finding }).catch(() => null);
    for (const e of doc?.events ?? []) {
      const group = el("optgroup", { label: e.what }), used = this.app.event(e.id)?.claims.filter((c) => !c.aside && (c.kind === "actual" || c.kind === "computed")).map((c) => c.id);
      for (const c of e.claims.filter((c) => used?.includes(c.claim))) group.append(el("option", { value: c.claim }, `${c.text} (${c.source})`));
      if (group.childElementCount) this.pick.append(group);
    }
    this.root.hidden = !this.pick.childElementCount;
    this.show();
  }

  private set(ms: number): void { this.app.set({ whatif: ms ? `${this.pick.value}~${isoOf(ms)}` : null }); }

  private show(): void {
    const w = parse(this.app.state.whatif);
    if (w) this.pick.value = w.claim;
    if (!this.pick.value) this.pick.selectedIndex = 0;
    this.dial.value = String(w ? turned(w.ms) : 0);
    this.say(w?.ms ?? 0);
  }

  private say(ms: number): void {
    this.says.textContent = ms ? `If this time were ${lengthWords(Math.abs(ms))} ${ms < 0 ? "earlier" : "later"}.` : "As stated.";
    this.dial.setAttribute("aria-valuetext", this.says.textContent);
  }
}

// WhatIfBanner says over everything that a what-if is shown, and lists what
// turns.
export class WhatIfBanner {
  readonly root = el("div", { class: "what-if-banner", role: "status", hidden: true });
  private asking: AbortController | null = null;

  constructor(private readonly app: App, private readonly told: (w: WhatIf | null) => void) {
    app.on((_, c) => { if (["whatif", "view", "as_of"].some((k) => c.has(k as "view"))) void this.ask(); });
    if (app.state.whatif) void this.ask();
  }

  private async ask(): Promise<void> {
    this.asking?.abort();
    const w = parse(this.app.state.whatif);
    this.root.hidden = !w;
    if (!w) return this.told(null);
    const asking = this.asking = new AbortController();
    const move = `${this.name(w.claim)}, ${lengthWords(Math.abs(w.ms)).replace(/( 0 min)? 0 s$/, "")} ${w.ms < 0 ? "earlier" : "later"}`;
    const end = button("End the what-if", () => this.app.set({ whatif: null }));
    this.root.replaceChildren(el("strong", {}, "WHAT IF"), ` ${move}: being worked out … `, end);
    try {
      const got = await this.app.get<WhatIf>("/whatif", { claim: w.claim, by: isoOf(w.ms) }, asking.signal);
      const n = got.turned.length;
      this.root.replaceChildren(el("strong", {}, "WHAT IF"), ` ${move}: ${n ? `${n} of ${n + got.same} answers turn. ` : `no answer turns, of ${got.same}. `}`, this.list(got), end);
      this.told(got);
    } catch (err) {
      if (asking.signal.aborted) return;
      this.told(null);
      this.root.replaceChildren(el("strong", {}, "WHAT IF"), ` ${move}: ${(err as Error).message} `, end);
    }
  }

  // name is a claim in words: of what, as stated by whom.
  private name(claim: string): string {
    for (const e of this.app.view.timeline.events) {
      const c = e.claims.find((c) => c.id === claim);
      if (c) return `${e.what}, “${c.text}” by ${c.source}`;
    }
    return claim;
  }

  private list(w: WhatIf): HTMLElement | string {
    if (!w.turned.length) return "";
    return el("details", {}, el("summary", {}, "Which"), el("ul", {}, ...w.turned.map((t) => el("li", {},
      el("a", { href: `finding?id=${encodeURIComponent(t.finding)}`, "data-open": "finding:" + t.finding }, t.finding), ` ${answerWord(t.was)} → ${answerWord(t.is)}`))));
  }
}
