/**
 * Makes an element. Text goes in as text, never as markup.
 * @param {string} name the tag, with classes: "li.row.selected"
 * @param {Object<string, string|boolean|Function>} [attributes] attributes; a function listens to the event of its name
 * @param {...(Node|string)} children
 */
function element(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split(".");
  const made = document.createElement(tag);
  made.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") {
      made.addEventListener(key, value);
    } else if (value === true) {
      made.setAttribute(key, "");
    } else if (value !== false) {
      made.setAttribute(key, value);
    }
  }

  made.append(...children);
  return made;
}

/** The element of an id; every id used exists in the page's body. */
function byId(id) {
  return document.getElementById(id);
}

/** A canvas of a size in CSS pixels, emptied, to draw on in those pixels. */
function fittedContext(canvas, width, height) {
  const ratio = devicePixelRatio || 1;
  const context = canvas.getContext("2d");
  const [columns, rows] = [Math.round(width * ratio), Math.round(height * ratio)];
  if (canvas.width !== columns || canvas.height !== rows) {
    [canvas.width, canvas.height] = [columns, rows];
    canvas.style.width = width + "px";
    canvas.style.height = height + "px";
  }

  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return context;
}

/** A number as a reader wants it: the digits that differ, no exponent where it can be helped. */
function numberText(value, decimals = 4) {
  if (value === null || Number.isNaN(value)) {
    return "–";
  }

  if (!Number.isFinite(value)) {
    return value > 0 ? "∞" : "−∞";
  }

  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e9 || size < 1e-4)) {
    return value.toPrecision(5);
  }

  const digits = Math.max(0, Math.min(decimals, 6 - Math.ceil(Math.log10(size + 1))));
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}

/** A choice that lasts as long as this browser's storage, or null. */
function keptChoice(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function keepChoice(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}
