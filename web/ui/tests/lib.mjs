// Runs the page in a real browser. Each test says "ok NAME" or "not ok NAME",
// with what went wrong on lines that begin with "# ". BASE is the address of the
// case's page, BROWSER the program to run.
import { chromium } from "playwright-core";

export const base = new URL(process.env.BASE);
export const wanted = process.env.ONLY ?? "";

const launched = await chromium.launch({
  executablePath: process.env.BROWSER,
  args: ["--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--force-color-profile=srgb"],
});

let failed = 0;

// test runs f with a new page, and fails it also for a request to anywhere else,
// an error of script, and what the policy of the page refuses.
export async function test(name, options, f) {
  if (wanted && !name.includes(wanted)) return;
  const context = await launched.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce", timezoneId: "Asia/Tokyo", locale: "de-DE", ...options });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage(), wrong = [];
  watch(context, page, wrong, options.allowed ?? []);
  try {
    await f(page, context, wrong);
    if (wrong.length) throw new Error(wrong.join("\n"));
    console.log(`ok ${name}`);
  } catch (e) {
    failed++;
    console.log(`not ok ${name}\n# ${String(e?.message ?? e).replaceAll("\n", "\n# ")}`);
  }
  await context.close();
}

function watch(context, page, wrong, allowed) {
  context.on("request", (r) => {
    const u = new URL(r.url());
    if (u.origin !== base.origin && !["data:", "blob:"].includes(u.protocol) && !allowed.includes(u.origin)) wrong.push(`asked ${u.origin}`);
  });
  context.on("page", (p) => listen(p, wrong));
  listen(page, wrong);
}

function listen(page, wrong) {
  page.on("pageerror", (e) => wrong.push(`error of script: ${e.message}`));
  page.on("console", (m) => {
    if (m.type() === "error" && !/the server responded with a status of (409|422)/.test(m.text())) wrong.push(`console: ${m.text()}`);
  });
}

// open is the page of the case, drawn.
export async function open(page, query = "") {
  await page.goto(base.href + query, { waitUntil: "load" });
  await page.locator("#axis svg").first().waitFor();
  await page.locator("#matrix .live-matrix a.answer").first().waitFor();
  return page;
}

// said is the text of a part of the page, with each blank as one space.
export const said = async (locator) => (await locator.innerText()).replace(/\s+/g, " ");

export function equal(got, want, what) {
  if (got !== want) throw new Error(`${what}: ${JSON.stringify(got)}, want ${JSON.stringify(want)}`);
}

export function holds(ok, what) {
  if (!ok) throw new Error(what);
}

export const param = (page, name) => new URL(page.url()).searchParams.get(name);

// until waits for f to be true, and says what it waited for.
export async function until(f, what, ms = 8000) {
  for (const end = Date.now() + ms; Date.now() < end;) {
    if (await f()) return;
    await new Promise((r) => setTimeout(r, 40));
  }
  throw new Error(`not in ${ms} ms: ${what}`);
}

export async function done() {
  await launched.close();
  process.exit(failed ? 1 : 0);
}
