// Broken texts: the panel, its keys, its fix.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, editor, operations, panel, start, text } from "./page.mjs";

const TITLE = "A comment ends this text too early";
let site;
before(async () => { site = await start(); });
after(() => site.end());

/** The broken example with the panel closed and the focus in the editor. */
async function broken() {
  const visit = await site.visit();
  await choose(visit.page, "broken-script");
  await panel(visit.page, TITLE).waitFor();
  return visit;
}

test("the broken script shows what Helm says, and the stage is not empty", async () => {
  const { page, context, complaints } = await broken();
  await panel(page, TITLE).getByText("did not find expected key").waitFor();
  await operations(page).getByRole("button", { name: /^install .*cannot start/ }).waitFor();
  assert.ok(await page.getByText("notify-team").filter({ visible: true }).count() > 0, "the plan is drawn");
  assert.deepEqual(complaints, []);
  await context.close();
});

test("the quick fix mends the script and keeps every line of it", async () => {
  const { page, context, complaints } = await broken();
  await panel(page, TITLE).getByRole("button", { name: /^Apply fix/ }).click();
  await panel(page, TITLE).waitFor({ state: "detached" });
  const mended = await text(page);
  assert.match(mended, /- \|[-+]?\n/);
  for (const line of ["Preparing the configuration", "# keep what", "if kubectl get configmap", "fi;", "Done."]) assert.match(mended, new RegExp(line.replace(".", "\\.")));
  await operations(page).getByRole("button", { name: /^install .*(planned|deployed)/ }).waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test("keys lead to the problem, choose the fix, apply it and come back", async () => {
  const { page, context } = await broken();
  await panel(page, TITLE).getByRole("button", { name: /^Close/ }).click();
  await panel(page, TITLE).waitFor({ state: "detached" });
  const focused = () => page.evaluate(() => document.activeElement.className);
  assert.equal(await focused(), "ed-text", "the focus is back in the editor");
  await page.keyboard.press("F8");
  await panel(page, TITLE).waitFor();
  await page.waitForFunction(() => document.activeElement.classList.contains("diag"));
  await page.keyboard.press("Escape");
  await panel(page, TITLE).waitFor({ state: "detached" });
  await page.keyboard.press("ControlOrMeta+.");
  await page.waitForFunction(() => document.activeElement.classList.contains("diag"));
  await page.keyboard.press("Enter");
  await panel(page, TITLE).waitFor({ state: "detached" });
  await page.waitForFunction(() => document.activeElement.className === "ed-text");
  assert.match(await text(page), /- \|/);
  await page.keyboard.press("ControlOrMeta+z");
  await panel(page, TITLE).or(page.getByRole("button", { name: /1 error/ })).first().waitFor();
  await context.close();
});

test("keys lead from the editor into a panel that is open already", async () => {
  for (const key of ["F8", "ControlOrMeta+."]) {
    const { page, context } = await broken();
    await editor(page).focus();
    if (key !== "F8") for (let line = 1; line < 17; line += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press(key);
    await page.waitForFunction(() => document.activeElement.classList.contains("diag"));
    await page.keyboard.press("Enter");
    await panel(page, TITLE).waitFor({ state: "detached" });
    assert.match(await text(page), /- \|/);
    await context.close();
  }
});

test("typing an error keeps the last good run in sight and does not move the focus", async () => {
  const { page, context } = await site.visit();
  await choose(page, "migration");
  await editor(page).click();
  await page.keyboard.press("ControlOrMeta+End");
  await page.keyboard.type("\n  : [broken");
  await page.getByRole("button", { name: /1 error/ }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.className), "ed-text");
  assert.ok(await page.getByText("migrate").filter({ visible: true }).count() > 1);
  await context.close();
});
