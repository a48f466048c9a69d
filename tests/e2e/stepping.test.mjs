// From opening the page to the end of a run, and what a failing hook changes.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { choose, editor, headline, openFile, operations, paste, position, start, stepUntil, text, toTheEnd, transport } from "./page.mjs";

let site;
before(async () => { site = await start(); });
after(() => site.end());

const MANIFESTS = `apiVersion: batch/v1
kind: Job
metadata:
  name: count-stock
  annotations:
    "helm.sh/hook": pre-install
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: count, image: busybox}]
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: own-settings
data: {a: "1"}
`;

test("the first visit shows the shop, ready to step through", async () => {
  const { page, context, complaints } = await site.visit();
  assert.match(await editor(page).innerText(), /kind: /);
  assert.ok((await operations(page).getByRole("listitem").count()) >= 5);
  assert.deepEqual(complaints, []);
  await context.close();
});

test("own manifests, pasted, are played at once and stepped through to the end and back", async () => {
  const { page, context, complaints } = await site.visit();
  await choose(page, "empty chart");
  await paste(page, MANIFESTS);
  await page.getByText("count-stock").filter({ visible: true }).nth(1).waitFor();
  await stepUntil(page, /creates (the )?Job count-stock/);
  await stepUntil(page, /waits for Job count-stock/);
  await stepUntil(page, /ConfigMap own-settings/);
  await toTheEnd(page);
  const last = await position(page);
  assert.match(last, /^Step (\d+) of \1\b/);
  await transport(page).getByRole("button", { name: "First step" }).click();
  await page.getByText("Not started").or(page.getByText(/^Step 0|^Before/)).first().waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a hook that is made to fail ends the upgrade there, and the page says what stays", async () => {
  const { page, context, complaints } = await site.visit();
  await operations(page).getByRole("button", { name: /^upgrade r3/ }).click();
  await stepUntil(page, /waits for Job db-migrate/);
  const planned = Number((await position(page)).match(/of (\d+)/)[1]);
  await page.getByRole("radio", { name: /^Fail/ }).check();
  await page.waitForFunction((planned) => Number(document.querySelector("[aria-valuetext]").getAttribute("aria-valuetext").match(/of (\d+)/)[1]) < planned, planned);
  assert.match(await headline(page).innerText(), /db-migrate/, "the place stays on the same step");
  await toTheEnd(page);
  await operations(page).getByRole("button", { name: /^upgrade r3 failed/ }).waitFor();
  await page.getByText("BackoffLimitExceeded").or(page.getByText(/UPGRADE FAILED/)).first().waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test("Helm 3 and Helm 4 differ where they differ", async () => {
  const { page, context } = await site.visit();
  await choose(page, "leftover");
  const second = operations(page).getByRole("button", { name: /^upgrade/ });
  await second.click();
  for (const [version, status] of [["v3.22.0", /failed/], ["v4.3.1", /deployed/]]) {
    await page.getByLabel("Helm version").selectOption(version);
    await toTheEnd(page);
    await operations(page).getByRole("button", { name: /^upgrade/ }).filter({ hasText: status }).waitFor();
  }
  await context.close();
});

test("a file opened from the list is the one that is edited", async () => {
  const { page, context } = await site.visit();
  await openFile(page, "templates/db-backup.yaml");
  await editor(page).click();
  await page.keyboard.press("ControlOrMeta+Home");
  await page.keyboard.type("# mine\n");
  await openFile(page, "templates/service.yaml");
  assert.doesNotMatch(await editor(page).innerText(), /# mine/);
  await openFile(page, "templates/db-backup.yaml");
  assert.match(await editor(page).innerText(), /^# mine/);
  await editor(page).click();
  // A slow machine makes several changes of what was typed.
  for (let i = 0; i < 10 && (await text(page)).includes("# m"); i += 1) await page.keyboard.press("ControlOrMeta+z");
  assert.match(await text(page), /^apiVersion/, "each file has an undo history of its own");
  await context.close();
});
