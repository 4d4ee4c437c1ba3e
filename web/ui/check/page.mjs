// The page in a real browser: node check/page.mjs ADDRESS [CHROMIUM]
//
// ADDRESS is that of a case as "holdshort serve" shows it. Each line that is
// written is one thing that holds; the first that does not ends the run.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const [address, executablePath = "/usr/bin/chromium"] = process.argv.slice(2);
const origin = new URL(address).origin;
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

// seen is a page that may ask this origin alone, with its complaints.
async function seen(query = "", options = {}) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, timezoneId: "Asia/Kolkata", ...options });
  const page = await context.newPage(), wrong = [];
  page.on("pageerror", (e) => wrong.push(e.message));
  page.on("request", (r) => { if (!r.url().startsWith(origin) && !/^(data|blob):/.test(r.url())) wrong.push("asks " + r.url()); });
  page.on("console", (m) => { if (m.type() === "error") wrong.push(m.text()); });
  await page.goto(address + query);
  await page.waitForSelector(".axis-picture .mark");
  return { page, wrong, done: async () => { assert.deepEqual(wrong, []); await context.close(); } };
}

const query = (page) => new URL(page.url()).searchParams;
const time = (page) => page.locator(".moment .time").inputValue();
const frames = (page) => page.evaluate(() => new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(f))));

