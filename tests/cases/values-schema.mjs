// Asks real Helm what it says of values that a schema refuses: `node tests/cases/values-schema.mjs`.
//
// Each line of values-schema.jsonl has a schema and values; what Helm says of them is written into the same line and
// never edited. A new case is a line without `says`; `--all` asks for all of them again. `open` has the versions whose
// words the engine does not find yet. Helm is asked as oracle/run built it.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// Helm changed its library between 3.17 and 3.18.
const VERSIONS = ["v4.3.1", "v3.22.0", "v3.16.2"];
const BEFORE = /^Error: (execution error at .*: )?values don't meet the specifications of the schema\(s\) in the following chart\(s\):\nc:\n/;
const here = dirname(fileURLToPath(import.meta.url));
const file = join(here, "values-schema.jsonl");
const cache = process.env.ORACLE_CACHE ?? join(homedir(), ".cache/helm-oracle");
const home = mkdtempSync(join(tmpdir(), "values-schema-"));
mkdirSync(join(home, "c/templates"), { recursive: true });
writeFileSync(join(home, "c/Chart.yaml"), "apiVersion: v2\nname: c\nversion: 0.1.0\n");

function ask(helm, schema, values) {
  writeFileSync(join(home, "c/values.schema.json"), JSON.stringify(schema));
  writeFileSync(join(home, "c/values.yaml"), JSON.stringify(values));
  const { status, stderr } = spawnSync(join(cache, `helm-${helm}`, "helm"), ["template", "c"], { cwd: home, encoding: "utf8", env: { HOME: home } });
  if (status === 0) return "";
  // The end of the line is Helm's own when it prints an error.
  return BEFORE.test(stderr) ? stderr.replace(BEFORE, "").replace(/\n$/, "") : `otherwise: ${stderr}`;
}

/** What each version says; one that breaks down says nothing that is the same twice. */
function answers(schema, values) {
  const told = VERSIONS.map((helm) => [helm, ask(helm, schema, values)]);
  return Object.fromEntries(told.filter(([, text]) => !/^runtime: /m.test(text)));
}

const lines = readFileSync(file, "utf8").trim().split("\n").map((line) => {
  const { schema, values, says, open } = JSON.parse(line);
  const again = process.argv.includes("--all") || !says;
  return JSON.stringify({ schema, values, says: again ? answers(schema, values) : says, open });
});
writeFileSync(file, `${lines.join("\n")}\n`);
rmSync(home, { recursive: true });
console.log(`${lines.length} cases`);
