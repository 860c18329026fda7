"use strict";
/* The inspection form on a phone: steppers, photographs made smaller and shown, the time of now, and
   存下, which keeps the record on the phone before anything is sent. */
(() => {
  const form = document.getElementById("inspection");
  const shots = document.getElementById("shots");
  const picker = document.getElementById("f-files");
  const when = document.getElementById("f-visit.happened_at");
  const LONGEST = 2560;
  const SMALL = 1500000;
  let photos = [];
  let editing = null;

  const now = (instant = new Date()) => new Intl.DateTimeFormat("sv-SE", {
    timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit",
  }).format(instant).replace(" ", "T");

  for (const step of form.querySelectorAll("[data-step]")) {
    step.hidden = false;
    step.addEventListener("click", () => {
      const field = document.getElementById(step.dataset.of);
      const next = (parseInt(field.value, 10) || 0) + Number(step.dataset.step);
      field.value = Math.max(0, next);
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  const smaller = async (file) => {
    if (file.size <= SMALL) return file;
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
    const sheet = document.createElement("canvas");
    sheet.width = Math.round(picture.width * scale);
    sheet.height = Math.round(picture.height * scale);
    sheet.getContext("2d").drawImage(picture, 0, 0, sheet.width, sheet.height);
    return new Promise((done) => sheet.toBlob(done, "image/jpeg", 0.85));
  };

  const shown = (blob) => new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(blob);
  });

  const draw = async () => {
    const made = await Promise.all(photos.map(async (photo, n) => {
      const one = document.getElementById("shot").content.cloneNode(true).firstElementChild;
      const picture = one.querySelector("img");
      if (photo.blob.type.startsWith("image/")) picture.src = await shown(photo.blob);
      else picture.remove();
      one.querySelector("small").textContent = photo.at;
      one.querySelector(".name").textContent = photo.name;
      one.querySelector("button").addEventListener("click", () => { photos.splice(n, 1); draw(); });
      return one;
    }));
    for (const old of shots.querySelectorAll("li.shot")) old.remove();
    shots.prepend(...made);
  };

  const named = (blob, file, n) => (blob === file ? file.name : `${file.name.replace(/\.[^.]*$/, "")}-${n}.jpg`);

  picker.addEventListener("change", async () => {
    for (const file of picker.files) {
      const image = file.type.startsWith("image/");
      const blob = image ? await smaller(file).catch(() => file) : file;
      photos.push({ name: named(blob, file, photos.length + 1), blob, at: now(new Date(file.lastModified)).slice(11) });
    }
    picker.value = "";
    await draw();
  });

  const fields = () => Array.from(new FormData(form).entries())
    .filter(([name, value]) => typeof value === "string" && !["form_token", "key", "files"].includes(name));

  const restore = async () => {
    const asked = location.hash.startsWith("#kept-") ? await queue.get(location.hash.slice(6)) : null;
    if (!asked) return;
    editing = asked.key;
    photos = asked.photos;
    for (const input of form.elements) {
      if (["hidden", "file", "submit", "button"].includes(input.type) || !input.name) continue;
      const values = asked.fields.filter(([name]) => name === input.name).map(([, value]) => value);
      if (["checkbox", "radio"].includes(input.type)) input.checked = values.includes(input.value);
      else input.value = values[0] || "";
    }
    await draw();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector('button[type="submit"]');
    button.disabled = true;
    await queue.put({
      key: editing || queue.key(),
      project: form.dataset.project,
      title: form.dataset.title,
      who: form.dataset.who,
      fields: fields(),
      photos,
      saved: Date.now(),
      state: "waiting",
    });
    form.hidden = true;
    const saved = document.getElementById("saved");
    saved.hidden = false;
    saved.focus();
    const ready = await navigator.serviceWorker?.getRegistration("/group");
    if (ready?.sync) await ready.sync.register("queue").catch(() => null);
    await window.bihuan.show();
    await window.bihuan.send();
  });

  if (!when.dataset.kept && when.value === when.defaultValue) when.value = now();
  shots.hidden = false;
  picker.multiple = true;
  restore();
})();
