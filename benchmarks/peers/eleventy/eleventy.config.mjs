import { readFileSync } from "fs";

const byId = (name) => JSON.parse(readFileSync(`records/${name}.json`, "utf8"));

export default function (config) {
  config.setQuietMode(true);
  const registry = { claims: byId("claims"), labels: byId("labels"), people: byId("people"), sources: byId("sources") };
  config.addGlobalData("registry", registry);
  config.addFilter("notesOf", (slug) => JSON.parse(readFileSync(`notes/${slug}.json`, "utf8")));
  config.addFilter("marked", (html, notes) =>
    notes.reduce(
      (text, { id, quote }, index) =>
        text.replace(quote, `<mark id="quote-${id}" aria-details="note-${id}" data-number="${index + 1}">${quote}</mark>`),
      html,
    ),
  );
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addFilter("instant", (date) => date.toISOString());
  const newest = (api) => api.getFilteredByGlob("articles/*.md").sort((a, b) => b.date - a.date);
  config.addCollection("articles", newest);
  const lists = (keys) => (api) => {
    const found = new Map();
    for (const article of newest(api))
      for (const key of keys(article)) (found.get(key) ?? found.set(key, []).get(key)).push(article);
    const pages = [];
    for (const [name, articles] of found)
      for (let page = 0; page * 20 < articles.length; page++)
        pages.push({ name, page, pages: Math.ceil(articles.length / 20), items: articles.slice(page * 20, page * 20 + 20) });
    return pages;
  };
  config.addCollection("topicLists", lists((article) => article.data.topics));
  config.addCollection("outletLists", lists((article) => [article.data.outlet]));
  config.addCollection("monthLists", lists((article) => [article.date.toISOString().slice(0, 7)]));
  config.addCollection("feeds", (api) =>
    [...lists((article) => article.data.topics)(api), ...lists((article) => [article.data.outlet])(api)].filter(({ page }) => page === 0),
  );
  return { markdownTemplateEngine: false, htmlTemplateEngine: "njk" };
}
