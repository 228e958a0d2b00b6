// In the margin a note stands at the height of its words and not only of their paragraph. Notes
// stay floats that clear each other, so whatever this sets, none lies on another.

const beside = matchMedia("(min-width: 66rem)");
const notes = [...document.querySelectorAll(".story .postil-note")];

function align() {
  for (const note of notes) note.style.removeProperty("margin-block-start");
  if (!beside.matches) return;
  // No note begins above the end of the one before, nor beside the headline, which is wider.
  let free = document.querySelector(".story-head")?.getBoundingClientRect().bottom ?? -Infinity;
  for (const note of notes) {
    const words = document.getElementById(note.id.replace(/^note-/, "quote-"));
    const style = getComputedStyle(note);
    if (!words || style.float !== "inline-end") continue;
    const gap = parseFloat(style.marginBlockStart);
    const top = note.getBoundingClientRect().top;
    const wanted = Math.max(words.getClientRects()[0]?.top ?? top, free);
    if (Math.abs(wanted - top) >= 1) note.style.marginBlockStart = `${gap + wanted - top}px`;
    free = note.getBoundingClientRect().bottom + parseFloat(style.marginBlockEnd);
  }
}

let width = 0;
align();
// Anew where the lines change: another width or size of type, a picture or a face that came late,
// a note that was opened. It is the text's own box that is watched, since ours only follow it.
new ResizeObserver(([{ contentRect }]) => {
  if (contentRect.width !== width) align();
  width = contentRect.width;
}).observe(document.body);
document.fonts?.ready.then(align);
addEventListener("load", align);
for (const event of ["toggle", "change"]) document.addEventListener(event, align, { capture: true });
