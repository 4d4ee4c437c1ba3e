import "./matrix.css";
import type { App } from "./app";
import { el } from "./dom";
import { answerWord, because } from "./margin";
import type { Answer, Finding, WhatIf } from "./view";

const answers: Answer[] = ["yes", "no", "unknown"];

// Matrix is the answers: questions by what they are put to, those that depend
// on a reading by reading too. An answer is a word and a frame, and colour says
// nothing by itself.
export class Matrix {
  private root = el("div", { class: "live-matrix" });
  private one = el("section", { class: "one", "aria-label": "Under one reading" });
  private rest = el("div");
  private whatIf: WhatIf | null = null;
  private shown = new Map<string, string>(); // what stood in each cell under the reading before

  constructor(place: HTMLElement, private readonly app: App) {
    for (const n of place.children) n.classList.add("unscripted");
    place.prepend(this.root);
    this.root.append(this.one, this.rest);
    app.on((_, c) => {
      if (c.has("reading")) this.drawOne();
      if (c.has("view")) this.draw();
      else if (c.has("reading")) this.mark();
    });
    this.draw();
  }

  // suppose marks what a what-if turns; null takes the marks away.
  suppose(w: WhatIf | null): void {
    this.whatIf = w;
    this.draw();
  }

  private draw(): void {
    this.drawOne();
    const all = this.app.view.find.findings, byReading = group(all.filter((f) => f.reading)), plain = group(all.filter((f) => !f.reading));
    this.rest.replaceChildren(...[...byReading].map(([q, fs]) => this.readings(q, fs)), this.facts(plain));
    this.mark();
  }

  private ask(question: string, f: Finding): string {
    const q = this.app.view.record.questions.find((q) => q.id === question);
    return q && f.subject ? q.ask : f.ask;
  }

  private name(subject: string | undefined): string {
    const r = this.app.view.record;
    return r.movements.find((m) => m.id === subject)?.name ?? r.cohorts.find((c) => c.id === subject)?.name ?? subject ?? "";
  }

  // drawOne is the answers under the chosen reading, large. Those that another
  // reading gave otherwise are shown to change.
  private drawOne(): void {
    const { readings, findings } = this.app.view.find, chosen = this.app.state.reading;
    const all = findings.filter((f) => f.reading);
    this.one.hidden = !all.length;
    const pick = el("select", { "aria-label": "Reading" }, el("option", { value: "", selected: !chosen }, "Choose a reading …"),
      ...[false, true].map((ours) => el("optgroup", { label: ours ? "Ours, for comparison" : "On record" }, ...readings.filter((r) => !!r.ours === ours).map((r) => el("option", { value: r.id, selected: r.id === chosen }, r.name)))));
    pick.addEventListener("change", () => this.app.set({ reading: pick.value || null }));
    const record = this.app.view.record.readings.find((r) => r.id === chosen), had = this.shown;
    this.shown = new Map();
    const cards = all.filter((f) => f.reading === chosen).map((f) => this.card(f, had));
    const focus = this.one.contains(document.activeElement);
    this.one.replaceChildren(el("h2", {}, "Under one reading"), el("p", {}, pick), record?.says ? el("blockquote", {}, record.says) : "", el("div", { class: "cards" }, ...cards));
    if (focus) pick.focus();
  }

  private card(f: Finding, had: Map<string, string>): HTMLElement {
    const key = `${f.question}/${f.subject}`, before = had.get(key);
    this.shown.set(key, f.answer);
    const changed = before != null && before !== f.answer;
    return el("div", { class: "card" + (changed ? " changed" : "") }, el("h3", {}, this.name(f.subject) || f.ask), el("p", {}, this.cell(f)),
      changed && el("p", { class: "was" }, `was ${answerWord(before as Answer)} under the reading before`));
  }

  // cell is one answer: a link to its proof.
  private cell(f: Finding): HTMLElement {
    const turn = this.whatIf?.turned.find((t) => t.finding === f.id);
    return el("a", { class: "answer", href: `finding?id=${encodeURIComponent(f.id)}`, "data-open": "finding:" + f.id },
      el("span", { class: "word " + f.answer }, answerWord(f.answer)), " ", el("span", { class: "margin" }, because(f)),
      turn ? el("span", { class: "turned" }, `what if: ${answerWord(turn.is)}`) : "",
      f.disputed?.length ? el("span", { class: "chip" }, "sources differ, each alone another answer") : "");
  }

