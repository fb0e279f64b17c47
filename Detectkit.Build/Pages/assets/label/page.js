const data = JSON.parse(byId("page-data").textContent);
const values = unpackSeries(data.values);
const grid = createGrid(data.start, data.interval, values);
const times = values.map((_, index) => grid.timeAt(index) / 1000);
const flags = data.detector ? unpackIntegers(data.detector.flags.bits, data.detector.flags.n) : [];
const bands = data.detector
  ? [{ role: "band", lower: unpackSeries(data.detector.lower), upper: unpackSeries(data.detector.upper) }]
  : [];
const severityAt = data.detector
  ? new Map(unpackIntegers(data.detector.severities, flags.length).map((hundredths, i) => [flags[i], hundredths < 0 ? Infinity : hundredths / 100]))
  : new Map();

/** What tells a suggestion from others, also once the series is longer. */
const suggestions = data.suggestions.map(suggestion => ({ ...suggestion, key: `${grid.timeAt(suggestion.first)}..${grid.timeAt(suggestion.last)}` }));
const loaded = { incidents: data.incidents.map((incident, index) => ({ id: index + 1, ...incident })), settled: [] };
const loadedText = labelsText(data.metric, loaded.incidents);
const drafts = createDrafts(data.draftKey, loadedText);
const history = createHistory(loaded);
const server = data.served ? createServer() : null;
let savedText = loadedText;
let zone = [keptZone(), data.zone].find(name => name && isKnownZone(name)) ?? "UTC";
let preview = null;
let anchor = null;

