/** The series' grid: points and their times in milliseconds. */
function createGrid(start, stepSeconds, count) {
  const step = stepSeconds * 1000;
  const last = count - 1;
  const clamp = index => Math.max(0, Math.min(last, index));
  return {
    step,
    last,
    clamp,
    timeAt: index => start + index * step,
    nearest: ms => clamp(Math.round((ms - start) / step)),
    /** The points inside a span, as [first, last]; first is above last where there is none. */
    within: (from, to) => [Math.max(0, Math.ceil((from - start) / step)), Math.min(last, Math.floor((to - start) / step))],
  };
}

/**
 * What the page knows, without an element of it: the series, the work on its labels, which can be undone (history), and what the reader
 * has before them, which cannot (view). Both are replaced, never changed.
 */
function createStore(data, zone) {
  const { detector } = data;
  const values = unpackSeries(data.values);
  const grid = createGrid(data.start, data.interval, values.length);
  const flags = detector ? unpackIntegers(detector.flags) : [];
  const severities = detector ? unpackIntegers(detector.severities) : [];
  const severityOf = hundredths => (hundredths < 0 ? Infinity : hundredths / 100);
  const severityAt = new Map(flags.map((point, i) => [point, severityOf(severities[i])]));
  const bands = detector ? [{ role: "band", lower: unpackSeries(detector.lower), upper: unpackSeries(detector.upper) }] : [];
  // The key tells a suggestion from others, also once the series is longer.
  const suggestions = data.suggestions.map(found => (
    { ...found, severity: severityOf(found.severity), key: `${grid.timeAt(found.first)}..${grid.timeAt(found.last)}` }));
  const history = createHistory({ incidents: data.incidents.map((incident, index) => ({ id: index + 1, ...incident })), settled: [] });
  const listeners = [];
  let view = {
    mode: "mark",
    zone,
    layers: { band: true, flags: true, clip: false },
    selected: null,
    suggestion: null,
    caret: null,
    isCaretShown: false,
    /** Where a selection by keyboard began. */
    anchor: null,
    /** The span being drawn: {from, to, isZoom}. */
    drawing: null,
    /** The incident whose edge is being dragged, as it would become. */
    preview: null,
  };

  return {
    values,
    times: values.map((_, index) => grid.timeAt(index) / 1000),
    grid,
    flags,
    bands,
    suggestions,
    history,
    get view() {
      return view;
    },

    show(change) {
      view = { ...view, ...change };
      listeners.forEach(listener => listener(change));
    },

    /** The listener gets the part of the view that changed. */
    onShow: listener => listeners.push(listener),

    /** Changes the work, and with it what is shown; only the history's listeners are told. */
    commit(change, shown = {}, step = null) {
      view = { ...view, ...shown };
      history.commit(change, step);
    },

    incident: id => history.state.incidents.find(candidate => candidate.id === id) ?? null,
    incidents: () => history.state.incidents.map(incident => (incident.id === view.preview?.id ? view.preview : incident)),
    openSuggestions: () => suggestions.filter(suggestion => !history.state.settled.includes(suggestion.key)),
    text: (incidents = history.state.incidents) => labelsText(data.metric, incidents),

    /** Whether it marks anything: an interval the points in it, a point one at most a step away. */
    isInSeries(incident) {
      const reach = incident.point ? grid.step : 0;
      const [first, last] = grid.within(incident.start - reach, incident.end + reach);
      return first <= last;
    },

    pointText(point) {
      const value = values[point];
      const parts = [`${stampText(grid.timeAt(point), view.zone)} ${view.zone}`, value === null ? "no value" : numberText(value)];
      const [lower, upper] = [bands[0]?.lower[point] ?? null, bands[0]?.upper[point] ?? null];
      if (lower !== null || upper !== null) {
        parts.push(`band ${numberText(lower)} to ${numberText(upper)}`);
      }

      if (severityAt.has(point)) {
        parts.push(`anomaly, severity ${numberText(severityAt.get(point), 2)}`);
      }

      return parts.join(" · ");
    },
  };
}

/** The first place in a rising list whose number is at least the bound. */
function firstAtLeast(numbers, bound) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < bound) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }

  return low;
}
