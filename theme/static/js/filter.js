// Narrows down the lists of a page. Without it they are whole, with links to each of their parts.
// What was chosen is kept in the address (?verdict=…), so that it can be linked.

import { counted } from "./counting.js";

const has = (item, name, value) => item.getAttribute(`data-${name}`)?.split("\n").includes(value);
const address = (item) => item.querySelector(".line-text a, .claim-index a")?.href;

for (const form of document.querySelectorAll("form[data-filters]")) {
  const list = document.getElementById(form.dataset.filters);
  const items = [...list.querySelectorAll("li[data-year]")];
  // The same entries in other orders: what is known of them stands in the first list alone.
  const known = new Map(items.map((item) => [address(item), item]));
  const others = [...document.querySelectorAll("[data-also] li")].map((other) => [
    other,
    known.get(address(other)),
  ]);
  const groups = [...document.querySelectorAll(".group, [data-group], [data-also]")];
  const numbers = [...document.querySelectorAll(".group-title .index-count")];
  const choices = [...form.querySelectorAll("select")];
  const count = form.querySelector("[role=status]");
  const all = form.querySelector("a");

  const narrow = () => {
    const chosen = choices.filter(({ value }) => value);
    for (const item of items) {
      item.hidden = !chosen.every(({ name, value }) => has(item, name, value));
    }
    for (const [other, item] of others) other.hidden = item ? item.hidden : chosen.length > 0;
    for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
    for (const number of numbers) number.hidden = chosen.length > 0;
    const left = items.filter(({ hidden }) => !hidden).length;
    const words = left ? counted(form.dataset.count, left) : form.dataset.none;
    count.textContent = chosen.length ? words : "";
    all.hidden = !chosen.length;
  };

  const remember = () => {
    const query = new URLSearchParams(choices.map(({ name, value }) => [name, value]));
    for (const [name, value] of [...query]) if (!value) query.delete(name);
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
    narrow();
  };

  const query = new URLSearchParams(location.search);
  for (const choice of choices) {
    choice.value = query.get(choice.name) ?? "";
    if (choice.selectedIndex < 0) choice.value = "";
  }
  form.addEventListener("change", remember);
  form.addEventListener("submit", (event) => event.preventDefault());
  all.addEventListener("click", (event) => {
    event.preventDefault();
    for (const choice of choices) choice.value = "";
    remember();
    choices[0].focus(); // the link is gone
  });
  narrow();
}
