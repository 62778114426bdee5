// The list by the keyboard: J and K move, X chooses, Enter opens (as on any link). Everything works without this file.
"use strict";

const list = document.querySelector("[data-keys]");
if (list) {
  const links = [...list.querySelectorAll("h2 a")];
  document.querySelectorAll("[data-keys-help]").forEach((help) => (help.hidden = false));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    const group = document.activeElement.closest(".group");
    const now = links.findIndex((link) => group && group.contains(link));
    if (event.key === "j" || event.key === "k") {
      const next = links[event.key === "j" ? Math.min(now + 1, links.length - 1) : Math.max(now - 1, 0)];
      if (next) next.focus();
    } else if (event.key === "x" && group) {
      const box = group.querySelector("input[type=checkbox]");
      if (box) box.checked = !box.checked;
    } else return;
    event.preventDefault();
  });
}
