/** Unpacks what EvidenceData.cs wrote for one metric. */
function unpackMetric(packed) {
  const ranges = text => {
    const numbers = unpackIntegers(text);
    return numbers.filter((_, index) => index % 2 === 0).map((start, index) => [start, numbers[index * 2 + 1]]);
  };
  const detector = name => packed[name] && {
    lower: unpackSeries(packed[name].lower),
    upper: unpackSeries(packed[name].upper),
    alerts: ranges(packed[name].alerts),
    falseAlerts: ranges(packed[name].falseAlerts),
  };
  return { ...packed, values: unpackSeries(packed.values), before: detector("before"), after: detector("after") };
}

/** Draws one metric: series, both bands, incidents, folds and hold-out, and the lanes below. */
function drawMetric(section, packed) {
  const metric = unpackMetric(packed);
  const step = metric.interval * 1000;
  const toMs = point => metric.start + point * step;
  const times = metric.values.map((_, index) => toMs(index) / 1000);
  const hidden = new Set();
  const bands = ["before", "after"].filter(name => metric[name]).map(name => ({
    role: name === "before" ? "band-before" : "band", lower: metric[name].lower, upper: metric[name].upper,
  }));
  const host = section.querySelector(".chart");
  const chart = createSeriesChart(host, { times, values: metric.values, bands }, {
    height: () => 300,
    zone: () => "UTC",
    isBandShown: role => !hidden.has(role),
    gutter: 54,
    onUnder: paintUnder,
    onDraw: u => {
      paintOver(u);
      lanes?.paint();
    },
  });
  const lanes = createLanes(host, chart, metric, toMs);

  function span(u, range) {
    const [from, to] = [u.valToPos(toMs(range[0] - 0.5) / 1000, "x", true), u.valToPos(toMs(range[1] - 0.5) / 1000, "x", true)];
    const missing = Math.max(0, 2 * devicePixelRatio - (to - from)) / 2;
    return [from - missing, to - from + 2 * missing];
  }

  function within(u, paint) {
    u.ctx.save();
    u.ctx.beginPath();
    u.ctx.rect(u.bbox.left, u.bbox.top, u.bbox.width, u.bbox.height);
    u.ctx.clip();
    paint(u.ctx);
    u.ctx.restore();
  }

  function paintUnder(u) {
    within(u, context => {
      if (metric.holdOut) {
        const [left, width] = span(u, metric.holdOut);
        context.fillStyle = theme.colour("holdout-fill");
        context.fillRect(left, u.bbox.top, width, u.bbox.height);
      }

      for (const incident of metric.incidents) {
        const [left, width] = span(u, incident.range);
        const isCaught = incident.after ?? incident.before;
        context.fillStyle = theme.colour(isCaught ? "caught-fill" : "missed-fill");
        context.fillRect(left, u.bbox.top, width, u.bbox.height);
      }
    });
  }

  function paintOver(u) {
    within(u, context => {
      const ratio = devicePixelRatio;
      context.font = `${11 * ratio}px system-ui, sans-serif`;
      context.textAlign = "left";
      context.textBaseline = "top";
      const stretches = metric.training ? [metric.training] : metric.folds ?? [];
      for (const [number, fold] of stretches.entries()) {
        const [left, width] = span(u, fold.range);
        context.strokeStyle = theme.colour("fold");
        context.lineWidth = ratio;
        context.setLineDash([2 * ratio, 4 * ratio]);
        context.beginPath();
        for (const edge of number === 0 ? [left, left + width] : [left + width]) {
          context.moveTo(edge, u.bbox.top);
          context.lineTo(edge, u.bbox.top + u.bbox.height);
        }

        context.stroke();
        context.setLineDash([]);
        const score = metric.after ? fold.after : fold.before;
        const name = metric.training ? "training, one stretch" : `fold ${number + 1}`;
        const texts = [name + (score === undefined ? "" : `: ${score.toFixed(2)}`), score === undefined ? String(number + 1) : score.toFixed(2)];
        const fitting = texts.find(text => context.measureText(text).width < width - 8 * ratio);
        if (fitting) {
          context.fillStyle = theme.colour("muted");
          context.fillText(fitting, left + 5 * ratio, u.bbox.top + 4 * ratio);
        }
      }

      const alarms = (metric.after ?? metric.before)?.falseAlerts ?? [];
      context.fillStyle = theme.colour("alarm");
      for (const alarm of alarms) {
        const [left, width] = span(u, alarm);
        const middle = left + width / 2;
        const bottom = u.bbox.top + u.bbox.height;
        context.beginPath();
        context.moveTo(middle, bottom - 8 * ratio);
        context.lineTo(middle + 4.5 * ratio, bottom);
        context.lineTo(middle - 4.5 * ratio, bottom);
        context.fill();
      }
    });
  }

  bindMetric(section, chart, metric, { toMs, step, hidden });
  return chart;
}

