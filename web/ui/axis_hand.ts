import type { Axis } from "./axis";
import { ruler } from "./layout";

// AxisHand is what pointer and keys do on the axis: the ruler drags the moment,
// the lanes drag the extent, a press opens an event or sets the moment.
export class AxisHand {
  private from: { x: number; scrub: boolean; moved: boolean; extent: { from: number; to: number } } | null = null;

  constructor(private readonly axis: Axis) {
    const f = axis.frame;
    f.addEventListener("pointerdown", (e) => this.down(e));
    f.addEventListener("pointermove", (e) => this.move(e));
    f.addEventListener("pointerup", (e) => this.up(e));
    f.addEventListener("pointercancel", () => this.drop());
    f.addEventListener("pointerleave", () => axis.hideTip());
    f.addEventListener("blur", () => axis.hideTip());
    f.addEventListener("wheel", (e) => this.wheel(e), { passive: false });
    f.addEventListener("keydown", (e) => this.key(e));
  }

  private place(e: MouseEvent): { x: number; y: number } {
    const r = this.axis.picture.getBoundingClientRect();
    return { x: e.clientX - r.left, y: e.clientY - r.top };
  }

  private at(x: number): number {
    const s = this.axis.layout.scale, step = (s.to - s.from) / (s.right - s.left) > 2000 ? 1000 : 100;
    return Math.round(s.at(Math.max(s.left, Math.min(s.right, x))) / step) * step;
  }

  private down(e: PointerEvent): void {
    if (e.button !== 0) return;
    const { x, y } = this.place(e), { app, layout } = this.axis;
    const near = app.state.at != null && Math.abs(layout.scale.x(app.state.at) - x) < 5 && !markOf(e);
    this.from = { x, scrub: y < ruler || near, moved: false, extent: this.axis.extent };
    if (!this.from.scrub) return;
    this.axis.frame.setPointerCapture(e.pointerId);
    app.dragging = true;
    app.set({ at: this.at(x) });
  }

  private move(e: PointerEvent): void {
    const { x } = this.place(e), d = this.from, { app, layout } = this.axis;
    if (!d) {
      const m = markOf(e);
      if (e.pointerType === "mouse") m == null ? this.axis.hideTip() : this.axis.showTip(m);
      return;
    }
    if (d.scrub) {
      app.set({ at: this.at(x) });
      return;
    }
    if (!d.moved && Math.abs(x - d.x) < 5) return;
    if (!d.moved) this.axis.frame.setPointerCapture(e.pointerId);
    d.moved = app.dragging = true;
    const s = layout.scale, by = Math.round((d.x - x) * (s.to - s.from) / (s.right - s.left));
    this.axis.show({ from: d.extent.from + by, to: d.extent.to + by });
  }

  private up(e: PointerEvent): void {
    const d = this.from;
    if (d && !d.scrub && !d.moved) this.press(e);
    this.drop();
  }

  private drop(): void {
    if (!this.from) return;
    this.from = null;
    this.axis.app.released();
  }

  // press opens what is pressed; the bare lane sets the moment.
  private press(e: PointerEvent): void {
    const m = markOf(e), { app, layout } = this.axis;
    const band = e.target instanceof Element ? e.target.closest("[data-event]")?.getAttribute("data-event") : null;
    const item = m == null ? null : layout.order[m]?.item;
    const at = item ? item.from ?? item.to : this.at(this.place(e).x);
    if (item?.entry.event) app.set({ at, open: "event:" + item.entry.event });
    else if (band) app.set({ at, open: "event:" + band });
    else app.set({ at });
  }

  private wheel(e: WheelEvent): void {
    if (e.ctrlKey || e.metaKey) {
      e.preventDefault();
      this.axis.zoom(Math.exp(e.deltaY * 0.005), this.place(e).x);
    } else if (Math.abs(e.deltaX) > Math.abs(e.deltaY)) {
      e.preventDefault();
      const s = this.axis.layout.scale, by = Math.round(e.deltaX * (s.to - s.from) / (s.right - s.left));
      this.axis.show({ from: s.from + by, to: s.to + by });
    }
  }

  private key(e: KeyboardEvent): void {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const { axis } = this, minute = 60_000, at = axis.app.state.at ?? axis.extent.from;
    const keys: Record<string, () => void> = {
      ArrowRight: () => e.shiftKey ? axis.goTo(at + minute) : axis.step(1),
      ArrowLeft: () => e.shiftKey ? axis.goTo(at - minute) : axis.step(-1),
      ArrowUp: () => axis.step(-1), ArrowDown: () => axis.step(1),
      PageUp: () => axis.goTo(at - 60 * minute), PageDown: () => axis.goTo(at + 60 * minute),
      Home: () => axis.goTo(axis.extent.from), End: () => axis.goTo(axis.extent.to),
      "+": () => axis.zoom(1 / 1.6), "=": () => axis.zoom(1 / 1.6), "-": () => axis.zoom(1.6),
      Enter: () => { const open = axis.current(); if (open) axis.app.set({ open }); },
      Escape: () => axis.hideTip(),
    };
    const f = keys[e.key];
    if (!f) return;
    e.preventDefault();
    e.stopPropagation();
    f();
  }
}

function markOf(e: Event): number | null {
  const g = e.target instanceof Element ? e.target.closest("[data-mark]") : null;
  return g ? Number(g.getAttribute("data-mark")) : null;
}
