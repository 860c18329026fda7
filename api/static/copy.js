// A button to copy beside every block marked data-copy, and one to print beside data-print.
const said = { copy: "复制", done: "已复制", en: ["Copy", "Copied"] };
const chinese = document.documentElement.lang.startsWith("zh");
const word = (zh, en) => (chinese ? zh : en);

for (const block of document.querySelectorAll("[data-copy]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn copyit";
  button.textContent = word(said.copy, said.en[0]);
  const heading = block.getAttribute("aria-labelledby");
  if (heading) button.setAttribute("aria-describedby", heading);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(block.innerText);
      button.textContent = word(said.done, said.en[1]);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(block); // where copying is not allowed, it is at least chosen
      getSelection().removeAllRanges();
      getSelection().addRange(range);
    }
    setTimeout(() => (button.textContent = word(said.copy, said.en[0])), 3000);
  });
  block.after(button);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
