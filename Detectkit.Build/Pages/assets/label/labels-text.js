/**
 * The canonical labels file: one incident a line, times in UTC, in order of time.
 * @param {string} metric
 * @param {{start: number, end: number, point: boolean, label: string}[]} incidents
 */
function labelsText(metric, incidents) {
  const lines = incidents.map(incident => {
    const label = incident.label === "" ? "" : ", label: " + quoted(incident.label);
    // The form has whole seconds: an interval is widened to them, so that the points at its ends stay inside.
    const first = Math.floor(incident.start / 1000) * 1000;
    const last = Math.ceil(incident.end / 1000) * 1000;
    return incident.point
      ? `  - {at: "${stampText(Math.round(incident.start / 1000) * 1000, "UTC")}"${label}}\n`
      : `  - {start: "${stampText(first, "UTC")}", end: "${stampText(last, "UTC")}"${label}}\n`;
  });
  return `metric: ${metricName(metric)}\ntimezone: UTC\nincidents:${lines.length === 0 ? " []\n" : "\n" + lines.join("")}`;
}

/** A name that YAML would take for a number, a date or a truth value is quoted. */
function metricName(name) {
  const isPlain = /^[A-Za-z][A-Za-z0-9_-]*$/.test(name) && !/^(true|false|null|yes|no|on|off|y|n|nan|inf)$/i.test(name);
  return isPlain ? name : quoted(name);
}

/** A text in YAML's double quotes, which take JSON's escapes; whatever YAML might read as a line break is escaped too. */
function quoted(text) {
  return JSON.stringify(text).replace(/[\u007f-\u00a0\u2028\u2029\ufeff]/g, c => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
}
