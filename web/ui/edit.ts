import "./edit.css";
import { ask, Problem, type App } from "./app";
import { button, el } from "./dom";
import { control, type Control, type Schema, type Value } from "./form";

// What the server tells of a record, and of a change to it: docs/formats/api.md.
interface Opened {
  list: string; id: string; file: string; line: number; text: string;
  fields: Record<string, Value>; schema: Schema; files: string[]; new: boolean;
}
interface Turned { finding: string; was: string; is: string }
interface Shown { file: string; line: number; diff: string; text: string; stamp: string; sealed?: string; turned: Turned[]; same: number }
interface Trouble { file?: string; line?: number; error: string; hint?: string }
interface Refusal { error: string; hint?: string; problems?: Trouble[]; theirs?: string; yours?: string; merged?: string; clean?: boolean }
interface Read { words: string[]; warnings: string[] }

// lists are those of case files that people add to, and one record of each.
const lists = [["events", "an event"], ["sources", "a source"], ["statements", "a statement"], ["notices", "a notice"], ["movements", "a movement"], ["rulings", "a ruling"],
  ["lifecycle", "what became of a ruling"], ["cohorts", "a cohort"], ["custody", "custody"], ["payments", "a payment"], ["parties", "a party"], ["places", "a place"],
  ["readings", "a reading"], ["questions", "a question"], ["sequences", "an order of events"], ["aside", "a claim set aside"]] as const;

// Change is what was done last, so that it can be taken back.
interface Change { list: string; id: string; was: string; now: string; isNew: boolean }

// Editor is a dialog in which one record is added or corrected. Nothing is written
// before the difference was shown.
export class Editor {
  private dialog = el("dialog", { class: "editor", "aria-labelledby": "editor-title" });
  private body = el("div", { class: "editor-body" });
  private shown = el("section", { class: "shown", "aria-live": "polite" });
  private by = el("input", { type: "text", autocomplete: "off", required: true });
  private why = el("input", { type: "text", autocomplete: "off", required: true });
  private save = button("Save this change", () => void this.send(false), { class: "main", disabled: true });
  private opened: Opened | null = null;
  private form: Control | null = null;
  private text: HTMLTextAreaElement | null = null; // the record as text, where that is edited
  private was = "";

  constructor(private app: App) {
    this.by.value = sessionStorage.getItem("by") ?? "";
    document.body.append(this.dialog);
    addEventListener("beforeunload", (e) => { if (this.dirty && this.dialog.open) e.preventDefault(); });
    // A browser lets a page refuse to be closed only so often.
    this.dialog.setAttribute("closedby", "none");
    this.dialog.addEventListener("keydown", (e) => {
      if (e.key !== "Escape") return;
      e.preventDefault();
      e.stopPropagation();
      this.close();
    });
    this.dialog.addEventListener("cancel", (e) => e.preventDefault());
  }

  private dirty = false;

  // adds is a choice of what can be added; empty where the server changes nothing.
  get adds(): HTMLElement | null {
    if (!document.querySelector("meta[name=edits]")) return null;
    const menu = el("details", { class: "exports" }, el("summary", {}, "Add a record"));
    menu.append(el("div", { class: "pop" }, el("ul", {}, ...lists.map(([list, words]) => el("li", {}, button(words, () => { menu.open = false; void this.open(list, null); }))))));
    return menu;
  }

  // open shows the form of a record; id is null for a new one.
  async open(list: string, id: string | null): Promise<void> {
    this.opened = await this.app.get<Opened>("/record", id === null ? { list } : { list, id });
    this.was = this.opened.text;
    this.draw(false);
    if (!this.dialog.open) this.dialog.showModal();
  }

  // offer puts a button where a part of the page is about a record that can be
  // corrected.
  offer(part: ParentNode): void {
    for (const p of part.querySelectorAll<HTMLElement>("[data-edit-list]")) {
      p.replaceChildren(button("Correct this record", () => void this.open(p.dataset.editList!, p.dataset.editId!), { class: "correct" }));
      p.hidden = false;
    }
  }

