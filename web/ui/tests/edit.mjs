// Correcting the record: shown first, made, taken back; two at once.
import { readFile } from "node:fs/promises";
import { done, equal, holds, open, test, until } from "./lib.mjs";

const file = () => readFile(`${process.env.DIR}/movements/plane-1.yaml`, "utf8");
const before = await file();

async function form(page) {
  await open(page, "?open=event:plane-1.wheels-up@KHRL");
  await page.locator("#drawer button.correct").first().click();
  await page.locator("dialog.editor").waitFor();
  const d = page.locator("dialog.editor");
  await d.getByLabel("Who are you?", { exact: false }).fill("clerk");
  await d.getByLabel("Why is this changed?", { exact: false }).fill("a better source");
  return d;
}

const show = (d) => d.getByRole("button", { name: "Show what would change" }).click();
const save = (d) => d.getByRole("button", { name: "Save this change" }).click();

await test("a correction is shown, made, and taken back", {}, async (page) => {
  const d = await form(page), time = d.getByLabel("at", { exact: true }).first();
  await time.fill("17:27 EDT");
  await until(async () => /21:27.*UTC/s.test(await d.locator(".echo").first().innerText()), "the time is said on two clocks");
  holds(await d.getByRole("button", { name: "Save this change" }).isDisabled(), "it can be saved before it was shown");
  await show(d);
  await until(async () => /17:27 EDT/.test(await d.locator(".diff ins").first().innerText()), "the difference");
  equal(await file(), before, "the file before saving");
  await save(d);
  await until(async () => (await file()).includes("17:27 EDT"), "the file has the change");
  await d.getByRole("button", { name: "Take it back" }).click();
  await until(async () => await file() === before, "the file is as it was");
});

await test("a time that cannot be read is refused before it is saved", {}, async (page) => {
  const d = await form(page);
  await d.getByLabel("at", { exact: true }).first().fill("half past five");
  await until(async () => /not read/.test(await d.locator(".echo .bad").first().evaluate((e) => getComputedStyle(e, "::before").content + e.textContent)), "the refusal");
  await show(d);
  await until(async () => /could not be read/.test(await d.locator(".shown").innerText()), "why it would not do");
  holds(await d.getByRole("button", { name: "Save this change" }).isDisabled(), "it can be saved");
  equal(await file(), before, "the file");
});

await test("two editors at once lose nothing", {}, async (one, context) => {
  const two = await context.newPage();
  const a = await form(one), b = await form(two);
  await a.getByLabel("at", { exact: true }).first().fill("17:27 EDT");
  await show(a);
  await a.locator(".diff ins").first().waitFor();
  await save(a);
  await until(async () => (await file()).includes("17:27 EDT"), "the first is saved");
  await b.getByLabel("name", { exact: true }).first().fill("GXA 6143");
  await show(b);
  await until(async () => /Somebody else has changed/.test(await b.locator(".shown").innerText()), "the second is told");
  const merged = b.getByLabel("the record as it is to be");
  holds(/17:27 EDT/.test(await merged.inputValue()) && /GXA 6143/.test(await merged.inputValue()), "both changes are in the merged text");
  await b.getByRole("button", { name: "Go on with this text" }).click();
  await b.locator(".diff ins").first().waitFor();
  await save(b);
  await until(async () => { const t = await file(); return t.includes("17:27 EDT") && t.includes("GXA 6143"); }, "both are in the file");
  const { writeFile } = await import("node:fs/promises");
  await writeFile(`${process.env.DIR}/movements/plane-1.yaml`, before);
});

await test("an open page is told of a change", {}, async (page) => {
  await open(page);
  const { writeFile } = await import("node:fs/promises");
  await writeFile(`${process.env.DIR}/movements/plane-1.yaml`, before.replace("name: GXA6143", "name: GXA6143X"));
  await until(async () => /changed/i.test(await page.locator("body").innerText()), "the page says that the files changed");
  await writeFile(`${process.env.DIR}/movements/plane-1.yaml`, before);
});

await done();
