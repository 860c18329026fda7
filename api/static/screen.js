// The hall's screen follows its stream. The browser comes back by itself and says what it has seen
// (Last-Event-ID); meanwhile what stands there stays, and a line says that it is of before.
(() => {
  const stage = document.getElementById("stage");
  const note = document.getElementById("lost");
  if (!stage || !window.EventSource) return;
  const stream = new EventSource(stage.dataset.events);
  const show = (event) => { stage.innerHTML = event.data; note.hidden = true; };
  stream.addEventListener("state", show);
  stream.addEventListener("gone", (event) => { show(event); stream.close(); });
  stream.addEventListener("open", () => { note.hidden = true; });
  stream.addEventListener("error", () => { note.hidden = false; });
})();
