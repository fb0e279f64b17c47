/**
 * The canonical labels file: one incident a line, times in UTC, in order of time. The engine's LabelWriter writes the same.
 * @param {string} metric
 * @param {{start: number, end: number, point: boolean, label: string}[]} incidents
 */
function labelsText(metric, incidents) {
  const lines = incidents.map(incident => {
    const label = incident.label === "" ? "" : ", label: " + quoted(incident.label);
    return incident.point
      ? `  - {at: ${writtenStamp(incident.start)}${label}}\n`
      : `  - {start: ${writtenStamp(incident.start)}, end: ${writtenStamp(incident.end)}${label}}\n`;
  });
  return `metric: ${metricName(metric)}\ntimezone: UTC\nincidents:${lines.length === 0 ? " []\n" : "\n" + lines.join("")}`;
}

/** A name that YAML would take for a number, a date or a truth value is quoted. */
function metricName(name) {
  const isPlain = /^[A-Za-z][A-Za-z0-9_-]*$/.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name);
  return isPlain ? name : quoted(name);
}

/** In quotes a time has whole seconds; without quotes it may have a fraction. */
function writtenStamp(ms) {
  const fraction = ((ms % 1000) + 1000) % 1000;
  return fraction === 0 ? `"${stampText(ms, "UTC")}"` : `${stampText(ms - fraction, "UTC")}.${String(fraction).padStart(3, "0")}000`;
}

/** A text in double quotes, with escapes for whatever YAML might read as a line break or refuse. */
function quoted(text) {
  const short = { "\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };
  const escaped = text.replace(/["\\\u0000-\u001f\u007f-\u00a0\u2028\u2029\ufeff\ufffe\uffff]/g,
    c => short[c] ?? "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
  return `"${escaped}"`;
}
