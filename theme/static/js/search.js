// The search page. Pagefind looks things up; this module asks it in every language of the archive
// at once, and keeps the question in the address (?q=…), so that an answer can be linked.

import { counted } from "./counting.js";

const SHOWN = 10; // results at first, and with each "show more"
const PAUSE = 200; // milliseconds after a key before the search begins

const form = document.getElementById("search");
const status = document.getElementById("search-status");
const list = document.getElementById("search-results");
const more = document.getElementById("search-more");
const line = document.getElementById("search-result");
const choices = [...form.querySelectorAll("select")];
const languages = form.dataset.languages.split(" ").filter(Boolean);

let engines;
let facets;
let latest = 0;
let found = [];
let waiting;

// Each language has a program of its own, with its stems and word borders. A module keeps one
// program only, so that each language gets a copy of the module, under an address of its own.
async function engine(lang) {
  const index = new URL(form.dataset.index, document.baseURI);
  const pagefind = await import(new URL(`pagefind.js?lang=${lang}`, index).href);
  // Pagefind takes the language of the page that it is on, at this moment and never again.
  const root = document.documentElement;
  const { lang: own } = root;
  root.lang = lang;
  const instance = pagefind.createInstance();
  root.lang = own;
  await instance.init();
  return instance;
}

// The index has each character of a script without spaces as a word, as `search/records.py` says.
const SCRIPTS = ["Han", "Hiragana", "Katakana", "Thai", "Lao", "Khmer", "Myanmar"];
const CHARACTER = `[${SCRIPTS.map((name) => `\\p{Script=${name}}`).join("")}]\\p{M}*`;
const UNSPACED = new RegExp(CHARACTER, "gu");
const GAPS = new RegExp(`(?<=${CHARACTER}(?:</mark>)?) | (?=(?:<mark>)?${CHARACTER})`, "gu");

async function answers(words, filters) {
  engines ??= Promise.all(languages.map(engine));
  const split = words?.replaceAll(UNSPACED, " $& ").replace(/\s+/g, " ").trim() ?? null;
  const inOneRow = split !== words && !/[\s"]/.test(words);
  const found = inOneRow ? await ask(`"${split}"`, filters) : [];
  return found.length ? found : ask(split, filters);
}

async function ask(words, filters) {
  const asked = (await engines).map((one) => one.search(words));
  const results = (await Promise.all(asked)).flatMap((answer) => answer.results);
  const fits = await narrow(filters);
  return results.filter(fits).sort((one, other) => other.score - one.score);
}

// Which results have every value that was chosen. The list of values is fetched when one is.
async function narrow(filters) {
  const chosen = Object.entries(filters);
  if (!chosen.length) return () => true;
  facets ??= fetch(`${form.dataset.index}facets.json`).then((answer) => answer.json());
  const { values, records } = await facets;
  const numbers = chosen.map(([name, value]) =>
    values.findIndex((one) => one[0] === name && one[1] === value),
  );
  return ({ id }) => numbers.every((number) => records[id]?.includes(number));
}

function question() {
  const filters = {};
  for (const { name, value } of choices) if (value) filters[name] = value;
  return { words: form.elements.q.value.trim(), filters };
}

async function search() {
  clearTimeout(waiting);
  const { words, filters } = question();
  const mine = ++latest;
  remember(words);
  if (!words && !Object.keys(filters).length) {
    show([], "");
    return;
  }
  const telling = setTimeout(() => mine === latest && say(status.dataset.searching), 400);
  try {
    const results = await answers(words || null, filters);
    if (mine !== latest) return;
    const { found: some, none } = status.dataset;
    await show(results, results.length ? counted(some, results.length) : none, mine);
  } catch (error) {
    engines = facets = undefined; // the next try loads it anew
    if (mine === latest) show([], status.dataset.failed);
    console.warn(error);
  } finally {
    clearTimeout(telling);
  }
}

async function show(results, words, mine = latest) {
  found = results;
  const first = await lines(0);
  if (mine !== latest) return;
  list.replaceChildren(...first);
  more.hidden = found.length <= SHOWN;
  say(words);
}

function say(words) {
  status.textContent = words;
}

async function lines(start) {
  const results = await Promise.all(found.slice(start, start + SHOWN).map((one) => one.data()));
  return results.map(entry);
}

function entry({ meta, raw_url: place, excerpt, plain_excerpt: said, raw_content: whole }) {
  const item = line.content.cloneNode(true).firstElementChild;
  const part = (name) => item.querySelector(name);
  const link = part("a");
  link.href = `${form.dataset.root}/${place}`;
  link.textContent = meta.title;
  for (const words of [part(".search-title"), part(".search-excerpt")]) {
    words.lang = meta.lang.slice(1);
    words.dir = "auto";
  }
  const kind = part(".search-kind");
  const badge = [...document.querySelectorAll("template[data-verdict]")].find(
    ({ dataset }) => dataset.verdict === meta.verdict,
  );
  if (badge) kind.replaceChildren(badge.content.cloneNode(true));
  else kind.textContent = kind.dataset.article;
  part(".search-by").textContent = meta.by;
  const day = part("time");
  day.dateTime = meta.date;
  day.textContent = written(meta.date);
  const [before, after] = cut(said, whole);
  part(".search-excerpt").replaceChildren(before, ...marked(excerpt), after);
  return item;
}

function written(date) {
  const { lang } = document.documentElement;
  const tag = lang === "en" ? "en-GB" : lang; // the day before its month, as on every other page
  const days = new Intl.DateTimeFormat(tag, { dateStyle: "long", timeZone: "UTC" });
  return days.format(new Date(date));
}

// What stands where the text goes on before an excerpt, and after it.
function cut(excerpt, text) {
  const [part, whole] = [excerpt, text].map((words) => words.replaceAll(/[\s\u200b]/g, ""));
  return [whole.startsWith(part) ? "" : "…", whole.endsWith(part) ? "" : "…"];
}

// An excerpt is text in which the words asked for are marked; nothing else of it becomes markup.
function marked(excerpt) {
  const text = excerpt.replaceAll(GAPS, "").replaceAll("</mark><mark>", "");
  const { body } = new DOMParser().parseFromString(text, "text/html");
  return [...body.childNodes].map((node) => {
    if (node.nodeName !== "MARK") return node.textContent;
    const mark = document.createElement("mark");
    mark.textContent = node.textContent;
    return mark;
  });
}

function remember(words) {
  const query = new URLSearchParams(words ? { q: words } : {});
  for (const { name, value } of choices) if (value) query.set(name, value);
  const address = query.size ? `?${query}` : location.pathname;
  history.replaceState(null, "", address);
}

function recall() {
  const query = new URLSearchParams(location.search);
  form.elements.q.value = query.get("q") ?? "";
  for (const choice of choices) {
    const value = query.get(choice.name) ?? "";
    choice.value = value;
    if (choice.selectedIndex < 0) choice.value = "";
    if (choice.value) choice.closest("details").open = true;
  }
}

more.addEventListener("click", async () => {
  const mine = latest;
  const next = await lines(list.children.length);
  if (mine !== latest) return;
  list.append(...next);
  more.hidden = list.children.length >= found.length;
  next[0]?.querySelector("a").focus();
});

form.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(search, PAUSE);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});

form.hidden = false;
recall();
search();
