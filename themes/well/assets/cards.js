// Cards of exercises that open their steps in place: all that the exercise's own page says of them, cautions before steps,
// is fetched from this site when the reader asks. Without script a card is a link.
(() => {
  const doc = document, cards = doc.querySelectorAll(".related .plate-card[data-kind=exercise]");
  const { open, close, failed } = doc.currentScript.dataset;
  const cautions = "[data-safety=caution]";
  // What stands before and between the lists of steps as well.
  const shown = ":is([data-safety], .dose, .exercise-intro, .steps-title, .steps-title ~ :has(~ .steps), .steps, .exercise-note)";
  const stepsOf = async (url) => {
    const answer = await fetch(url);
    if (!answer.ok) throw answer;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Wherever a theme has them, but not inside one another or in cards.
    const parts = [...page.querySelectorAll(`main ${shown}`)].filter((part) => !part.parentNode.closest(`${shown}, .card`));
    parts.sort((a, b) => b.matches(cautions) - a.matches(cautions));
    if (!parts.some((part) => part.matches(".steps"))) throw parts;
    const box = doc.createElement("div");
    box.className = "card-steps exercise-text";
    box.append(...parts);
    // The headings of a page, below that of the card.
    for (const part of box.querySelectorAll("h2, h3, h4")) {
      const lower = doc.createElement(`h${+part.tagName[1] + 2}`);
      lower.className = part.className;
      lower.append(...part.childNodes);
      part.replaceWith(lower);
    }
    for (const part of box.querySelectorAll("[id]")) part.removeAttribute("id");
    for (const mark of box.querySelectorAll(".marks, .footnote-ref")) mark.remove();
    return box;
  };
  cards.forEach((card, number) => {
    const link = card.querySelector(".card-title a"), button = doc.createElement("button");
    let box;
    const set = (isOpen) => {
      card.classList.toggle("opened", isOpen);
      button.ariaExpanded = isOpen;
      button.textContent = isOpen ? close : open;
      if (box) box.hidden = !isOpen;
    };
    button.type = "button";
    button.className = "open-steps";
    link.id ||= `card-${number}`;
    button.id = `open-${number}`;
    button.setAttribute("aria-labelledby", `${button.id} ${link.id}`);
    button.addEventListener("click", async () => {
      try {
        if (!box) card.querySelector(".card-text").append(box = await stepsOf(link.href));
      } catch {
        button.textContent = failed;
        return;
      }
      set(box.hidden || !card.classList.contains("opened"));
    });
    set(false);
    card.querySelector(".card-text").append(button);
  });
})();
