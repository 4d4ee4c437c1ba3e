import type { Look } from "./map_draw";
import { el } from "./dom";

const colors = ["sea", "land", "border", "area", "ink", "soft", "paper", "line"] as const;

// lookOf is the colours and type that the style sheet gives the map; of paper,
// those for print, whatever the screen has.
export function lookOf(root: HTMLElement, paper = false): Look {
  const probe = el("span", { class: paper ? "map-look map-paper" : "map-look", hidden: true });
  root.append(probe);
  const style = getComputedStyle(probe);
  const value = (name: string) => style.getPropertyValue(name).trim();
  const out = Object.fromEntries(colors.map((c) => [c, value("--map-" + c)])) as Record<typeof colors[number], string>;
  const look = { ...out, movers: [1, 2, 3, 4, 5, 6].map((n) => value("--mover-" + n)), sans: value("--sans"), serif: value("--serif") };
  probe.remove();
  return look;
}
