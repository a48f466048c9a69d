// The engine comes after the page, from a worker: what works without it, and what the page says if it breaks down.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { editor, headline, paste, position, settled, start, toTheEnd, transport } from "./page.mjs";

const ENGINE = "**/engine-*";
let site;
before(async () => { site = await start(); });
after(() => site.end());

/** A page whose engine is answered by `route` from its first request on. */
const visitWith = (route) => site.visit({ serviceWorkers: "block", prepare: (context) => context.route(ENGINE, route) });

test("the first example can be stepped through before the engine is there", async () => {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  const { page, context } = await visitWith(async (route) => {
    await held;
    await route.continue();
  });
  await toTheEnd(page);
  assert.match(await headline(page).innerText(), /revision/i);
  await paste(page, "kind: [");
  await page.locator("[aria-busy=true]").waitFor();
  await page.waitForFunction(() => getComputedStyle(document.getElementById("stage"), "::before").visibility === "visible");
  await transport(page).getByRole("button", { name: "Previous step" }).click();
  release();
  await settled(page);
  await page.getByText("1 error", { exact: true }).first().waitFor();
  await context.close();
});

test("so can it at the next visit, from the step where it was left", async () => {
  const { page, context } = await visitWith((route) => route.abort());
  await toTheEnd(page);
  const left = await position(page);
  await page.reload();
  await transport(page).waitFor();
  assert.equal(await position(page), left);
  await transport(page).getByRole("button", { name: "Previous step" }).click();
  assert.notEqual(await position(page), left);
  await context.close();
});

test("an engine that cannot be loaded is told, nothing is lost, and it can be tried again", async () => {
  let broken = true;
  const { page, context } = await visitWith((route) => (broken ? route.abort() : route.continue()));
  await editor(page).click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("# mine\n");
  const notice = page.getByRole("alert");
  await notice.getByText("The engine could not play this story").waitFor();
  assert.match(await editor(page).innerText(), /^# mine/);
  broken = false;
  await notice.getByRole("button", { name: "Try again" }).click();
  await notice.waitFor({ state: "detached" });
  await settled(page);
  assert.match(await editor(page).innerText(), /^# mine/);
  await context.close();
});
