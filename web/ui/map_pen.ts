// One drawing for the screen and for a file: a pen is a canvas, or writes SVG.

type Canvas2D = Pick<CanvasRenderingContext2D, "beginPath" | "moveTo" | "lineTo" | "closePath" | "arc" | "rect" | "fill" | "stroke" | "fillText" | "strokeText" |
  "setLineDash" | "strokeStyle" | "fillStyle" | "lineWidth" | "lineJoin" | "font" | "textAlign" | "textBaseline" | "globalAlpha" | "measureText">;

export interface Pen extends Canvas2D {
  // hatched sets a fill of slanted lines, one direction for each movement.
  hatched(color: string, slant: number): void;
}

export const slants = [45, 135, 0, 90, 22, 157];

export function canvasPen(canvas: HTMLCanvasElement, ratio: number): Pen {
  const ctx = canvas.getContext("2d")!;
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  ctx.clearRect(0, 0, canvas.width / ratio, canvas.height / ratio);
  return Object.assign(ctx, { hatched: (color: string, slant: number) => { ctx.fillStyle = pattern(ctx, color, slant, ratio); } });
}

const patterns = new Map<string, CanvasPattern>();
const every = 7; // pixels from line to line

function pattern(ctx: CanvasRenderingContext2D, color: string, slant: number, ratio: number): CanvasPattern {
  const key = `${color} ${slant} ${ratio}`;
  let p = patterns.get(key);
  if (!p) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = Math.round(every * ratio);
    const c = tile.getContext("2d")!;
    c.fillStyle = color;
    c.globalAlpha = 0.75;
    c.fillRect(0, 0, tile.width, 1.1 * ratio);
    p = ctx.createPattern(tile, "repeat")!;
    p.setTransform(new DOMMatrix().rotate(slant).scale(1 / ratio));
    patterns.set(key, p);
  }
  return p;
}

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (s: string) => s.replace(/[&<>"]/g, (c) => escapes[c]!);
const short = (x: number) => String(Math.round(x * 10) / 10);

// SvgPen writes what is drawn as SVG, with attributes alone and no style.
export class SvgPen implements Pen {
  strokeStyle: string = "none";
  fillStyle: string = "none";
  lineWidth = 1;
  lineJoin: CanvasLineJoin = "miter";
  font = "12px sans-serif";
  textAlign: CanvasTextAlign = "start";
  textBaseline: CanvasTextBaseline = "alphabetic";
  globalAlpha = 1;
  private d = "";
  private dash: number[] = [];
  private out: string[] = [];
  private hatches = new Map<string, string>();
  private ruler = document.createElement("canvas").getContext("2d")!;

  constructor(readonly width: number, readonly height: number) {}

  beginPath(): void { this.d = ""; }
  moveTo(x: number, y: number): void { this.d += `M${short(x)},${short(y)}`; }
  lineTo(x: number, y: number): void { this.d += `L${short(x)},${short(y)}`; }
  closePath(): void { this.d += "Z"; }
  rect(x: number, y: number, w: number, h: number): void { this.d += `M${short(x)},${short(y)}h${short(w)}v${short(h)}h${short(-w)}Z`; }
  arc(x: number, y: number, r: number): void { this.d += `M${short(x + r)},${short(y)}a${r},${r} 0 1 1 ${-2 * r},0a${r},${r} 0 1 1 ${2 * r},0Z`; }
  setLineDash(d: Iterable<number>): void { this.dash = [...d]; }

  fill(): void { this.path(`fill="${escaped(this.fillStyle)}"${this.alpha()}`); }

  stroke(): void {
    const dash = this.dash.length ? ` stroke-dasharray="${this.dash.join(" ")}"` : "";
    this.path(`fill="none" stroke="${escaped(this.strokeStyle)}" stroke-width="${this.lineWidth}" stroke-linejoin="${this.lineJoin}"${dash}${this.alpha()}`);
  }

  fillText(text: string, x: number, y: number): void { this.text(text, x, y, `fill="${escaped(this.fillStyle)}"`); }
  strokeText(text: string, x: number, y: number): void {
    this.text(text, x, y, `fill="none" stroke="${escaped(this.strokeStyle)}" stroke-width="${this.lineWidth}" stroke-linejoin="round"`);
  }

  measureText(text: string): TextMetrics {
    this.ruler.font = this.font;
    return this.ruler.measureText(text);
  }

  hatched(color: string, slant: number): void {
    const id = `h${slant}-${color.replace(/\W/g, "")}`;
    this.hatches.set(id, `<pattern id="${id}" width="${every}" height="${every}" patternUnits="userSpaceOnUse" patternTransform="rotate(${slant})"><path d="M0,0h${every}" stroke="${escaped(color)}" stroke-width="1.6" stroke-opacity="0.75"/></pattern>`);
    this.fillStyle = `url(#${id})`;
  }

  // document is the file, with what it shows as its title and description.
  document(title: string, words: string): string {
    const size = `width="${this.width}" height="${this.height}" viewBox="0 0 ${this.width} ${this.height}"`;
    return `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img"><title>${escaped(title)}</title><desc>${escaped(words)}</desc>` +
      `<defs>${[...this.hatches.values()].join("")}</defs>${this.out.join("\n")}</svg>\n`;
  }

  private alpha(): string { return this.globalAlpha < 1 ? ` opacity="${this.globalAlpha}"` : ""; }
  private path(attributes: string): void { if (this.d) this.out.push(`<path d="${this.d}" ${attributes}/>`); }

  private text(text: string, x: number, y: number, attributes: string): void {
    const m = /^(\d+) ([\d.]+)px (.*)$/.exec(this.font);
    const anchor = { left: "start", start: "start", center: "middle", right: "end", end: "end" }[this.textAlign];
    const down = this.textBaseline === "middle" ? 0.35 * Number(m?.[2] ?? 12) : 0;
    this.out.push(`<text x="${short(x)}" y="${short(y + down)}" text-anchor="${anchor}" font-family="${escaped(m?.[3] ?? "sans-serif")}" font-size="${m?.[2] ?? 12}" font-weight="${m?.[1] ?? 400}" ${attributes}>${escaped(text)}</text>`);
  }
}
