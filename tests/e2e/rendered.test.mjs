// What the chart renders to, beside its source.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { drop, editor, fits, openFile, pane, paste, settled, start, violations } from "./page.mjs";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const STORY = `charts:
  shop:
    templates:
      _helpers.tpl: |
        {{ define "labels" }}app: {{ .Release.Name }}{{ end }}
      hook.yaml: |
        {{- if .Values.migrate }}
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: migrate
          labels:
            {{- include "labels" . | nindent 4 }}
          annotations: {helm.sh/hook: pre-install}
        spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: "busybox:{{ .Values.version }}"}]}}}
        {{- end }}
      app.yaml: |
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: app}
    values: |
      migrate: true
      version: "1"
operations:
  - install: shop
  - upgrade: shop
    flags: [--set=version=2]
`;

let site;
let folder;
before(async () => {
  site = await start();
  folder = mkdtempSync(join(tmpdir(), "rendered-"));
  writeFileSync(join(folder, "story.yaml"), STORY);
});
after(async () => {
  await site.end();
  rmSync(folder, { recursive: true });
});

const text = (page, name = /^What .* renders? to$/) => page.getByRole("textbox", { name });
const lines = (page, name) => text(page, name).evaluate((node) => [...node.querySelectorAll(".cm-line")].map((line) => line.textContent));
const sight = (page, name) => page.getByRole("group", { name: "What is shown" }).getByRole("button", { name });
const region = (page) => page.getByRole("region", { name: "Rendered" });
const line = (page, words) => text(page).locator(".cm-line", { hasText: words }).first();

/** The story with the rendered text beside the open file. */
async function beside(options) {
  const opened = await site.visit(options);
  const { page } = opened;
  await drop(page, join(folder, "story.yaml"));
  await page.getByRole("button", { name: "Story: story" }).or(page.getByRole("button", { name: /^Your story/ })).first().waitFor();
  await settled(page);
  await openFile(page, "templates/hook.yaml");
  await page.getByRole("button", { name: "Rendered" }).click();
  await text(page).waitFor();
  return opened;
}

test("it is loaded when it is asked for, and says which operation makes it", async () => {
  const asked = [];
  const prepare = (context) => context.on("request", (request) => asked.push(new URL(request.url()).pathname));
  const { page, context, complaints } = await site.visit({ serviceWorkers: "block", prepare });
  await settled(page);
  const programs = () => asked.filter((path) => path.includes("/extras-"));
  assert.deepEqual(programs(), []);
  await page.getByRole("button", { name: "Rendered" }).click();
  await text(page).waitFor();
  assert.ok(programs().length >= 3, programs().join());
  await region(page).getByText("by install, operation 1").waitFor();
  await page.getByRole("button", { name: "Rendered" }).click();
  await text(page).waitFor({ state: "detached" });
  assert.deepEqual(complaints, []);
  await context.close();
});

test("it follows every key", async () => {
  const { page, context, complaints } = await beside();
  assert.ok((await lines(page)).includes("    app: demo"));
  await line(page, "busybox:1").waitFor();
  await openFile(page, "values.yaml");
  await line(page, "# Source: app/templates/app.yaml").waitFor();
  await paste(page, 'migrate: true\nversion: "7"\n');
  await line(page, "busybox:7").waitFor();
  await paste(page, "migrate: false\n");
  await line(page, "busybox:7").waitFor({ state: "detached" });
  await openFile(page, "templates/hook.yaml");
  await region(page).getByText("renders to nothing but blanks").waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test("a line leads to the line that made it, and back", async () => {
  const { page, context, complaints } = await beside();
  await line(page, "app: demo").click();
  const active = () => editor(page).first().evaluate((node) => {
    const root = node.getRootNode();
    const at = root.getSelection ? root.getSelection() : document.getSelection();
    return at.anchorNode?.parentElement?.closest(".cm-line")?.textContent ?? at.anchorNode?.textContent;
  });
  assert.match(await active(), /include "labels"/);
  // The other way round: what the source's line made is marked.
  await editor(page).first().locator(".cm-line", { hasText: "kind: Job" }).click();
  await text(page).locator(".cm-line.cm-doc", { hasText: "kind: Job" }).waitFor();
  // From a file that is not open.
  await sight(page, "All files").click();
  await line(page, "{name: app}").click();
  await page.getByRole("textbox", { name: "templates/app.yaml of chart" }).waitFor();
  assert.match(await active(), /name: app/);
  // With the keyboard.
  await line(page, "kind: Job").click();
  await page.getByRole("textbox", { name: "templates/hook.yaml of chart" }).waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

test("values are marked where the user's stand over the chart's", async () => {
  const { page, context } = await beside();
  await page.getByRole("navigation", { name: "Operations of this release" }).getByRole("button", { name: /^upgrade/ }).click();
  await sight(page, "Values").click();
  const values = text(page, "The values that templates see");
  await values.locator(".cm-line", { hasText: "version: " }).getByText("chart: 1").waitFor();
  assert.deepEqual((await lines(page, "The values that templates see")).slice(0, 2), ["migrate: true", 'version: 2chart: 1']);
  await context.close();
});

test("an error is told, and what can be rendered stays", async () => {
  const { page, context, complaints } = await beside();
  await paste(page, '{{ fail "not like this" }}');
  await region(page).getByText("Helm cannot render the chart.").waitFor();
  await region(page).getByText("hook.yaml:1:3): not like this").waitFor();
  await line(page, "{name: app}").waitFor();
  assert.deepEqual(complaints, []);
  await context.close();
});

for (const [width, colorScheme] of [[1440, "light"], [1024, "dark"], [360, "dark"]]) {
  test(`it fits ${width} px, ${colorScheme}, and axe finds nothing`, async () => {
    const { page, context } = await site.visit({ viewport: { width, height: 800 }, colorScheme });
    await settled(page);
    await pane(page, "Chart");
    await page.getByRole("button", { name: "Rendered" }).click();
    await text(page).waitFor();
    await fits(page);
    assert.deepEqual(await violations(page), []);
    await context.close();
  });
}
