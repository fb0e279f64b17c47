/** The finished file: to look at, to download, to copy, with where it goes and what to run next. */
function createExportDialog(data, store, files) {
  const dialog = byId("export-dialog");
  const text = byId("export-text");

  byId("export-download").addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([text.value], { type: "application/yaml" }));
    element("a", { href: address, download: byId("export-name").value.trim() || data.fileName }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    files.exported();
    byId("export-done").textContent = "Downloaded. Move the file to the folder named above.";
  });
  byId("export-copy").addEventListener("click", async () => {
    const isCopied = await copyText(text);
    if (isCopied) {
      files.exported();
    }

    byId("export-done").textContent = isCopied ? "Copied." : "This browser does not allow copying here: the text is selected, press Ctrl + C.";
  });

  return {
    open() {
      text.value = store.text();
      byId("export-name").value = data.fileName;
      byId("export-folder").textContent = data.folder || "the project's folder";
      byId("export-command").textContent = data.tuneCommand;
      byId("export-done").textContent = "";
      dialog.showModal();
      byId("export-download").focus();
    },
  };
}

/** Copies a text area's content; pages opened from disk may have to use the old way. */
async function copyText(area) {
  try {
    await navigator.clipboard.writeText(area.value);
    return true;
  } catch {
    area.select();
    return document.execCommand("copy");
  }
}

/** Taking in a labels file, chosen or dropped onto the page: instead of what is there or beside it. */
function createImportDialog(data, store, commands, page) {
  const dialog = byId("import-dialog");
  const file = byId("import-file");
  let read = [];

  async function take(chosen) {
    if (!chosen) {
      return;
    }

    if (chosen.size > 5e6) {
      page.notify(`${chosen.name} is too large for a labels file.`);
      return;
    }

    try {
      read = readLabels(await chosen.text(), data.metric);
    } catch (error) {
      if (!(error instanceof LabelsError)) {
        throw error;
      }

      page.notify(`${chosen.name} was not imported. ${error.message}`);
      return;
    }

    if (store.incidents().length === 0) {
      commands.take(read, true);
      return;
    }

    byId("import-summary").textContent =
      `${chosen.name} holds ${countText(read.length)}; there ${store.incidents().length === 1 ? "is" : "are"} ${store.incidents().length} here.`;
    dialog.showModal();
  }

  byId("import").addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    await take(file.files[0]);
    // The same file can be chosen again.
    file.value = "";
  });
  dialog.addEventListener("close", () => {
    if (dialog.returnValue === "replace" || dialog.returnValue === "add") {
      commands.take(read, dialog.returnValue === "replace");
    }

    dialog.returnValue = "";
  });
  addEventListener("dragover", event => event.preventDefault());
  addEventListener("drop", event => {
    event.preventDefault();
    take(event.dataTransfer?.files[0]);
  });
}
