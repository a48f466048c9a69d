// How long the page takes from a key to the run drawn anew, with a public chart of tests/real-charts.json:
// `node scripts/keystrokes.mjs CLONES [--chart kube-prometheus-stack] [--keys 20]`. Needs a built page (`make build`).
//
// The chart's folder is dropped on the page in headless Chromium and a value is typed into its values.yaml, each key after
// the answer to the one before: every key renders the whole chart for every operation of the story and plays it, and with
// the rendered text beside the source renders it once more, in a worker of its own.
import { mkdirSync } from "node:fs";
import { resolve } from "node:path";

import { CHARTS, layOut } from "./real-charts/lay-out.mjs";
import { drop, editor, settled, start } from "../tests/e2e/page.mjs";

const words = process.argv.slice(2);
const value = (flag, otherwise) => (words.includes(flag) ? words[words.indexOf(flag) + 1] : otherwise);
const [clones] = words;
const chart = CHARTS.find(({ name }) => name === value("--chart", "kube-prometheus-stack"));
if (!clones || clones.startsWith("--") || !chart) {
  console.error("which folder has the clones? node scripts/keystrokes.mjs CLONES [--chart NAME] [--keys N]");
  process.exit(2);
}
const into = "target/keystrokes";
mkdirSync(into, { recursive: true });
const { folder } = layOut(chart, clones, into, words.includes("--clone"));

const site = await start();
// When the worker of what is rendered has answered, the text is drawn with the next frame.
const prepare = (context) => context.addInitScript(() => {
  globalThis.rendered = [];
  let workers = 0;
  globalThis.Worker = class extends Worker {
    constructor(...given) {
      super(...given);
      workers += 1;
      if (workers !== 2) return;
      this.addEventListener("message", () => {
        const from = globalThis.pressed;
        if (from !== undefined) requestAnimationFrame(() => globalThis.rendered.push(performance.now() - from));
      });
    }
  };
});
const { page, context, complaints } = await site.visit({ prepare });
const dropped = performance.now();
await drop(page, resolve(folder));
await page.getByRole("button", { name: /^(Story|Your story)/ }).first().waitFor({ timeout: 60_000 });
await settled(page);
console.log(`${chart.name}: drawn ${(performance.now() - dropped).toFixed(0)} ms after it was dropped`);
await page.getByRole("region", { name: "Chart" }).getByRole("button", { name: /file/ }).first().click();
await page.getByRole("button", { name: /^values\.yaml/ }).first().click();
await page.getByRole("textbox", { name: "values.yaml of chart" }).waitFor();

/** Milliseconds from each key to the run drawn anew: the stage is busy until then. */
await page.evaluate(() => {
  globalThis.took = [];
  let begun;
  addEventListener("keydown", () => { globalThis.pressed = begun = performance.now(); }, true);
  new MutationObserver(() => {
    if (begun === undefined || document.querySelector("[aria-busy=true]")) return;
    const from = begun;
    begun = undefined;
    requestAnimationFrame(() => globalThis.took.push(performance.now() - from));
  }).observe(document.body, { subtree: true, attributes: true, attributeFilter: ["aria-busy"] });
});
const keys = Number(value("--keys", "20"));
function print(name, times) {
  const took = times.slice(0, keys).sort((a, b) => a - b);
  const at = (part) => took[Math.min(took.length - 1, Math.floor(took.length * part))].toFixed(0);
  console.log(`${name}: ${at(0)} ms at least, ${at(0.5)} at the median, ${at(0.9)} for nine of ten, ${at(1)} at most (${keys} keys)`);
}
/** Types digits into the value; `lists` are waited for, each has one entry per key. */
async function measure(...lists) {
  await page.evaluate(() => { globalThis.took.length = globalThis.rendered.length = 0; });
  for (let key = 1; key <= keys; key += 1) {
    await page.keyboard.press("1");
    await page.waitForFunction(([lists, count]) => lists.every((list) => globalThis[list].length >= count), [lists, key]);
  }
  return page.evaluate(() => [globalThis.took, globalThis.rendered]);
}
/** Puts the cursor where the value is typed. */
async function begin() {
  await editor(page).first().click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.press("End");
  await settled(page);
}
await editor(page).first().click();
await page.keyboard.press("ControlOrMeta+Home");
await page.keyboard.type("typed: 1\n");
await begin();
print("the run", (await measure("took"))[0]);
await page.getByRole("button", { name: "Rendered" }).click();
await page.getByRole("textbox", { name: /render/ }).waitFor({ timeout: 60_000 });
await settled(page);
await begin();
const [run, text] = await measure("took", "rendered");
print("the run, with the rendered text beside the source", run);
print("the rendered text", text);
if (complaints.length > 0) console.log(complaints.join("\n"));
await context.close();
await site.end();
