// The list of a chart's files: what is typed into its field narrows it, arrows move in it, Enter opens the first.

/** Around the field and the groups, each a heading and a list of buttons. */
class FileList extends HTMLElement {
  connectedCallback() {
    this.addEventListener("input", ({ target }) => this.filter(target.value));
    this.addEventListener("keydown", (event) => this.move(event));
  }

  /** What can be reached, from top to bottom: the field, if there is one, and the files that are shown. */
  get reachable() {
    return [...this.querySelectorAll("input, li:not([hidden]) button")];
  }

  /** Shows the files whose paths have all the words. */
  filter(text) {
    const words = text.toLowerCase().split(/\s+/);
    for (const list of this.querySelectorAll("ul")) {
      for (const item of list.children) {
        const path = item.textContent.toLowerCase();
        item.hidden = !words.every((word) => path.includes(word));
      }
      const isEmpty = list.querySelector("li:not([hidden])") === null;
      for (const part of [list, list.previousElementSibling]) part.hidden = isEmpty;
    }
  }

  move(event) {
    const { reachable } = this;
    const at = reachable.indexOf(event.target);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      reachable[at + step]?.focus();
    } else if (event.key === "Enter" && event.target instanceof HTMLInputElement) {
      reachable[1]?.click();
    } else {
      return;
    }
    event.preventDefault();
  }
}

customElements.define("file-list", FileList);
