// The comparison of two versions of Helm opens when the address ends in `#compare`: the link of the page, the Back button
// and a reload all do what they do everywhere.
import { Extra, whenBegun } from "./extras.js";

const ASKED = "#compare";
const WORDS = {
  loading: "The comparison is loading.",
  failed: "The comparison could not be loaded. ",
  again: "Try again",
  buttons: [["Stop comparing", leave]],
};
const comparison = new Extra("compare", WORDS, ({ Comparison }, place, shown) => new Comparison(place, shown, act));

/** What the page does with an answer. */
let wanted = () => {};
/** Whether the page without the comparison is one step back in the history. */
let cameFromPage = false;
/** What has the focus after it. */
const LINK = `a[href="${ASKED}"]`;
let next = LINK;

/** Calls `then` with the bytes of what the comparison wants. */
export function onWanted(then) {
  wanted = then;
}

const isAsked = () => location.hash === ASKED;

/** Opens or closes the comparison, as the address says. */
function update() {
  const place = document.getElementById("compare");
  // The page is not there yet: it tells when it is.
  if (!place) return;
  place.hidden = !isAsked();
  comparison.show(isAsked());
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
  const wasOpen = comparison.open !== undefined;
  update();
  if (!wasOpen || isAsked()) return;
  document.querySelector(next)?.focus();
  next = LINK;
});

// A page that was loaded with the address of the comparison begins with it.
whenBegun(update);
