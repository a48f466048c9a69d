// Runs the checks of `make test` one after the other and counts them. All run even if one fails, but
// for those that need a failed one's result. Names as arguments run only those.
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";

const cargo = (...words) => ["cargo", ...words];
const node = (...words) => [process.execPath, ...words];
const nodeTests = readdirSync("tests/e2e").filter((name) => name.endsWith(".test.mjs")).sort();

/** In order. `counts` says how to read the number of tests from the output; without it a check counts as one. */
const CHECKS = [
  { name: "fmt", says: "formatting", run: [cargo("fmt", "--check")] },
  { name: "clippy", says: "lints: engine alone, command, page", run: [
    cargo("clippy", "--quiet", "--lib", "--no-default-features", "--", "-D", "warnings"),
    cargo("clippy", "--quiet", "--all-targets", "--", "-D", "warnings"),
    cargo("clippy", "--quiet", "--all-targets", "--features", "web", "--", "-D", "warnings"),
  ] },
  { name: "engine", says: "the engine needs no browser crate", run: [node("scripts/engine-alone.mjs")] },
  { name: "deny", says: "licences, sources and advisories of what we depend on", run: [["scripts/deny.sh"]] },
  { name: "units", says: "engine and command", counts: cargoTests, run: [cargo("test", "--quiet", "--no-fail-fast")] },
  { name: "components", says: "components rendered on the host", counts: cargoTests, run: [
    cargo("test", "--quiet", "--no-fail-fast", "--features", "web", "--lib", "--test", "components", "app::"),
    cargo("test", "--quiet", "--no-fail-fast", "--features", "web", "--test", "first_view"),
  ] },
  { name: "fuzz", says: "a fuzzer looks for texts that break us, for a short time", run: [node("scripts/fuzz.mjs", "short")] },
  { name: "page", says: "release page", run: [["trunk", "build", "--release"]] },
  { name: "size", says: "size budget", needs: "page", run: [node("scripts/size.mjs")] },
  { name: "e2e", says: "the page in a real browser", needs: "page", counts: nodeTestResults, run: [
    node("--test", "--test-reporter=tap", "--test-concurrency=1", ...nodeTests.map((name) => `tests/e2e/${name}`)),
  ] },
];

/** Adds up `test result: ok. 12 passed; 0 failed; …`. */
function cargoTests(output) {
  let passed = 0;
  let failed = 0;
  for (const [, ok, bad] of output.matchAll(/^test result: \w+\. (\d+) passed; (\d+) failed;/gm)) {
    passed += Number(ok);
    failed += Number(bad);
  }
  return { passed, failed };
}

/** Reads the closing lines of node's test runner. */
function nodeTestResults(output) {
  const number = (word) => Number(output.match(new RegExp(`^# ${word} (\\d+)$`, "m"))?.[1] ?? 0);
  return { passed: number("pass"), failed: number("fail") + number("cancelled") };
}

/** Runs one command, shows and returns what it writes. */
function run([command, ...words]) {
  return new Promise((resolve) => {
    const child = spawn(command, words, { stdio: ["ignore", "pipe", "pipe"], env: process.env });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => {
        output += data;
        process.stdout.write(data);
      });
    }
    child.on("error", (error) => resolve({ ok: false, output: `${output}${error.message}\n` }));
    child.on("close", (code) => resolve({ ok: code === 0, output }));
  });
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !CHECKS.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`no such check: ${unknown.join(", ")}; there are ${CHECKS.map((check) => check.name).join(", ")}`);
  process.exit(2);
}

const results = [];
for (const check of CHECKS.filter((check) => asked.length === 0 || asked.includes(check.name))) {
  console.log(`\n== ${check.name}: ${check.says}`);
  if (results.some((result) => result.name === check.needs && !result.ok)) {
    console.log(`not run, because ${check.needs} failed`);
    results.push({ name: check.name, ok: false, passed: 0, failed: 1, seconds: 0 });
    continue;
  }
  const began = Date.now();
  let ok = true;
  let output = "";
  for (const command of check.run) {
    const part = await run(command);
    output += part.output;
    if (!part.ok) {
      ok = false;
      break;
    }
  }
  let { passed, failed } = check.counts ? check.counts(output) : { passed: ok ? 1 : 0, failed: ok ? 0 : 1 };
  // A failure that no test owns up to (a broken build), and a run of no tests at all, count as failures.
  if (failed === 0 && (!ok || passed === 0)) failed = 1;
  results.push({ name: check.name, ok: failed === 0, passed, failed, seconds: (Date.now() - began) / 1000 });
}

console.log("\n== summary");
for (const { name, ok, passed, failed, seconds } of results) {
  console.log(`${ok ? "ok    " : "FAILED"} ${name.padEnd(12)} ${String(passed).padStart(5)} passed ${String(failed).padStart(3)} failed ${seconds.toFixed(1).padStart(7)} s`);
}
const total = (what) => results.reduce((sum, result) => sum + result[what], 0);
console.log(`${total("passed")} passed, ${total("failed")} failed`);
process.exit(total("failed") === 0 ? 0 : 1);
