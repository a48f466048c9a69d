// Holds `helm-hooks render` to real Helm on public charts (tests/real-charts.json): every value set of each, byte for
// byte, standard error too. `node scripts/real-charts.mjs CLONES` with these flags:
//
//   CLONES         folder with clones of the charts' repositories as OWNER/NAME (bare or not)
//   --clone        makes those that are missing
//   --only A,B     only these charts
//   --command FILE the helm-hooks to ask; else target/command/helm-hooks
//   --write        writes docs/real-charts.md
//
// Helm is asked as oracle/run built it (oracle/README.md). A few of the charts' dependencies are in no repository that
// can be cloned; tests/real-charts.json says which, under "without".
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

import { compare, said } from "./real-charts/compare.mjs";
import { CHARTS, layOut } from "./real-charts/lay-out.mjs";
import { page } from "./real-charts/page.mjs";

const words = process.argv.slice(2);
const value = (flag, otherwise) => (words.includes(flag) ? words[words.indexOf(flag) + 1] : otherwise);
const [clones] = words;
if (!clones || clones.startsWith("--")) {
  console.error("which folder has the clones? node scripts/real-charts.mjs CLONES [--clone] [--only NAMES] [--write]");
  process.exit(2);
}

const HELMS = ["v4.3.1", "v3.22.0"];
const cache = process.env.ORACLE_CACHE ?? join(homedir(), ".cache/helm-oracle");
const command = resolve(value("--command", "target/command/helm-hooks"));
const only = value("--only", "").split(",").filter(Boolean);
const into = "target/real-charts";
mkdirSync(into, { recursive: true });

/** Runs a program; what it writes, and how it ends. */
function run(program, words, cwd) {
  return new Promise((done) => {
    const child = spawn(program, words, { cwd, stdio: ["ignore", "pipe", "pipe"] });
    const out = { stdout: [], stderr: [] };
    for (const name of ["stdout", "stderr"]) child[name].on("data", (data) => out[name].push(data));
    child.on("error", (error) => done({ status: -1, stdout: "", stderr: error.message }));
    // Every byte is a character of its own: what is no text is compared, too.
    const text = (parts) => Buffer.concat(parts).toString("latin1");
    child.on("close", (status) => done({ status, stdout: text(out.stdout), stderr: text(out.stderr) }));
  });
}

/** The Kubernetes of released programs; one that `go install` built takes the cluster for 1.20. */
const KUBE = ["--kube-version", "v1.37.0"];

/** Asks both; what differs, or nothing. */
async function ask(helm, folder, call) {
  const program = join(cache, `helm-${helm}`, "helm");
  const words = call.words.includes(KUBE[0]) ? call.words : [...KUBE, ...call.words];
  const helms = () => run(program, ["template", ".", ...words], folder);
  // We come between Helm's two runs: what they tell of the time holds for ours, or differs.
  const first = await helms();
  const ours = await run(command, ["render", ".", "--helm", helm, ...words], folder);
  const again = await helms();
  const [theirs, own] = [said(first.stderr), said(ours.stderr)];
  const output = compare(first.stdout, again.stdout, ours.stdout);
  const why = [];
  if ((first.status === 0) !== (ours.status === 0)) why.push(`Helm ends with ${first.status}, we with ${ours.status}: ${own.error || theirs.error}`);
  else if (theirs.error !== own.error) why.push(`Helm says ${JSON.stringify(theirs.error)}, we say ${JSON.stringify(own.error)}`);
  if (!output.same) why.push(output.why);
  for (const line of theirs.notes.filter((line) => !own.notes.includes(line))) why.push(`only Helm notes: ${line}`);
  // What we say of made-up values is ours alone.
  const helmish = /^(level=|\S+\.go:\d+: |WARNING: )/;
  for (const line of own.notes.filter((line) => helmish.test(line) && !theirs.notes.includes(line))) why.push(`only we note: ${line}`);
  return { helm, call: call.says, refused: first.status !== 0, masked: output.masked, lines: first.stdout.split("\n").length, why };
}

/** Asks for all calls, one after the other. */
async function askAll(helm, folder, calls) {
  const asked = [];
  for (const call of calls) asked.push(await ask(helm, folder, call));
  return asked;
}

const results = [];
for (const chart of CHARTS.filter((chart) => only.length === 0 || only.includes(chart.name))) {
  const { folder, calls } = layOut(chart, clones, into, words.includes("--clone"));
  const asked = (await Promise.all(HELMS.map((helm) => askAll(helm, folder, calls)))).flat();
  results.push({ chart, asked });
  const wrong = asked.filter((one) => one.why.length > 0);
  console.log(`${chart.name}: ${asked.length - wrong.length} of ${asked.length} equal`);
  for (const one of wrong) console.log(`  ${one.helm} ${one.call}\n${one.why.slice(0, 4).map((why) => `    ${why}`).join("\n")}`);
}
const all = results.flatMap((result) => result.asked);
const equal = all.filter((one) => one.why.length === 0).length;
console.log(`${equal} of ${all.length} equal, ${all.filter((one) => one.refused).length} of them errors`);
if (words.includes("--write")) writeFileSync("docs/real-charts.md", page(results));
process.exit(equal === all.length ? 0 : 1);
