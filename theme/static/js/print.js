// On paper notes are end notes. The style sheet moves those between paragraphs; this moves the ones
// in lists as well, for as long as the page is printed.

import { notes } from "./notes.js";

const homes = new Map();

addEventListener("beforeprint", () => {
  const text = document.querySelector(".story-text");
  if (!text || homes.size) return;
  for (const note of notes) {
    homes.set(note, document.createComment(""));
    note.replaceWith(homes.get(note));
    text.append(note);
  }
});

addEventListener("afterprint", () => {
  for (const [note, home] of homes) home.replaceWith(note);
  homes.clear();
});
