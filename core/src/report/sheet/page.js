"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const all = (what, where = document) => [...where.querySelectorAll(what)];
  const blank = by("sheet").textContent;
  const key = "hotseat-sheet-" + JSON.parse(blank).sitting;
  const views = all(".view");
  const asked = views.filter((view) => view.dataset.kind === "question");

  // What is filled in, the clock of each question, and where the interview stands.
  const fresh = () => ({
    sheet: JSON.parse(blank),
    clocks: asked.map(() => ({ answer: 0, after: 0, stage: "idle" })),
    running: null,
    view: 0,
  });
  let state = fresh();
  let keeps = true;
  let unsaved = false;

  function restore() {
    try {
      const kept = JSON.parse(localStorage.getItem(key));
      if (kept && kept.sheet.sitting === state.sheet.sitting && kept.clocks.length === asked.length) state = kept;
    } catch {
      keeps = false;
    }
  }

  function keep() {
    unsaved = true;
    try {
      localStorage.setItem(key, JSON.stringify(state));
      keeps = true;
    } catch {
      keeps = false;
    }
    by("unkept").hidden = keeps;
  }

  // Fields. Each names its place in the file.
  function place(field) {
    const steps = field.dataset.path.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = steps.pop();
    return [steps.reduce((at, step) => at[step], state.sheet), last];
  }

  function valueOf(field) {
    if (field.type === "checkbox") return field.checked;
    const text = field.value;
    if (field.type === "number") {
      if (text === "") return "count" in field.dataset ? 0 : null;
      return field.validity.valid ? Number(text) : undefined;
    }
    if (field.type === "radio") {
      if (text === "") return null;
      if (field.dataset.as === "number") return Number(text);
      return field.dataset.as === "bool" ? text === "true" : text;
    }
    return field.type === "date" && text === "" ? null : text;
  }

  function paint(field) {
    const [holder, name] = place(field);
    const value = holder[name];
    if (field.type === "checkbox") field.checked = value === true;
    else if (field.type === "radio") field.checked = field.value === (value === null ? "" : String(value));
    else if (field.type === "date") field.value = (value ?? "").slice(0, 10);
    else if ("count" in field.dataset) field.value = value === 0 ? "" : value;
    else field.value = value ?? "";
  }

  const fields = all("[data-path]");

  function changed(field) {
    const value = valueOf(field);
    field.setAttribute("aria-invalid", value === undefined);
    if (value === undefined) return;
    const [holder, name] = place(field);
    holder[name] = value;
    if (field.type !== "date") dated();
    keep();
    tell();
  }

  // The day on which it was held is the one on which the first thing was clicked.
  function dated() {
    if (state.sheet.held_on) return;
    const now = new Date();
    const two = (number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
    const away = -now.getTimezoneOffset();
    state.sheet.held_on =
      `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}` +
      `T${two(now.getHours())}:${two(now.getMinutes())}:${two(now.getSeconds())}` +
      `${away < 0 ? "-" : "+"}${two(away / 60)}:${two(away % 60)}`;
    paint(by("held-on"));
  }

  // The clock. An answer runs until it is over, then what is asked after it; the sum counts against the question and the round.
  const questionAt = () => asked.indexOf(views[state.view]);
  const roundOf = (view) => Number(view.dataset.round);
  const answerOf = (at) => state.sheet.rounds[roundOf(asked[at])].questions[Number(asked[at].dataset.question)];

  function spent(at) {
    const { answer, after } = state.clocks[at];
    const since = state.running?.at === at ? Date.now() - state.running.since : 0;
    return (answer + after + Math.max(0, since)) / 1000;
  }

  function stop() {
    if (!state.running) return;
    const clock = state.clocks[state.running.at];
    clock[clock.stage === "answer" ? "answer" : "after"] += Math.max(0, Date.now() - state.running.since);
    state.running = null;
  }

  function run(at) {
    state.running = { at, since: Date.now() };
    dated();
  }

  function answered(at) {
    const clock = state.clocks[at];
    stop();
    clock.stage = "after";
    answerOf(at).took_minutes = Math.round(clock.answer / 600) / 100;
    all('[data-path$="/took_minutes"]', asked[at]).forEach(paint);
  }

  function pressClock() {
    const at = questionAt();
    if (at < 0) return;
    const clock = state.clocks[at];
    if (clock.stage === "idle") {
      clock.stage = "answer";
      run(at);
      say("The clock runs.");
    } else if (clock.stage === "answer") {
      answered(at);
      run(at);
      say("Answer over. The clock goes on for what you ask next.");
    } else if (state.running) {
      stop();
      say("The clock stands.");
    } else {
      run(at);
      say("The clock runs.");
    }
    keep();
    tell();
  }

  function clearClock() {
    const at = questionAt();
    stop();
    state.clocks[at] = { answer: 0, after: 0, stage: "idle" };
    answerOf(at).took_minutes = null;
    all('[data-path$="/took_minutes"]', asked[at]).forEach(paint);
    keep();
    tell();
  }

  const clockWords = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
  const say = (words) => { by("said").textContent = words; };
  let mood = "";

  function tick() {
    const view = views[state.view];
    const at = questionAt();
    const clock = by("clock");
    clock.hidden = view.dataset.round === undefined;
    if (clock.hidden) return;
    const round = roundOf(view);
    const whole = state.sheet.rounds[round].minutes * 60;
    const used = asked.reduce((sum, one, i) => (roundOf(one) === round ? sum + spent(i) : sum), 0);
    let now = "";
    if (at >= 0) {
      const { target, seconds } = view.dataset;
      const time = spent(at);
      const answering = state.clocks[at].stage === "answer";
      now = time >= Number(seconds) ? "over" : answering && time >= Number(target) ? "late" : "";
      by("time").textContent = clockWords(time);
      by("of").textContent = now === "late" ? "answer over its time" : `of ${clockWords(Number(seconds))}`;
      if (now === "over") by("of").textContent = `${clockWords(time - Number(seconds))} over, move on`;
    } else {
      by("time").textContent = clockWords(used);
      by("of").textContent = "this round";
    }
    const left = whole - used;
    by("left").textContent = left >= 0 ? `round: ${clockWords(left)} left` : `round: ${clockWords(-left)} over`;
    if (left < 0) now = "over";
    else if (left < whole / 10 && now === "") now = "late";
    clock.className = `clock ${now}`;
    // Told once, not every second, to those who listen to the page.
    if (now !== mood && state.running) {
      if (now === "late") say("The time for the answer is nearly over or over.");
      if (now === "over") say("The time is over. Move on.");
    }
    mood = now;
  }

  // What is seen.
  const judged = (list) => list.filter((one) => one.tick !== null).length;

  function touched(answer) {
    return answer.gave_up || answer.took_minutes !== null || answer.asked_back > 0 || answer.clarified !== null ||
      answer.answer.trim() !== "" || judged(answer.points) > 0 || answer.mistakes.some((one) => one.made) ||
      answer.follow_ups.some((one) => one.tick !== null || one.reply.trim() !== "") ||
      Object.values(answer.numbers).some((number) => number !== null);
  }

  function wordsOf(at) {
    const answer = answerOf(at);
    if (!touched(answer)) return "not asked";
    const points = answer.points.length;
    return points === 0 ? "noted" : `${judged(answer.points)} of ${points} judged`;
  }

  function tell() {
    const view = views[state.view];
    const at = questionAt();
    const rounds = state.sheet.rounds.length;
    const round = view.dataset.round === undefined ? null : roundOf(view);
    by("round").textContent = round === null ? state.sheet.title : state.sheet.rounds[round].name;
    const of = round === null ? 0 : state.sheet.rounds[round].questions.length;
    by("place").textContent = at >= 0
      ? `${rounds > 1 ? `Round ${round + 1} of ${rounds}, question` : "Question"} ${Number(view.dataset.question) + 1} of ${of}`
      : view.dataset.place;
    all(".rounds i").forEach((mark, i) => {
      mark.className = i === at ? "here" : touched(answerOf(i)) ? "done" : "";
    });
    const clock = by("press");
    const stage = at < 0 ? null : state.clocks[at].stage;
    clock.disabled = at < 0;
    clock.className = state.running && state.running.at === at && at >= 0 ? "running" : "";
    clock.textContent = stage === null ? "" : stage === "idle" ? "Start clock"
      : stage === "answer" ? "Answer over" : state.running ? "Pause" : "Go on";
    by("back").disabled = state.view === 0;
    by("next").textContent = state.view === 0 ? "Begin" : "Next";
    by("next").disabled = state.view === views.length - 1;
    all("[data-of]").forEach((words) => { words.textContent = wordsOf(Number(words.dataset.of)); });
    tick();
  }

  function go(to, quietly) {
    const at = questionAt();
    if (state.running && to !== state.view) {
      if (state.clocks[at]?.stage === "answer") answered(at);
      stop();
    }
    state.view = Math.min(Math.max(to, 0), views.length - 1);
    views.forEach((view, i) => { view.hidden = i !== state.view; });
    mood = "";
    tell();
    if (quietly) return;
    keep();
    window.scrollTo(0, 0);
    views[state.view].querySelector("[tabindex]").focus({ preventScroll: true });
  }

  function restMissing() {
    const view = views[state.view];
    answerOf(questionAt()).points.forEach((point, i) => {
      const counts = view.querySelector(`[data-path$="/points/${i}/tick"]`).dataset.counts;
      if (point.tick === null && counts !== undefined) point.tick = "missed";
    });
    all("[data-path]", view).forEach(paint);
    dated();
    keep();
    tell();
    say("What was not judged is marked as missing.");
  }

  // The file.
  const text = () => JSON.stringify(state.sheet, null, 2) + "\n";

  function save() {
    if (!asked.some((_, i) => touched(answerOf(i)))) {
      by("told").textContent = "Nothing is filled in yet: judge at least one answer first.";
      return;
    }
    const name = `score-${state.sheet.loop.replace(/[^a-z0-9-]+/gi, "-")}-${(state.sheet.held_on ?? "").slice(0, 10)}.json`;
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text()], { type: "application/json" }));
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    unsaved = false;
    by("told").textContent = `Saved as ${name}. Send it to the candidate, who runs: hotseat mock score ${name}`;
  }

  function copy() {
    const file = by("file");
    file.value = text();
    file.hidden = false;
    file.focus();
    file.select();
    navigator.clipboard?.writeText(file.value).then(
      () => { by("told").textContent = "Copied. It can be pasted into a message; the candidate saves it as a file."; },
      () => {},
    );
    by("told").textContent = "This is the whole file. Copy all of it; the candidate saves it as a file.";
  }

  function clear() {
    if (!confirm("Throw away everything that was filled in on this page?")) return;
    state = fresh();
    try { localStorage.removeItem(key); } catch { keeps = false; }
    fields.forEach(paint);
    go(0);
  }

  const acts = {
    back: () => go(state.view - 1),
    next: () => go(state.view + 1),
    clock: pressClock,
    "clear-clock": clearClock,
    rest: restMissing,
    save,
    copy,
    clear,
    overview: () => by("overview").showModal(),
    close: () => by("overview").close(),
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.to !== undefined) {
      by("overview").close();
      go(views.indexOf(asked[Number(button.dataset.to)]));
    }
    acts[button.dataset.act]?.();
  });
  document.addEventListener("input", (event) => {
    if (event.target.dataset.path) changed(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    if (by("overview").open) return;
    if (event.key === "Enter") go(state.view + (event.shiftKey ? -1 : 1));
    else if (event.key === ".") pressClock();
    else return;
    event.preventDefault();
  });
  // The same page in another window: what was clicked there counts here, too.
  window.addEventListener("storage", (event) => {
    if (event.key !== key || event.newValue === null) return;
    const view = state.view;
    restore();
    state.view = view;
    fields.forEach(paint);
    tell();
  });
  // On paper everything is open.
  window.addEventListener("beforeprint", () => all("details").forEach((one) => { one.open = true; }));
  window.addEventListener("beforeunload", (event) => {
    if (unsaved && !keeps) event.preventDefault();
  });

  document.documentElement.classList.add("js");
  restore();
  by("unkept").hidden = keeps;
  fields.forEach(paint);
  go(state.view, true);
  setInterval(tick, 500);
})();
