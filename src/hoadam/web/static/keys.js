// Keys for those who do not want the mouse, and a brush over the timeline; everything works without them.
"use strict";
(function () {
  const typing = (target) => target instanceof HTMLElement && target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }  // back to the keys of the page
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const find = document.getElementById("find");
      if (find) { event.preventDefault(); find.focus(); find.select(); }
      return;
    }
    const wanted = document.querySelector('[data-key="' + CSS.escape(event.key.toLowerCase()) + '"]');
    if (!wanted || event.repeat) return;
    event.preventDefault();
    wanted.click();
    if (wanted.tagName === "SUMMARY") {
      const field = wanted.parentElement.querySelector("select, input:not([type=hidden])");
      if (wanted.parentElement.open && field) field.focus();
    }
  });
  // A decision is sent once, however often its key is pressed.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    else if (event.target.method === "post") event.target.dataset.sent = "yes";
  });
  for (const button of document.querySelectorAll("[data-tick]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const boxes = [...button.form.elements].filter((one) => one.name === button.dataset.tick);
      const all = boxes.every((box) => box.checked);
      for (const box of boxes) box.checked = !all;
    });
  }
  // The story is being told again: say so when it is told, and leave it to the reader when to see it.
  const notice = document.querySelector("[data-ready]");
  const look = () => fetch("/api/v1/status").then((answer) => answer.json()).then(({ stamp }) => {
    if (stamp.revision !== stamp.told) { setTimeout(look, 2000); return; }
    const link = document.createElement("a");
    link.href = location.pathname + location.search;
    link.textContent = notice.dataset.ready;
    notice.replaceChildren(link);
  }).catch(() => {});
  if (notice) setTimeout(look, 1500);
  // Drag over the bars to look closer: the address of what is chosen is that of the filters.
  for (const svg of document.querySelectorAll("svg[data-brush]")) {
    const bars = [...svg.querySelectorAll("[data-first]")];
    if (bars.length < 2) continue;
    const shade = document.createElementNS(svg.namespaceURI, "rect");
    shade.setAttribute("class", "brush");
    shade.setAttribute("height", svg.viewBox.baseVal.height);
    let from = null;
    const at = (event) => {
      const box = svg.getBoundingClientRect();
      return Math.max(0, Math.min(bars.length - 1, Math.floor((event.clientX - box.left) / box.width * bars.length)));
    };
    const draw = (to) => {
      const low = Math.min(from, to), high = Math.max(from, to), step = svg.viewBox.baseVal.width / bars.length;
      shade.setAttribute("x", low * step);
      shade.setAttribute("width", (high - low + 1) * step);
      if (!shade.parentNode) svg.append(shade);
    };
    svg.addEventListener("pointerdown", (event) => { if (event.button === 0) from = at(event); });
    svg.addEventListener("dragstart", (event) => event.preventDefault());
    window.addEventListener("pointermove", (event) => { if (from !== null && (shade.parentNode || at(event) !== from)) draw(at(event)); });
    window.addEventListener("keydown", (event) => { if (event.key === "Escape") { from = null; shade.remove(); } });
    window.addEventListener("pointerup", (event) => {
      const start = from;
      from = null;
      if (start === null || !shade.parentNode) return;
      const low = Math.min(start, at(event)), high = Math.max(start, at(event));
      const asked = new URLSearchParams(location.search);
      asked.delete("after");
      asked.set("from", bars[low].dataset.first);
      asked.set("to", bars[high].dataset.last);
      svg.addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
      location.search = asked.toString();
    });
  }
})();
