// The work survives: reload, going offline, reset and undo, files in and out.
import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { after, before, test } from "node:test";
import { choose, drop, editor, fits, headline, operations, pane, paste, ready, start, text } from "./page.mjs";

let site;
let folder;
before(async () => {
  site = await start();
  folder = await mkdtemp(join(tmpdir(), "helm-hooks-"));
});
after(async () => {
  await rm(folder, { recursive: true });
  await site.end();
});

/** What `tar -cz` makes of texts and bytes by path. */
function archive(files) {
  const blocks = Object.entries(files).flatMap(([path, text]) => {
    const data = Buffer.from(text);
    const head = Buffer.alloc(512);
    const octal = (number, length) => number.toString(8).padStart(length, "0");
    head.write(path);
    head.write(`0000644\0`, 100);
    head.write(`${octal(data.length, 11)}\0`, 124);
    head.write("        0", 148);
    head.write("ustar\x0000", 257);
    head.write(`${octal(head.reduce((sum, byte) => sum + byte, 0), 6)}\0 `, 148);
    return [head, data, Buffer.alloc((512 - (data.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** Waits until the browser keeps a text. */
const kept = (page, words) => page.waitForFunction((words) => localStorage.getItem("helm-hooks/3")?.includes(words), words);

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

test("work that another version of the page kept comes back from the story beside it", async () => {
  const { page, context } = await site.visit();
  await choose(page, "weights");
  await page.waitForFunction(() => localStorage.getItem("helm-hooks/story.yaml")?.includes("id: weights"));
  await page.evaluate(() => {
    // What is kept when the page is left must not mend it.
    const { setItem } = Storage.prototype;
    setItem.call(localStorage, "helm-hooks/3", "of another format");
    Storage.prototype.setItem = () => {};
  });
  await page.reload();
  await page.getByRole("button", { name: "Example: weights" }).waitFor();
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
  await page.waitForFunction(() => document.querySelector(".ed-text").shadowRoot.textContent.includes("migrate"));
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
  await drop(page, await written("mine.yaml", story.replace("id: rollback", "id: mine")));
  await page.getByRole("button", { name: /^Story: mine/ }).waitFor();
  await operations(page).getByRole("button", { name: /^rollback/ }).waitFor();
  await context.close();
});

test("dropped files and folders become templates of the chart at hand, and a dropped chart a story", async () => {
  const { page, context, complaints } = await site.visit();
  await choose(page, "weights");
  await drop(page, await written("extra.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: extra-settings\n"));
  await page.getByRole("textbox", { name: "templates/extra.yaml of chart v1" }).waitFor();
  await page.getByText("extra-settings").filter({ visible: true }).nth(1).waitFor();
  await written("folder/deep/one.yaml", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: from-a-folder\n");
  await drop(page, join(folder, "folder"));
  await page.getByRole("textbox", { name: "templates/deep/one.yaml of chart v1" }).waitFor();
  await written("mychart/Chart.yaml", "apiVersion: v2\nname: mychart\nversion: 1.2.3\n");
  await written("mychart/templates/settings.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Chart.Name }}-settings\n");
  await drop(page, join(folder, "mychart"));
  await page.getByText("mychart-settings").filter({ visible: true }).first().waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a dropped archive is a chart, its subcharts too, and one that Helm refuses says why", async () => {
  const { page, context, complaints } = await site.visit();
  const settings = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Chart.Name }}-packed\n";
  const chart = (name) => ({ [`${name}/Chart.yaml`]: `apiVersion: v2\nname: ${name}\nversion: 1.0.0\n`, [`${name}/templates/s.yaml`]: settings });
  const packed = archive({ ...chart("shop"), "shop/charts/db-1.0.0.tgz": archive(chart("db")) });
  await drop(page, await written("shop-1.0.0.tgz", packed));
  for (const name of ["shop-packed", "db-packed"]) await page.getByText(name).filter({ visible: true }).first().waitFor();
  await drop(page, await written("outside.tgz", archive({ ...chart("shop"), "shop/../../x": "" })));
  await page.getByRole("alert").getByText("chart illegally references parent directory").waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a chart of many files: headings, a filter, and the keyboard alone", async () => {
  const { page, context, complaints } = await site.visit({ viewport: { width: 360, height: 740 } });
  await written("large/Chart.yaml", "# Kept.\napiVersion: v2\nname: large\nversion: 1.0.0\n");
  for (let i = 0; i < 20; i += 1) await written(`large/templates/part-${i}.yaml`, `apiVersion: v1\nkind: Secret\nmetadata:\n  name: part-${i}\n`);
  await written("large/charts/db/values.yaml", "a: 1\n");
  await drop(page, join(folder, "large"));
  await page.getByRole("button", { name: /^Your story/ }).waitFor();
  await pane(page, "Chart");
  await page.getByRole("region", { name: "Chart" }).getByRole("button", { name: /files/ }).click();
  const files = page.getByRole("group", { name: "Files of the chart" });
  await files.getByRole("list", { name: "charts/db" }).waitFor();
  await files.getByRole("searchbox").focus();
  await page.keyboard.type("part 7");
  assert.equal(await files.getByRole("button").count(), 2, "part-7 and part-17");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  assert.match(await page.evaluate(() => document.activeElement.textContent), /part-7/);
  await files.getByRole("searchbox").fill("chart.yaml");
  await page.keyboard.press("Enter");
  await page.getByRole("textbox", { name: "Chart.yaml of chart v1" }).waitFor();
  assert.match(await text(page), /^# Kept/);
  await fits(page);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("text pasted beside the editor becomes a file", async () => {
  const { page, context } = await site.visit();
  await choose(page, "weights");
  await headline(page).click();
  await page.evaluate(() => navigator.clipboard.writeText("kind: ConfigMap\napiVersion: v1\nmetadata: {name: from-the-clipboard}\n"));
  await page.keyboard.press("ControlOrMeta+v");
  await page.getByRole("textbox", { name: "templates/pasted.yaml of chart v1" }).waitFor();
  await context.close();
});

test("a story that cannot be read says why and changes nothing", async () => {
  const { page, context } = await site.visit();
  await choose(page, "weights");
  await drop(page, await written("bad.yaml", "chart: {}\noperations:\n  - install: a\n"));
  await page.getByRole("alert").getByText("chart").first().waitFor();
  await page.getByRole("button", { name: /^Example: weights/ }).waitFor();
  await context.close();
});

test("a story chosen from the menu that cannot be read says why, until one can", async () => {
  const { page, context } = await site.visit();
  const open = async (text) => {
    await page.getByRole("button", { name: /^(Example: |Your story|Story: )/ }).click();
    const [chooser] = await Promise.all([page.waitForEvent("filechooser"), page.getByRole("button", { name: "Open" }).click()]);
    await chooser.setFiles(await written("chosen.yaml", text));
  };
  await open("chart: {}\noperations:\n  - install: a\n");
  await page.getByRole("alert").getByText("chart").first().waitFor();
  await open("id: mine\nhelm: v3.1.3\ncharts: {a: {}}\noperations:\n  - install: a\n");
  await page.getByRole("button", { name: "Story: mine" }).waitFor();
  await page.getByRole("alert").waitFor({ state: "detached" });
  assert.equal(await page.getByLabel("Helm version").inputValue(), "v3.1.3", "a version that is not offered is shown");
  await context.close();
});

/** Writes a file into the test's own folder; its place. */
async function written(name, text) {
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}
