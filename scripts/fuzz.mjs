// Fuzzes each room that reads what people type: `node scripts/fuzz.mjs [SECONDS] [TARGET…]`, ten seconds each unless told;
// `short` for SECONDS is what CI does, a number of texts that is always the same, from a seed that is.
// It begins with what tests know already (vectors, scenarios, examples) and with what was found before
// (fuzz/corpus). The crate is free of unsafe code, so no sanitizer and no nightly Rust is needed.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const files = (folder) => readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
const vectors = (name, text) => readFileSync(`tests/vectors/${name}.jsonl`, "utf8").trim().split("\n").map((line) => text(JSON.parse(line)));
const stories = () => [...files("www/examples"), ...files("tests/conformance/scenarios")];

/** Archives, unpacked. */
const archives = () =>
  readdirSync("tests/archives").filter((name) => name.endsWith(".tgz")).flatMap((name) => {
    try {
      return [gunzipSync(readFileSync(join("tests/archives", name)))];
    } catch {
      return [];
    }
  });

/** What each target begins with, and how many texts are a short run. */
const TARGETS = {
  yaml: { seeds: () => vectors("yaml", (one) => one.yaml), short: 50_000 },
  split: { seeds: () => vectors("split", (one) => one.input), short: 50_000 },
  story: { seeds: stories, short: 10_000 },
  run: { seeds: stories, short: 2_000 },
  template: { seeds: () => vectors("templates", (one) => one.template), short: 20_000 },
  set: { seeds: () => ["a.b=1,c=x", "a[0].b={x,y}", 'a={"b":[1]}', "a\\.b=1\\,2", "a[2][1]=null"], short: 50_000 },
  archive: { seeds: archives, short: 20_000 },
};

const [seconds = "10", ...asked] = process.argv.slice(2);
const isShort = seconds === "short";
const failed = [];
for (const [target, { seeds, short }] of Object.entries(TARGETS)) {
  if (asked.length > 0 && !asked.includes(target)) continue;
  const begun = join("target/fuzz/seeds", target);
  const corpus = join("target/fuzz", isShort ? "short" : "corpus", target);
  if (isShort) rmSync(corpus, { recursive: true, force: true });
  for (const folder of [begun, corpus]) mkdirSync(folder, { recursive: true });
  seeds().filter(Boolean).forEach((text, i) => writeFileSync(join(begun, `${i}`), text));
  const words = ["fuzz", "run", "--sanitizer", "none", "--target-dir", "target/fuzz/build", target, corpus, begun];
  const kept = [join("fuzz/corpus", target)].filter(existsSync);
  const until = isShort ? [`-runs=${short}`, "-seed=1"] : [`-max_total_time=${seconds}`];
  const limits = [...until, "-timeout=25", "-rss_limit_mb=4096", "-max_len=20000", "-verbosity=0", "-print_final_stats=1"];
  const { status } = spawnSync("cargo", [...words, ...kept, "--", ...limits], { stdio: "inherit" });
  if (status !== 0) failed.push(target);
}
console.log(failed.length === 0 ? "nothing was found" : `found something in ${failed.join(", ")}: see fuzz/artifacts`);
process.exit(failed.length === 0 ? 0 : 1);
