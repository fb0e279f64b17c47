/**
 * A series with bands on a time axis: uPlot with our zooming, panning and colours.
 * @param {HTMLElement} host where the chart goes; its width decides the chart's
 * @param {{times: number[], values: (number|null)[], bands: {lower: (number|null)[], upper: (number|null)[], role: string}[]}} data
 *   times in seconds, rising; a band's role names its colours in the style sheet
 * @param {{height: () => number, zone: () => string, clipped?: () => boolean, onDraw?: Function,
 *   gutter?: number, onUnder?: Function, isBandShown?: (role: string) => boolean, axes?: boolean}} options a chart without axes does not zoom
 */
function createSeriesChart(host, data, options) {
  const { times, values, bands } = data;
  const step = times.length > 1 ? times[1] - times[0] : 60;
  const limits = { min: times[0] - step, max: times[times.length - 1] + step };
  const shown = role => (options.isBandShown ? options.isBandShown(role) : true);
  const lonely = lonelyPoints(values);
  const gaps = gapsOf(values);

  const series = [{}];
  const columns = [times];
  const fills = [];
  for (const band of bands) {
    const edge = {
      auto: false,
      points: { show: false },
      width: 1,
      stroke: () => (shown(band.role) ? theme.colour(band.role + "-line") : "transparent"),
      dash: band.role === "band-before" ? [4, 3] : undefined,
    };
    const calm = calmEdges(band);
    fills.push({ series: [columns.length, columns.length + 1], fill: () => (shown(band.role) ? theme.colour(band.role + "-fill") : "transparent") });
    const line = calm === null ? edge : { ...edge, stroke: "transparent" };
    series.push(line, { ...line });
    columns.push(band.upper, band.lower);
    if (calm !== null) {
      series.push({ ...edge }, { ...edge });
      columns.push(calm.upper, calm.lower);
    }
  }

  series.push({
    width: 1.4,
    stroke: () => theme.colour("series"),
    points: {
      size: 5,
      stroke: () => theme.colour("series"),
      fill: () => theme.colour("series"),
      // A point between two gaps has no line to show it.
      filter: (u, index, isShown) => (isShown ? null : lonely.filter(i => i >= u.series[0].idxs[0] && i <= u.series[0].idxs[1])),
    },
  });
  columns.push(values);

  const axis = {
    stroke: () => theme.colour("muted"),
    font: "12px system-ui, sans-serif",
    grid: { stroke: () => theme.colour("grid"), width: 1 },
    ticks: { stroke: () => theme.colour("grid"), width: 1, size: 4 },
  };
  const plot = new uPlot({
    width: Math.max(host.clientWidth, 50),
    height: options.height(),
    ms: 1e-3,
    tzDate: seconds => uPlot.tzDate(new Date(seconds * 1e3), options.zone()),
    // The last label of the axis is as wide as a date, half of it beyond the last point.
    padding: [10, options.axes === false ? 12 : 36, 0, options.axes === false ? 12 : 0],
    legend: { show: false },
    cursor: { x: false, y: false, points: { show: false }, drag: { setScale: false, x: false, y: false } },
    select: { show: false },
    scales: {
      x: { time: true, min: limits.min, max: limits.max },
      y: { range: (u, low, high) => valueRange(u, low, high) },
    },
    axes: options.axes === false
      ? [{ show: false }, { show: false }]
      : [
        { ...axis, space: 76, size: 46, values: (u, splits, index, space, increment) => timeLabels(splits, increment, options.zone()) },
        { ...axis, size: (u, labels) => Math.max(options.gutter ?? 36, 14 + 7 * Math.max(0, ...(labels ?? []).map(label => (label ?? "").length))),
          values: (u, splits) => splits.map(split => numberText(split, 6)) },
      ],
    series,
    bands: fills,
    hooks: {
      drawClear: [u => options.onUnder?.(u)],
      draw: [u => paintGaps(u), u => options.onDraw?.(u)],
    },
  }, columns, host);

  /** Missing values as a strip at the foot, each at least two pixels wide: a gap of three points among thousands is no break in the line. */
  function paintGaps(u) {
    const ratio = devicePixelRatio || 1;
    const { left, top, width, height } = u.bbox;
    let end = left;
    u.ctx.fillStyle = theme.colour("gap");
    for (const [first, last] of gaps) {
      const from = u.valToPos(times[first] - step / 2, "x", true);
      const to = Math.max(from + 2 * ratio, u.valToPos(times[last] + step / 2, "x", true));
      const [start, stop] = [Math.max(from, end), Math.min(to, left + width)];
      if (stop > start) {
        u.ctx.fillRect(start, top + height - 4 * ratio, stop - start, 4 * ratio);
        end = stop;
      }
    }
  }

  /** What the axis shows: all values in view and as much of the band as does not press them flat. */
  function valueRange(u, low, high) {
    if (low === null || high === null) {
      return [0, 1];
    }

    const [first, last] = u.series[0].idxs ?? [0, times.length - 1];
    if (options.clipped?.()) {
      [low, high] = usualRange(values, first, last) ?? [low, high];
    }

    const room = (high - low || Math.abs(high) || 1) * 0.6;
    let [bandLow, bandHigh] = [low, high];
    for (const band of bands) {
      if (shown(band.role)) {
        for (let i = first; i <= last; i++) {
          if (band.lower[i] !== null && band.lower[i] < bandLow) {
            bandLow = band.lower[i];
          }

          if (band.upper[i] !== null && band.upper[i] > bandHigh) {
            bandHigh = band.upper[i];
          }
        }
      }
    }

    const [bottom, top] = [Math.max(bandLow, low - room), Math.min(bandHigh, high + room)];
    const margin = (top - bottom || Math.abs(top) || 1) * 0.05;
    return [bottom - margin, top + margin];
  }

  let pending = null;
  /** Shows a span of time, at most once per frame; it is moved and cut to fit the series. */
  function show(min, max) {
    const span = Math.min(Math.max(max - min, step * 8), limits.max - limits.min);
    const start = Math.min(Math.max((min + max - span) / 2, limits.min), limits.max - span);
    const isScheduled = pending !== null;
    pending = { min: start, max: start + span };
    if (!isScheduled) {
      requestAnimationFrame(() => {
        const view = pending;
        pending = null;
        plot.setScale("x", view);
      });
    }
  }

  const view = () => pending ?? { min: plot.scales.x.min, max: plot.scales.x.max };
  const zoom = (factor, centre) => {
    const { min, max } = view();
    const at = centre ?? (min + max) / 2;
    show(at - (at - min) * factor, at + (max - at) * factor);
  };
  const pan = share => {
    const { min, max } = view();
    const by = Math.min(Math.max((max - min) * share, limits.min - min), limits.max - max);
    show(min + by, max + by);
  };

  plot.over.addEventListener("wheel", event => {
    if (options.axes === false) {
      return;
    }

    event.preventDefault();
    const scale = event.deltaMode === 1 ? 33 : 1;
    const sideways = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.shiftKey ? event.deltaY : 0;
    if (sideways !== 0) {
      pan(sideways * scale / plot.over.clientWidth);
    } else {
      const x = event.clientX - plot.over.getBoundingClientRect().left;
      zoom(Math.exp(Math.max(-240, Math.min(240, event.deltaY * scale)) * 0.0022), plot.posToVal(x, "x"));
    }
  }, { passive: false });

  new ResizeObserver(() => {
    const size = { width: Math.max(host.clientWidth, 50), height: options.height() };
    if (size.width !== plot.width || size.height !== plot.height) {
      plot.setSize(size);
    }
  }).observe(host);
  theme.onChange(() => plot.redraw());

  return { plot, step, show, view, zoom, pan, showAll: () => show(limits.min, limits.max) };
}

