/** The reader's choice of colours, kept in this browser; without one the system decides. */
const theme = {
  key: "detectkit-theme",
  listeners: [],

  /** The colours that canvases draw with, read from the style sheet so that both agree. */
  colour(name) {
    if (!this.cache) {
      this.cache = new Map();
      this.sheet = getComputedStyle(document.documentElement);
    }

    if (!this.cache.has(name)) {
      this.cache.set(name, this.sheet.getPropertyValue("--" + name).trim());
    }

    return this.cache.get(name);
  },

  choose(name) {
    if (name === "system") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = name;
    }

    this.cache = null;
    this.listeners.forEach(listener => listener());
  },

  onChange(listener) {
    this.listeners.push(listener);
  },

  /** Connects the choice to its select element. */
  bind(select) {
    const kept = keptChoice(this.key);
    if (kept !== null && [...select.options].some(option => option.value === kept)) {
      select.value = kept;
      this.choose(kept);
    }

    select.addEventListener("change", () => {
      this.choose(select.value);
      keepChoice(this.key, select.value);
    });
    for (const query of ["(prefers-color-scheme: dark)", "(prefers-contrast: more)", "(forced-colors: active)"]) {
      matchMedia(query).addEventListener("change", () => this.choose(select.value));
    }
  },
};
