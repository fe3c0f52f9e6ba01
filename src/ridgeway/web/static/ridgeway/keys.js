// "/" goes to the search box, j and k walk the rows of the first list. Everything works without.
(() => {
  const busy = (node) => node.closest("input, select, textarea, [contenteditable]");
  const rows = () => [...document.querySelectorAll(".t-rows tbody .ref a")];
  const walk = (by) => {
    const all = rows();
    const at = all.indexOf(document.activeElement);
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
    return Boolean(next);
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || busy(event.target)) return;
    const find = document.getElementById("find");
    if (event.key === "/" && find) { event.preventDefault(); find.focus(); find.select(); }
    else if (event.key === "j" && walk(1)) event.preventDefault();
    else if (event.key === "k" && walk(-1)) event.preventDefault();
  });
  addEventListener("DOMContentLoaded", () => {
    document.querySelector(".errors")?.focus();
    for (const plot of document.querySelectorAll(".cal[data-at]")) {
      const inner = plot.firstElementChild;
      const label = inner.querySelector(".cal-label").offsetWidth;
      const wide = inner.scrollWidth - label;
      plot.scrollLeft = (wide * Number(plot.dataset.at)) / 100 - (plot.clientWidth - label) / 2;
    }
  });
})();
