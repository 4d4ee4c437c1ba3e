// Makes the pictures of docs/web.md: pictures.mjs PROGRAM CASE FOLDER. Each shows
// the view that its address gives, so that anybody can have it on the screen.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const [program, folder, out] = process.argv.slice(2);
const serving = spawn(program, ["serve", folder, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "inherit"] });
const base = await new Promise((r) => createInterface({ input: serving.stdout }).once("line", r));

const moment = "?at=2025-03-15T22:46:00Z";
const desk = { width: 1440, height: 900 }, phone = { width: 390, height: 844 };
const views = [
  ["desk", moment, desk], ["desk-dark", moment, desk, "dark"], ["phone", moment, phone], ["phone-dark", moment, phone, "dark"],
  ["proof", moment + "&open=finding:airborne-at-oral/plane-1", desk], ["proof-dark", moment + "&open=finding:airborne-at-oral/plane-1", desk, "dark"], ["proof-phone", moment + "&open=finding:airborne-at-oral/plane-1", phone],
  ["reading", moment + "&reading=r1-court", desk, "light", "#matrix"], ["reading-dark", moment + "&reading=r1-court", desk, "dark", "#matrix"], ["reading-phone", moment + "&reading=r1-court", phone, "light", "#matrix"],
  ["what-if", moment + "&open=finding:airborne-at-oral/plane-1&whatif=" + encodeURIComponent("plane-1.wheels-up@KHRL#S01~PT2H"), desk],
  ["globe", moment + "&globe=1", desk, "light", "#map"], ["globe-dark", moment + "&globe=1", desk, "dark", "#map"],
  ["people", moment, desk, "light", "#counts"], ["people-phone", moment, phone, "light", "#counts"],
  ["statements", moment, desk, "light", "#statements"],
  ["correct", moment + "&open=event:plane-1.wheels-up@KHRL", desk, "light", null, correct], ["correct-dark", moment + "&open=event:plane-1.wheels-up@KHRL", desk, "dark", null, correct],
  ["source", moment + "&open=source:S05", desk],
];

// correct opens the form of a record and shows what would change; nothing is saved.
async function correct(page) {
  await page.locator("#drawer button.correct").first().click();
  const form = page.locator("dialog.editor");
  await form.getByLabel("Who are you?", { exact: false }).fill("clerk");
  await form.getByLabel("Why is this changed?", { exact: false }).fill("as the tracker has it");
  await form.getByLabel("at", { exact: true }).first().fill("17:25:40 EDT");
  await form.getByRole("button", { name: "Show what would change" }).click();
  await form.locator(".diff ins").first().waitFor();
}

const browser = await chromium.launch({ executablePath: process.env.BROWSER ?? "/usr/bin/chromium", args: ["--no-sandbox", "--force-color-profile=srgb"] });
for (const [name, query, viewport, colorScheme = "light", at, act] of views) {
  if (process.env.ONLY && !name.includes(process.env.ONLY)) continue;
  const page = await (await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" })).newPage();
  await page.goto(base + query + (/^#(counts|statements)$/.test(at) ? at : ""));
  await page.locator("#matrix .live-matrix a.answer").first().waitFor();
  await page.waitForTimeout(1500);
  if (at) await page.locator(at).first().evaluate((e) => e.scrollIntoView({ block: "start" }));
  if (act) await act(page);
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${out}/${name}.png` });
  await page.context().close();
}
await browser.close();
serving.kill();
