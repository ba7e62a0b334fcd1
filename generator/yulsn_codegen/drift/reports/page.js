"use strict";
const form = document.querySelector("form");
const articles = [...document.querySelectorAll("article")];
function filter() {
  const marks = new Set([...form.querySelectorAll("[name=mark]:checked")].map((box) => box.value));
  const owner = form.elements.owner.value;
  const used = form.elements.used.checked;
  for (const article of articles) {
    const { mark, owner: its, used: lines } = article.dataset;
    article.hidden = !marks.has(mark) || (owner !== "" && owner !== its) || (used && lines === "0");
  }
  const shown = articles.filter((article) => !article.hidden).length;
  form.elements.shown.value = `${shown} of ${articles.length} shown`;
}
if (form !== null) {
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
}
