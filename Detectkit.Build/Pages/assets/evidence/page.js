const packedMetrics = new Map(JSON.parse(byId("page-data").textContent).map(metric => [metric.metric, metric]));
const sections = new Map([...document.querySelectorAll("section.metric")].map(section => [section.dataset.metric, section]));
theme.bind(byId("theme"));
bindIndexTable(byId("index"), sections);

// A page may hold hundreds of metrics: each is unpacked and drawn when it comes near the window.
const watcher = new IntersectionObserver(entries => {
  for (const entry of entries) {
    const packed = packedMetrics.get(entry.target.dataset.metric);
    if (entry.isIntersecting && packed) {
      watcher.unobserve(entry.target);
      drawMetric(entry.target, packed);
    }
  }
}, { rootMargin: "600px" });
sections.forEach(section => watcher.observe(section));
