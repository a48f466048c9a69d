// For everybody: axe, keyboard alone, narrow screens, a strict policy.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { fits, headline, pane, position, start, violations } from "./page.mjs";
import { STATES } from "./states.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.end());

for (const colorScheme of ["light", "dark"]) {
  for (const [state, reach] of Object.entries(STATES)) {
    test(`axe finds nothing in the state ${state}, ${colorScheme}`, async () => {
      const { page, context, complaints } = await site.visit({ colorScheme });
      await reach(page);
      assert.deepEqual(await violations(page), []);
      assert.deepEqual(complaints, []);
      await context.close();
    });
  }
}

for (const width of [360, 768, 1024, 1920]) {
  test(`nothing scrolls sideways at ${width} px, and axe finds nothing`, async () => {
    for (const reach of Object.values(STATES)) {
      const { page, context } = await site.visit({ viewport: { width, height: 800 } });
      await reach(page);
      await fits(page);
      assert.deepEqual(await violations(page), []);
      await context.close();
    }
  });
}

test("the menus fit a narrow page", async () => {
  const { page, context } = await site.visit({ viewport: { width: 360, height: 740 } });
  await page.getByRole("button", { name: /^Example: shop/ }).click();
  await page.getByRole("list", { name: "Examples" }).waitFor();
  await fits(page);
  assert.deepEqual(await violations(page), []);
  await page.keyboard.press("Escape");
  await pane(page, "Chart");
  await page.getByRole("region", { name: "Chart" }).getByRole("button", { name: /file/ }).first().click();
  await page.getByRole("group", { name: "Files of the chart" }).waitFor();
  await fits(page);
  assert.deepEqual(await violations(page), []);
  await context.close();
});

test("with the keyboard alone: to the editor, through it, out of it, and to the end of the run", async () => {
  const { page, context } = await site.visit();
  const inside = (selector) => page.evaluate((selector) => document.activeElement.closest(selector) !== null, selector);
  /** Presses Tab until the focus is there. */
  const tabTo = async (selector) => {
    for (let i = 0; i < 80; i += 1) {
      if (await inside(selector)) return;
      await page.keyboard.press("Tab");
    }
    assert.fail(`Tab does not reach ${selector}`);
  };
  await tabTo(".ed-text");
  await page.keyboard.type("# typed\n");
  await page.keyboard.press("Tab");
  assert.ok(!(await inside(".ed-text")), "Tab leaves the editor");
  await tabTo("[role=group][aria-label='Step through the run']");
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.notEqual(ring, "none", "the focus is visible");
  await page.keyboard.press("End");
  await page.waitForFunction(() => /^Step (\d+) of \1/.test(document.querySelector("input[type=range][aria-valuetext]").getAttribute("aria-valuetext")));
  assert.match(await position(page), /^Step/);
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(() => !/^Step (\d+) of \1\b/.test(document.querySelector("input[type=range][aria-valuetext]").getAttribute("aria-valuetext")));
  assert.ok((await headline(page).innerText()).length > 0);
  await context.close();
});

test("the policy is there, strict, and obeyed", async () => {
  const { page, context, complaints } = await site.visit();
  const policy = await page.locator("meta[http-equiv=Content-Security-Policy]").getAttribute("content");
  assert.match(policy, /script-src 'self' 'wasm-unsafe-eval'(;|$)/);
  assert.match(policy, /default-src 'none'/);
  assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*/);
  const blocked = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.injected = true";
    document.head.append(script);
    const fetched = await fetch("https://example.com/").then(() => true, () => false);
    return { injected: window.injected === true, fetched };
  });
  assert.deepEqual(blocked, { injected: false, fetched: false });
  assert.ok(complaints.length > 0, "the browser reports what it blocked");
  await context.close();
});
