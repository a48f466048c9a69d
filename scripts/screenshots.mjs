// Takes pictures of the built page into tests/e2e/out: every state of tests/e2e/states.mjs in three
// widths and both themes. Words as arguments choose states: `node scripts/screenshots.mjs ready failed`.
import { mkdirSync } from "node:fs";
import { launch, open } from "../tests/e2e/browser.mjs";
import { serve } from "../tests/e2e/server.mjs";
import { STATES } from "../tests/e2e/states.mjs";

const OUT = "tests/e2e/out";
const SIZES = { 1440: 900, 768: 1024, 360: 740 };

mkdirSync(OUT, { recursive: true });
const asked = process.argv.slice(2);
const server = await serve("dist");
const browser = await launch();
let failed = 0;
for (const [state, reach] of Object.entries(STATES)) {
  if (asked.length > 0 && !asked.includes(state)) continue;
  for (const [width, height] of Object.entries(SIZES)) {
    for (const colorScheme of ["light", "dark"]) {
      const { context, page } = await open(browser, server.url, { viewport: { width: Number(width), height }, colorScheme });
      page.setDefaultTimeout(5000);
      const name = `${state}-${width}-${colorScheme}`;
      try {
        await reach(page);
      } catch (error) {
        failed += 1;
        console.log(`${name}: not reached, ${error.message.split("\n")[0]}`);
      }
      await page.screenshot({ path: `${OUT}/${name}.png` });
      await context.close();
    }
  }
}
await browser.close();
await server.close();
console.log(`pictures are in ${OUT}`);
process.exit(failed === 0 ? 0 : 1);
