// How to reach the states of the design, from a fresh page. scripts/screenshots.mjs photographs them.
import { choose, comparison, operations, pane, panel, ready, settled, stepUntil, toTheEnd } from "./page.mjs";

/** The third upgrade of the shop, planned. */
async function upgrade(page) {
  await ready(page);
  await pane(page, "Run");
  await operations(page).getByRole("button", { name: /^upgrade r3/ }).click();
}

export const STATES = {
  async ready(page) {
    await upgrade(page);
  },
  async mid(page) {
    await upgrade(page);
    await stepUntil(page, /waits for Job db-migrate/);
  },
  async failed(page) {
    await upgrade(page);
    await stepUntil(page, /waits for Job db-migrate/);
    await page.getByRole("radio", { name: /^Fail/ }).check();
    await toTheEnd(page);
    await settled(page);
  },
  async finished(page) {
    await ready(page);
    await operations(page).getByRole("button", { name: /^uninstall/ }).click();
    await toTheEnd(page);
  },
  async diagnostic(page) {
    await ready(page);
    await choose(page, "broken-script");
    await pane(page, "Chart");
    await panel(page, "A comment ends this text too early").waitFor();
  },
  async compare(page) {
    await ready(page);
    await choose(page, "leftover");
    await pane(page, "Run");
    await page.getByRole("link", { name: "Compare" }).click();
    await comparison(page).getByRole("button", { name: "Apply fix" }).first().waitFor();
  },
};
