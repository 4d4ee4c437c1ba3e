import "./now.css";
import type { App } from "./app";
import { el } from "./dom";
import { answerWord } from "./margin";
import { instant, stamp } from "./state";
import type { Answer, InForce, Moment } from "./view";

const settle = 120; // ms that the moment rests before the server is asked

// Now is what was in force at the moment, and the events beside it.
export class Now {
  private when = el("span");
  private force = el("div", { class: "in-force" });
  private near = el("p", { class: "near" });
  private timer = 0;
  private asking: AbortController | null = null;

  constructor(private readonly root: HTMLElement, private readonly app: App) {
    root.append(el("h2", {}, "Orders in force at ", this.when), this.force, this.near);
    app.on((_, c) => {
      if (c.has("at") || c.has("zone")) this.move();
      if (["at", "reading", "as_of", "view", "zone"].some((k) => c.has(k as "at"))) this.ask();
    });
    this.move();
    this.ask();
  }

  // move runs while the moment is dragged.
  private move(): void {
    this.root.hidden = this.app.state.at == null;
    if (this.app.state.at != null) this.when.textContent = this.app.format(this.app.state.at, { date: true });
  }

  // ask lets the moment rest, and drops what was asked for an earlier one.
  private ask(): void {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = window.setTimeout(() => void this.tell(), settle);
  }

  private async tell(): Promise<void> {
    const { at, as_of, reading } = this.app.state;
    if (at == null) return;
    const asking = this.asking = new AbortController();
    const q: Record<string, string> = { at: stamp(Math.round(at)) };
    if (as_of != null) q.as_of = stamp(as_of);
    if (reading) q.reading = reading;
    const m = await this.app.get<Moment>("/moment", q, asking.signal).catch((e: Error) => e);
    if (asking.signal.aborted) return;
    this.force.replaceChildren(...m instanceof Error ? [el("p", { class: "under" }, `Not told: ${m.message}.`)] : this.orders(m.in_force));
    this.near.replaceChildren(...m instanceof Error ? [] : this.beside(m));
  }

  // orders are the rulings that some reading has bind; the others, of which no
  // reading says anything, are folded away.
  private orders(all: InForce[]): HTMLElement[] {
    const { reading, at } = this.app.state, { readings } = this.app.view.record;
    const bound = (id: string) => readings.some((r) => (!reading || r.id === reading) && r.binds?.some((b) => b.ruling === id));
    const every = [...new Set(all.map((f) => f.ruling))], rulings = every.filter((id) => !this.toCome(id, at ?? 0)), said = rulings.filter(bound), silent = rulings.filter((r) => !bound(r));
    const out = said.map((id) => this.order(id, all.filter((f) => f.ruling === id && (!reading || f.reading === reading))));
    if (!said.length) out.push(el("p", { class: "under" }, reading ? "This reading says of no ruling that it binds." : "No reading says what binds."));
    if (silent.length) out.push(el("details", {}, el("summary", {}, `${silent.length} more of which ${reading ? "the reading says nothing" : "no reading says anything"}`), ...silent.map((id) => el("p", {}, this.name(id)))));
    if (every.length > rulings.length) out.push(el("p", { class: "under" }, `${every.length - rulings.length} of the rulings came later.`));
    return out;
  }

  private name(id: string): HTMLElement {
    return el("a", { href: `ruling?id=${encodeURIComponent(id)}`, "data-open": "ruling:" + id }, this.app.view.record.rulings.find((r) => r.id === id)?.name ?? id);
  }

  private order(id: string, mine: InForce[]): HTMLElement {
    const words = tally(mine.map((f) => f.answer)), stood = tally(mine.map((f) => f.as_matters_stood));
    const one = this.app.state.reading, since = one ? mine.find((f) => f.since)?.since : null;
    return el("p", {}, this.name(id), " ", ...words.flatMap((w) => [el("span", { class: "word " + w.a }, answerWord(w.a)), one ? " " : ` under ${w.n} of ${mine.length} readings `]),
      since ? el("span", { class: "under" }, "since " + this.app.between(since)) : "",
      JSON.stringify(stood) === JSON.stringify(words) ? "" : el("span", { class: "stood" }, "as matters stood then, later acts that reach back left out: " + stood.map((w) => answerWord(w.a) + (one ? "" : ` under ${w.n}`)).join(", ")));
  }

  // toCome tells whether no form of a ruling had come out yet.
  private toCome(id: string, at: number): boolean {
    const first = (this.app.view.record.rulings.find((r) => r.id === id)?.expressions ?? []).flatMap((x) => x.events).map((id) => instant(this.app.event(id)?.between.earliest));
    return first.length > 0 && first.every((t) => t != null && t > at);
  }

  private beside(m: Moment): Node[] {
    const link = (way: string, id: string | undefined): Node[] => {
      const e = id ? this.app.event(id) : null;
      return e ? [el("span", {}, `${way}: `, el("a", { href: `event?id=${encodeURIComponent(id!)}`, "data-open": "event:" + id }, e.what), " ", el("span", { class: "under" }, this.app.between(e.between)))] : [];
    };
    return [...link("Before", m.previous?.event), ...link("Next", m.next?.event)];
  }
}

// tally is how many readings give each answer.
function tally(answers: Answer[]): { a: Answer; n: number }[] {
  return (["yes", "unknown", "no"] as const).map((a) => ({ a, n: answers.filter((x) => x === a).length })).filter((w) => w.n);
}