/** What the parts of the page ask each other for. */
const page = {
  values,
  flags,
  step: grid.step,
  mode: "mark",
  selected: null,
  currentSuggestion: null,
  caret: null,
  isCaretShown: false,
  drawing: null,
  layers: { band: true, flags: true, clip: false },
  zone: () => zone,
  timeAt: grid.timeAt,
  incidents: () => (preview ? history.state.incidents.map(incident => (incident.id === preview.id ? preview : incident)) : history.state.incidents),
  /** Whether it marks anything: an interval the points in it, a point one at most a step away. */
  isInSeries(incident) {
    const reach = incident.point ? grid.step : 0;
    const [first, last] = grid.within(incident.start - reach, incident.end + reach);
    return first <= last;
  },

  openSuggestions: () => suggestions.filter(suggestion => !history.state.settled.includes(suggestion.key)),
  text: () => labelsText(data.metric, history.state.incidents),
  undo: () => history.undo(),
  redo: () => history.redo(),
  showKeys: () => byId("keys-dialog").showModal(),

  setMode(mode) {
    page.mode = mode;
    document.querySelector(`input[name=mode][value=${mode}]`).checked = true;
    byId("chart").dataset.mode = mode;
  },

  // Drawing with the pointer

  draw(span) {
    page.drawing = span;
    marks.schedule();
  },

  preview(incident) {
    preview = incident;
    marks.schedule();
    if (incident) {
      readout(`${stampText(incident.start, zone)} – ${stampText(incident.end, zone)} ${zone} · ${durationText(incident.end - incident.start + grid.step)}`);
    }
  },

  finishEdge(incident) {
    preview = null;
    page.selected = incident.id;
    history.commit(withIncident(history.state, incident));
  },

  click(incident, point, kind) {
    page.caret = point;
    if (incident) {
      page.select(incident.id);
      list.reveal(incident.id);
    } else if (kind === "mark") {
      page.addPoint(point);
    } else {
      page.select(null);
    }
  },

  addPoint: point => add({ start: grid.timeAt(point), end: grid.timeAt(point), point: true, label: "" }),
  addInterval: (first, last) => (first === last ? page.addPoint(first) : add({ start: grid.timeAt(first), end: grid.timeAt(last), point: false, label: "" })),

  hover(point) {
    const shown = point ?? (page.isCaretShown ? page.caret : null);
    readout(shown === null ? "" : pointText(shown));
  },

  // The caret

  moveCaret(point, isSelecting) {
    if (isSelecting) {
      anchor ??= page.caret ?? point;
    } else {
      anchor = null;
    }

    page.caret = point;
    page.isCaretShown = true;
    page.drawing = anchor === null ? null : { from: grid.timeAt(anchor), to: grid.timeAt(point), isZoom: false };
    intoView(grid.timeAt(point), grid.timeAt(point));
    marks.schedule();
    readout(pointText(point));
    announce(pointText(point));
  },

  moveToFlag(direction, isSelecting) {
    const from = page.caret ?? grid.nearest(chart.view().min * 1000);
    const at = direction > 0 ? firstAtLeast(flags, from + 1) : firstAtLeast(flags, from) - 1;
    if (flags[at] !== undefined) {
      page.moveCaret(flags[at], isSelecting);
    }
  },

  markCaret() {
    if (anchor !== null) {
      page.addInterval(Math.min(anchor, page.caret), Math.max(anchor, page.caret));
    } else if (page.caret !== null) {
      page.addPoint(page.caret);
    }
  },

  moveSelectedEdge(edge) {
    const incident = selectedIncident();
    if (incident && page.caret !== null) {
      const at = grid.timeAt(page.caret);
      page.finishEdge(incident.point
        ? { ...incident, point: false, start: Math.min(at, incident.start), end: Math.max(at, incident.end) }
        : movedEdge(incident, edge, at));
    }
  },

  dropSelection() {
    pointer.cancel();
    anchor = null;
    page.drawing = null;
    page.select(null);
  },

  // Incidents

  select(id) {
    page.selected = id;
    page.currentSuggestion = null;
    refreshLists();
    marks.schedule();
  },

  goTo(id) {
    const incident = history.state.incidents.find(candidate => candidate.id === id);
    page.select(id);
    page.caret = grid.nearest(incident.start);
    intoView(incident.start, incident.end, true);
    list.reveal(id);
  },

  stepIncident(direction) {
    const { incidents } = history.state;
    if (incidents.length === 0) {
      return;
    }

    const at = incidents.findIndex(incident => incident.id === page.selected);
    const next = at < 0 ? (direction > 0 ? 0 : incidents.length - 1) : (at + direction + incidents.length) % incidents.length;
    page.goTo(incidents[next].id);
    announce(`Incident ${next + 1} of ${incidents.length}: ${incidents[next].label || "no label"}, ${stampText(incidents[next].start, zone)}`);
  },

  relabel(id, label) {
    const incident = history.state.incidents.find(candidate => candidate.id === id);
    if (incident && incident.label !== label) {
      history.commit(withIncident(history.state, { ...incident, label }), "label " + id);
    }
  },

  endStep: () => history.endStep(),

  retime(id, change) {
    const incident = history.state.incidents.find(candidate => candidate.id === id);
    const changed = { ...incident, ...change };
    if (incident.point) {
      changed.end = changed.start;
    }

    if (changed.start > changed.end) {
      return false;
    }

    history.commit(withIncident(history.state, changed));
    warnOfOutside([changed]);
    return true;
  },

  remove(id) {
    const { incidents } = history.state;
    const at = incidents.findIndex(incident => incident.id === id);
    page.selected = null;
    history.commit(withoutIncident(history.state, id));
    announce(`Incident ${at + 1} deleted. Ctrl + Z brings it back.`);
  },

  deleteSelected: () => page.selected !== null && page.remove(page.selected),
  editLabel: () => page.selected !== null && list.focusLabel(page.selected),

  take(incidents, isReplacing) {
    const known = isReplacing ? [] : history.state.incidents;
    const isNew = incident => !known.some(other => other.start === incident.start && other.end === incident.end && other.point === incident.point);
    const added = incidents.filter(isNew).map(incident => ({ id: history.newId(), ...incident }));
    page.selected = null;
    history.commit({ incidents: [...known, ...added] });
    page.notify(`${countText(added.length)} imported.`);
    warnOfOutside(added);
  },

  // Suggestions

  goToSuggestion(key) {
    const suggestion = suggestions.find(candidate => candidate.key === key);
    page.selected = null;
    page.currentSuggestion = key;
    page.caret = suggestion.first;
    refreshLists();
    intoView(grid.timeAt(suggestion.first), grid.timeAt(suggestion.last), true);
    suggestionList.reveal(key);
    announce(`Suggestion at ${stampText(grid.timeAt(suggestion.first), zone)}`);
    marks.schedule();
  },

  stepSuggestion() {
    const open = page.openSuggestions();
    if (open.length > 0) {
      const at = open.findIndex(suggestion => suggestion.key === page.currentSuggestion);
      page.goToSuggestion(open[(at + 1) % open.length].key);
    }
  },

  settleCurrent(isAccepted) {
    if (page.currentSuggestion !== null) {
      const open = page.openSuggestions();
      const at = open.findIndex(suggestion => suggestion.key === page.currentSuggestion);
      const following = open[at + 1] ?? open[at - 1];
      page.settle(page.currentSuggestion, isAccepted);
      if (following) {
        page.goToSuggestion(following.key);
      }
    }
  },

  settle(key, isAccepted) {
    const { first, last } = suggestions.find(candidate => candidate.key === key);
    const settled = [...history.state.settled, key];
    page.currentSuggestion = null;
    if (!isAccepted) {
      history.commit({ settled });
      return;
    }

    const made = { id: history.newId(), start: grid.timeAt(first), end: grid.timeAt(last), point: first === last, label: "" };
    page.selected = made.id;
    history.commit({ settled, incidents: [...history.state.incidents, made] });
    list.reveal(made.id);
  },

  // Files

  export: () => (server ? save(false) : openExport()),

  exported() {
    savedText = page.text();
    keepWork();
    refreshWork();
  },

  notify(message, actions = []) {
    byId("notice-text").textContent = message;
    byId("notice-actions").replaceChildren(...actions.map(([name, action]) => element("button", {
      type: "button",
      click: () => {
        byId("notice").classList.remove("shown");
        action();
      },
    }, name)));
    byId("notice").classList.add("shown");
  },
};

