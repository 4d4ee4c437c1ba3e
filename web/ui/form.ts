import { button, el } from "./dom";

// A form for one record, made from the schema of case files. What it gives is
// what the file is to hold: strings, lists and records of them.

export type Value = string | Value[] | { [key: string]: Value };

export interface Schema {
  type?: string | string[]; description?: string; format?: string; pattern?: string;
  enum?: unknown[]; anyOf?: Schema[]; items?: Schema; examples?: string[];
  properties?: Record<string, Schema>; required?: string[];
  "x-order"?: string[];
}

// Control is a part of a form. Its value is undefined where nothing is filled in.
export interface Control { node: HTMLElement; value(): Value | undefined }

// Around is what a control needs to know beside its schema.
export interface Around {
  changed(): void;
  echo(text: string, out: HTMLElement): void; // says how a time is read
}

let made = 0;

// control is the part of a form for a value of the schema.
export function control(name: string, s: Schema, v: Value | undefined, a: Around): Control {
  const list = s.anyOf?.find((x) => x.type === "array") ?? (s.type === "array" ? s : undefined);
  if (list?.items?.properties) return records(name, list.items, (v ?? []) as Value[], a);
  if (list) return words(name, s, v, a);
  if (s.properties) return record(s, (v ?? {}) as Record<string, Value>, a);
  return line(name, s, v, a);
}

function label(name: string, s: Schema, input: HTMLElement, more: Node[] = []): HTMLElement {
  const id = `field-${++made}`;
  input.id = id;
  const about = s.description ? el("small", { id: `${id}-about` }, s.description) : null;
  if (about) input.setAttribute("aria-describedby", about.id);
  return el("div", { class: "field" }, el("label", { for: id }, name), input, ...more, about);
}

// long are fields of running text.
const long = new Set(["note", "says", "what", "why", "text", "about", "title", "ask", "find", "address"]);

function line(name: string, s: Schema, v: Value | undefined, a: Around): Control {
  if (v !== undefined && typeof v !== "string") return raw(name, s, v);
  const text = v ?? "";
  let input: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
  const options = s.enum?.filter((x): x is string => typeof x === "string");
  if (options) {
    if (text && !options.includes(text)) options.push(text);
    input = el("select", {}, ...["", ...options].map((o) => el("option", { value: o, selected: o === text }, o || "not said")));
  } else if (long.has(name) || text.length > 60 || text.includes("\n")) {
    input = el("textarea", { rows: Math.min(8, Math.max(2, Math.ceil(text.length / 60))), spellcheck: "true" });
    input.value = text;
  } else {
    input = el("input", { type: "text", value: text, placeholder: s.examples?.[0], autocomplete: "off", spellcheck: "false" });
  }
  const out = s.format === "time-as-stated" ? el("output", { class: "echo" }) : null;
  const said = () => { if (out) a.echo(input.value, out); };
  input.addEventListener("input", () => { said(); a.changed(); });
  if (text) said();
  return { node: label(name, s, input, out ? [out] : []), value: () => input.value === "" ? undefined : input.value };
}

// raw keeps a value that a line cannot show, as a formula written as a record.
function raw(name: string, s: Schema, v: Value): Control {
  const input = el("textarea", { readonly: true, rows: 3 });
  input.value = JSON.stringify(v, null, 1);
  return { node: label(name, { ...s, description: "written as a record; change it as text" }, input), value: () => v };
}

// words is a list of names or texts, one to a line.
function words(name: string, s: Schema, v: Value | undefined, a: Around): Control {
  const lines = v === undefined ? [] : Array.isArray(v) ? v : [v];
  if (lines.some((x) => typeof x !== "string")) return raw(name, s, v!);
  const input = el("textarea", { rows: Math.max(1, lines.length), class: "words", spellcheck: "false" });
  input.value = lines.join("\n");
  input.addEventListener("input", a.changed);
  const about = `${s.description ?? ""}${s.description ? "; " : ""}one to a line`;
  return {
    node: label(name, { ...s, description: about }, input),
    value() {
      const now = input.value.split("\n").map((x) => x.trim()).filter(Boolean);
      if (!now.length) return undefined;
      return now.length === 1 && typeof v === "string" ? now[0] : now;
    },
  };
}

// record is the fields of one record: those that are there or must be, and a
// choice of the others.
function record(s: Schema, v: Record<string, Value>, a: Around): Control {
  const node = el("div", { class: "record" });
  const parts = new Map<string, Control>();
  const names = s["x-order"] ?? Object.keys(s.properties!);
  const more = el("select", { "aria-label": "add a field" });
  const choose = () => {
    more.replaceChildren(el("option", { value: "" }, "add a field …"),
      ...names.filter((n) => !parts.has(n)).map((n) => el("option", { value: n }, n)));
    more.hidden = parts.size === names.length;
  };
  const put = (name: string) => {
    const c = control(name, s.properties![name]!, v[name], a);
    parts.set(name, c);
    more.before(c.node);
    return c;
  };
  node.append(more);
  for (const n of names) if (n in v || s.required?.includes(n)) put(n);
  choose();
  more.addEventListener("change", () => {
    if (!more.value) return;
    const c = put(more.value);
    choose();
    c.node.querySelector<HTMLElement>("input, textarea, select")?.focus();
  });
  return {
    node,
    value() {
      const out: Record<string, Value> = {};
      for (const [n, c] of parts) {
        const x = c.value();
        if (x !== undefined) out[n] = x;
      }
      return Object.keys(out).length ? out : undefined;
    },
  };
}

// records is a list of records, each of which can be taken out.
function records(name: string, s: Schema, v: Value[], a: Around): Control {
  const one = name.replace(/s$/, "");
  const box = el("fieldset", {}, el("legend", {}, name));
  let parts: Control[] = [];
  const put = (x: Value | undefined) => {
    const c = control(one, s, x, a);
    const item = el("div", { class: "item" }, c.node);
    item.append(button(`take this ${one} out`, () => {
      parts = parts.filter((p) => p !== c);
      item.remove();
      a.changed();
    }, { class: "quiet" }));
    parts.push(c);
    add.before(item);
    return item;
  };
  const add = button(`add ${/^[aeiou]/.test(one) ? "an" : "a"} ${one}`, () => put(undefined).querySelector<HTMLElement>("input, textarea, select")?.focus(), { class: "quiet" });
  box.append(add);
  v.forEach(put);
  return {
    node: box,
    value() {
      const out = parts.map((p) => p.value()).filter((x) => x !== undefined);
      return out.length ? out : undefined;
    },
  };
}
