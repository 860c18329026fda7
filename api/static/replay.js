/* The two sliders of the replay: they move the dates beside them and ask for the state of that day.
   Without this file the dates and their button do the same. */
(() => {
  const form = document.getElementById("sliders");
  if (!form) return;
  const first = Date.parse(form.dataset.first + "T00:00:00Z");
  const stops = form.dataset.stops.split(",").map(Number);
  const cut = document.querySelector(".track .cut");
  const days = Number(form.dataset.days) || 1;
  const DAY = 86400000;

  const iso = (n) => new Date(first + n * DAY).toISOString().slice(0, 10);
  const words = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "long", timeZone: "UTC" });
  const said = (text) => words.format(Date.parse(text + "T00:00:00Z"));
  const moved = () => form.dispatchEvent(new Event("moved"));

  function place(range) {
    const date = document.getElementById(range.dataset.for);
    date.value = iso(Number(range.value));
    range.setAttribute("aria-valuetext", said(date.value));
    if (range.dataset.for === "as_of" && cut) {
      const x = `${(100 * Number(range.value)) / days}%`;
      cut.setAttribute("x1", x);
      cut.setAttribute("x2", x);
    }
  }

  function step(range, key, week) {
    const at = Number(range.value);
    const ahead = key === "ArrowRight" || key === "ArrowUp";
    if (week) return at + (ahead ? 7 : -7);
    const next = ahead ? stops.find((x) => x > at) : stops.filter((x) => x < at).pop();
    return next === undefined ? (ahead ? days : 0) : next;
  }

  for (const range of form.querySelectorAll("input[type=range]")) {
    range.hidden = false;
    range.addEventListener("input", () => { place(range); moved(); });
    range.addEventListener("keydown", (event) => {
      if (!event.key.startsWith("Arrow")) return;
      event.preventDefault();
      range.value = step(range, event.key, event.shiftKey);
      place(range);
      moved();
    });
    document.getElementById(range.dataset.for).addEventListener("change", (event) => {
      range.value = Math.round((Date.parse(event.target.value + "T00:00:00Z") - first) / DAY);
      place(range);
      moved();
    });
  }

  const play = form.querySelector("[data-play]");
  const range = document.getElementById("as_of-range");
  let timer = 0;
  let speed = 1;
  form.querySelector(".moving").hidden = false;

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = play.dataset.sayPlay;
    play.setAttribute("aria-pressed", "false");
  }

  play.addEventListener("click", () => {
    if (timer) return stop();
    if (Number(range.value) >= days) range.value = 0;
    play.textContent = play.dataset.sayStop;
    play.setAttribute("aria-pressed", "true");
    timer = setInterval(() => {
      range.value = Number(range.value) + speed;
      place(range);
      moved();
      if (Number(range.value) >= days) stop();
    }, 1000);
  });
  for (const button of form.querySelectorAll("[data-speed]")) {
    button.addEventListener("click", () => {
      speed = Number(button.dataset.speed);
      for (const other of form.querySelectorAll("[data-speed]")) {
        other.setAttribute("aria-pressed", String(other === button));
      }
    });
  }
})();