function add(incident) {
  const made = { id: history.newId(), ...incident };
  page.selected = made.id;
  page.currentSuggestion = null;
  page.drawing = null;
  anchor = null;
  history.commit({ incidents: [...history.state.incidents, made] });
  list.reveal(made.id);
  announce(`Marked ${stampText(made.start, zone)}${made.point ? "" : " to " + stampText(made.end, zone)}. Press L to write its label.`);
}

function selectedIncident() {
  return history.state.incidents.find(incident => incident.id === page.selected) ?? null;
}

/** Brings a span into view: only if it is out of view, or so that it can be told apart from its surroundings. */
function intoView(from, to, isCentred = false) {
  const { min, max } = chart.view();
  const [first, last] = [from / 1000, to / 1000];
  const span = max - min;
  const isReadable = last - first < span * 0.9 && (!isCentred || last - first > span / 60 || span <= chart.step * 400);
  if (first >= min && last <= max && isReadable) {
    return;
  }

  const wanted = isCentred && !isReadable ? Math.max((last - first) * 6, chart.step * 150) : span;
  chart.show((first + last) / 2 - wanted / 2, (first + last) / 2 + wanted / 2);
}

function pointText(point) {
  const value = values[point];
  const parts = [`${stampText(grid.timeAt(point), zone)} ${zone}`, value === null ? "no value" : numberText(value)];
  const [lower, upper] = [bands[0]?.lower[point] ?? null, bands[0]?.upper[point] ?? null];
  if (lower !== null || upper !== null) {
    parts.push(`band ${numberText(lower)} to ${numberText(upper)}`);
  }

  if (severityAt.has(point)) {
    parts.push(`anomaly, severity ${numberText(severityAt.get(point), 2)}`);
  }

  return parts.join(" · ");
}

function readout(text) {
  byId("readout").textContent = text || defaultReadout;
}

function keptZone() {
  try {
    return localStorage.getItem("detectkit-zone:" + data.draftKey);
  } catch {
    return null;
  }
}

