// Makes the archives of this folder and asks real Helm what it says of each: `node tests/archives/record.mjs`.
// Helm is asked as oracle/run built it. What it answers is in answers.jsonl and never edited.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const cache = process.env.ORACLE_CACHE ?? join(homedir(), ".cache/helm-oracle");

/** A tar header and its data, padded; fields may be given to say something untrue. */
function entry(name, text = "", fields = {}) {
  const data = Buffer.from(text);
  const header = Buffer.alloc(512);
  const put = (at, value) => header.write(value, at, "latin1");
  put(0, name);
  put(100, fields.mode ?? "0000644\0");
  put(108, "0000000\0");
  put(116, "0000000\0");
  put(124, fields.size ?? `${data.length.toString(8).padStart(11, "0")}\0`);
  put(136, "00000000000\0");
  put(156, fields.type ?? "0");
  put(157, fields.link ?? "");
  put(257, fields.magic ?? "ustar\x0000");
  put(345, fields.prefix ?? "");
  put(148, "        ");
  const sum = header.reduce((sum, byte) => sum + byte, 0) + (fields.wrongBy ?? 0);
  put(148, `${sum.toString(8).padStart(6, "0")}\0 `);
  return Buffer.concat([header, data, Buffer.alloc((512 - (data.length % 512)) % 512)]);
}

/** A PAX record, whose length counts itself. */
function record(key, value) {
  const rest = ` ${key}=${value}\n`;
  let length = rest.length;
  while (`${length}${rest}`.length !== length) length = `${length}${rest}`.length;
  return `${length}${rest}`;
}

const END = Buffer.alloc(1024);
const pack = (entries, end = END) => gzipSync(Buffer.concat([...entries, end]), { level: 9 });
const chart = (name, more = "") => `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n${more}`;
const template = "kind: ConfigMap\nmetadata: {name: {{ .Chart.Name }}-{{ .Values.x }}}\n";
const plain = (folder, name = folder) => [
  entry(`${folder}/Chart.yaml`, chart(name)),
  entry(`${folder}/values.yaml`, "x: 1\n"),
  entry(`${folder}/templates/a.yaml`, template),
];
const sub = pack(plain("sub"));
const long = `app/templates/${"a".repeat(60)}/${"b".repeat(60)}.yaml`;

