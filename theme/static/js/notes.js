// The notes of the page and the words that they are about.

export const notes = [...document.querySelectorAll(".postil-note[id]")];

/** The pieces of marked words that a note is on, in the text's order. */
export function wordsOf(note) {
  return [...document.querySelectorAll(`mark[aria-details="${note.id}"]`)];
}

/** The note that something stands in or is about; of nested marks, the innermost one's. */
export function noteOf(element) {
  const found = element?.closest?.(".postil-note, mark.postil");
  return found?.matches("mark") ? document.getElementById(found.getAttribute("aria-details")) : found;
}