function keepZone() {
  try {
    localStorage.setItem("detectkit-zone:" + data.draftKey, zone);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}

function missingText() {
  const missing = values.reduce((sum, value) => sum + (value === null ? 1 : 0), 0);
  return missing === 0 ? "" : missing === values.length ? "; all values are missing" : `, ${missing.toLocaleString("en-US")} missing (grey at the chart's foot)`;
}

function announce(text) {
  byId("announce").textContent = text;
}

function refreshLists() {
  list.refresh(history.state.incidents);
  suggestionList.refresh(page.openSuggestions());
}

/** Kept until the labels are those that the page came with; what was exported is still only in this browser and in a file somewhere. */
function keepWork() {
  if (page.text() === loadedText && savedText === loadedText && history.state.settled.length === 0) {
    drafts.drop();
  } else {
    drafts.keep({ ...history.state, saved: savedText, revision: server?.revision ?? 0 });
  }
}

function isUnsaved(draft) {
  return labelsText(data.metric, draft.incidents) !== (draft.saved ?? loadedText);
}

function refreshWork() {
  const isSaved = page.text() === savedText;
  const [done, undone] = server ? ["Saved", "Not saved"] : ["Exported", "Not exported"];
  const kept = drafts.isWorking ? "; kept in this browser" : ", and this browser keeps nothing";
  byId("work").textContent = isSaved ? (savedText === loadedText ? "" : done) : undone + kept;
  byId("work").classList.toggle("unsaved", !isSaved);
  byId("undo").disabled = !history.canUndo;
  byId("redo").disabled = !history.canRedo;
}

function warnOfOutside(incidents) {
  const outside = incidents.filter(incident => !page.isInSeries(incident)).length;
  if (outside > 0) {
    page.notify(`${countText(outside)} outside the series, which runs from ${stampText(grid.timeAt(0), zone)} to ${stampText(grid.timeAt(grid.last), zone)}: `
      + "labels there mark nothing. The zone of the file may be another.");
  }
}

function openExport() {
  if (list.settle()) {
    exportDialog.open();
  }
}

async function save(isForced) {
  if (!list.settle()) {
    return;
  }

  const text = page.text();
  try {
    const reply = await server.save(text, isForced);
    savedText = text;
    keepWork();
    refreshWork();
    page.notify(`Saved as ${reply.path}. ${reply.isLast ? "The server has ended; you can close this tab. " : ""}${afterSave(reply)}`);
  } catch (error) {
    page.notify(error.message, error.isConflict ? [["Save mine as the newest", () => save(true)], ["Load theirs", loadTheirs]] : [["Export…", openExport]]);
  }
}

/** What is to be done before the saved file counts: the newest file of the folder does, unless the metric says otherwise. */
function afterSave(reply) {
  const line = `"labels_file: ${reply.path}"`;
  switch (data.comesBefore) {
    case "labels_file": return `${data.file} names another file: write ${line} there to use this one from now on, or tune with ${reply.tuneCommand}`;
    case "incidents": return `${data.file} has incidents of its own: write ${line} instead of them, or tune with ${reply.tuneCommand}`;
    default: return `Next: ${reply.tuneCommand}`;
  }
}

async function loadTheirs() {
  const { revision, text } = await server.state();
  server.follow(revision);
  history.commit({ incidents: incidentsOf(text ?? loadedText) });
  savedText = text ?? loadedText;
  keepWork();
  refreshWork();
}

function incidentsOf(text) {
  return readLabels(text, data.metric).map(incident => ({ id: history.newId(), ...incident }));
}

const others = data.otherDetectors === 0 ? "" : `, the first of ${data.otherDetectors + 1}: band, anomalies and suggestions are its own`;
const defaultReadout = data.detector ? `Detector: ${data.detector.title}${others}` : "No detector is configured yet.";
byId("metric").textContent = data.metric;
byId("summary").textContent = `${values.length.toLocaleString("en-US")} points, every ${durationText(grid.step)}, `
  + `${stampText(grid.timeAt(0), "UTC").slice(0, 16)} to ${stampText(grid.timeAt(grid.last), "UTC").slice(0, 16)} UTC`
  + missingText() + (data.labelSource === null ? "; no labels yet" : `; labels from ${data.labelSource}`);
theme.bind(byId("theme"));
readout("");

const chartHost = byId("chart");
const chart = createSeriesChart(chartHost, { times, values, bands }, {
  height: () => chartHost.clientHeight,
  zone: () => zone,
  clipped: () => page.layers.clip,
  isBandShown: () => page.layers.band,
  onDraw: () => afterDraw(),
});
const marks = createMarks(chart, grid, page);
const overview = createOverview(byId("overview"), byId("overview-window"), chart, { times, values }, page);
let isPainted = false;
function afterDraw() {
  if (!isPainted) {
    isPainted = true;
    requestAnimationFrame(() => performance.mark("chart-painted"));
  }

  marks.schedule();
  overview.refresh();
}

const list = createIncidentList(byId("incident-list"), byId("incident-count"), byId("incident-empty"), page);
const suggestionList = createSuggestionList(byId("suggestion-list"), byId("suggestion-count"), byId("suggestion-empty"), page);
const exportDialog = createExportDialog(data, page);
const pointer = bindPointer(chart, grid, marks, page);
bindKeys(chartHost, chart, grid, page);
createImportDialog(data, page);
writeKeyHelp(byId("keys-list"));

history.onChange(() => {
  refreshLists();
  marks.schedule();
  overview.paintTicks();
  keepWork();
  refreshWork();
});

byId("undo").addEventListener("click", page.undo);
byId("redo").addEventListener("click", page.redo);
byId("export").addEventListener("click", openExport);
byId("save").addEventListener("click", () => save(false));
byId("save").hidden = server === null;
byId("keys").addEventListener("click", page.showKeys);
byId("zoom-in").addEventListener("click", () => chart.zoom(0.5));
byId("zoom-out").addEventListener("click", () => chart.zoom(2));
byId("zoom-all").addEventListener("click", () => chart.showAll());
byId("notice-close").addEventListener("click", () => byId("notice").classList.remove("shown"));
byId("suggestion-panel").hidden = data.suggestions.length === 0;
for (const radio of document.querySelectorAll("input[name=mode]")) {
  radio.addEventListener("change", () => page.setMode(radio.value));
}

for (const layer of ["band", "flags", "clip"]) {
  byId("layer-" + layer).addEventListener("change", event => {
    page.layers[layer] = event.target.checked;
    // The axis depends on what is shown, so the scale is computed anew.
    chart.plot.setScale("x", chart.view());
    overview.redraw();
  });
}

byId("zone").value = zone;
byId("zones").append(...[...new Set(["UTC", data.zone, ...zoneNames()])].map(name => element("option", { value: name })));
byId("zone").addEventListener("change", event => {
  const isKnown = isKnownZone(event.target.value.trim());
  event.target.setAttribute("aria-invalid", String(!isKnown));
  if (isKnown) {
    zone = event.target.value.trim();
    keepZone();
    refreshLists();
    chart.plot.redraw(false, true);
  } else {
    page.notify(`'${event.target.value}' is no known time zone; use a name such as Europe/Berlin.`);
  }
});

addEventListener("beforeunload", event => {
  if (page.text() !== savedText) {
    event.preventDefault();
  }
});
const draft = drafts.find();
if (draft) {
  savedText = draft.saved ?? loadedText;
  server?.follow(draft.revision);
  history.reset({ incidents: draft.incidents, settled: draft.settled });
  if (isUnsaved(draft)) {
    page.notify("Unsaved work was found in this browser and loaded.", [["Discard it", () => {
      savedText = loadedText;
      history.reset(loaded);
    }]]);
  }
}

/** What other tabs have exported or saved lies in a file; here it would only use up the browser's room. */
function forgetFinished() {
  drafts.findOthers().filter(({ draft: found }) => found.saved !== null && !isUnsaved(found)).forEach(other => other.drop());
}

/** Work of other tabs, and that on labels which have changed since, is offered one by one; only its reader knows what it is worth. */
function offerOthers() {
  const other = drafts.findOthers().find(({ draft: found, isOlder }) => isUnsaved(found) && !(isOlder && labelsText(data.metric, found.incidents) === loadedText));
  if (other === undefined) {
    return;
  }

  const count = countText(other.draft.incidents.length);
  page.notify(`Unsaved work with ${count} was found in this browser, ${other.isOlder ? "made before the labels last changed" : "made in another tab"}.`, [
    ["Load it", () => {
      history.commit({ incidents: other.draft.incidents, settled: other.draft.settled });
      other.drop();
    }],
    ["Discard it", () => {
      other.drop();
      offerOthers();
    }],
  ]);
}

forgetFinished();
if (!draft || !isUnsaved(draft)) {
  if (data.hidden.length > 0) {
    page.notify(`${countText(data.hidden.length)} of ${data.hiddenSource} ${data.hidden.length === 1 ? "is" : "are"} not among these, which come from ${data.labelSource}.`, [
      ["Add them", () => page.take(data.hidden, false)],
    ]);
  }

  offerOthers();
}

drafts.onOtherTab(other => page.notify("Another tab is working on the labels of this metric.", [
  ["Take over its work", () => history.commit({ incidents: other.incidents, settled: other.settled })],
]));
server?.state().then(({ revision, text }) => {
  if (text === null || revision === server.revision) {
    return;
  }

  // Work from before another tab's save must not replace it unseen.
  if (draft ? isUnsaved(draft) : page.text() !== loadedText) {
    page.notify("Another tab has saved labels of this metric since this work began.", [["Load theirs", loadTheirs]]);
    return;
  }

  server.follow(revision);
  savedText = text;
  history.reset({ incidents: incidentsOf(text), settled: draft?.settled ?? [] });
}).catch(() => page.notify("The server does not answer; export your work instead of saving it."));
page.setMode("mark");
refreshLists();
refreshWork();
