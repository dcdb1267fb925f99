// Keys for those who do not want the mouse; everything works without them.
"use strict";
(function () {
  const typing = (target) => target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
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
      const field = wanted.parentElement.querySelector("select, input");
      if (wanted.parentElement.open && field) field.focus();
    }
  });
  // A decision is sent once, however often its key is pressed.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) event.preventDefault();
    else if (event.target.method === "post") event.target.dataset.sent = "yes";
  });
})();
