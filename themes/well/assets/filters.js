// Filters of the citation index: by words, year, kind, and journal or publisher.
(() => {
  const doc = document, form = doc.querySelector("[data-filters]");
  if (form) {
    const result = form.querySelector("[role=status]"), slips = [...doc.querySelectorAll(".slip")];
    const fields = [...form.querySelectorAll("[data-filter]")], fold = (s) => s.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const texts = new Map(slips.map((s) => [s, fold(s.textContent)]));
    const apply = () => {
      let shown = 0;
      for (const slip of slips) {
        const fits = fields.every((f) => !f.value || (f.dataset.filter === "words"
          ? fold(f.value).split(/\s+/).every((w) => texts.get(slip).includes(w)) : slip.dataset[f.dataset.filter] === f.value));
        slip.hidden = !fits;
        shown += fits;
      }
      for (const drawer of doc.querySelectorAll(".drawer")) {
        drawer.hidden = !drawer.querySelector(".slip:not([hidden])");
        const letter = doc.querySelector(`.letters a[href="#${CSS.escape(drawer.querySelector(".drawer-label").id)}"]`);
        if (letter) letter.parentElement.hidden = drawer.hidden;
      }
      result.textContent = shown === slips.length ? result.dataset.all
        : result.dataset.some.replace("{shown}", shown).replace("{total}", result.dataset.total);
    };
    form.addEventListener("input", apply);
    form.addEventListener("submit", (e) => e.preventDefault());
    form.classList.add("ready");
    apply();
  }
})();
