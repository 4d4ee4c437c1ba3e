import type { App } from "./app";
import { button, el } from "./dom";
import type { CaseMap } from "./map";
import { stamp, write } from "./state";

// What of the page's looks goes along with a picture that leaves it.
const looks = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-opacity", "stroke-linejoin", "paint-order", "stop-color", "stop-opacity", "font-family", "font-size", "font-weight", "opacity", "visibility"];
const files: [string, string][] = [["findings.csv", "Findings, CSV"], ["events.csv", "Events, CSV"], ["movements.geojson", "Movements, GeoJSON"], ["findings.json", "Findings, JSON"], ["timeline.json", "Timeline, JSON"], ["exhibit.html", "Exhibit, to print"]];

// Exports gives what is seen to take along: a link to it, its pictures, and the
// server's files.
export class Exports {
  readonly root = el("details", { class: "exports" });
  private said = el("p", { role: "status" });

  constructor(private readonly app: App, axis: SVGSVGElement, map: CaseMap | null) {
    const names = el("ul", {}, ...files.map(([f, words]) => el("li", {}, el("a", { href: `${app.base}/export/${f}`, download: f, "data-file": f }, words))));
    this.root.append(el("summary", {}, "Take along"), el("div", { class: "pop" },
      el("p", {}, button("Copy link to this view", () => void this.link())),
      el("p", {}, "Time axis: ", button("SVG", () => void this.picture(axis, "svg")), button("PNG", () => void this.picture(axis, "png"))),
      map && el("p", {}, "Map: ", button("SVG", () => map.save("svg")), button("PNG", () => map.save("png"))),
      names, this.said));
    this.root.addEventListener("toggle", () => this.as(names));
  }

  // as has the files made as the case is seen.
  private as(list: HTMLElement): void {
    const { as_of, zone } = this.app.state, q = new URLSearchParams();
    if (as_of != null) q.set("as_of", stamp(as_of));
    if (zone !== "court") q.set("zone", zone);
    for (const a of list.querySelectorAll("a")) a.href = `${this.app.base}/export/${a.dataset.file}${q.size ? "?" + q : ""}`;
  }

  private async link(): Promise<void> {
    const href = location.origin + location.pathname + write(this.app.state) + location.hash;
    try {
      await navigator.clipboard.writeText(href);
      this.said.textContent = "The link is copied.";
    } catch {
      this.said.replaceChildren(el("input", { type: "text", value: href, readonly: true, "aria-label": "Link to this view" }));
    }
  }

  private name(what: string, ext: string): string {
    return `${this.app.view.find.case.id}-${what}-${stamp(Math.round(this.app.state.at ?? 0)).replaceAll(":", "")}.${ext}`;
  }

  private async picture(picture: SVGSVGElement, ext: "svg" | "png"): Promise<void> {
    const text = new XMLSerializer().serializeToString(alone(picture)), svg = new Blob([text], { type: "image/svg+xml" });
    if (ext === "svg") return save(svg, this.name("axis", "svg"));
    const img = new Image(), href = URL.createObjectURL(svg);
    img.src = href;
    await img.decode();
    const canvas = el("canvas", { width: picture.clientWidth * 2, height: picture.clientHeight * 2 });
    canvas.getContext("2d")!.drawImage(img, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(href);
    canvas.toBlob((b) => b && save(b, this.name("axis", "png")));
  }
}

// alone is a picture that needs nothing of the page: each element has its looks
// with it, and the paper is drawn.
function alone(picture: SVGSVGElement): SVGSVGElement {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  const from = [picture, ...picture.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((e, i) => {
    const style = getComputedStyle(e);
    for (const k of looks) {
      const v = style.getPropertyValue(k);
      if (v) to[i]!.setAttribute(k, v.replaceAll('"', "'").replace(/url\('?[^)]*#(\w+)'?\)/, "url(#$1)"));
    }
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  for (const [k, v] of Object.entries({ width: "100%", height: "100%", fill: getComputedStyle(document.documentElement).backgroundColor })) paper.setAttribute(k, v);
  copy.prepend(paper);
  return copy;
}

function save(b: Blob, name: string): void {
  const href = URL.createObjectURL(b);
  el("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
