// What the first working view costs: every file of dist/ that the page loads for it, brotli-compressed. The engine
// comes after it: the first example is played beforehand, so the page works until something is changed. The extras, which are
// the comparison of two versions and what a chart renders to, come when somebody asks for them.
// `--markdown` prints the table of CONTRIBUTING.md.
//
// The page must keep to its goal. The engine has not reached its own yet (CONTRIBUTING.md, "Size"), so the check holds
// its line at a ceiling: what was measured last, rounded up. It is raised only for what people can do anew, with the
// reason in CONTRIBUTING.md.
import { readFileSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const KB = 1000;
const GOAL = { wasm: 190 * KB, all: 330 * KB, engine: 350 * KB, extras: 160 * KB };
const CEILING = { ...GOAL, engine: 576 * KB };
const dist = process.argv.slice(2).find((word) => !word.startsWith("--")) ?? "dist";
const markdown = process.argv.includes("--markdown");

/** Files in `folder` and below. */
function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? walk(join(folder, entry.name)) : [join(folder, entry.name)],
  );
}

const KINDS = { wasm: "wasm", js: "JavaScript", css: "CSS", html: "HTML", svg: "pictures", png: "pictures", woff2: "fonts", bin: "data" };
const brotli = (data) =>
  brotliCompressSync(data, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length },
  }).length;

const rows = walk(dist)
  // The service worker is fetched after the first view, the page about documentation when it is asked for.
  .filter((file) => !/^(sw\.js|documentation\.)/.test(relative(dist, file)))
  .map((file) => {
    const data = readFileSync(file);
    const kind = KINDS[file.split(".").pop()] ?? "other";
    // Hashes are left out: they change with every build.
    const name = file.slice(dist.length + 1).replace(/-[0-9a-f]{16}(?=[._-])/g, "");
    return { name, kind, raw: data.length, gzip: gzipSync(data, { level: 9 }).length, brotli: brotli(data) };
  })
  .sort((a, b) => b.brotli - a.brotli);

const sum = (name, list) => {
  const all = (what) => list.reduce((total, row) => total + row[what], 0);
  return { name, raw: all("raw"), gzip: all("gzip"), brotli: all("brotli") };
};
const later = rows.filter((row) => row.name.startsWith("engine"));
const asked = rows.filter((row) => row.name.startsWith("extras"));
const first = rows.filter((row) => !later.includes(row) && !asked.includes(row));
const wasm = first.filter((row) => row.kind === "wasm");
if (wasm.length === 0 || later.length === 0 || asked.length === 0) {
  console.error(`${dist} has not all programs: run \`make build\` first`);
  process.exit(1);
}
const [all, engine] = [sum("the first view", first), sum("the engine, after it", later)];
const extras = sum("the extras, when they are asked for", asked);

const line = markdown
  ? (a, b, c, d) => `| ${a} | ${b} | ${c} | ${d} |`
  : (a, b, c, d) => `${a.padEnd(56)}${b.padStart(11)}${c.padStart(11)}${d.padStart(11)}`;
console.log(line("file", "raw", "gzip", "brotli"));
if (markdown) console.log("|---|---:|---:|---:|");
for (const row of [...first, all, ...later, engine, ...asked, extras]) {
  console.log(line(row.name, row.raw.toLocaleString("en"), row.gzip.toLocaleString("en"), row.brotli.toLocaleString("en")));
}

let over = 0;
for (const [name, used] of [["wasm", sum("", wasm).brotli], ["all", all.brotli], ["engine", engine.brotli], ["extras", extras.brotli]]) {
  const verdict = used <= GOAL[name] ? "the goal is met" : used <= CEILING[name] ? "not at the goal yet" : "OVER the ceiling";
  const kb = (bytes) => `${(bytes / KB).toFixed(1)} KB`;
  console.log(`${name}: ${kb(used)}, goal ${kb(GOAL[name])}, ceiling ${kb(CEILING[name])}: ${verdict}`);
  if (used > CEILING[name]) over += 1;
}
process.exit(over === 0 ? 0 : 1);
