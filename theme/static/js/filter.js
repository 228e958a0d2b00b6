// Narrows down a list in its page. Without it the list is whole, with links to each of its parts.
// What was chosen is kept in the address (?verdict=…), so that it can be linked.

const has = (item, name, value) => item.getAttribute(`data-${name}`)?.split("\n").includes(value);

for (const form of document.querySelectorAll("form[data-filters]")) {
  const list = document.getElementById(form.dataset.filters);
  const items = [...list.querySelectorAll("li[data-year]")];
  const groups = [...list.querySelectorAll(".group")];
  const choices = [...form.querySelectorAll("select")];
  const count = form.querySelector("[role=status]");

  const narrow = () => {
    const chosen = choices.filter(({ value }) => value);
    for (const item of items) {
      item.hidden = !chosen.every(({ name, value }) => has(item, name, value));
    }
    for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
    const left = items.filter(({ hidden }) => !hidden).length;
    count.textContent = chosen.length ? form.dataset.count.replace("{}", left) : "";
  };

  const query = new URLSearchParams(location.search);
  for (const choice of choices) {
    choice.value = query.get(choice.name) ?? "";
    if (choice.selectedIndex < 0) choice.value = "";
  }
  form.addEventListener("change", () => {
    const query = new URLSearchParams(choices.map(({ name, value }) => [name, value]));
    for (const [name, value] of [...query]) if (!value) query.delete(name);
    history.replaceState(null, "", query.size ? `?${query}` : location.pathname);
    narrow();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  narrow();
}
