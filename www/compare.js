// The comparison of two versions of Helm is a program of its own, loaded when the address ends in `#compare`: the link of
// the page, the Back button and a reload all do what they do everywhere.
const ASKED = "#compare";
const WORDS = {
  loading: "The comparison is loading.",
  failed: "The comparison could not be loaded. ",
  again: "Try again",
  stop: "Stop comparing",
};

/** What the page told last, and what it does with an answer. */
let told;
let wanted = () => {};
/** The program, and what it has drawn. */
let program;
let open;
/** Whether the page without the comparison is one step back in the history. */
let cameFromPage = false;
/** What has the focus after it. */
const LINK = `a[href="${ASKED}"]`;
let next = LINK;

/** Calls `then` with the bytes of what the comparison wants. */
export function onWanted(then) {
  wanted = then;
}

/** Tells the comparison, now and whenever it opens, what the page shows. */
export function tellComparison(bytes) {
  const first = told === undefined;
  // A copy: what is handed over lies in the memory of the page's program.
  told = bytes.slice();
  if (open) open.tell(told);
  else if (first) update();
}

const isAsked = () => location.hash === ASKED;
const place = () => document.getElementById("compare");

function load() {
  const script = document.querySelector("meta[name=compare]")?.content;
  program ??= import(new URL(script, document.baseURI));
  return program;
}

/** Shows a word and buttons instead of the comparison. */
function show(text, role, buttons = []) {
  const note = Object.assign(document.createElement("p"), { className: "more", textContent: text });
  note.setAttribute("role", role);
  for (const [name, act] of buttons) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: name });
    button.addEventListener("click", act);
    note.append(button, " ");
  }
  place().replaceChildren(note);
}

/** Opens or closes the comparison, as the address says. */
async function update() {
  const asked = isAsked() && told !== undefined;
  if (place()) place().hidden = !asked;
  if (!asked) {
    open?.close();
    open = undefined;
    return;
  }
  if (open) return;
  show(WORDS.loading, "status");
  try {
    const { Comparison } = await load();
    if (isAsked() && !open) open = new Comparison(place(), told, act);
  } catch {
    program = undefined;
    show(WORDS.failed, "alert", [[WORDS.again, update], [WORDS.stop, leave]]);
  }
}

/** Does what the comparison wants. */
function act(bytes, over) {
  if (bytes) {
    wanted(bytes);
    if (!over) return;
    next = "#stage h2";
    // Back leads to the comparison again.
    location.hash = "stage";
  } else leave();
}

function leave() {
  if (cameFromPage) history.back();
  else location.hash = "stage";
}

globalThis.window?.addEventListener("hashchange", ({ oldURL }) => {
  cameFromPage = isAsked() && new URL(oldURL).hash !== ASKED;
  const wasOpen = open !== undefined;
  update();
  if (!wasOpen || isAsked()) return;
  document.querySelector(next)?.focus();
  next = LINK;
});
