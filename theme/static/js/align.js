// In the margin a note stands at the height of its words and not only of their paragraph, and is as
// short as those that follow it need. Notes stay floats that clear each other, so whatever this sets,
// none lies on another, and the text stays where it is.

const ROOM = ["full", "short", "slip"];
const LATE = [0, 40, 96]; // pixels below its words, one line and three, at which those before give room
const wide = matchMedia("(min-width: 66rem)");
const notes = [...document.querySelectorAll(".story .postil-note")];

/** Whether there is a margin, and the style sheet that puts notes there. */
const beside = () => wide.matches && notes.some((note) => getComputedStyle(note).float !== "none");

const topOf = (note) => note.getBoundingClientRect().top;

/** How high up notes want to be: by their words, but not beside the headline, which is wider. */
function wanted() {
  const head = document.querySelector(".story-head")?.getBoundingClientRect().bottom ?? -Infinity;
  return notes.map((note) => {
    const words = document.getElementById(note.id.replace(/^note-/, "quote-"));
    return Math.max(words?.getClientRects()[0]?.top ?? topOf(note), head);
  });
}

/** Choose how much each note shows: a late one has the nearest before it made short, then slips. */
function fit() {
  const heights = ROOM.map((room) => {
    for (const note of notes) note.dataset.room = room;
    return notes.map((note) => note.offsetHeight + parseFloat(getComputedStyle(note).marginBlockEnd));
  });
  const tops = wanted();
  const rooms = notes.map(() => 0);
  for (const last of notes.keys()) {
    for (const room of [1, 2]) {
      for (let note = last - 1; note >= pile(last, LATE[room]); note--) rooms[note] = Math.max(rooms[note], room);
    }
  }
  notes.forEach((note, number) => (note.dataset.room = ROOM[rooms[number]]));

  /** The first of the notes without a gap that make one this late; Infinity if none do. */
  function pile(last, limit) {
    let [first, free, late] = [0, -Infinity, 0];
    for (let note = 0; note <= last; note++) {
      if (tops[note] >= free) first = note;
      late = Math.max(free - tops[note], 0);
      free = tops[note] + late + heights[rooms[note]][note];
    }
    return late > limit ? first : Infinity;
  }
}

/** Set each note at the height of its words, or below the one before it. */
function align() {
  for (const note of notes) note.style.removeProperty("margin-block-start");
  if (!beside()) return;
  const heights = wanted();
  const rest = new Map(notes.map((note, number) => [note, heights[number]]));
  let free = -Infinity;
  while (rest.size) {
    // The highest is next: where writing runs from right to left that may not be the next in the page
    const [note, height] = [...rest].reduce((one, other) => (topOf(other[0]) < topOf(one[0]) ? other : one));
    const lower = Math.max(height, free) - topOf(note);
    if (Math.abs(lower) >= 1) note.style.marginBlockStart = `${lower}px`;
    free = note.getBoundingClientRect().bottom + parseFloat(getComputedStyle(note).marginBlockEnd);
    rest.delete(note);
  }
}

let known = "";

/** Choose and set, anew where the lines of the text changed: another width or size of type, a
    picture or a face that came late, notes that are shown again. */
function layOut() {
  const lines = [beside(), notes[0]?.offsetHeight > 0, ...wanted().map((top) => Math.round(top + scrollY))].join();
  if (lines === known) return;
  known = lines;
  if (beside()) fit();
  align();
}

layOut();
new ResizeObserver(layOut).observe(document.body);
document.fonts?.ready.then(layOut);
for (const event of ["load", "change"]) addEventListener(event, layOut);
// A note that was opened only moves those after it: the others stay as they are
for (const event of ["toggle", "hashchange"]) addEventListener(event, align, { capture: true });
