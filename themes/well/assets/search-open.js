// Opens the search: by its button, by "/" or by Ctrl-K. What searches is loaded then. The keys are heard as soon as this
// script is there, which may be before the page is: what they asked for is done once there is a button.
(() => {
 const doc = document, script = doc.currentScript.dataset.opens, find = () => doc.querySelector("[data-search-open]");
 const parsed = new Promise((done) => {
  if (doc.readyState === "loading") doc.addEventListener("DOMContentLoaded", done); else done();
 });
 const open = async () => {
  await parsed;
  const button = find();
  if (!button) return;
  try {
   await (await import(script)).open(button.href);
  } catch {
   location.assign(button.href);
  }
 };
 // A single key may be in the way of those who speak to their device, so the search has a box to turn it off.
 const hasSlash = () => {
  try { return localStorage.getItem("search-slash") !== "off"; } catch { return true; }
 };
 parsed.then(() => {
  const button = find();
  if (!button) return;
  button.role = "button";
  button.ariaHasPopup = "dialog";
  button.ariaKeyShortcuts = "/ Control+K Meta+K";
  button.addEventListener("click", (e) => {
   if (e.ctrlKey || e.metaKey || e.shiftKey) return;
   e.preventDefault();
   open();
  });
  button.addEventListener("keydown", (e) => { if (e.key === " ") { e.preventDefault(); open(); } });
 });
 doc.addEventListener("keydown", (e) => {
  if (e.defaultPrevented || e.isComposing || e.altKey) return;
  const isWriting = e.target.closest?.("input, textarea, select, [contenteditable]");
  const isSlash = e.key === "/" && !e.ctrlKey && !e.metaKey && !isWriting && hasSlash();
  if (isSlash || ((e.ctrlKey || e.metaKey) && !e.shiftKey && e.key.toLowerCase() === "k")) {
   e.preventDefault();
   open();
  }
 });
})();
