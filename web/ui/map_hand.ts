// Pan and zoom by pointer, wheel, two fingers and keys. One finger, and the wheel
// without focus, scroll the page.

import { moved, zoomed, type Sight } from "./map_view";

export interface Grip { sight: () => Sight; to: (s: Sight) => void; done: () => void; fit: () => void; globe: () => void }

export class Hand {
  private from: { x: number; y: number } | null = null;
  private pinch: { x: number; y: number; apart: number } | null = null;
  private settling = 0;

  constructor(private frame: HTMLElement, private grip: Grip) {
    frame.addEventListener("pointerdown", (e) => this.down(e));
    frame.addEventListener("pointermove", (e) => this.move(e));
    for (const up of ["pointerup", "pointercancel"] as const) frame.addEventListener(up, () => this.up());
    frame.addEventListener("wheel", (e) => this.wheel(e), { passive: false });
    frame.addEventListener("dblclick", (e) => this.zoom(e.shiftKey ? -1 : 1, e));
    frame.addEventListener("keydown", (e) => this.key(e));
    frame.addEventListener("touchmove", (e) => this.touch(e), { passive: false });
    frame.addEventListener("touchend", () => { if (this.pinch) { this.pinch = null; this.grip.done(); } });
  }

  private down(e: PointerEvent): void {
    if (e.pointerType === "touch" || e.button !== 0) return;
    this.from = { x: e.clientX, y: e.clientY };
    this.frame.setPointerCapture(e.pointerId);
  }

  private move(e: PointerEvent): void {
    if (!this.from) return;
    this.grip.to(moved(this.grip.sight(), e.clientX - this.from.x, e.clientY - this.from.y));
    this.from = { x: e.clientX, y: e.clientY };
  }

  private up(): void {
    if (this.from) this.grip.done();
    this.from = null;
  }

  private wheel(e: WheelEvent): void {
    if (!e.ctrlKey && !e.metaKey && document.activeElement !== this.frame) return;
    e.preventDefault();
    this.zoom(-e.deltaY * (e.deltaMode ? 0.05 : 0.002), e);
  }

  private zoom(steps: number, e: MouseEvent): void {
    const box = this.frame.getBoundingClientRect();
    this.grip.to(zoomed(this.grip.sight(), steps, e.clientX - box.left - box.width / 2, e.clientY - box.top - box.height / 2));
    clearTimeout(this.settling);
    this.settling = window.setTimeout(() => this.grip.done(), 200);
  }

  private touch(e: TouchEvent): void {
    const [a, b] = [e.touches[0], e.touches[1]];
    if (!a || !b) return;
    e.preventDefault();
    const box = this.frame.getBoundingClientRect();
    const now = { x: (a.clientX + b.clientX) / 2, y: (a.clientY + b.clientY) / 2, apart: Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) };
    if (this.pinch) {
      const s = moved(this.grip.sight(), now.x - this.pinch.x, now.y - this.pinch.y);
      this.grip.to(zoomed(s, Math.log2(now.apart / this.pinch.apart), now.x - box.left - box.width / 2, now.y - box.top - box.height / 2));
    }
    this.pinch = now;
  }

  private key(e: KeyboardEvent): void {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const by = e.shiftKey ? 160 : 48, s = this.grip.sight();
    const to: Record<string, () => Sight> = {
      ArrowLeft: () => moved(s, by, 0), ArrowRight: () => moved(s, -by, 0), ArrowUp: () => moved(s, 0, by), ArrowDown: () => moved(s, 0, -by),
      "+": () => zoomed(s, 0.5), "=": () => zoomed(s, 0.5), "-": () => zoomed(s, -0.5),
    };
    if (e.key === "0") this.grip.fit();
    else if (e.key === "g" || e.key === "G") this.grip.globe();
    else if (to[e.key]) {
      this.grip.to(to[e.key]!());
      this.grip.done();
    } else return;
    e.preventDefault();
  }
}
