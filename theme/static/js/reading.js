// Remembers how a reader wants highlights. The choice itself is CSS and needs no script.

const choice = document.querySelector(".reading select");
const STORE = "postil-highlights";

if (choice) {
  try {
    const kept = localStorage.getItem(STORE);
    if ([...choice.options].some((option) => option.value === kept)) choice.value = kept;
    choice.addEventListener("change", () => localStorage.setItem(STORE, choice.value));
  } catch {} // a reader who lets nothing be stored
}
