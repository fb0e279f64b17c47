/** Taking in a labels file, chosen or dropped onto the page: instead of what is there or beside it. */
function createImportDialog(data, page) {
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

    if (page.incidents().length === 0) {
      page.take(read, true);
      return;
    }

    byId("import-summary").textContent =
      `${chosen.name} holds ${countText(read.length)}; there ${page.incidents().length === 1 ? "is" : "are"} ${page.incidents().length} here.`;
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
      page.take(read, dialog.returnValue === "replace");
    }

    dialog.returnValue = "";
  });
  addEventListener("dragover", event => event.preventDefault());
  addEventListener("drop", event => {
    event.preventDefault();
    take(event.dataTransfer?.files[0]);
  });
}

function countText(number) {
  return number === 1 ? "1 incident" : `${number} incidents`;
}
