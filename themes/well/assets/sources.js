// The source of a mark beside the mark, and citations to copy. Without script a mark leads to the list.
(() => {
  const doc = document, words = doc.currentScript?.dataset ?? {}, marks = "a[role=doc-biblioref]", main = doc.querySelector("main");
  const make = (tag, name, text = "") => Object.assign(doc.createElement(tag), { className: name, textContent: text });

  // On hover, focus and the first tap. The preview can be pointed at, and Escape closes it.
  if (doc.querySelector(marks) && HTMLElement.prototype.showPopover) {
    const tip = make("div", "preview");
    tip.id = "source-preview";
    tip.role = "tooltip";
    tip.popover = "manual";
    main.append(tip);
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
      const item = doc.getElementById(decodeURIComponent(a.hash.slice(1))), entry = item?.querySelector("[data-entry]");
      if (!entry) return;
      tip.innerHTML = `${item.querySelector(".retracted")?.outerHTML ?? ""} ${entry.innerHTML}`;
      for (const link of tip.querySelectorAll("a")) link.replaceWith(...link.childNodes);
      if (touched) tip.append(make("span", "hint", words.tapAgain));
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

  // A button behind each citation, where the browser can copy.
  const entries = doc.querySelectorAll("[data-entry], .export code");
  if (navigator.clipboard && entries.length) {
    const said = make("p", "visually-hidden");
    said.role = "status";
    main.append(said);
    for (const entry of entries) {
      const item = entry.closest("li"), box = item ?? entry.closest(".export")?.querySelector(".export-links");
      const says = box?.dataset.copy ?? words.copy, button = make("button", "copy", says);
      const more = item?.querySelector(".reference-page");
      button.type = "button";
      if (more) button.ariaLabel = more.ariaLabel.replace(more.textContent, says);
      button.addEventListener("click", async () => {
        const accessed = item?.querySelector(".accessed")?.textContent ?? "";
        try {
          await navigator.clipboard.writeText(`${entry.textContent} ${accessed}`.trim());
        } catch {
          return getSelection().selectAllChildren(entry);
        }
        button.textContent = said.textContent = words.copied;
        setTimeout(() => { button.textContent = says; said.textContent = ""; }, 2000);
      });
      if (box) box.append(" ", button); else entry.after(button);
    }
  }
})();
