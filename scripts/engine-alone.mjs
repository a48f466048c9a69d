// Proves that the engine and the command compile without the browser: no crate of the page is in the
// tree of dependencies that remains without the feature `web`.
import { execFileSync } from "node:child_process";

const BROWSER = /^(yew|gloo|web-sys|js-sys|wasm-bindgen)(-|$)/;

for (const features of [["--no-default-features"], []]) {
  const words = ["tree", "--locked", "--edges", "normal", "--prefix", "none", "--format", "{p}", ...features];
  const crates = execFileSync("cargo", words, { encoding: "utf8" })
    .split("\n")
    .map((line) => line.split(" ")[0])
    .filter(Boolean);
  const found = [...new Set(crates.filter((name) => BROWSER.test(name)))];
  const what = features.length > 0 ? "the engine" : "the command";
  if (!crates.includes("helm-hooks")) throw new Error("cargo tree shows nothing");
  if (found.length > 0) {
    console.error(`${what} needs ${found.join(", ")}`);
    process.exit(1);
  }
  console.log(`${what} needs ${new Set(crates).size - 1} crates, none of the browser's`);
}
