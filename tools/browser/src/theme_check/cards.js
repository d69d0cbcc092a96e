// Opens cards of exercises as a reader does, by their numbers on the page. It is called with the numbers and the classes of notices, and
// returns the notices that the pages of the opened exercises have, which the cards have to show: the class and the text of each.
async (numbers, noticeClasses) => {
  const noticeSelector = noticeClasses.map((name) => `.${CSS.escape(name)}`).join(", ");
  const buttons = [...document.querySelectorAll(".open-steps")];
  const cards = numbers.map((number) => buttons[number].closest(".card"));
  const isOpen = (card) => card.querySelector(".card-steps");
  for (const number of numbers) {
    buttons[number].click();
  }
  for (let tries = 0; !cards.every(isOpen) && tries < 40; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const noticesOf = async (card) => {
    const answer = await fetch(card.querySelector(".card-title a").href);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // Numbers of sources lead nowhere on a card.
    for (const mark of page.querySelectorAll(".marks, .footnote-ref")) {
      mark.remove();
    }
    const notices = [...page.querySelectorAll(`main :is(${noticeSelector})`)].filter((notice) => !notice.closest(".card, dialog"));
    return notices.map((notice) => [
      noticeClasses.find((name) => notice.classList.contains(name)),
      notice.textContent.trim().replaceAll(/\s+/g, " "),
    ]);
  };
  return (await Promise.all(cards.filter(isOpen).map(noticesOf))).flat().filter(([, text]) => text);
}
