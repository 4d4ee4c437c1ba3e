// For everybody: keyboard, screen reader, phone, dark, large text.
import { createRequire } from "node:module";
import { base, done, equal, holds, open, param, test, until } from "./lib.mjs";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

// sound has axe-core look at the page; nothing serious may be found.
async function sound(page, what) {
  // The page's policy takes no script from outside: the tool is put in by the
  // browser's own debugger, which no policy binds.
  const { readFile } = await import("node:fs/promises");
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: await readFile(axe, "utf8") });
  const r = await session.send("Runtime.evaluate", { expression: "axe.run(document, { resultTypes: ['violations'] }).then((r) => JSON.stringify(r.violations))", awaitPromise: true, returnByValue: true });
  const bad = JSON.parse(r.result.value).filter((v) => ["serious", "critical"].includes(v.impact));
  if (bad.length) throw new Error(`${what}: ` + bad.map((v) => `${v.id}: ${v.help}; ${v.nodes.length}, such as ${v.nodes[0].html.slice(0, 160)}`).join("\n"));
}

for (const scheme of ["light", "dark"]) {
  await test(`nothing serious is found by axe, ${scheme}`, { colorScheme: scheme }, async (page) => {
    await open(page, "?at=2025-03-15T22:45:00Z&reading=r1-court");
    await sound(page, "the case");
    await page.locator('#matrix a[data-open="finding:airborne-at-oral/plane-1"]').first().click();
    await page.locator("#drawer article").first().waitFor();
    await sound(page, "the case with a proof");
    await page.goto(base.href + "finding?id=airborne-at-oral/plane-1");
    await sound(page, "a proof by itself");
  });
}

await test("by keyboard alone", {}, async (page) => {
  await open(page, "?at=2025-03-15T22:45:00Z");
  const focused = () => page.evaluate(() => document.activeElement?.className + " " + document.activeElement?.getAttribute("aria-label"));
  let stops = 0;
  while (!(await focused()).includes("axis-chart") && stops++ < 60) await page.keyboard.press("Tab");
  holds(stops < 60, "the axis is not reached by Tab");
  const before = param(page, "at");
  await page.keyboard.press("ArrowRight");
  await until(() => param(page, "at") !== before, "the right arrow goes to the next event");
  await page.keyboard.press("Enter");
  await until(() => /^(event|movement):/.test(param(page, "open") ?? ""), "Enter opens what is there");
  await until(async () => page.evaluate(() => document.getElementById("drawer").contains(document.activeElement)), "the focus is in the drawer");
  await page.keyboard.press("Escape");
  await until(async () => (await focused()).includes("axis-chart"), "after Escape the focus is where it was");
  await page.keyboard.press("Shift+Tab");
  holds(!(await focused()).includes("axis-chart"), "the axis is more than one stop");
});

await test("on a phone nothing is cut off", { viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true }, async (page) => {
  await open(page, "?at=2025-03-15T22:45:00Z");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  equal(wide, 0, "the page is wider than the phone, by px");
  const bar = await page.locator("#moment").boundingBox();
  holds(bar.y + bar.height > 700, "the moment is not at hand at the foot");
  await page.locator("#matrix a.answer").first().tap();
  await page.locator("#drawer article").first().waitFor();
  const drawer = await page.locator("#drawer").boundingBox();
  holds(drawer.width <= 360, "the drawer is wider than the phone");
});

await test("at four times the size text is not lost", { viewport: { width: 360, height: 225 }, deviceScaleFactor: 4 }, async (page) => {
  await open(page, "?at=2025-03-15T22:45:00Z");
  equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, "sideways scrolling at 400 %, px");
});

await test("reduced motion moves nothing by itself", { reducedMotion: "reduce" }, async (page) => {
  await open(page, "?reading=r1-court");
  await page.locator("#matrix .one select").selectOption("r3-doj-march");
  const moving = await page.evaluate(() => document.getAnimations().filter((a) => a.playState === "running").length);
  equal(moving, 0, "animations that run");
});

await done();
