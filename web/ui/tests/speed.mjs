// How long a step of the moment keeps the page's thread, by the browser's own
// trace: what pointer events and animation frames run. BASE is a large case,
// EMPTY one with next to nothing in it, measured alike in the same run.
import { done, open, test } from "./lib.mjs";

const steps = 300;

async function trace(page, f) {
  const session = await page.context().newCDPSession(page), events = [];
  session.on("Tracing.dataCollected", (d) => events.push(...d.value));
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories: ["devtools.timeline", "toplevel", "disabled-by-default-devtools.timeline"] } });
  await f();
  const end = new Promise((r) => session.once("Tracing.tracingComplete", r));
  await session.send("Tracing.end");
  await end;
  return events;
}

// scripts are the lengths in ms of what each move of the pointer ran: its event,
// and the animation frames until the next.
function scripts(events) {
  const moves = events.filter((e) => e.ph === "X" && e.name === "EventDispatch" && /^(pointermove|mousemove)$/.test(e.args?.data?.type ?? ""));
  const thread = moves[0] && `${moves[0].pid}/${moves[0].tid}`;
  const runs = events.filter((e) => e.ph === "X" && `${e.pid}/${e.tid}` === thread && (moves.includes(e) || e.name === "FireAnimationFrame")).sort((a, b) => a.ts - b.ts);
  const out = [];
  for (const e of runs) {
    if (e.args?.data?.type === "pointermove") out.push(0);
    if (out.length) out[out.length - 1] += e.dur / 1000;
  }
  return out;
}

const at = (sorted, q) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))].toFixed(2);

async function scrub(page, what) {
  const chart = await page.locator("#axis .axis-chart").boundingBox(), from = chart.x + chart.width * 0.3, width = chart.width * 0.6;
  await page.mouse.move(from, chart.y + 20);
  await page.mouse.down();
  const events = await trace(page, async () => {
    for (let i = 0; i < steps; i++) {
      await page.mouse.move(from + width * (i % 100) / 100, chart.y + 20);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
  });
  await page.mouse.up();
  const ms = scripts(events).sort((a, b) => a - b);
  console.log(`# ${what}: ${ms.length} steps, script per step: median ${at(ms, 0.5)} ms, 95th percentile ${at(ms, 0.95)} ms, longest ${at(ms, 1)} ms`);
  return Number(at(ms, 0.95));
}

async function load(page, base) {
  const t = Date.now();
  await page.goto(base);
  await page.locator("#axis svg").first().waitFor();
  await page.locator("#matrix .live-matrix").first().waitFor({ state: "attached" });
  await page.waitForTimeout(Number(process.env.REST ?? 4000)); // tracks come after the page is drawn
  return Date.now() - t;
}

await test("scrub", {}, async (page) => {
  await load(page, process.env.EMPTY);
  const floor = await scrub(page, "an empty map");
  await load(page, process.env.BASE);
  const full = await scrub(page, "the large case");
  console.log(`# the large case is ${(full / floor).toFixed(1)} x an empty map at the 95th percentile`);
  console.log(`metric p95-ms ${full}`);
  console.log(`metric empty-p95-ms ${floor}`);
});

await test("load", {}, async (page, context) => {
  let bytes = 0, map = 0;
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  const names = new Map();
  session.on("Network.responseReceived", (e) => names.set(e.requestId, e.response.url));
  session.on("Network.loadingFinished", (e) => {
    if (/countries-50m/.test(names.get(e.requestId) ?? "")) map += e.encodedDataLength;
    else bytes += e.encodedDataLength;
  });
  const ready = [];
  for (let i = 0; i < 5; i++) {
    await page.goto("about:blank");
    await open(page); // the sample
    ready.push(await page.evaluate(() => performance.getEntriesByName("holdshort: ready")[0]?.startTime ?? NaN));
    if (i === 0) console.log(`# the sample: ${(bytes / 1000).toFixed(0)} kB over the wire without map data, ${(map / 1000).toFixed(0)} kB of it`);
  }
  ready.sort((a, b) => a - b);
  console.log(`# the sample: interactive ${ready[2].toFixed(0)} ms after navigation began (median of 5), longest ${ready[4].toFixed(0)} ms`);
  console.log(`metric kB ${(bytes / 5 / 1000).toFixed(0)}`);
  console.log(`metric ready-ms ${ready[2].toFixed(0)}`);
});

await done();
