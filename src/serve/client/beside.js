// The page with the old and the new site: the old one follows where the reader goes in the new one.

const [before, after] = ["old", "new"].map((id) => document.getElementById(id));
const field = document.querySelector("input");

after.addEventListener("load", () => {
  const path = after.contentWindow.location.pathname;
  if (path === field.value || path === "blank") return;
  field.value = path;
  before.src = before.dataset.origin + path;
  history.replaceState(null, "", `?page=${encodeURIComponent(path)}`);
});