  // readings is one question under every reading. Where they part is said over
  // each column.
  private readings(question: string, fs: Finding[]): HTMLElement {
    const subjects = [...new Set(fs.map((f) => f.subject ?? ""))], rows = this.app.view.find.readings;
    const head = el("tr", {}, el("th", { scope: "col" }, "Reading"), ...subjects.map((s) => el("th", { scope: "col" }, this.name(s) || "The case", this.parts(question, s, fs))));
    const row = (id: string, name: string) => el("tr", { "data-reading": id }, el("th", { scope: "row" }, this.choose(id, name)),
      ...subjects.map((s) => {
        const f = fs.find((f) => f.reading === id && (f.subject ?? "") === s);
        return el("td", {}, f ? this.cell(f) : el("span", { class: "unused" }, "not put"));
      }));
    const body = (ours: boolean) => {
      const rs = rows.filter((r) => !!r.ours === ours);
      return rs.length ? el("tbody", {}, el("tr", { class: "question" }, el("th", { colspan: subjects.length + 1, scope: "rowgroup" }, ours ? "Ours, for comparison: no party argued these" : "Readings on record")), ...rs.map((r) => row(r.id, r.name))) : "";
    };
    return el("section", { class: "by-reading" }, el("h2", {}, this.ask(question, fs[0]!)), el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "Answers by reading" }, el("table", {}, el("thead", {}, head), body(false), body(true))));
  }

  private choose(id: string, name: string): HTMLElement {
    const a = el("a", { href: "?reading=" + encodeURIComponent(id), class: "choose", title: "Choose this reading" }, name);
    a.addEventListener("click", (e) => {
      e.preventDefault();
      this.app.set({ reading: this.app.state.reading === id ? null : id });
    });
    return a;
  }

  private parts(question: string, subject: string, fs: Finding[]): HTMLElement | string {
    const mine = fs.filter((f) => f.question === question && (f.subject ?? "") === subject);
    const n = answers.map((a) => mine.filter((f) => f.answer === a).length);
    const said = answers.map((a, i) => n[i] ? `${n[i]} ${a}` : "").filter(Boolean).join(" · ");
    const parted = n[0]! > 0 && n[1]! > 0;
    return el("span", { class: "parts" + (parted ? " parted" : "") }, parted ? "Readings part: " : "", said);
  }

  // facts are the questions that depend on no reading.
  private facts(qs: Map<string, Finding[]>): HTMLElement {
    const moves = this.app.view.record.movements.filter((m) => [...qs.values()].some((fs) => fs.some((f) => f.subject === m.id)));
    const rows = [...qs].map(([q, fs]) => {
      const of = moves.map((m) => fs.find((f) => f.subject === m.id)), each = fs.some((f) => moves.some((m) => m.id === f.subject));
      const what = el("th", { scope: "row" }, each ? this.ask(q, fs.find((f) => f.subject)!) : fs[0]!.ask, fs[0]!.asked_by ? el("span", { class: "under asked" }, ` Asked by ${fs[0]!.asked_by}.`) : "");
      if (!each) return el("tr", {}, what, el("td", { colspan: Math.max(1, moves.length) }, ...fs.map((f) => el("p", {}, this.value(f)))));
      return el("tr", {}, what, ...of.map((f) => el("td", {}, f ? this.value(f) : el("span", { class: "unused" }, "not put"))));
    });
    return el("section", { class: "facts-table" }, el("h2", {}, "Whatever the reading"), el("div", { class: "wide", tabindex: 0, role: "region", "aria-label": "Answers that depend on no reading" },
      el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Question"), ...moves.length ? moves.map((m) => el("th", { scope: "col" }, m.name)) : [el("th", { scope: "col" }, "Answer")])), el("tbody", {}, ...rows))));
  }

  // value is the answer of a look-up as bounds, of a formula as a word.
  private value(f: Finding): HTMLElement {
    const says = f.kind === "when" && f.between ? this.app.between(f.between)
      : f.kind === "elapsed" && f.margin ? because({ ...f, outcome: "" } as Finding).replace(/^by /, "")
      : f.kind === "count" && f.count ? people(f.count.least, f.count.most) : null;
    if (says == null || f.answer === "unknown" && !f.between?.earliest && !f.between?.latest && f.kind !== "count") return this.cell(f);
    return el("a", { class: "answer", href: `finding?id=${encodeURIComponent(f.id)}`, "data-open": "finding:" + f.id }, says);
  }

  private mark(): void {
    for (const tr of this.rest.querySelectorAll<HTMLElement>("[data-reading]")) {
      const on = tr.dataset.reading === this.app.state.reading;
      tr.classList.toggle("chosen", on);
      if (on) tr.setAttribute("aria-current", "true");
      else tr.removeAttribute("aria-current");
    }
  }
}

function group(fs: Finding[]): Map<string, Finding[]> {
  const out = new Map<string, Finding[]>();
  for (const f of fs) out.set(f.question, [...out.get(f.question) ?? [], f]);
  return out;
}

const number = (n: number) => n.toLocaleString("en-US");

// people is a number of people within bounds, in words.
export function people(least: number | null, most: number | null): string {
  if (least == null && most == null) return "nothing bounds it";
  if (least == null) return `at most ${number(most!)}`;
  if (most == null) return `at least ${number(least)}`;
  return least === most ? number(least) : `${number(least)} to ${number(most)}`;
}
