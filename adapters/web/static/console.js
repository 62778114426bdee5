// Everything works without this file. It copies an approved text, and takes whoever reads with the keyboard to what came in.
"use strict";

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy).textContent;
  const status = document.getElementById(button.getAttribute("aria-describedby"));
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = button.dataset.done;
  } catch {
    getSelection().selectAllChildren(document.getElementById(button.dataset.copy));
    status.textContent = button.dataset.failed;
  }
});

// Buttons that need this file are hidden until it is there.
const reveal = (root) => root.querySelectorAll("[data-copy][hidden]").forEach((button) => (button.hidden = false));
reveal(document);

document.addEventListener("htmx:after:swap", () => {
  reveal(document);
  const focused = document.querySelector("[data-focus]");
  if (focused) focused.focus();
});

// A form that takes long says that it works, and is not sent twice.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (!event.target.matches("[data-busy]") || !button) return;
  setTimeout(() => { button.disabled = true; button.textContent = event.target.dataset.busy; });
});
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
