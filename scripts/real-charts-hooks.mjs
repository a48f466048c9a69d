// Plays install, upgrade, test and uninstall of public charts (tests/real-charts.json) on real Helm against a real API
// server, as oracle/README.md says, and in the engine, and compares every event: which hooks run, in which order, what is
// left. `node scripts/real-charts-hooks.mjs CLONES [--clone] [--only A,B] [--command FILE]`.
//
// Asked are the charts that say "installs" there: the others need kinds that no API server has by itself.
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { CHARTS, layOut } from "./real-charts/lay-out.mjs";

const words = process.argv.slice(2);
const value = (flag, otherwise) => (words.includes(flag) ? words[words.indexOf(flag) + 1] : otherwise);
const [clones] = words;
if (!clones || clones.startsWith("--")) {
  console.error("which folder has the clones? node scripts/real-charts-hooks.mjs CLONES [--clone] [--only NAMES]");
  process.exit(2);
}
const command = resolve(value("--command", "target/command/helm-hooks"));
const only = value("--only", "").split(",").filter(Boolean);
const into = "target/real-charts-hooks";
const [scenarios, recordings] = ["scenarios", "recordings"].map((name) => join(into, name));
for (const folder of [scenarios, recordings]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

function run(program, words, options = {}) {
  const { status, stdout, stderr } = spawnSync(program, words, { encoding: "utf8", maxBuffer: 2 ** 28, ...options });
  return { status, stdout, stderr };
}

const asked = CHARTS.filter((chart) => (only.length > 0 ? only.includes(chart.name) : chart.installs));
for (const chart of asked) {
  const { folder } = layOut(chart, clones, into, words.includes("--clone"));
  const story = run(command, ["story", folder]);
  if (story.status !== 0) throw new Error(`${chart.name}: ${story.stderr}`);
  // Real Helm waits five minutes for what never comes. An id is a file's name.
  const text = story.stdout
    .replace(/^id: .*$/m, `id: ${chart.name}`)
    .replace(/^( *)- (install|upgrade|test|uninstall): (.*)$/gm, "$1- $2: $3\n$1  flags: [--timeout=20s]");
  writeFileSync(join(scenarios, `${chart.name}.yaml`), text);
}
const recorded = run("oracle/run", ["run", "--out", resolve(recordings), resolve(scenarios)]);
process.stdout.write(recorded.stdout + recorded.stderr);
const checked = run(command, ["check", "recordings", scenarios, "--against", recordings]);
process.stdout.write(checked.stdout + checked.stderr);

/** Hooks in the order in which real Helm made them. */
function hooks(name, helm) {
  const { operations } = JSON.parse(readFileSync(join(recordings, helm, `${name}.json`), "utf8"));
  const made = (operation) => operation.events.filter((event) => event.role === "hook" && ["create", "apply"].includes(event.do));
  return operations.map((operation) => `${operation.operation.split(" ")[0]} ${made(operation).length}`).join(", ");
}
for (const chart of asked) {
  for (const helm of ["v4.3.1", "v3.22.0"]) console.log(`${chart.name} ${helm}: hooks of ${hooks(chart.name, helm)}`);
}
process.exit(checked.status);
