// Labels that do not overlap: each takes the first free of several places, or is
// left out.

import type { Pen } from "./map_pen";

export interface Spot { x: number; y: number; align: CanvasTextAlign }
export interface Lettering { size: number; weight: number; family: string; color: string; halo: string }
type Box = [number, number, number, number];

export class Labels {
  private taken: Box[];

  constructor(readonly width: number, readonly height: number, taken: Box[] = []) { this.taken = [...taken]; }

  // boxes are what is taken so far.
  get boxes(): Box[] { return this.taken; }

  keep(x: number, y: number, r: number): void { this.taken.push([x - r, y - r, x + r, y + r]); }

  // write writes lines of text at the first free spot. It tells whether there was
  // one.
  write(pen: Pen, lines: string[], spots: Spot[], how: Lettering): boolean {
    pen.font = `${how.weight} ${how.size}px ${how.family}`;
    const width = Math.max(...lines.map((l) => pen.measureText(l).width)), step = how.size * 1.22, height = step * lines.length;
    for (const s of spots) {
      const left = s.align === "left" ? s.x : s.align === "right" ? s.x - width : s.x - width / 2;
      const box: Box = [left - 2, s.y - height / 2 - 1, left + width + 2, s.y + height / 2 + 1];
      if (box[0] < 2 || box[1] < 2 || box[2] > this.width - 2 || box[3] > this.height - 2) continue;
      if (this.taken.some((b) => b[0] < box[2] && box[0] < b[2] && b[1] < box[3] && box[1] < b[3])) continue;
      this.taken.push(box);
      this.letters(pen, lines, s, step, how);
      return true;
    }
    return false;
  }

  private letters(pen: Pen, lines: string[], s: Spot, step: number, how: Lettering): void {
    pen.textAlign = s.align;
    pen.textBaseline = "middle";
    pen.lineJoin = "round";
    pen.setLineDash([]);
    lines.forEach((l, i) => {
      const y = s.y + (i - (lines.length - 1) / 2) * step;
      pen.strokeStyle = how.halo;
      pen.lineWidth = 3.5;
      pen.strokeText(l, s.x, y);
      pen.fillStyle = how.color;
      pen.fillText(l, s.x, y);
    });
  }
}

// beside are places around a point, the nearest to read first.
export function beside(x: number, y: number, by: number): Spot[] {
  const d = by * 0.8;
  return [{ x: x + by, y, align: "left" }, { x: x - by, y, align: "right" }, { x: x + d, y: y - d - 4, align: "left" }, { x: x + d, y: y + d + 4, align: "left" },
    { x: x - d, y: y - d - 4, align: "right" }, { x: x - d, y: y + d + 4, align: "right" }, { x, y: y - by - 8, align: "center" }, { x, y: y + by + 8, align: "center" },
    { x, y: y + by + 24, align: "center" }, { x, y: y - by - 24, align: "center" }];
}

// folded is a text in lines of about so many letters.
export function folded(text: string, most: number): string[] {
  const out: string[] = [""];
  for (const word of text.split(" ")) {
    const line = out[out.length - 1]!;
    if (line && line.length + word.length >= most) out.push(word);
    else out[out.length - 1] = line ? line + " " + word : word;
  }
  return out;
}