/** Labels of a time axis: the time, and below it the date where that changes. */
function timeLabels(splits, increment, zone) {
  let previous = "";
  return splits.map(seconds => {
    const stamp = stampText(seconds * 1000, zone);
    const date = stamp.slice(0, 10);
    const isNew = date !== previous;
    previous = date;
    if (increment >= 86400 * 28) {
      return stamp.slice(0, 7);
    }

    const time = stamp.slice(11, increment < 60 ? 19 : 16);
    return increment >= 86400 ? date : isNew ? time + "\n" + date : time;
  });
}

/** Points whose neighbours are both missing. */
function lonelyPoints(values) {
  const isMissing = i => (values[i] ?? null) === null;
  return [...values.keys()].filter(i => !isMissing(i) && isMissing(i - 1) && isMissing(i + 1));
}

/** The runs of missing values, as [first, last]. */
function gapsOf(values) {
  const found = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] === null) {
      if (i > 0 && values[i - 1] === null) {
        found[found.length - 1][1] = i;
      } else {
        found.push([i, i]);
      }
    }
  }

  return found;
}

/**
 * A band's edges without the stretches in which they come, go or jump so often that lines would only blacken the picture; the band's area
 * shows there alone. Null where there is no such stretch.
 */
function calmEdges({ lower, upper }) {
  const reach = 24;
  const widths = upper.map((edge, i) => (edge === null || lower[i] === null ? null : edge - lower[i])).filter(width => width !== null).sort((a, b) => a - b);
  const large = (widths[widths.length >> 1] ?? 0) / 2;
  const jumps = new Uint32Array(upper.length);
  for (let i = 1; i < upper.length; i++) {
    const isJump = (upper[i] === null) !== (upper[i - 1] === null) || (upper[i] !== null && Math.abs(upper[i] - upper[i - 1]) > large);
    jumps[i] = jumps[i - 1] + (isJump ? 1 : 0);
  }

  const isCalm = i => jumps[Math.min(jumps.length - 1, i + reach)] - jumps[Math.max(0, i - reach)] <= reach / 3;
  const calm = { upper: upper.map((edge, i) => (isCalm(i) ? edge : null)), lower: lower.map((edge, i) => (isCalm(i) ? edge : null)) };
  return upper.every((edge, i) => edge === calm.upper[i]) ? null : calm;
}

/** The range that leaves out the most extreme hundredth at either end, with room around it; null where there are too few values. */
function usualRange(values, first, last) {
  const stride = Math.max(1, Math.floor((last - first) / 4000));
  const sample = [];
  for (let i = first; i <= last; i += stride) {
    if (values[i] !== null) {
      sample.push(values[i]);
    }
  }

  if (sample.length < 20) {
    return null;
  }

  sample.sort((a, b) => a - b);
  const [low, high] = [sample[Math.floor(sample.length * 0.01)], sample[Math.ceil(sample.length * 0.99) - 1]];
  const room = (high - low) * 0.25;
  return high > low ? [low - room, high + room] : null;
}