  private draw(asText: boolean): void {
    const o = this.opened!;
    this.dirty = false;
    this.form = this.text = null;
    if (asText) {
      this.text = el("textarea", { class: "code", rows: 18, spellcheck: "false", "aria-label": "the record as text" });
      this.text.value = o.text;
      this.text.addEventListener("input", () => this.changed());
    } else {
      this.form = control(o.list, o.schema, o.fields, { changed: () => this.changed(), echo: (t, out) => this.echo(t, out) });
    }
    this.body.replaceChildren(this.form?.node ?? this.text!);
    this.shown.replaceChildren();
    this.save.disabled = true;
    const title = o.new ? `Add to ${o.list}` : `${o.list}: ${o.id}`;
    this.dialog.replaceChildren(
      el("header", {}, el("h2", { id: "editor-title" }, title),
        el("p", { class: "where" }, o.new ? "A new record." : `${o.file}, line ${o.line}. A correction is sealed with who made it and why; what stood before stays on record.${this.app.state.as_of == null ? "" : " You see the record as of an earlier time; this changes it as it stands now."}`),
        button(asText ? "as a form" : "as text", () => this.turn(asText), { class: "quiet" })),
      this.body,
      el("footer", {},
        el("div", { class: "field" }, el("label", {}, "Who are you? A pseudonym will do. ", this.by)),
        el("div", { class: "field" }, el("label", {}, "Why is this changed? ", this.why)),
        this.shown,
        el("div", { class: "buttons" }, button("Show what would change", () => void this.send(true)), this.save, button("Close", () => this.close(), { class: "quiet" }))));
  }

  // turn shows the record as it stands, in the other way of writing it.
  private turn(asText: boolean): void {
    const o = this.opened!;
    if (this.dirty && !confirm("Begin anew from the record as it stands, and lose what was not saved?")) return;
    if (!asText) return this.draw(true);
    void this.open(o.list, o.new ? null : o.id);
  }

  private changed(): void {
    this.dirty = true;
    this.save.disabled = true; // what was shown is no longer what would be saved
    const around = this.around();
    if (JSON.stringify(around) !== JSON.stringify(this.read)) for (const [out, text] of this.times) if (out.isConnected) this.echo(text, out);
    this.read = around;
  }

  private close(): void {
    if (this.dirty && !confirm("Leave, and lose what was not saved?")) return;
    this.dialog.close();
  }

  // echo says how the server reads a time, on two clocks.
  private waiting = new Map<HTMLElement, AbortController>();
  private times = new Map<HTMLElement, string>();   // what stands in each field of a time
  private read: Record<string, string> | null = null; // with what zone and date they were read

  private around(): { zone: string; on: string } {
    const f = (this.form?.value() ?? this.opened?.fields ?? {}) as Record<string, Value>;
    return { zone: typeof f.zone === "string" ? f.zone : "", on: typeof f.on === "string" ? f.on : "" };
  }

  private echo(text: string, out: HTMLElement): void {
    this.waiting.get(out)?.abort();
    this.times.set(out, text);
    if (!text.trim()) return void out.replaceChildren();
    const stop = new AbortController();
    this.waiting.set(out, stop);
    const around = this.around();
    setTimeout(() => {
      if (stop.signal.aborted) return;
      this.post<Read>("/time", { text, ...around }, stop.signal).then(
        (r) => out.replaceChildren(...[...r.words, ...r.warnings].map((w) => el("span", {}, w))),
        (e: unknown) => { if (!stop.signal.aborted) out.replaceChildren(el("span", { class: "bad" }, e instanceof Error ? e.message : String(e), e instanceof Problem && e.hint ? `: ${e.hint}` : "")); });
    }, 150);
  }

  private post<T>(path: string, body: unknown, signal?: AbortSignal): Promise<T> {
    const token = document.querySelector<HTMLMetaElement>('meta[name="token"]')?.content ?? "";
    return ask<T>(this.app.base + path, { method: "POST", headers: { "Content-Type": "application/json", "Holdshort-Token": token }, body: JSON.stringify(body), ...(signal ? { signal } : {}) });
  }

  private async send(dry: boolean): Promise<void> {
    const o = this.opened!;
    sessionStorage.setItem("by", this.by.value);
    const content = this.text ? { text: this.text.value } : { fields: this.form!.value() ?? {} };
    try {
      const done = await this.post<Shown>("/changes", { list: o.list, id: o.id, new: o.new, was: this.was, by: this.by.value, why: this.why.value, dry, ...content });
      if (dry) return this.show(done);
      const f = this.form?.value() as Record<string, Value> | undefined;
      const id = typeof f?.id === "string" ? f.id : o.id;
      this.saved(done, { list: o.list, id, was: this.was, now: done.text, isNew: o.new });
    } catch (e) {
      this.refused(e);
    }
  }

