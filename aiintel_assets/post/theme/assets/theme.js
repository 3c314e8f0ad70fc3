// Light or dark: what the system asks for, unless the reader chose otherwise.
(() => {
  const root = document.documentElement;
  const stored = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const keep = (value) => { try { localStorage.setItem("theme", value); } catch { /* private browsing */ } };
  const apply = (value) => { if (value === "light" || value === "dark") root.dataset.theme = value; };
  apply(stored());
  document.addEventListener("DOMContentLoaded", () => {
    const button = document.querySelector("button.theme");
    if (!button) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      apply(dark ? "light" : "dark");
      keep(root.dataset.theme);
    });
    const contents = document.querySelector("details.contents");
    if (contents && matchMedia("(min-width: 76rem)").matches) contents.open = true;
  });
})();
