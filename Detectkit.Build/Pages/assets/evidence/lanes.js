const laneHeight = 17;

/**
 * Rows under a chart that line up with its time axis: the labelled incidents, and what the detector before and the one after make of
 * them.
 */
function createLanes(host, chart, metric, toMs) {
  const lanes = [
    ...(metric.incidents.length > 0 ? [{ name: "labels", key: null }] : []),
    ...(metric.before ? [{ name: "current", key: "before" }] : []),
    ...(metric.after ? [{ name: "proposed", key: "after" }] : []),
  ];
  const canvas = element("canvas.lanes", { "aria-hidden": "true" });
  const context = canvas.getContext("2d");
  host.append(canvas);

  function paint() {
    const { over } = chart.plot;
    fittedContext(canvas, host.clientWidth, lanes.length * laneHeight + 4);
    const left = over.offsetLeft;
    const x = point => left + chart.plot.valToPos(toMs(point) / 1000, "x");
    context.font = "11px system-ui, sans-serif";
    context.textAlign = "right";
    context.textBaseline = "middle";
    lanes.forEach((lane, row) => {
      const top = row * laneHeight + 3;
      context.fillStyle = theme.colour("muted");
      context.fillText(lane.name, left - 6, top + 6);
      context.fillStyle = theme.colour("neutral-soft");
      context.fillRect(left, top, over.clientWidth, laneHeight - 5);
    });
    context.save();
    context.beginPath();
    context.rect(left, 0, over.clientWidth, lanes.length * laneHeight + 4);
    context.clip();
    lanes.forEach((lane, row) => paintLane(lane, row * laneHeight + 3, x));
    context.restore();
  }

  function bar(range, top, colour, x) {
    const [from, to] = [x(range[0] - 0.5), x(range[1] - 0.5)];
    const missing = Math.max(0, 3 - (to - from)) / 2;
    context.fillStyle = theme.colour(colour);
    context.fillRect(from - missing, top, to - from + 2 * missing, laneHeight - 5);
  }

  function paintLane(lane, top, x) {
    if (lane.key === null) {
      metric.incidents.forEach(incident => bar(incident.range, top, "incident-line", x));
      return;
    }

    metric.incidents.forEach(incident => {
      if (incident[lane.key] === false) {
        bar(incident.range, top, "missed-fill", x);
      }
    });
    const alarms = new Set(metric[lane.key].falseAlerts.map(range => range[0]));
    for (const alert of metric[lane.key].alerts) {
      bar(alert, top, alarms.has(alert[0]) ? "alarm" : "good", x);
    }
  }

  return { paint };
}
