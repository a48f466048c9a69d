// How long `helm-hooks render` and `helm template` take for the public charts of tests/real-charts.json, in one run:
// `node scripts/chart-speed.mjs CLONES [--only A,B] [--command FILE] [--runs N] [--markdown]`.
//
// Both render the chart's defaults, taking turns. A figure is the processor time, user and system, of the least of several
// runs: other work on the machine hardly moves it, as it does the time on the wall. "Without start" is that less what the
// same program takes for a chart of one empty template, which is what starting, reading flags and ending cost.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

import { CHARTS, layOut } from "./real-charts/lay-out.mjs";

const words = process.argv.slice(2);
const value = (flag, otherwise) => (words.includes(flag) ? words[words.indexOf(flag) + 1] : otherwise);
const [clones] = words;
if (!clones || clones.startsWith("--")) {
  console.error("which folder has the clones? node scripts/chart-speed.mjs CLONES [--only NAMES] [--runs N] [--markdown]");
  process.exit(2);
}
const HELM = "v4.3.1";
const helm = join(process.env.ORACLE_CACHE ?? join(homedir(), ".cache/helm-oracle"), `helm-${HELM}`, "helm");
const command = resolve(value("--command", "target/command/helm-hooks"));
const only = value("--only", "").split(",").filter(Boolean);
const runs = Number(value("--runs", "7"));
const into = "target/chart-speed";
mkdirSync(into, { recursive: true });

/** Milliseconds of processor time of one run, as the shell counts them. */
function once(program, words, cwd) {
  const script = 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>/dev/null';
  const { stderr } = spawnSync("bash", ["-c", script, "bash", program, ...words], { cwd, encoding: "utf8" });
  return stderr.trim().split(" ").reduce((sum, seconds) => sum + Number(seconds) * 1000, 0);
}

/** The least of several runs of both. */
function least(folder, extra, times = runs) {
  const ours = [];
  const theirs = [];
  for (let run = 0; run < times; run++) {
    theirs.push(once(helm, ["template", ".", ...extra], folder));
    ours.push(once(command, ["render", ".", "--helm", HELM, ...extra], folder));
  }
  return { ours: Math.min(...ours), theirs: Math.min(...theirs) };
}

const empty = join(into, "empty");
mkdirSync(join(empty, "templates"), { recursive: true });
writeFileSync(join(empty, "Chart.yaml"), "apiVersion: v2\nname: empty\nversion: 0.1.0\n");
writeFileSync(join(empty, "templates/empty.yaml"), "");
const start = least(empty, [], 5 * runs);

const rows = [];
for (const chart of CHARTS.filter((chart) => only.length === 0 || only.includes(chart.name))) {
  const { folder } = layOut(chart, clones, into, words.includes("--clone"));
  // A chart that refuses its own defaults is asked as it is in the list.
  const extra = (chart.calls?.[0] ?? "").split(" ").filter(Boolean).map((word, i, all) => (all[i - 1] === "-f" ? resolve(folder, word) : word));
  const { ours, theirs } = least(folder, extra);
  rows.push({ name: chart.name, ours, theirs, ratio: theirs / ours, bare: (theirs - start.theirs) / Math.max(ours - start.ours, 0.1) });
}
const median = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const number = (value) => value.toFixed(1);
if (words.includes("--markdown")) {
  console.log("| chart | helm template, ms | helm-hooks render, ms | times faster | without start |\n|---|---:|---:|---:|---:|");
  for (const row of rows) console.log(`| ${row.name} | ${number(row.theirs)} | ${number(row.ours)} | ${number(row.ratio)} | ${number(row.bare)} |`);
} else {
  for (const row of rows) console.log(`${row.name.padEnd(40)} ${number(row.theirs).padStart(8)} ms ${number(row.ours).padStart(8)} ms ${number(row.ratio).padStart(6)} times, without start ${number(row.bare).padStart(6)}`);
}
console.log(`\nstart: helm ${number(start.theirs)} ms, helm-hooks ${number(start.ours)} ms`);
console.log(`median ${number(median(rows.map((row) => row.ratio)))} times faster, without start ${number(median(rows.map((row) => row.bare)))}; least ${number(Math.min(...rows.map((row) => row.ratio)))}`);
const slower = rows.filter((row) => row.ratio <= 1);
process.exit(slower.length === 0 ? 0 : 1);
