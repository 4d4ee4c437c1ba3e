// Runs the page's script over vectors and prints what its checks say, one line of
// JSON for each: node agree.mjs verify.html FOLDER
import fs from "fs";
import path from "path";
import vm from "vm";

const [, , page, folder] = process.argv;
const html = fs.readFileSync(page, "utf8");
const script = /<script id="verifier">([\s\S]*?)<\/script>/.exec(html)[1];
const context = vm.createContext({ TextEncoder, TextDecoder, crypto: globalThis.crypto, atob, btoa, setTimeout, performance });
vm.runInContext(script + "\n;globalThis.verifyExhibit = verifyExhibit;", context);
for (const v of JSON.parse(fs.readFileSync(path.join(folder, "vectors.json"), "utf8"))) {
  const key = v.log_key || (/^log (\S+)/m.exec(v.policy || "") || ["", ""])[1];
  const bytes = new Uint8Array(fs.readFileSync(path.join(folder, v.file)));
  const checks = await context.verifyExhibit(bytes, { logKey: key, page: html });
  console.log(JSON.stringify({ file: v.file, status: checks.map((c) => c.status), lines: checks.map((c) => c.lines) }));
}
