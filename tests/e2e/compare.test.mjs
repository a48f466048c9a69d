// Two versions of Helm side by side: a program of its own, which comes when it is asked for.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, comparison, editor, fits, headline, operations, position, settled, start, transport } from "./page.mjs";
import { STATES } from "./states.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.end());

const link = (page) => page.getByRole("link", { name: "Compare" });
const rows = (page) => comparison(page).getByRole("table").getByRole("rowheader");
const marked = (page) => comparison(page).getByRole("table").getByRole("button", { pressed: true });

/** The comparison of the example in which a finished Job is in the way. */
async function compare(options) {
  const opened = await site.visit(options);
  await STATES.compare(opened.page);
  return opened;
}

test("nothing of the comparison is loaded before somebody asks for it", async () => {
  const asked = [];
  const prepare = (context) => context.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const { page, context } = await site.visit({ serviceWorkers: "block", prepare });
  await settled(page);
  const programs = () => asked.filter((path) => /\/extras-/.test(path));
  assert.deepEqual(programs(), []);
  await link(page).click();
  await comparison(page).waitFor();
  assert.ok(programs().length >= 3, programs().join());
  await context.close();
});

test("where the runs part is told in a verdict, a table and a marked column", async () => {
  const { page, context, complaints } = await compare();
  assert.equal(await headline(page).innerText(), "Helm 3.22.0 stops. Helm 4.3.1 goes on.");
  const table = comparison(page).getByRole("table");
  await table.getByText("Rejected: already exists").waitFor();
  await table.getByText("Applied, nothing changes").waitFor();
  await table.getByText("deployed, exit 0").waitFor();
  assert.match(await table.innerText(), /R-EXE-22/);
  assert.equal(await comparison(page).locator(".part").count(), 2);
  await operations(page).getByRole("button", { name: /^upgrade r2.*differs$/ }).waitFor();
  assert.equal(await operations(page).getByRole("button", { name: /differs/ }).count(), 1);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("with the keyboard alone: open, next difference, and back to the link", async () => {
  const { page, context } = await site.visit();
  await choose(page, "leftover");
  await link(page).focus();
  await page.keyboard.press("Enter");
  await comparison(page).waitFor();
  await page.waitForFunction(() => document.activeElement.matches("#compare h2"));
  const all = await rows(page).allInnerTexts();
  assert.ok(all.length > 3, all.join());
  const seen = new Set();
  for (let i = 0; i < all.length; i += 1) {
    const before = await marked(page).innerText();
    seen.add(before);
    await page.keyboard.press("d");
    await page.waitForFunction((before) => document.querySelector("#compare [aria-pressed=true]")?.innerText !== before, before);
  }
  assert.ok(seen.size >= all.length - 1, `${[...seen].join()} of ${all.join()}`);
  const here = await marked(page).innerText();
  await page.keyboard.press("Shift+D");
  await page.waitForFunction((here) => document.querySelector("#compare [aria-pressed=true]")?.innerText !== here, here);
  await page.keyboard.press("Escape");
  await comparison(page).waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("href")), "#compare");
  await transport(page).waitFor();
  await context.close();
});

test("keys of the comparison do not step the page behind it", async () => {
  const { page, context } = await compare();
  for (const key of ["ArrowRight", "End", "Space", "f"]) await page.keyboard.press(key);
  await page.goBack();
  assert.equal(await position(page), "Not started");
  await context.close();
});

test("Back closes it, Forward opens it, a reload keeps it", async () => {
  const { page, context } = await compare();
  await page.goBack();
  await comparison(page).waitFor({ state: "detached" });
  await page.goForward();
  await comparison(page).waitFor();
  await page.reload();
  await comparison(page).waitFor();
  await comparison(page).getByRole("button", { name: "Stop comparing" }).click();
  await comparison(page).waitFor({ state: "detached" });
  await transport(page).waitFor();
  await context.close();
});

test("a row leads to the step of its run, and Back to the comparison", async () => {
  const { page, context } = await compare();
  await comparison(page).getByRole("button", { name: "Go to step 3 with Helm 3.22.0" }).click();
  await comparison(page).waitFor({ state: "detached" });
  await settled(page);
  assert.match(await position(page), /^Step 3 of /);
  assert.match(await headline(page).innerText(), /cannot create Job check/);
  assert.equal(await page.getByRole("combobox", { name: "Helm version" }).inputValue(), "v3.22.0");
  await page.goBack();
  await comparison(page).waitFor();
  await context.close();
});

test("the fix that was found by trial makes both the same, and stands in the editor", async () => {
  const { page, context, complaints } = await compare();
  await comparison(page).getByText("before-hook-creation").first().waitFor();
  await comparison(page).getByRole("button", { name: "Apply fix" }).first().click();
  await page.waitForFunction(() => !/stops/.test(document.querySelector("#compare h2").innerText));
  assert.match(await headline(page).innerText(), /same/);
  await editor(page).getByText("before-hook-creation,hook-failed").waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test("two equal versions are the same, step by step", async () => {
  const { page, context } = await compare();
  await page.getByRole("combobox", { name: "First run" }).selectOption("v4.3.1");
  await page.waitForFunction(() => document.querySelector("#compare h2").innerText === "Both runs are the same, step by step.");
  assert.equal(await rows(page).count(), 0);
  await context.close();
});

test("it follows what is typed and which operation is chosen", async () => {
  const { page, context } = await compare();
  await operations(page).getByRole("button", { name: /^install/ }).click();
  await comparison(page).getByText("helm install").first().waitFor();
  await editor(page).click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("kind: [\n");
  await comparison(page).getByText("Both runs are the same, step by step.").first().waitFor();
  await context.close();
});

test("once the page is loaded it works without a network", async () => {
  const { page, context } = await site.visit();
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await context.setOffline(true);
  await choose(page, "leftover");
  await link(page).click();
  await comparison(page).getByText("Rejected: already exists").first().waitFor();
  await context.close();
});

test("a program that cannot be loaded is told, and it can be tried again or left", async () => {
  let broken = true;
  const route = (context) => context.route("**/extras-*.js", (request) => (broken ? request.abort() : request.continue()));
  const { page, context } = await site.visit({ serviceWorkers: "block", prepare: route });
  await link(page).click();
  const notice = page.getByRole("alert");
  await notice.getByText("The comparison could not be loaded.").waitFor();
  broken = false;
  await notice.getByRole("button", { name: "Try again" }).click();
  await comparison(page).waitFor();
  await context.close();
});

test("an engine that cannot be loaded is told, and it can be tried again", async () => {
  let broken = true;
  const route = (context) => context.route("**/engine-*", (request) => (broken ? request.abort() : request.continue()));
  const { page, context } = await site.visit({ serviceWorkers: "block", prepare: route });
  await link(page).click();
  const notice = page.locator("#compare").getByRole("alert");
  await notice.getByText("The engine could not play this story with both versions.").waitFor();
  broken = false;
  await notice.getByRole("button", { name: "Try again" }).click();
  await comparison(page).waitFor();
  await context.close();
});

test("it fits a narrow page, the table before the lifelines", async () => {
  const { page, context } = await compare({ viewport: { width: 360, height: 740 } });
  await fits(page);
  const top = (selector) => page.locator(selector).first().evaluate((node) => node.getBoundingClientRect().top);
  assert.ok((await top("#compare table")) < (await top("#compare .cmpbox")));
  await context.close();
});
