// Trunk's post_build hook: makes the built page strict and able to work offline.
//
// - Inline scripts (Trunk writes its loader inline) move into files, so that the Content-Security-Policy
//   can forbid inline scripts.
// - The policy is written into the page. It is here and nowhere else.
// - Names that do not change with their content get a hash, so that everything but index.html, documentation.* and sw.js
//   may be cached for ever.
// - sw.js gets the list of files and a version made of their contents.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const POLICY = {
  "default-src": "'none'",
  "script-src": "'self' 'wasm-unsafe-eval'",
  "style-src": "'self'",
  "img-src": "'self' data:",
  "font-src": "'self'",
  "connect-src": "'self'",
  "worker-src": "'self'",
  "manifest-src": "'self'",
  "base-uri": "'none'",
  "form-action": "'none'",
};

const dist = process.env.TRUNK_STAGING_DIR ?? "dist";
const index = join(dist, "index.html");
let page = readFileSync(index, "utf8");

const digest = (algorithm, data, encoding) => createHash(algorithm).update(data).digest(encoding);
const short = (data) => digest("sha256", data, "hex").slice(0, 16);
const sri = (data) => `sha384-${digest("sha384", data, "base64")}`;

function files(folder = dist) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => (entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)]))
    .sort();
}

const address = (file) => relative(dist, file).split(sep).join("/");

/** Gives `file` the text `text` and the name `name`; page and integrity marks follow. */
function replaceFile(file, name, text) {
  const before = readFileSync(file);
  const target = join(file, "..", name);
  writeFileSync(file, text);
  if (target !== file) renameSync(file, target);
  page = page.replaceAll(address(file), address(target)).replaceAll(sri(before), sri(text));
  return target;
}

// wasm-bindgen names snippets after the crate, not after their content.
const glue = files().find((file) => /helm-hooks|playground/.test(basename(file)) && file.endsWith(".js"));
for (const snippet of files(dist).filter((file) => address(file).startsWith("snippets/") && file.endsWith(".js"))) {
  const text = readFileSync(snippet, "utf8");
  const name = basename(snippet, ".js");
  const hashed = replaceFile(snippet, `${name}-${short(text)}.js`, text);
  // Only where it is imported from: the same path is also the name under which the wasm asks for it.
  const changed = readFileSync(glue, "utf8").replace(/(\bfrom\s*["'])([^"']*)(["'])/g, (whole, before, path, after) =>
    path === `./${address(snippet)}` ? `${before}./${address(hashed)}${after}` : whole,
  );
  replaceFile(glue, basename(glue), changed);
}
if (glue) {
  const text = readFileSync(glue, "utf8");
  replaceFile(glue, `playground-${short(text)}.js`, text);
}

// The engine and the extras: programs of three files that name each other, and the page says where the first of
// them is. What a program hands to the page is what its glue exports.
const inDist = (name) => join(dist, name);
for (const program of ["engine", "extras"]) {
  const stamp = short([`${program}.js`, `${program}_bg.wasm`].map((name) => short(readFileSync(inDist(name)))).join());
  const [glue, wasm, begin] = [".js", "_bg.wasm", "-start.js"].map((end) => `${program}-${stamp}${end}`);
  renameSync(inDist(`${program}.js`), inDist(glue));
  renameSync(inDist(`${program}_bg.wasm`), inDist(wasm));
  rmSync(inDist(`${program}_loader.js`));
  writeFileSync(
    inDist(begin),
    `import init from "./${glue}";\nexport * from "./${glue}";\nawait init({ module_or_path: new URL("./${wasm}", import.meta.url) });\n`,
  );
  page = page.replace(/<meta\b/i, (meta) => `<meta name="${program}" content="./${begin}">${meta}`);
}

// What a first visit sees is data that `www/first-view.js` loads.
const begun = `first-view-${short(readFileSync(inDist("first-view.bin")))}.bin`;
renameSync(inDist("first-view.bin"), inDist(begun));
page = page.replace(
  /<meta\b/i,
  (meta) => `<meta name="first-view" content="./${begun}"><link rel="preload" href="./${begun}" as="fetch" crossorigin>${meta}`,
);

const serving = page.includes("__TRUNK_ADDRESS__");
let scripts = 0;
page = page.replace(/<script\b([^>]*)>([\s\S]*?)<\/script>/g, (whole, attributes, text) => {
  if (/\bsrc\s*=/.test(attributes)) return whole;
  // What Trunk's server would fill in while it serves the page, were the script still inside.
  let body = text
    .replace(/['"`]\{\{__TRUNK_ADDRESS__\}\}['"`]/g, "window.location.host")
    .replaceAll("{{__TRUNK_WS_BASE__}}", "/")
    .replaceAll("{{__TRUNK_WS_PROTOCOL__}}", "")
    .trim();
  scripts += 1;
  const module = /\btype\s*=\s*['"]?module/.test(attributes);
  if (module && !serving) body += `\nnavigator.serviceWorker?.register("./sw.js");`;
  const name = `start-${short(body)}.js`;
  writeFileSync(join(dist, name), `${body}\n`);
  return `<script${attributes} src="./${name}"${module ? "" : " defer"}></script>`;
});
if (scripts === 0) throw new Error("index.html has no inline script: Trunk writes its loader elsewhere now");

const policy = { ...POLICY };
if (serving) policy["connect-src"] += " ws:"; // Trunk's word to reload.
const words = Object.entries(policy).map(([name, value]) => `${name} ${value}`).join("; ");
// Before everything it governs. The minifier drops <head>, so the first <meta> is the place.
page = page.replace(/<meta\b/i, (meta) => `<meta http-equiv="Content-Security-Policy" content="${words}">${meta}`);
if (!page.includes("Content-Security-Policy")) throw new Error("index.html has no <meta> to put the policy before");
writeFileSync(index, page);

const worker = join(dist, "sw.js");
rmSync(worker, { force: true });
const list = files().map(address);
const version = short(list.map((name) => `${name} ${short(readFileSync(join(dist, name)))}`).join("\n"));
const source = readFileSync(fileURLToPath(new URL("../www/sw.js", import.meta.url)), "utf8");
writeFileSync(
  worker,
  source
    .replace('"VERSION"', JSON.stringify(serving ? "none" : version))
    .replace('["FILES"]', JSON.stringify(serving ? [] : ["./", ...list.filter((name) => name !== "index.html")])),
);
