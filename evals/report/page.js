"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const rows = [...document.querySelectorAll("#cases tr[data-case]")];
  const controls = [...document.querySelectorAll(".filters [name]")];

  /* What newspapers and models wrote becomes text, never markup. */
  const made = (name, attributes, ...inside) => {
    const one = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) one.setAttribute(key, value);
    one.append(...inside.filter(part => part !== null && part !== undefined));
    return one;
  };
  const listed = (title, lines) => lines.length ? [made("h3", {}, title), made("ul", {}, ...lines.map(line => made("li", {}, line)))] : [];

  const folded = (title, inside) => made("details", {}, made("summary", {}, title), inside);

  /* Places count code points, and JavaScript does not. */
  const marked = (article, places) => {
    const points = Array.from(article.text);
    const bounds = [...new Set([0, points.length, ...places.flatMap(one => [one.start, one.end])])].sort((a, b) => a - b);
    return bounds.slice(0, -1).map((start, at) => {
      const words = points.slice(start, bounds[at + 1]).join("");
      const over = places.filter(one => one.start <= start && start < one.end);
      if (!over.length) return words;
      const cited = over.filter(one => one.number);
      const kinds = [cited.length && "cited", over.length > cited.length && "gold"].filter(Boolean);
      const begun = cited.filter(one => one.start === start).map(one => made("sup", {}, `[${one.number}]`));
      const mark = made("mark", {class: kinds.join(" ")}, ...begun, words);
      mark.dataset.numbers = cited.map(one => one.number).join(" ");
      return mark;
    });
  };

  const article = (key, one) => {
    const printed = data.articles[key];
    if (!printed) return made("p", {class: "quiet"}, `${key} is not kept in this run.`);
    const title = made("h4", {}, printed.title, made("span", {class: "quiet"}, ` ${key} ${printed.published_on || ""}`));
    const places = one.places.filter(place => place.key === key);
    return made("div", {class: "article", tabindex: "0", role: "region", "aria-label": printed.title},
      title, made("div", {class: "text"}, ...marked(printed, places)));
  };

  const statement = (said, where) => {
    const numbers = said.citations.map(number => {
      const button = made("button", {class: "plain", type: "button", "aria-label": `show quote ${number}`}, `[${number}]`);
      button.addEventListener("click", () => {
        const found = [...where.querySelectorAll("mark")].find(mark => mark.dataset.numbers.split(" ").includes(String(number)));
        found?.scrollIntoView({block: "center"});
      });
      return button;
    });
    return made("li", {}, said.text, " ", ...numbers, said.judged ? made("span", {class: "quiet"}, ` ${said.judged}`) : null);
  };

  const reading = (one, attribution) => {
    const where = made("div", {}, ...one.keys.map(key => article(key, one)));
    const facts = one.facts.map(fact => made("span", {class: fact.found ? "good" : "bad"}, `${fact.found ? "✓" : "✗"} ${fact.spellings.join(" / ")}`));
    const told = made("div", {},
      one.question ? made("p", {}, made("strong", {}, one.question)) : null,
      attribution ? made("p", {class: "bad"}, attribution) : null,
      one.statements.length ? made("ol", {}, ...one.statements.map(said => statement(said, where))) : null,
      one.note ? made("p", {class: "quiet"}, one.note) : null,
      one.error ? made("p", {class: "bad"}, one.error) : null,
      ...listed("A right answer says", facts),
      ...listed("It must not say", one.must_not),
      ...listed("What is missing or wrong", one.differences),
      folded("Scores", made("dl", {}, ...one.scores.flatMap(([name, value]) => [made("dt", {}, name), made("dd", {}, value)]))),
      one.retrieved.length ? folded("Retrieved, best first", made("ol", {}, ...one.retrieved.map(line => made("li", {}, line)))) : null,
      made("p", {class: "quiet"}, one.spent));
    return made("div", {class: "reading"}, told, where);
  };

  const close = row => {
    row.nextElementSibling?.classList.contains("opened") && row.nextElementSibling.remove();
    row.querySelector("button").setAttribute("aria-expanded", "false");
  };
  const open = row => {
    rows.filter(other => other !== row).forEach(close);
    const inside = made("tr", {class: "opened"}, made("td", {colspan: String(row.cells.length)}, reading(data.cases[row.dataset.case], row.dataset.attribution)));
    row.after(inside);
    row.querySelector("button").setAttribute("aria-expanded", "true");
    const article = inside.querySelector(".article"), mark = article?.querySelector("mark");
    const down = mark ? mark.offsetTop - article.offsetTop : 0;
    if (down > article?.clientHeight / 2) article.scrollTop = down - 80;
    history.replaceState(null, "", `#${encodeURIComponent(row.dataset.case)}`);
  };
  const toggle = row => row.querySelector("button").getAttribute("aria-expanded") === "true" ? close(row) : open(row);

  const filter = () => {
    const wanted = Object.fromEntries(controls.map(one => [one.name, one.value]));
    const words = wanted.text.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      const holds = ["kind", "verdict", "attribution"].every(name => !wanted[name] || row.dataset[name] === wanted[name])
        && (!words || row.dataset.text.includes(words));
      row.hidden = !holds;
      if (!holds) close(row);
      shown += holds;
    }
    document.getElementById("shown").textContent = `${shown} of ${rows.length}`;
  };

  rows.forEach(row => row.addEventListener("click", () => toggle(row)));
  controls.forEach(one => one.addEventListener("input", filter));
  document.querySelectorAll("[data-filter]").forEach(button => button.addEventListener("click", () => {
    const wanted = JSON.parse(button.dataset.filter);
    controls.forEach(one => { one.value = wanted[one.name] || ""; });
    filter();
    document.getElementById("cases").scrollIntoView();
  }));
  const openNamed = hash => {
    const named = rows.find(row => `#${encodeURIComponent(row.dataset.case)}` === hash);
    if (!named) return;
    if (named.hidden) {
      controls.forEach(one => { one.value = ""; });
      filter();
    }
    open(named);
    named.scrollIntoView();
  };
  document.querySelectorAll('a[href^="#"]').forEach(link => link.addEventListener("click", () => openNamed(link.hash)));
  filter();
  openNamed(location.hash);
})();
