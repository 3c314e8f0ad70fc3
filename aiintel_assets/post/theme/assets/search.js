// Searching all editions in the browser: every word must occur; titles and entities count more than summaries.
(() => {
  const form = document.getElementById("search");
  const field = document.getElementById("query");
  const found = document.getElementById("found");
  const results = document.getElementById("results");
  const MOST = 50;
  let items;

  const plain = (text) => text.normalize("NFKC").toLowerCase();

  async function load() {
    if (items) return items;
    const answer = await fetch(form.dataset.index);
    if (!answer.ok) throw new Error(String(answer.status));
    items = (await answer.json()).map((item) => ({
      ...item,
      fields: [[plain(item.title), 8], [plain(item.names), 5], [plain(item.core), 2], [item.edition, 3]],
    }));
    return items;
  }

  function score(item, words) {
    let total = 0;
    for (const word of words) {
      const best = item.fields.reduce((most, [text, weight]) => (text.includes(word) ? Math.max(most, weight) : most), 0);
      if (!best) return 0;
      total += best;
    }
    return total;
  }

  function marked(element, text, words) {
    const low = plain(text);
    const exact = low.length === text.length; // otherwise positions do not carry over
    let at = 0;
    while (exact && at < text.length) {
      let next = -1, length = 0;
      for (const word of words) {
        const place = low.indexOf(word, at);
        if (place >= 0 && (next < 0 || place < next)) { next = place; length = word.length; }
      }
      if (next < 0) break;
      element.append(text.slice(at, next));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(next, next + length);
      element.append(mark);
      at = next + length;
    }
    element.append(text.slice(at));
    if (!/\p{Script=Han}/u.test(text) && document.documentElement.lang.startsWith("zh")) element.lang = "en";
    return element;
  }

  function shown(item, words) {
    const entry = document.createElement("li");
    const date = document.createElement("p");
    date.className = "kicker";
    date.textContent = `${item.edition.replaceAll("-", "/")} · ${item.section}`;
    const heading = document.createElement("h2");
    const link = document.createElement("a");
    link.href = `${form.dataset.posts}${item.edition}-ai-intel/#${item.anchor}`;
    heading.append(marked(link, item.title, words));
    entry.append(date, heading, marked(document.createElement("p"), item.core, words));
    return entry;
  }

  async function search() {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    history.replaceState(null, "", words.length ? `?q=${encodeURIComponent(field.value)}` : location.pathname);
    if (!words.length) { results.replaceChildren(); found.textContent = ""; return; }
    try {
      const hits = (await load())
        .map((item) => [score(item, words), item])
        .filter(([points]) => points)
        .sort(([a, one], [b, other]) => b - a || (one.edition < other.edition ? 1 : -1));
      if (plain(field.value).split(/\s+/).filter(Boolean).join() !== words.join()) return; // typed on meanwhile
      results.replaceChildren(...hits.slice(0, MOST).map(([, item]) => shown(item, words)));
      found.textContent = hits.length ? form.dataset.found.replace("{n}", hits.length) : form.dataset.none;
    } catch {
      found.textContent = form.dataset.failed;
    }
  }

  field.value = new URLSearchParams(location.search).get("q") || "";
  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  field.addEventListener("input", search);
  if (field.value) search();
})();
