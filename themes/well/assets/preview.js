// The source of a mark beside the mark, and the meaning of a term beside the term. Without script a mark leads to the list of
// sources, and a term to the glossary.
(() => {
 const doc = document, words = doc.currentScript?.dataset ?? {}, marks = "a[role=doc-biblioref], a.term[data-meaning]";
 // The browser's own tip would lie over the preview.
 for (const term of doc.querySelectorAll("a.term[title]")) {
  term.dataset.meaning = term.title;
  term.removeAttribute("title");
 }

 // On hover, focus and the first tap. The preview can be pointed at, and Escape closes it.
 if (doc.querySelector(marks) && HTMLElement.prototype.showPopover) {
  const tip = doc.createElement("div");
  tip.id = "source-preview";
  tip.className = "preview";
  tip.role = "tooltip";
  tip.popover = "manual";
  (doc.querySelector("main") ?? doc.body).append(tip);
  let at = null, timer = 0, touched = false;
  const hide = () => {
   clearTimeout(timer);
   at?.removeAttribute("aria-describedby");
   at = null;
   if (tip.matches(":popover-open")) tip.hidePopover();
  };
  const show = (a) => {
   clearTimeout(timer);
   if (at === a) return;
   hide();
   const { meaning } = a.dataset, again = meaning ? words.tapTerm : words.tapAgain;
   const item = doc.getElementById(decodeURIComponent(a.hash.slice(1))), entry = item?.querySelector("[data-entry]");
   if (!meaning && !entry) return;
   if (meaning) tip.textContent = meaning;
   else tip.innerHTML = `${item.querySelector(".retracted, .noticed")?.outerHTML ?? ""} ${entry.innerHTML} ${item.querySelector(".design")?.outerHTML ?? ""}`;
   for (const link of tip.querySelectorAll("a")) link.replaceWith(...link.childNodes);
   if (touched && again) {
    const hint = doc.createElement("span");
    hint.className = "hint";
    hint.textContent = again;
    tip.append(hint);
   }
   at = a;
   a.setAttribute("aria-describedby", tip.id);
   tip.showPopover();
   const lines = a.getClientRects(), first = lines[0], size = tip.getBoundingClientRect();
   const start = doc.dir === "rtl" ? first.right - size.width : first.left;
   const left = Math.max(16, Math.min(start, doc.documentElement.clientWidth - size.width - 16));
   const below = lines[lines.length - 1].bottom + 8, above = first.top - size.height - 8;
   tip.style.left = `${left + scrollX}px`;
   tip.style.top = `${(below + size.height > innerHeight && above > 0 ? above : below) + scrollY}px`;
  };
  const of = (e) => e.target.closest?.(marks);
  doc.addEventListener("pointerdown", (e) => { touched = e.pointerType === "touch"; if (!of(e) && !tip.contains(e.target)) hide(); });
  doc.addEventListener("pointerover", (e) => {
   if (e.pointerType === "touch") return;
   touched = false;
   clearTimeout(timer);
   const a = of(e);
   if (a) timer = setTimeout(show, 120, a);
   else if (at && !tip.contains(e.target) && at !== doc.activeElement) timer = setTimeout(hide, 250);
  });
  doc.addEventListener("focusin", (e) => { const a = of(e); if (!a) hide(); else if (!touched) show(a); });
  doc.addEventListener("click", (e) => {
   const a = of(e);
   if (a && touched && at !== a) { e.preventDefault(); show(a); } else if (a) hide();
  });
  doc.addEventListener("keydown", (e) => { touched = false; if (e.key === "Escape") hide(); });
  addEventListener("resize", hide);
 }
})();
