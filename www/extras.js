// What is not there from the first view on is a program of its own (`src/bin/extras.rs`), loaded when something of it is
// asked for. The page tells it what it shows.
let program;
let describe;
const listeners = [];

/** Says how to find out what the page shows. */
export function describeWith(how) {
  describe = how;
}

/** The bytes of what the page shows, or nothing before there is a page. */
export const shownNow = () => describe?.();

/** Calls `then` whenever that changes. */
export const whenShown = (then) => listeners.push(then);

/** Tells that it has changed. */
export const tellChange = () => listeners.forEach((then) => then());

/** The program; a failed attempt is forgotten. */
export async function extras() {
  const script = document.querySelector("meta[name=extras]")?.content;
  program ??= import(new URL(script, document.baseURI));
  try {
    return await program;
  } catch (error) {
    program = undefined;
    throw error;
  }
}

/** Shows a word and buttons in `place` instead of what was to be drawn there. */
export function note(place, text, role, buttons = []) {
  const note = Object.assign(document.createElement("p"), { className: "more", textContent: text });
  note.setAttribute("role", role);
  for (const [name, act] of buttons) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: name });
    button.addEventListener("click", act);
    note.append(button, " ");
  }
  place.replaceChildren(note);
}
