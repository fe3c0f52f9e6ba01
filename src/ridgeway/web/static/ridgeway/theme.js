// Keeps the reader's choice of theme. Loaded before the first paint, so that a page never flashes.
(() => {
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem("theme"); } catch { return null; } };
  const write = (name) => { try { localStorage.setItem("theme", name); } catch { /* private window */ } };
  const show = (name) => {
    if (name === "light" || name === "dark") root.dataset.theme = name;
    else delete root.dataset.theme;
  };
  show(read());
  addEventListener("DOMContentLoaded", () => {
    const chosen = document.getElementById("theme-" + read());
    if (chosen) chosen.checked = true;
    for (const radio of document.querySelectorAll('input[name="theme"]')) {
      radio.addEventListener("change", () => { write(radio.value); show(radio.value); });
    }
  });
})();
