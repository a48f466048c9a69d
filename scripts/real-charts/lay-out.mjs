// The public charts of tests/real-charts.json as folders that Helm can read, made from clones of their repositories.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

export const CHARTS = JSON.parse(readFileSync("tests/real-charts.json", "utf8"));

/** Values that charts bring along for their own tests. */
const VALUES = ["ci/*.yaml", "values-*.yaml", "values.*.yaml"];

/** Calls that every chart is asked with. */
const CALLS = ["", "--is-upgrade", "--include-crds --skip-tests"];

function sh(...words) {
  const { status, stderr } = spawnSync(words[0], words.slice(1), { encoding: "utf8" });
  if (status !== 0) throw new Error(`${words.join(" ")}: ${stderr.trim()}`);
}

/** The git directory of `repository` in the folder `clones`, cloned if `clone` says so. */
function gitDir(clones, repository, clone) {
  const folder = join(clones, repository);
  if (!existsSync(folder)) {
    if (!clone) throw new Error(`${folder} is not there: clone https://github.com/${repository} or say --clone`);
    sh("git", "clone", "--bare", "--filter=blob:none", `https://github.com/${repository}`, folder);
  }
  const inner = join(folder, ".git");
  return existsSync(inner) ? inner : folder;
}

/** Unpacks the folder `path` of a commit into `to`. */
function unpack(git, commit, path, to) {
  mkdirSync(to, { recursive: true });
  const tree = path === "." ? commit : `${commit}:${path}`;
  const pack = spawnSync("git", [`--git-dir=${git}`, "archive", tree], { maxBuffer: 2 ** 30 });
  if (pack.status !== 0) throw new Error(`${git} ${tree}: ${pack.stderr}`);
  const untar = spawnSync("tar", ["-x", "-C", to], { input: pack.stdout });
  if (untar.status !== 0) throw new Error(`tar: ${untar.stderr}`);
}

/** Takes a dependency that nobody has out of Chart.yaml. */
function forget(folder, dependency) {
  const file = join(folder, "Chart.yaml");
  const text = readFileSync(file, "utf8");
  const entry = new RegExp(`^  - name: ${dependency}\\n(?:    .*\\n)*`, "m");
  if (!entry.test(text)) throw new Error(`${file} has no dependency ${dependency}`);
  writeFileSync(file, text.replace(entry, ""));
  rmSync(join(folder, "Chart.lock"), { force: true });
}

/** Lays `chart` out in `into`; gives back its folder, and what it is asked with. */
export function layOut(chart, clones, into, clone) {
  const folder = join(into, chart.name);
  rmSync(folder, { recursive: true, force: true });
  const git = (repository) => gitDir(clones, repository, clone);
  unpack(git(chart.repository), chart.commit, chart.path, folder);
  for (const [place, from] of Object.entries(chart.subcharts ?? {})) {
    const [repository, commit, path] = from.split(" ");
    const to = join(folder, ...place.split("/").flatMap((name) => ["charts", name]));
    rmSync(to, { recursive: true, force: true });
    unpack(git(repository), commit, path, to);
  }
  for (const dependency of chart.without ?? []) forget(folder, dependency);
  for (const [file, old, now] of chart.replace ?? []) {
    const path = join(folder, file);
    writeFileSync(path, readFileSync(path, "utf8").replaceAll(old, now));
  }
  let beside = [];
  if (chart.beside) {
    const to = join(into, `${chart.name}-values`);
    rmSync(to, { recursive: true, force: true });
    unpack(git(chart.repository), chart.commit, chart.beside, to);
    beside = readdirSync(to).map((name) => join(to, name));
  }
  const globs = [...VALUES, ...(chart.values ?? [])].map((glob) => new RegExp(`^${glob.replaceAll(".", "\\.").replaceAll("*", "[^/]*")}$`));
  const found = readdirSync(folder, { recursive: true }).filter((name) => globs.some((glob) => glob.test(name)));
  const files = [...found.map((name) => join(folder, name)), ...beside].filter((name) => name.endsWith(".yaml")).sort();
  const ofFile = (file) => ({ says: `-f ${relative(into, file)}`, words: ["-f", resolve(file)] });
  const ofCall = (call) => {
    const words = call.split(" ").filter(Boolean);
    return { says: call || "defaults", words: words.map((word, i) => (words[i - 1] === "-f" ? resolve(folder, word) : word)) };
  };
  return { folder: resolve(folder), calls: [...CALLS.map(ofCall), ...files.map(ofFile), ...(chart.calls ?? []).map(ofCall)] };
}
