import "./moment.css";
import type { App } from "./app";
import { AsOf } from "./asof";
import type { Axis } from "./axis";
import { civil, dateOf, weekday, words } from "./clock";
import { button, el } from "./dom";
import { typed } from "./typed";

const rates = [1, 10, 60, 300, 600];

// MomentBar is the moment in words: typed, stepped, played, and on whose clock.
export class MomentBar {
  private time = el("input", { class: "time", type: "text", "aria-label": "The moment, as 18:46:30 EDT", autocomplete: "off", spellcheck: "false", "aria-describedby": "moment-echo" });
  private date = el("p", { class: "date" });
  private echo = el("p", { class: "echo", id: "moment-echo", role: "status", hidden: true });
  private play = button("Play", () => this.toggle(), { class: "play" });
  private rate = el("select", { "aria-label": "Speed of play" }, ...rates.map((r) => el("option", { value: r, selected: r === 60 }, `${r}×`)));
  private zone = el("select", { "aria-label": "On whose clock" });
  private last = 0;  // of the play: when the frame before was
  private frame = 0; // of the play; 0 while it stands

  constructor(root: HTMLElement, private readonly app: App, private readonly axis: Axis) {
    root.classList.add("moment");
    root.append(
      el("div", { class: "when" }, this.time, this.date, this.echo),
      el("div", { class: "steps", role: "group", "aria-label": "Move the moment" },
        button("‹ Event", () => axis.step(-1), { title: "Previous event" }), this.play, button("Event ›", () => axis.step(1), { title: "Next event" }), this.rate),
      el("div", { class: "clocks" }, el("label", {}, el("span", {}, "Clock"), this.zone), new AsOf(app).root));
    this.time.addEventListener("input", () => this.read());
    this.time.addEventListener("focus", () => this.time.select());
    this.time.addEventListener("blur", () => this.show());
    this.time.addEventListener("keydown", (e) => this.key(e));
    this.zone.addEventListener("change", () => app.set({ zone: this.zone.value }));
    app.on((_, c) => {
      if (c.has("view") || c.has("zone")) this.choices();
      if (c.has("at") || c.has("zone")) this.show();
    });
    this.choices();
    this.show();
  }

  private choices(): void {
    const { court } = this.app.view.zones, others = this.app.zones.filter((z) => z !== court && z !== "UTC");
    const at = this.app.state.at ?? 0, now = this.app.state.zone;
    const named: [string, string][] = [["court", `Court, ${civil(at, court).abbr}`], ["utc", "UTC"], ...others.map((z): [string, string] => [z, `${z.split("/").pop()!.replaceAll("_", " ")}, ${civil(at, z).abbr}`])];
    if (!named.some(([z]) => z === now)) named.push([now, now]);
    this.zone.replaceChildren(...named.map(([value, text]) => el("option", { value, selected: value === now }, text)));
  }

  // show writes the moment where nobody is typing.
  private show(): void {
    const { at } = this.app.state;
    if (at == null) return;
    const c = civil(at, this.app.zone), other = this.app.zone === "UTC" ? this.app.view.zones.court : "UTC";
    this.date.textContent = `${weekday(c)}, ${dateOf(c)} · ${words(at, other).replace(/ on .*/, "")}`;
    if (document.activeElement === this.time && !this.echo.hidden) return;
    this.time.value = this.app.format(at);
    this.quiet();
  }

  private quiet(): void {
    this.echo.hidden = true;
    this.time.removeAttribute("aria-invalid");
  }

  // read says how what is typed is understood, on two clocks, before it counts.
  private read(): number | null {
    const t = typed(this.time.value, this.app.state.at ?? 0, this.app.zones);
    this.echo.hidden = false;
    this.echo.classList.toggle("refusal", t.error != null);
    this.time.toggleAttribute("aria-invalid", t.error != null);
    if (t.ms == null) this.echo.textContent = t.error;
    else {
      const other = this.app.zone === "UTC" ? this.app.view.zones.court : "UTC";
      this.echo.textContent = `${words(t.ms, this.app.zone)}, that is ${words(t.ms, other)}. Enter to go there.`;
    }
    return t.ms ?? null;
  }

  private key(e: KeyboardEvent): void {
    if (e.key === "Escape") {
      this.quiet();
      this.show();
      this.time.select();
    }
    if (e.key !== "Enter") return;
    const ms = this.read();
    if (ms == null) return;
    this.quiet();
    this.axis.goTo(ms);
    this.time.value = this.app.format(ms);
    this.time.select();
  }

  focus(): void { this.time.focus(); }

  toggle(): void {
    if (this.frame) return this.stop();
    this.play.textContent = "Pause";
    this.app.dragging = true;
    this.last = performance.now();
    this.frame = requestAnimationFrame((t) => this.run(t));
  }

  private stop(): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.play.textContent = "Play";
    this.app.released();
  }

  private run(now: number): void {
    const at = (this.app.state.at ?? 0) + Math.max(0, now - this.last) * Number(this.rate.value);
    this.last = now;
    this.app.dragging = true;
    if (at >= this.axis.extent.to) {
      this.app.set({ at: this.axis.extent.to });
      return this.stop();
    }
    this.app.set({ at });
    this.frame = requestAnimationFrame((t) => this.run(t));
  }
}