/** File names and what is in them. */
const ARCHIVES = {
  "plain": pack(plain("app")),
  "other-folder": pack(plain("elsewhere", "app")),
  "subchart-archive": pack([...plain("app"), entry("app/charts/sub-0.1.0.tgz", sub)]),
  "subchart-folder": pack([...plain("app"), ...plain("app/charts/sub", "sub")]),
  "subchart-nested": pack([...plain("app"), entry("app/charts/mid-1.tgz", pack([...plain("mid"), entry("mid/charts/sub-1.tgz", sub)]))]),
  "subchart-no-archive": pack([...plain("app"), entry("app/charts/sub-0.1.0.tgz", "no gzip")]),
  "subchart-empty-archive": pack([...plain("app"), entry("app/charts/sub-0.1.0.tgz", "")]),
  "subchart-loose-file": pack([...plain("app"), entry("app/charts/README.md", "loose")]),
  "subchart-hidden": pack([...plain("app"), entry("app/charts/_off.tgz", "no gzip"), entry("app/charts/.x", "")]),
  "subchart-outside": pack([...plain("app"), entry("app/charts/sub-1.tgz", pack([...plain("sub"), entry("sub/../../x", "")]))]),
  "parent": pack([...plain("app"), entry("app/../../etc/passwd", "x")]),
  "parent-first": pack([...plain("app"), entry("../app/x", "x")]),
  "inside-after-all": pack([...plain("app"), entry("app/templates/../templates/./b.yaml", template)]),
  "absolute": pack([...plain("app"), entry("/etc/passwd", "x")]),
  "absolute-inside": pack([...plain("app"), entry("app//etc/passwd", "x")]),
  "base-itself": pack([...plain("app"), entry("app", "x")]),
  "base-dot": pack([...plain("app"), entry("app/.", "x")]),
  "drive": pack([...plain("app"), entry("app/c:/x", "x")]),
  "backslashes": pack([entry("app\\Chart.yaml", chart("app")), entry("app\\values.yaml", "x: 1\n"), entry("app\\templates\\a.yaml", template)]),
  "backslash-parent": pack([...plain("app"), entry("app\\..\\x", "x")]),
  "no-folder": pack([entry("Chart.yaml", chart("app"))]),
  "no-folder-inside": pack([entry("Chart.yaml/x", chart("app"))]),
  "duplicate-template": pack([...plain("app"), entry("app/templates/a.yaml", "kind: Second\n")]),
  "duplicate-values": pack([...plain("app"), entry("app/values.yaml", "x: 2\n")]),
  "two-folders": pack([...plain("app"), entry("b/templates/b.yaml", "kind: Two\n")]),
  "folder-entries": pack([entry("app/", "", { type: "5" }), ...plain("app"), entry("app/templates/", "", { type: "5" })]),
  "old-folder-entry": pack([entry("app/x/", "", { type: "\0", magic: "" }), ...plain("app")]),
  "folder-by-mode": pack([...plain("app"), entry("app/x", "", { mode: "0040755\0" })]),
  "global-header": pack([entry("pax_global_header", record("comment", "x"), { type: "g" }), ...plain("app")]),
  "pax-path": pack([...plain("app"), entry("x", record("path", long), { type: "x" }), entry("app/short", template)]),
  "pax-broken": pack([...plain("app"), entry("x", "999 path=x\n", { type: "x" }), entry("app/short", template)]),
  "gnu-long-name": pack([...plain("app"), entry("././@LongLink", `${long}\0`, { type: "L", magic: "ustar  \0" }), entry("app/short", template, { magic: "ustar  \0" })]),
  "ustar-prefix": pack([...plain("app"), entry("c.yaml", template, { prefix: "app/templates/deep" })]),
  "bom": pack([entry("app/Chart.yaml", `\ufeff${chart("app")}`), entry("app/values.yaml", "\ufeffx: 1\n"), entry("app/templates/a.yaml", `\ufeff${template}`)]),
  "bytes": pack([...plain("app"), entry("app/files/b", Buffer.from([0, 159, 146, 150, 255])), entry("app/templates/b.yaml", "kind: B\nb: {{ .Files.Get \"files/b\" | b64enc }}\ns: {{ .Files.Get \"files/b\" | sha256sum }}\n{{ (.Files.Glob \"files/*\").AsSecrets }}\n")]),
  "huge-size": pack([...plain("app"), entry("app/big", "", { size: "01100000000\0" })]),
  "large-file-size": pack([...plain("app"), entry("app/big", "", { size: "00030000000\0" })]),
  "negative-size": pack([...plain("app"), entry("app/big", "", { size: "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe" })]),
  "bad-size": pack([...plain("app"), entry("app/big", "", { size: "9\0" })]),
  "bad-checksum": pack([...plain("app"), entry("app/big", "", { wrongBy: 1 })]),
  "no-end": pack(plain("app"), Buffer.alloc(0)),
  "half-end": pack(plain("app"), Buffer.alloc(512)),
  "zero-then-more": pack([...plain("app"), Buffer.alloc(512), entry("app/x", "x")]),
  "cut-header": pack([...plain("app"), entry("app/x", "x").subarray(0, 300)], Buffer.alloc(0)),
  "cut-data": pack([...plain("app"), entry("app/x", "x".repeat(900)).subarray(0, 600)], Buffer.alloc(0)),
  "cut-gzip": pack(plain("app")).subarray(0, 200),
  "cut-gzip-end": pack(plain("app")).subarray(0, -3),
  "wrong-gzip-checksum": pack(plain("app")).map((byte, at, all) => (at === all.length - 8 ? byte ^ 1 : byte)),
  "empty": pack([]),
  "version-3": pack([entry("app/Chart.yaml", chart("app").replace("v2", "v3"))]),
  "version-7": pack([entry("app/Chart.yaml", chart("app").replace("v2", "v7"))]),
  "no-chart-yaml": pack([entry("app/values.yaml", "x: 1\n")]),
  "not-gzip": Buffer.from("just text\n"),
  "not-gzip-bytes": Buffer.from([0, 1, 2, 3]),
  "no-bytes": Buffer.alloc(0),
  "link": pack([...plain("app"), entry("app/x", "", { type: "2", link: "../../etc/passwd" })]),
  "hard-link": pack([...plain("app"), entry("app/x", "", { type: "1", link: "app/values.yaml" })]),
  "device": pack([...plain("app"), entry("app/x", "", { type: "3" })]),
};

const home = mkdtempSync(join(tmpdir(), "archives-"));
const lines = [];
for (const [name, bytes] of Object.entries(ARCHIVES)) {
  writeFileSync(join(here, `${name}.tgz`), bytes);
  for (const helm of ["v4.3.1", "v3.22.0"]) {
    const { status, stdout, stderr } = spawnSync(join(cache, `helm-${helm}`, "helm"), ["template", `${name}.tgz`], { cwd: here, encoding: "utf8", env: { HOME: home } });
    // Helm tells whole paths, which are no two machines' own.
    const told = stderr.replaceAll(`${here}/`, "ARCHIVES/");
    lines.push(JSON.stringify({ archive: `${name}.tgz`, helm, exit: status, stdout, stderr: told }));
  }
}
rmSync(home, { recursive: true });
writeFileSync(join(here, "answers.jsonl"), `${lines.join("\n")}\n`);
console.log(`${Object.keys(ARCHIVES).length} archives`);
