// Words for what a person does on the page. Tests speak these, so that a change of the markup changes one file.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { launch, open } from "./browser.mjs";
import { serve } from "./server.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Starts server and browser for a test file; gives a function that opens the page, and one that ends all. */
export async function start() {
  const server = await serve("dist");
  const browser = await launch();
  return {
    url: server.url,
    /** Opens a fresh page and waits until it works; a profile of its own unless `context` is handed in. */
    async visit(options = {}) {
      const opened = await open(browser, server.url, options);
      await ready(opened.page);
      return opened;
    },
    async end() {
      await browser.close();
      await server.close();
    },
  };
}

/** Waits until there is something to step through. */
export const ready = (page) => transport(page).or(editor(page)).first().waitFor();

/** On a narrow page, where only one pane fits, shows the pane of this name. */
export async function pane(page, name) {
  const tab = page.locator(".tabs").getByRole("button", { name: new RegExp(`^${name}`) });
  if (await tab.isVisible()) await tab.click();
}

/** The text of the open file. */
export const editor = (page) => page.getByRole("textbox", { name: / of chart / });
/** Its text, line ends included. */
export const text = (page) => editor(page).evaluate((node) => [...node.querySelectorAll(".cm-line")].map((line) => {
  const copy = line.cloneNode(true);
  copy.querySelectorAll(".cm-note").forEach((note) => note.remove());
  return copy.textContent;
}).join("\n"));

export const transport = (page) => page.getByRole("group", { name: "Step through the run" });
export const operations = (page) => page.getByRole("navigation", { name: "Operations of this release" });
export const headline = (page) => page.locator("h2").first();
/** "Step 9 of 20: …", as it is read out. */
export const position = (page) => transport(page).getByRole("slider").getAttribute("aria-valuetext");
/** The comparison of two versions of Helm. */
export const comparison = (page) => page.getByRole("region", { name: /^Compare Helm / });
/** The panel about a problem. */
export const panel = (page, title) => page.getByRole("group", { name: title });

/** Loads an example from the menu. */
export async function choose(page, id) {
  await page.getByRole("button", { name: /^(Example: |Story: |Your story)/ }).click();
  await page.getByRole("list", { name: "Examples" }).getByRole("button", { name: new RegExp(`^${id}`) }).click();
  await page.getByRole("button", { name: id === "empty chart" ? /^Your story/ : `Example: ${id}` }).waitFor();
  await settled(page);
}

/** Waits until the engine has answered, so that what is drawn belongs to what is typed. */
export const settled = (page) => page.waitForFunction(() => !document.querySelector("[aria-busy=true]"));

/** Drops files or folders of this machine on the page, as a file manager does. */
export async function drop(page, ...files) {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await session.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
  }
  await session.detach();
}

/** Replaces the open file's text as a paste does. */
export async function paste(page, text) {
  await editor(page).click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.evaluate((text) => navigator.clipboard.writeText(text), text);
  await page.keyboard.press("ControlOrMeta+v");
}

/** Opens a file of the chart that is shown. */
export async function openFile(page, path) {
  await pane(page, "Chart");
  const section = page.getByRole("region", { name: "Chart" });
  await section.getByRole("button", { name: /file/ }).first().click();
  await page.getByRole("group", { name: "Files of the chart" }).getByRole("button", { name: path }).click();
  await page.getByRole("textbox", { name: `${path} of chart` }).waitFor();
}

/** Goes to the last step of the run. */
export async function toTheEnd(page) {
  await settled(page);
  await transport(page).getByRole("button", { name: "Last step" }).click();
}

/** Steps on until the headline matches, one step at a time. */
export async function stepUntil(page, words, most = 60) {
  for (let i = 0; i < most; i += 1) {
    if (words.test(await headline(page).innerText())) return;
    const before = await position(page);
    await transport(page).getByRole("button", { name: "Next step" }).click();
    await page.waitForFunction((before) => document.querySelector("[role=group] input[type=range]")?.getAttribute("aria-valuetext") !== before, before);
  }
  assert.fail(`no step says ${words}`);
}

/** What axe finds, as one line per violation. */
export async function violations(page) {
  // The page's policy forbids injected scripts; what the test's own connection evaluates is allowed.
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run(document));
  assert.ok(passes.length > 20, `axe has looked at ${passes.length} rules only`);
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`).join(" | ")}`);
}

/** Asserts that the page fits: nothing makes it scroll sideways. */
export async function fits(page) {
  const [wide, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  assert.ok(wide <= shown, `the page is ${wide} px wide in ${shown}`);
}