/** The controls around a metric's chart. */
function bindMetric(section, chart, metric, { toMs, step, hidden }) {
  const readout = section.querySelector(".readout");
  const resting = metric.factor === 1
    ? "Drag to zoom in, wheel to zoom, Shift and drag to move."
    : `Least and greatest of every ${2 * metric.factor} points. Drag to zoom in, wheel to zoom, Shift and drag to move.`;
  readout.textContent = resting;

  for (const box of section.querySelectorAll("[data-band]")) {
    box.addEventListener("change", () => {
      const role = box.dataset.band === "before" ? "band-before" : "band";
      if (box.checked) {
        hidden.delete(role);
      } else {
        hidden.add(role);
      }

      chart.plot.setScale("x", chart.view());
    });
  }

  section.querySelector(".zoom-out").addEventListener("click", () => chart.showAll());
  for (const button of section.querySelectorAll("button.go")) {
    button.addEventListener("click", () => {
      const [from, to] = [Number(button.dataset.ms), Number(button.dataset.end)];
      const room = Math.max((to - from) * 2, step * 60);
      chart.show((from - room) / 1000, (to + room) / 1000);
      section.querySelector(".legend").scrollIntoView({ block: "start" });
    });
  }

  const over = chart.plot.over;
  let drag = null;
  function endDrag() {
    drag?.box.remove();
    drag = null;
  }

  const at = event => event.clientX - over.getBoundingClientRect().left;
  over.addEventListener("pointerdown", event => {
    if (event.button === 0 && event.pointerType === "mouse") {
      over.setPointerCapture(event.pointerId);
      drag = { from: at(event), isPan: event.shiftKey, view: chart.view(), box: element("div.zoom-box") };
      over.append(drag.box);
    }
  });
  over.addEventListener("pointermove", event => {
    const point = Math.round((chart.plot.posToVal(at(event), "x") * 1000 - metric.start) / step);
    readout.textContent = metric.values[point] === undefined ? resting : pointWords(point);
    if (drag?.isPan) {
      const by = (drag.from - at(event)) * (drag.view.max - drag.view.min) / over.clientWidth;
      chart.show(drag.view.min + by, drag.view.max + by);
    } else if (drag) {
      drag.box.style.left = Math.min(drag.from, at(event)) + "px";
      drag.box.style.width = Math.abs(drag.from - at(event)) + "px";
    }
  });
  over.addEventListener("pointerup", event => {
    if (drag && !drag.isPan && Math.abs(drag.from - at(event)) > 4) {
      const [from, to] = [drag.from, at(event)].sort((a, b) => a - b).map(position => chart.plot.posToVal(position, "x"));
      chart.show(from, to);
    }

    endDrag();
  });
  over.addEventListener("pointercancel", endDrag);
  over.addEventListener("pointerleave", () => {
    readout.textContent = resting;
  });
  over.addEventListener("dblclick", () => chart.showAll());
  section.querySelector(".chart").addEventListener("keydown", event => {
    const actions = { ArrowLeft: () => chart.pan(-0.2), ArrowRight: () => chart.pan(0.2), "+": () => chart.zoom(0.6), "-": () => chart.zoom(1 / 0.6), 0: () => chart.showAll() };
    if (actions[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      actions[event.key]();
    }
  });

  function pointWords(point) {
    const band = (name, words) => metric[name] && metric[name].lower[point] !== null
      ? ` · ${words} ${numberText(metric[name].lower[point])} to ${numberText(metric[name].upper[point])}`
      : "";
    return `${stampText(toMs(point), "UTC")} UTC · ${numberText(metric.values[point])}${band("before", "current")}${band("after", "proposed")}`;
  }
}
