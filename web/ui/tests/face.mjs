// What readers do: look, move the moment, choose a reading, open a proof.
import { readFile } from "node:fs/promises";
import { base, done, equal, holds, open, param, said, test, until } from "./lib.mjs";

const oral = "?at=2025-03-15T22:45:00Z";

await test("the moment is in the address, and typed strictly", {}, async (page) => {
  await open(page, oral);
  const time = page.locator("#moment input.time");
  equal(await time.inputValue(), "18:45:00 EDT", "the moment by the court's clock");
  await time.fill("18:46:30 EDT");
  holds((await page.locator("#moment-echo").textContent()).includes("22:46:30 UTC"), "the time typed is not said in UTC before it counts");
  await time.press("Enter");
  await until(() => param(page, "at") === "2025-03-15T22:46:30Z", "the address has the moment");
  await time.fill("18:46:30");
  holds(await time.getAttribute("aria-invalid") !== null, "a time without a zone is taken");
  await time.press("Enter");
  equal(param(page, "at"), "2025-03-15T22:46:30Z", "a time without a zone moves the moment");
  await page.reload();
  equal(await time.inputValue(), "18:46:30 EDT", "the moment after a reload");
});

await test("the zone is stated and never the browser's", {}, async (page) => {
  await open(page, oral);
  const zone = page.getByLabel("On whose clock"), time = page.locator("#moment input.time");
  for (const [choice, want] of [["utc", "22:45:00 UTC"], ["America/El_Salvador", "16:45:00"], ["court", "18:45:00 EDT"]]) {
    await zone.selectOption(choice);
    await until(async () => (await time.inputValue()).startsWith(want), `the time by the clock ${choice}`);
  }
  holds(!/JST|GMT\+9|Tokyo/.test(await said(page.locator("body"))), "the browser's own zone is on the page");
});

await test("scrubbing moves the moment and what is said of it", {}, async (page) => {
  await open(page, oral);
  const chart = page.locator("#axis .axis-chart"), now = page.locator("#now");
  const box = await chart.boundingBox(), before = param(page, "at"), said = await now.innerText();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 20);
  await page.mouse.down();
  for (let i = 0; i <= 20; i++) await page.mouse.move(box.x + box.width * (0.4 + i * 0.02), box.y + 20);
  equal(param(page, "at"), before, "the address while dragging");
  await page.mouse.up();
  await until(() => param(page, "at") !== before, "the address has the moment when the drag ends");
  await until(async () => await now.innerText() !== said, "what is said of the moment follows");
});

await test("steps from event to event, and plays", { reducedMotion: "no-preference" }, async (page) => {
  await open(page, oral);
  const at = () => Date.parse(param(page, "at")), first = at();
  await page.getByRole("button", { name: "Event ›" }).click();
  await until(() => at() > first, "the next event is later");
  await page.getByRole("button", { name: "‹ Event" }).click();
  await page.getByRole("button", { name: "‹ Event" }).click();
  await until(() => at() < first, "the event before is earlier");
  const from = at();
  await page.getByLabel("Speed of play").selectOption("600");
  await page.locator("#moment .play").click();
  await page.waitForTimeout(600);
  await page.locator("#moment .play").click();
  await until(() => at() > from + 60_000 && at() < from + 3_600_000, "600 times as fast for about a second is some minutes");
});

await test("a reading is chosen, and the answers change in words", {}, async (page) => {
  await open(page);
  const pick = page.locator("#matrix .one select");
  await pick.selectOption("r1-court");
  await until(() => param(page, "reading") === "r1-court", "the address has the reading");
  const words = () => page.locator("#matrix .one .card .word").allInnerTexts();
  await until(async () => (await words()).length > 0, "answers under the reading");
  const court = await words();
  await pick.selectOption("r3-doj-march");
  await until(async () => (await words()).join() !== court.join(), "another reading gives other answers");
  holds((await page.locator("#matrix .one .card .was").count()) > 0, "what changed is not marked");
  holds((await page.locator("#matrix .parts.parted").count()) > 0, "where readings part is not marked");
  await page.goBack();
  await until(() => param(page, "reading") === "r1-court", "going back goes back to the reading before");
});

