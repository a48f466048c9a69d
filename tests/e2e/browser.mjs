// Starts the Chromium that is there, and watches what a page does behind one's back.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** $CHROME, else the first known name on PATH. */
function findChromium() {
  const candidates = [
    process.env.CHROME,
    ...process.env.PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
  ];
  const found = candidates.filter(Boolean).find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) throw new Error("no Chromium: install one or name it in CHROME");
  return found;
}

/** Starts the browser. The flags keep it from calling home. */
export function launch() {
  return chromium.launch({
    executablePath: findChromium(),
    args: [
      "--no-sandbox", // Containers run as root.
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

/** A fresh page with a profile of its own, which `prepare` may change before anything is loaded. `complaints` collects console errors, crashes and requests to other hosts. */
export async function open(browser, url, { prepare, ...options } = {}) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: "light",
    reducedMotion: "reduce",
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  await prepare?.(context);
  const page = await context.newPage();
  const complaints = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => complaints.push(`crash: ${error.message}`));
  context.on("request", (request) => {
    const address = new URL(request.url());
    if (address.protocol.startsWith("http") && address.origin !== new URL(url).origin) {
      complaints.push(`request to ${address.host}`);
    }
  });
  await page.goto(url);
  return { context, page, complaints };
}
