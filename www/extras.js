// What is not there from the first view on is a program of its own (`src/bin/extras.rs`), loaded when something of it is
// asked for. The page tells it what it shows.
let program;
let describe;
const listeners = [];

/** Says how to find out what the page shows, as bytes. */
export function describeWith(how) {
  describe = how;
}

/** Tells that it has changed. */
export const tellChange = () => listeners.forEach((then) => then());

/** Calls `then` when the page is there, once. */
export function whenBegun(then) {
  let begun = false;
  listeners.push(() => {
    if (!begun) then();
    begun = true;
  });
}

/** The program; a failed attempt is forgotten. */
async function load() {
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
function note(place, text, role, buttons = []) {
  const note = Object.assign(document.createElement("p"), { className: "more", textContent: text });
  note.setAttribute("role", role);
  for (const [name, act] of buttons) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: name });
    button.addEventListener("click", act);
    note.append(button, " ");
  }
  place.replaceChildren(note);
}

/**
 * Something that the program draws in a node of the page. `begin(program, place, shown)` opens it and gives what is open, with
 * `tell` and `close`; `words` are those of loading, of a failure and of its buttons.
 */
export class Extra {
  constructor(id, words, begin) {
    Object.assign(this, { id, words, begin, wanted: false, open: undefined });
    listeners.push(() => this.open?.tell(describe()));
  }

  /** Opens or closes it. */
  async show(wanted) {
    this.wanted = wanted;
    const place = document.getElementById(this.id);
    if (!wanted) {
      this.open?.close();
      this.open = undefined;
    }
    if (!wanted || this.open || !place) return;
    note(place, this.words.loading, "status");
    try {
      const program = await load();
      if (this.wanted) this.open ??= this.begin(program, place, describe());
    } catch {
      const again = [this.words.again, () => this.show(this.wanted)];
      note(place, this.words.failed, "alert", [again, ...(this.words.buttons ?? [])]);
    }
  }
}