const checks = {
  async "times are on the court's clock and never the browser's"() {
    const { page, done } = await seen();
    assert.match(await time(page), / E[DS]T$/);
    await page.selectOption(".moment .clocks select", "utc");
    await frames(page);
    assert.match(await time(page), / UTC$/);
    assert.equal(query(page).get("zone"), "utc");
    await done();
  },
  async "a time is typed strictly"() {
    const { page, done } = await seen("?at=2025-03-15T22:45:00Z");
    const box = page.locator(".moment .time"), echo = page.locator("#moment-echo");
    for (const [text, says] of [["18:46:30", /On whose clock/], ["18:46 EST", /show EDT, not EST/], ["25:00 EDT", /No clock shows/], ["soon", /not a time/], ["18:46 XYZ", /no clock of this case/]]) {
      await box.fill(text);
      await box.press("Enter");
      assert.match(await echo.textContent(), says);
    }
    assert.equal(query(page).get("at"), "2025-03-15T22:45:00Z");
    await box.fill("18:46:30 EDT");
    assert.match(await echo.textContent(), /18:46:30 EDT on 15 March 2025, that is 22:46:30 UTC/);
    await box.press("Enter");
    await frames(page);
    assert.equal(query(page).get("at"), "2025-03-15T22:46:30Z");
    await done();
  },
  async "keys alone step, open, close and come back"() {
    const { page, done } = await seen("?at=2025-03-15T21:00:00Z");
    await page.locator(".axis-chart").focus();
    await page.keyboard.press("ArrowRight");
    await frames(page);
    const at = query(page).get("at");
    assert.ok(at > "2025-03-15T21:00:00Z", at);
    assert.match(await page.locator(".axis-chart").getAttribute("aria-valuetext"), /E[DS]T/);
    await page.keyboard.press("Enter");
    await page.waitForSelector(".drawer-body article");
    assert.match(query(page).get("open"), /^event:/);
    await page.keyboard.press("Escape");
    await frames(page);
    assert.equal(query(page).get("open"), null);
    assert.ok(await page.evaluate(() => document.activeElement?.classList.contains("axis-chart")));
    await done();
  },
  async "the ruler drags the moment, and the address waits for the end"() {
    const { page, done } = await seen();
    const box = await page.locator(".axis-picture").boundingBox(), before = page.url();
    await page.mouse.move(box.x + 300, box.y + 15);
    await page.mouse.down();
    await page.mouse.move(box.x + 420, box.y + 15, { steps: 12 });
    await frames(page);
    assert.equal(page.url(), before);
    await page.mouse.up();
    await frames(page);
    assert.ok(query(page).get("at"));
    await done();
  },
  async "a reading is chosen, and Back takes it back"() {
    const { page, done } = await seen();
    const rows = page.locator(".by-reading .choose");
    if (await rows.count()) {
      await rows.first().click();
      await frames(page);
      assert.ok(query(page).get("reading"));
      assert.equal(await page.locator(".by-reading tr.chosen").count(), await page.locator(".by-reading").count());
      await page.goBack();
      await frames(page);
      assert.equal(query(page).get("reading"), null);
    }
    await done();
  },
  async "an answer opens its proof in one press"() {
    const { page, done } = await seen();
    await page.locator(".answer").first().click();
    await page.waitForSelector(".drawer-body article");
    assert.match(query(page).get("open"), /^finding:/);
    const link = page.url();
    await page.goto("about:blank");
    await page.goto(link);
    await page.waitForSelector(".drawer-body article");
    await done();
  },
  async "play moves the moment and stops"() {
    const { page, done } = await seen();
    const before = await time(page);
    await page.selectOption(".moment .steps select", "600");
    await page.getByRole("button", { name: "Play" }).click();
    await page.waitForTimeout(400);
    await page.getByRole("button", { name: "Pause" }).click();
    const after = await time(page);
    assert.notEqual(before, after);
    await page.waitForTimeout(150);
    assert.equal(await time(page), after);
    await done();
  },
  async "labels do not touch"() {
    for (const width of [1440, 390]) {
      const { page, done } = await seen("", { viewport: { width, height: 900 } });
      const touching = await page.evaluate(() => {
        const boxes = [...document.querySelectorAll(".axis-picture .mark-label")].map((e) => ({ text: e.textContent, r: e.getBoundingClientRect() }));
        return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => a.r.left < b.r.right - 1 && b.r.left < a.r.right - 1 && a.r.top < b.r.bottom - 3 && b.r.top < a.r.bottom - 3).map((b) => `${a.text} / ${b.text}`));
      });
      assert.deepEqual(touching, []);
      await done();
    }
  },
  async "a phone's width is enough"() {
    for (const width of [360, 390]) {
      const { page, done } = await seen("", { viewport: { width, height: 800 }, isMobile: true, hasTouch: true });
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width);
      await done();
    }
  },
  async "the tables read without script"() {
    const context = await browser.newContext({ javaScriptEnabled: false }), page = await context.newPage();
    await page.goto(address);
    assert.ok(await page.locator("#matrix table").first().isVisible());
    assert.ok(await page.locator("#timeline table").first().isVisible());
    await context.close();
  },
  async "axe finds nothing serious, light, dark and narrow"() {
    for (const options of [{}, { colorScheme: "dark" }, { viewport: { width: 390, height: 844 } }]) {
      const found = await serious(options);
      assert.deepEqual(found, []);
    }
  },
  async "a step of the moment costs little"() {
    const { page, done } = await seen();
    const cost = await page.evaluate(async () => {
      const f = document.querySelector(".axis-chart"), r = f.getBoundingClientRect(), costs = [];
      const fire = (type, x) => f.dispatchEvent(new PointerEvent(type, { clientX: x, clientY: r.top + 15, button: 0, pointerId: 1, bubbles: true, pointerType: "mouse" }));
      f.setPointerCapture = () => {};
      const raf = window.requestAnimationFrame.bind(window);
      let spent = 0;
      window.requestAnimationFrame = (g) => raf((t) => { const a = performance.now(); g(t); spent += performance.now() - a; });
      fire("pointerdown", r.left + 200);
      for (let i = 0; i < 200; i++) {
        const a = performance.now();
        fire("pointermove", r.left + 200 + i * 2);
        spent += performance.now() - a;
        await new Promise((g) => raf(() => raf(g)));
        costs.push(spent);
        spent = 0;
      }
      fire("pointerup", r.left + 600);
      return costs.sort((a, b) => a - b);
    });
    const at = (q) => cost[Math.floor(cost.length * q)].toFixed(2);
    console.log(`   script per step: median ${at(0.5)} ms, 95 in 100 under ${at(0.95)} ms, most ${at(0.999)} ms`);
    assert.ok(at(0.95) < 8);
    await done();
  },
  async "it prints"() {
    const { page, done } = await seen();
    const pdf = await page.pdf({ format: "Letter" });
    assert.equal(pdf.subarray(0, 5).toString(), "%PDF-");
    await done();
  },
};

// serious is what axe finds, in a context whose policy lets a test run text.
async function serious(options) {
  const { page, done } = await seen("", { ...options, bypassCSP: true });
  await page.addScriptTag({ content: axe });
  const found = await page.evaluate(async () => {
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.filter((v) => ["serious", "critical"].includes(v.impact)).map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(" ")).join("; ")}`);
  });
  await done();
  return found;
}

const only = process.argv[4];
for (const [name, check] of Object.entries(checks)) {
  if (only && !name.includes(only)) continue;
  try {
    await check();
    console.log("ok " + name);
  } catch (err) {
    console.error(`not ok ${name}: ${err.message}`);
    process.exitCode = 1;
  }
}
await browser.close();