  private show(d: Shown): void {
    this.save.disabled = !d.diff;
    this.shown.replaceChildren(el("h3", {}, d.diff ? `What would change in ${d.file}` : "Nothing would change."), diff(d.diff), turned(d.turned, d.same));
    if (d.diff) this.save.focus();
  }

  private saved(d: Shown, c: Change): void {
    this.dirty = false;
    this.was = d.text;
    this.save.disabled = true;
    const undo = c.isNew ? el("p", {}, "A record that was added by mistake is taken out in its file.") : button("Take it back", () => void this.undo(c));
    this.shown.replaceChildren(el("h3", {}, `Saved to ${d.file}.`), d.sealed ? el("p", {}, d.sealed) : null!, turned(d.turned, d.same), undo);
    this.opened = { ...this.opened!, text: d.text, line: d.line, id: c.id, new: false };
    void this.app.reload();
  }

  private async undo(c: Change): Promise<void> {
    try {
      const done = await this.post<Shown>("/changes", { list: c.list, id: c.id, was: c.now, text: c.was, by: this.by.value, why: "taken back: " + this.why.value, dry: false });
      await this.app.reload();
      await this.open(c.list, c.id);
      this.shown.replaceChildren(el("h3", {}, `Taken back in ${done.file}.`), diff(done.diff));
    } catch (e) {
      this.refused(e);
    }
  }

  private refused(e: unknown): void {
    this.save.disabled = true;
    if (!(e instanceof Problem)) return this.shown.replaceChildren(el("p", { class: "bad" }, "The server did not answer. Whether anything was changed is not known: close this, and open the record again."));
    const r = e.body as Refusal;
    if (r.theirs !== undefined) return this.clash(r);
    this.shown.replaceChildren(el("h3", { class: "bad" }, e.message), e.hint ? el("p", {}, e.hint) : "",
      el("ul", {}, ...(r.problems ?? []).map((p) => el("li", {}, p.error, p.hint ? el("small", {}, ` ${p.hint}`) : null))));
  }

  // clash shows what somebody else has done meanwhile beside what is to be done,
  // and goes on from theirs.
  private clash(r: Refusal): void {
    const merged = el("textarea", { class: "code", rows: 14, spellcheck: "false", "aria-label": "the record as it is to be" });
    merged.value = r.clean ? r.merged! : r.theirs!;
    this.shown.replaceChildren(
      el("h3", {}, "Somebody else has changed this record since you opened it."),
      el("p", {}, r.clean ? "The two changes touch different lines. Both are in the text below." : "The two changes touch the same lines. Below is the record as it stands now; put into it what is yours."),
      el("div", { class: "sides" },
        el("figure", {}, el("figcaption", {}, "as it stands now"), el("pre", {}, r.theirs!)),
        el("figure", {}, el("figcaption", {}, "as you would have it"), el("pre", {}, r.yours!))),
      merged,
      button("Go on with this text", () => {
        this.was = r.theirs!;
        this.opened = { ...this.opened!, text: merged.value };
        this.draw(true);
        this.dirty = true;
        void this.send(true);
      }, { class: "main" }));
    merged.focus();
  }
}

function diff(text: string): HTMLElement {
  const kind: Record<string, string> = { "+": "added", "-": "removed", "@": "at" };
  return el("pre", { class: "diff" }, ...text.split("\n").filter((l) => !/^(---|\+\+\+) /.test(l)).map((l) => {
    const k = kind[l[0] ?? ""];
    return el(k === "added" ? "ins" : k === "removed" ? "del" : "span", { class: k ?? "same" }, l + "\n");
  }));
}

function turned(list: Turned[], same: number): HTMLElement {
  if (!list.length) return el("p", {}, `No finding would turn; ${same} stay as they are.`);
  return el("div", {}, el("p", {}, `${list.length} findings turn; ${same} stay as they are.`),
    el("ul", {}, ...list.map((t) => el("li", {}, el("code", {}, t.finding), `: ${t.was} becomes ${t.is}`))));
}
