// The one-time code stands in the fragment of the link: it is sent at once, and taken out of the address.
"use strict";
const form = document.getElementById("code-form");
const code = decodeURIComponent(location.hash.slice(1));
if (form && /^[A-Za-z0-9_-]{20,100}$/.test(code)) {
  history.replaceState(null, "", location.pathname + location.search);
  form.elements.codigo.value = code;
  form.submit();
}
