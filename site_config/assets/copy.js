/* A button beside every address of a feed, and beside BibTeX, that copies it. Without this file the text is there to select. */
for (const list of document.querySelectorAll("[data-copy]")) {
  const { copy, copied } = list.dataset;
  for (const address of list.querySelectorAll(".address")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button copy";
    button.textContent = copy;
    button.setAttribute("aria-label", copy + " " + (address.dataset.name || address.textContent));
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(address.textContent);
        button.textContent = copied;
        setTimeout(() => { button.textContent = copy; }, 2000);
      } catch {
        getSelection().selectAllChildren(address); // where a page may not copy, the reader can
      }
    });
    address.after(button);
  }
}
