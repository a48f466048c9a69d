// What the chart renders to, beside its source.
import { extras, note, shownNow, whenShown } from "./extras.js";
import { RenderedText } from "./editor/rendered.js";

const WORDS = { loading: "What renders the chart is loading.", failed: "It could not be loaded. ", again: "Try again" };

let shown = false;
let open;

const place = () => document.getElementById("rendered");
const draw = (host) => new RenderedText(host);

/** Opens or closes it. */
export async function showRendered(wanted) {
  shown = wanted;
  if (!shown) {
    open?.close();
    open = undefined;
    return;
  }
  if (open) return;
  note(place(), WORDS.loading, "status");
  try {
    const { Rendered } = await extras();
    if (shown && !open) {
      place().replaceChildren();
      open = new Rendered(place(), shownNow(), draw);
    }
  } catch {
    note(place(), WORDS.failed, "alert", [[WORDS.again, () => showRendered(shown)]]);
  }
}

whenShown(() => open?.tell(shownNow()));