await test("a cell opens its proof, and a second press its source", {}, async (page) => {
  await open(page);
  await page.locator('#matrix a[data-open="finding:airborne-at-oral/plane-1"]').first().click();
  const body = page.locator("#drawer .drawer-body");
  await until(async () => /less than nothing|cannot be/.test(await said(body)), "the proof with its arithmetic");
  for (const want of ["17:26 EDT", "47 min"]) holds((await said(body)).includes(want), `the proof has no ${want}`);
  equal(param(page, "open"), "finding:airborne-at-oral/plane-1", "the address");
  await body.locator("a[href*='source?id=']").first().click();
  await until(() => /^source:/.test(param(page, "open")), "a source is opened");
  await until(async () => /Digest|Address/.test(await said(body)), "the source with its address and digests");
  await page.keyboard.press("Escape");
  await until(() => param(page, "open") === null, "Escape closes the drawer");
});

await test("an unknown shows two worlds and what would settle it", {}, async (page) => {
  await open(page, "?open=finding:left-fir-at-oral/plane-2");
  const body = page.locator("#drawer .drawer-body");
  await until(async () => /settle/.test(await said(body)), "what would settle it");
});

await test("a what-if turns findings and says that it is one", {}, async (page) => {
  await open(page, "?open=finding:airborne-at-oral/plane-1");
  await page.locator(".what-if").waitFor({ state: "visible" });
  await page.goto(page.url() + "&whatif=" + encodeURIComponent(await page.locator(".what-if select").evaluate((s) => s.value)) + "~PT2H");
  const banner = page.locator(".what-if-banner");
  await until(async () => /WHAT IF.*(turn|turns)/s.test(await banner.innerText()), "the banner says what turns");
  await banner.getByRole("button", { name: "End the what-if" }).click();
  await until(async () => await banner.isHidden() && param(page, "whatif") === null, "the what-if ends");
});

await test("seen as of an earlier day the record is smaller", {}, async (page) => {
  await open(page);
  const count = () => page.locator("#matrix .answer .word.unknown").count(), all = await count();
  await open(page, "?as_of=2025-03-20T12:00:00Z");
  holds(await count() > all, "what was unknown then is not more than what is unknown now");
});

await test("where nothing has a time yet, the page says so and draws no axis", {}, async (page) => {
  await page.goto(base.href + "?as_of=2025-03-16T12:00:00Z");
  await page.locator("#axis .empty").waitFor();
  holds(/no axis/.test(await said(page.locator("#axis"))), "it does not say that there is no axis");
  equal(await page.locator(".axis-picture").isVisible(), false, "an axis of nothing is drawn");
});

await test("without script everything reads", { javaScriptEnabled: false }, async (page) => {
  const { base } = await import("./lib.mjs");
  await page.goto(base.href);
  const text = await said(page.locator("body"));
  for (const want of ["J.G.G. v. Trump", "YES", "NO", "UNKNOWN", "by at least 47 min", "CECOT", "USD"]) holds(text.includes(want), `without script there is no ${want}`);
  await page.locator("a[href*='finding?id=']").first().click();
  holds((await page.locator("article").first().innerText()).length > 200, "a proof without script");
});

await test("prints to PDF with the moment and the zone", {}, async (page) => {
  await open(page, oral);
  await page.emulateMedia({ media: "print" });
  const pdf = await page.pdf({ format: "Letter", printBackground: true });
  holds(pdf.length > 20_000 && pdf.subarray(0, 5).toString() === "%PDF-", "no PDF");
  const text = await said(page.locator("body"));
  holds(/18:45(:00)? EDT/.test(text), "the printed page does not state the moment");
  holds(await page.locator("#moment .play").isHidden(), "controls are printed");
});

await test("exports are files of the view", {}, async (page) => {
  await open(page, oral);
  const { base } = await import("./lib.mjs");
  for (const [file, want] of [["events.csv", "wheels-up"], ["findings.csv", "airborne-at-oral"], ["movements.geojson", "FeatureCollection"], ["findings.json", "\"findings\""]]) {
    const r = await page.request.get(base.href.replace("/c/", "/api/cases/") + "export/" + file);
    equal(r.status(), 200, file);
    holds((await r.text()).includes(want), `${file} has no ${want}`);
  }
  await page.getByText("Take along").click();
  const [svg] = await Promise.all([page.waitForEvent("download"), page.locator(".exports p", { hasText: "Time axis" }).getByRole("button", { name: "SVG" }).click()]);
  const text = await readFile(await svg.path(), "utf8");
  holds(text.startsWith("<svg") || text.startsWith("<?xml"), "the axis is no SVG");
  holds(!/<script|onload|foreignObject/i.test(text), "the SVG has script in it");
});

await done();
