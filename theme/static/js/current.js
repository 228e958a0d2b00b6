// The note under the pointer or the keyboard shows its words, words show their note, and in the
// margin a line runs between them. A click on marked words goes to their note.

import { noteOf, wordsOf } from "./notes.js";

const SVG = "http://www.w3.org/2000/svg";
const line = document.createElementNS(SVG, "svg");
const path = line.appendChild(document.createElementNS(SVG, "path"));
line.setAttribute("class", "postil-thread");
line.setAttribute("aria-hidden", "true");

let current = null;

function show(note) {
  if (note === current) return;
  for (const element of document.querySelectorAll("[data-current]")) delete element.dataset.current;
  line.remove();
  current = note;
  if (!note) return;
  const words = wordsOf(note);
  for (const element of [note, ...words]) element.dataset.current = "";
  if (words.length && getComputedStyle(note).float !== "none") draw(words.at(-1), note);
}

/** Draw along the words' last line, then down or up the gutter, to the head of the note. */
function draw(words, note) {
  const [from, to] = [[...words.getClientRects()].at(-1), note.getBoundingClientRect()];
  if (!from) return;
  const forward = to.left > from.left;
  const [start, end] = forward ? [from.right, to.left] : [from.left, to.right];
  const bend = end + (forward ? -14 : 14);
  const points = [[start, from.bottom - 1], [bend, from.bottom - 1], [bend, to.top + 1], [end, to.top + 1]];
  path.setAttribute("d", `M${points.map(([x, y]) => `${x + scrollX} ${y + scrollY}`).join("L")}`);
  line.dataset.tone = note.dataset.tone ?? "";
  document.body.append(line);
}

const fromFocus = () => noteOf(document.activeElement);

document.addEventListener("pointerover", (event) => show(noteOf(event.target) ?? fromFocus()));
document.addEventListener("focusin", () => show(fromFocus()));
document.addEventListener("focusout", () => show(null));
document.addEventListener("toggle", () => show(null), { capture: true });
addEventListener("resize", () => show(null));

document.addEventListener("click", (event) => {
  const words = event.target.closest("mark.postil");
  if (!words || event.target.closest("a, button, summary") || !getSelection().isCollapsed) return;
  location.hash = words.getAttribute("aria-details");
});
