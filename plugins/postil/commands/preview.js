// Follows the builds of `postil serve`: a page whose files changed is loaded again, and the
// findings of a build that failed stand over it until they are mended. Never published.

const own = document.querySelector("script[data-stamp]");

const stampOf = async (address) => {
  const answer = await fetch(address, { method: "HEAD", cache: "no-store" });
  return answer.headers.get("ETag") ?? "";
};

const parts = [...document.querySelectorAll("link[rel=stylesheet], script[src], img[src]")]
  .filter((part) => part !== own)
  .map((part) => part.href ?? part.src)
  .filter((address) => address.startsWith(location.origin));

const stamps = new Map([[location.pathname, own.dataset.stamp]]);
const known = Promise.all(parts.map(async (part) => stamps.set(part, await stampOf(part))));

const changed = async () => {
  await known;
  const pairs = [...stamps].map(async ([address, stamp]) => (await stampOf(address)) !== stamp);
  return (await Promise.all(pairs)).includes(true);
};

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
  :host {
    position: fixed; inset: auto 0 0 0; margin: 0; border: 0; border-block-start: 4px solid #b3261e;
    width: auto; max-height: 60vh; overflow: auto; padding: 1rem 1.25rem;
    background: #1d1b1b; color: #f6f2f0;
  }
  h2 { margin: 0 0 .5rem; font: 600 1rem/1.4 system-ui, sans-serif; }
  pre { margin: 0; font: .875rem/1.5 ui-monospace, monospace; white-space: pre-wrap; }
`);

const board = document.createElement("postil-findings");
board.popover = "manual";
board.lang = "en";
board.dir = "ltr";
board.setAttribute("role", "alert");
const shadow = board.attachShadow({ mode: "open" });
shadow.adoptedStyleSheets = [sheet];
const heading = document.createElement("h2");
heading.textContent = "Not published: the page is as it was before";
const text = document.createElement("pre");
shadow.append(heading, text);

const show = (problem) => {
  text.textContent = problem;
  if (!problem) {
    board.remove();
  } else if (!board.isConnected) {
    document.body.append(board);
    board.showPopover();
  }
};

const bulletins = new EventSource(new URL("events", import.meta.url));
bulletins.addEventListener("message", async ({ data }) => {
  const { problem } = JSON.parse(data);
  show(problem);
  if (!problem && (await changed())) {
    location.reload();
  }
});
