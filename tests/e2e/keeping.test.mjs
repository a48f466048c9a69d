// The work survives: reload, going offline, reset and undo, files in and out.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { choose, editor, operations, paste, ready, start, text } from "./page.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.end());

/** Waits until the browser keeps a text. */
const kept = (page, words) => page.waitForFunction((words) => localStorage.getItem("helm-hooks/1")?.includes(words), words);

test("after a reload the work is there, even broken work", async () => {
  const { page, context } = await site.visit();
  await choose(page, "empty chart");
  await paste(page, "kind: [\n# unfinished-é");
  await kept(page, "unfinished");
  await page.reload();
  await ready(page);
  assert.equal(await text(page), "kind: [\n# unfinished-é");
  await context.close();
});

test("what is typed last is kept when the page is left at once", async () => {
  const { page, context } = await site.visit();
  await choose(page, "empty chart");
  await editor(page).click();
  await page.keyboard.type("# last words");
  await page.reload();
  await ready(page);
  assert.match(await text(page), /# last words/);
  await context.close();
});

test("one click resets, one click takes that back", async () => {
  const { page, context } = await site.visit();
  await choose(page, "migration");
  await paste(page, "# gone");
  const menu = () => page.getByRole("button", { name: /^Example: migration/ }).click();
  await menu();
  await page.getByRole("button", { name: "Reset" }).click();
  await page.waitForFunction(() => document.querySelector(".ed-text").shadowRoot.textContent.includes("Deployment"));
  await menu();
  await page.getByRole("button", { name: "Undo" }).click();
  await page.waitForFunction(() => document.querySelector(".ed-text").shadowRoot.textContent.includes("# gone"));
  await context.close();
});

test("once loaded, the page works without the network", async () => {
  const { page, context, complaints } = await site.visit();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(async () => (await caches.keys()).length === 1 && navigator.serviceWorker.controller !== null);
  await context.setOffline(true);
  await page.reload();
  await ready(page);
  await choose(page, "weights");
  await page.getByText("a-tables").filter({ visible: true }).first().waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test("the story is downloaded, and a dropped story is loaded", async () => {
  const { page, context } = await site.visit();
  await choose(page, "rollback");
  await page.getByRole("button", { name: /^Example: rollback/ }).click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download story" }).click()]);
  assert.equal(download.suggestedFilename(), "rollback.yaml");
  const story = await readFile(await download.path(), "utf8");
  assert.match(story, /^id: rollback$/m);
  await choose(page, "weights");
  await drop(page, [{ name: "mine.yaml", text: story.replace("id: rollback", "id: mine") }]);
  await page.getByRole("button", { name: /^Story: mine/ }).waitFor();
  await operations(page).getByRole("button", { name: /^rollback/ }).waitFor();
  await context.close();
});

test("dropped manifests become templates of the chart at hand", async () => {
  const { page, context, complaints } = await site.visit();
  await choose(page, "weights");
  await drop(page, [{ name: "extra.yaml", text: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: extra-settings\n" }]);
  await page.getByRole("textbox", { name: "templates/extra.yaml of chart v1" }).waitFor();
  await page.getByText("extra-settings").filter({ visible: true }).nth(1).waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

/** Drops files on the page. */
async function drop(page, files) {
  await page.evaluate((files) => {
    const data = new DataTransfer();
    for (const { name, text } of files) data.items.add(new File([text], name));
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.body.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }));
    }
  }, files);
}
