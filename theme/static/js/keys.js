// n and p go to the next and the previous note. One switch beside their help turns them off, as
// WCAG 2.1.4 asks of keys that are a single letter; typing and other programs' keys are let be.

import { noteOf, notes } from "./notes.js";

const help = document.querySelector(".reading-keys");
const wanted = help?.querySelector("input");
const STORE = "postil-keys";

if (help && notes.length) {
  help.hidden = false;
  try {
    wanted.checked = localStorage.getItem(STORE) !== "off";
    wanted.addEventListener("change", () => localStorage.setItem(STORE, wanted.checked ? "on" : "off"));
  } catch {} // a reader who lets nothing be stored
  document.addEventListener("keydown", (event) => {
    const step = { n: 1, p: -1 }[event.key];
    if (step && wanted.checked && !isTaken(event)) go(step);
  });
}

function isTaken(event) {
  return (
    event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey ||
    event.target.isContentEditable || event.target.closest?.("input, select, textarea, [role=textbox], dialog")
  );
}

function go(step) {
  const here = position();
  const note = notes[Number.isInteger(here) ? here + step : Math.floor(here) + (step > 0 ? 1 : 0)];
  if (!note) return;
  location.replace(`#${note.id}`); // marks it, and leaves the way back to the page before
  note.querySelector(".postil-number")?.focus({ preventScroll: true });
}

/** The number of the note that is read now; else, between two, where the screen begins. */
function position() {
  const read = noteOf(document.activeElement) ?? document.querySelector(".postil-note:target");
  if (read) return notes.indexOf(read);
  const ahead = notes.findIndex((note) => note.getBoundingClientRect().bottom > 0);
  return (ahead < 0 ? notes.length : ahead) - 0.5;
}
