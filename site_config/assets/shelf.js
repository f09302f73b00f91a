/* For those who come back: papers kept for later, and what is new since the last visit. It stays in this browser, under the
   address of this site, and is sent nowhere. Without this file nothing else is missing. */
(() => {
  const script = document.currentScript;
  const { save, saved, unread, none, failed } = script.dataset;
  const root = new URL("../", script.src);
  const key = "digest " + root.pathname; // two digests on one host have a shelf each
  const today = new Date().toISOString().slice(0, 10);

  /* saved: papers with their titles; read: papers opened since the first visit; first, last: days of visits; before: that of the visit before. */
  const shelf = { saved: {}, read: {}, first: today, last: today, before: today };
  try { Object.assign(shelf, JSON.parse(localStorage.getItem(key))); } catch { /* what cannot be read is begun anew */ }
  if (shelf.last !== today) [shelf.before, shelf.last] = [shelf.last, today];
  const keep = () => { try { localStorage.setItem(key, JSON.stringify(shelf)); } catch { /* a browser may keep nothing */ } };
  const isUnread = (slug, added) => added > shelf.first && !shelf.read[slug];
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };

  const paper = document.querySelector("article[data-title]"); // the page of one; entries of lists have no title to keep
  if (paper) {
    const { paper: slug, title, added } = paper.dataset;
    if (added > shelf.first) shelf.read[slug] = 1;
    const button = make("button", { type: "button", className: "button" });
    const show = () => {
      button.textContent = slug in shelf.saved ? saved : save;
      button.setAttribute("aria-pressed", slug in shelf.saved);
    };
    button.addEventListener("click", () => {
      if (slug in shelf.saved) delete shelf.saved[slug];
      else shelf.saved[slug] = title;
      keep();
      show();
    });
    show();
    paper.querySelector(".buttons")?.append(" ", button);
  }
  keep();

  for (const entry of document.querySelectorAll(":is(.entry, .full)[data-paper]"))
    if (isUnread(entry.dataset.paper, entry.dataset.added)) entry.querySelector(".meta")?.prepend(make("b", { className: "unread" }, unread), " ");

  /* On the home page: what came since the visit before. */
  const news = document.getElementById("news");
  if (news && news.dataset.added > shelf.before)
    fetch(new URL("feed.json", root)).then((answer) => answer.json()).then(({ items }) => {
      const fresh = items.filter((item) => item.date_published.slice(0, 10) > shelf.before);
      news.querySelector("ul").append(...fresh.map(({ url, title }) =>
        make("li", {}, make("a", { href: new URL(new URL(url).pathname.match(/papers\/[^/]+\/$/)[0], root) }, title))));
      news.hidden = !fresh.length;
    }).catch(() => { /* the list of the latest stands below */ });

  /* The page of what is saved. */
  const list = document.getElementById("saved");
  if (list) {
    const page = list.closest(".saved");
    const status = page.querySelector("[role=status]");
    const take = page.querySelector("button");
    const fill = () => {
      const papers = Object.entries(shelf.saved);
      list.replaceChildren(...papers.map(([slug, title]) => {
        const remove = make("button", { type: "button", className: "button" }, list.dataset.remove);
        remove.setAttribute("aria-label", `${list.dataset.remove}: ${title}`);
        remove.addEventListener("click", () => { delete shelf.saved[slug]; keep(); fill(); });
        return make("li", {}, make("a", { href: new URL(`papers/${slug}/`, root) }, title), " ", remove);
      }));
      take.hidden = !papers.length;
      status.textContent = papers.length ? "" : none;
    };
    take.addEventListener("click", async () => {
      const entries = [], lost = [];
      for (const [slug, title] of Object.entries(shelf.saved)) {
        const answer = await fetch(new URL(`papers/${slug}/paper.bib`, root)).catch(() => null);
        if (answer?.ok) entries.push(await answer.text());
        else lost.push(title);
      }
      status.textContent = lost.length ? failed.replace("#", lost.join("; ")) : "";
      if (!entries.length) return;
      const link = make("a", { href: URL.createObjectURL(new Blob(entries.map((entry) => entry + "\n"), { type: "application/x-bibtex" })), download: "saved.bib" });
      link.click();
      setTimeout(() => { URL.revokeObjectURL(link.href); }, 10_000);
    });
    fill();
  }
})();
