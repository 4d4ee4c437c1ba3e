// The time axis: labels that can be read, and a moment that moves at once.
import { done, equal, holds, open, test, until } from "./lib.mjs";

for (const width of [1440, 768, 390]) {
  await test(`labels on the axis do not touch, ${width} px`, { viewport: { width, height: 900 } }, async (page) => {
    for (const extent of ["", "&from=2025-03-15T21:00:00Z&to=2025-03-15T23:00:00Z", "&from=2025-03-01T00:00:00Z&to=2025-05-01T00:00:00Z"]) {
      await open(page, "?at=2025-03-15T22:45:00Z" + extent);
      const touching = await page.evaluate(() => {
        const all = [...document.querySelectorAll(".axis-picture .mark-label, .axis-picture .band-label")].map((e) => ({ text: e.textContent, r: e.getBoundingClientRect() }));
        const touch = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
        return all.flatMap((a, i) => all.slice(i + 1).filter((b) => touch(a.r, b.r)).map((b) => `${a.text} / ${b.text}`));
      });
      equal(touching.join("; "), "", "labels that touch");
      const frame = await page.locator(".axis-picture").boundingBox();
      const out = await page.locator(".axis-picture text").evaluateAll((es, right) => es.filter((e) => e.getBoundingClientRect().right > right + 1).map((e) => e.textContent), frame.x + frame.width);
      equal(out.join("; "), "", "labels that are cut off");
    }
  });
}

// What the axis shows and what it lists add up to the events of the case.
await test("no event is left out without a word", {}, async (page) => {
  await open(page, "?at=2025-03-15T22:45:00Z");
  const [view] = await page.evaluate(async () => [await (await fetch(document.querySelector("meta[name=api]").content)).json()]);
  const drawn = await page.locator(".axis-picture .mark").count(), notes = await page.locator(".axis-notes").innerText();
  const counts = [...notes.matchAll(/(\d+) events? (of these|with no|that did|outside)/g)].reduce((n, m) => n + Number(m[1]), 0);
  equal(drawn + counts, view.timeline.events.length, "events drawn and told of");
});

await test("while the moment is dragged, nothing but the cursor is drawn anew on the axis", {}, async (page) => {
  await open(page, "?at=2025-03-15T22:45:00Z");
  const box = await page.locator(".axis-picture").boundingBox(), before = page.url();
  await page.evaluate(() => {
    window.changed = new Set();
    new MutationObserver((ms) => { for (const m of ms) window.changed.add(m.target.getAttribute("class") ?? m.target.nodeName); }).observe(document.querySelector(".axis-picture"), { subtree: true, childList: true, attributes: true });
  });
  await page.mouse.move(box.x + 300, box.y + 15);
  await page.mouse.down();
  await page.mouse.move(box.x + 500, box.y + 15, { steps: 20 });
  await until(() => page.evaluate(() => window.changed.size > 0), "the cursor moves");
  equal(page.url(), before, "the address while it is dragged");
  await page.mouse.up();
  await until(() => page.url() !== before, "the address takes the moment");
  holds((await page.evaluate(() => [...window.changed])).every((c) => c === "cursor"), "more than the cursor changed");
});

await done();
