/** The finished file: to look at, to download, to copy, with where it goes and what to run next. */
function createExportDialog(data, page) {
  const dialog = byId("export-dialog");
  const text = byId("export-text");

  byId("export-download").addEventListener("click", () => {
    const address = URL.createObjectURL(new Blob([text.value], { type: "application/yaml" }));
    element("a", { href: address, download: byId("export-name").value.trim() || data.fileName }).click();
    setTimeout(() => URL.revokeObjectURL(address), 60000);
    page.exported();
    byId("export-done").textContent = "Downloaded. Move the file to the folder named above.";
  });
  byId("export-copy").addEventListener("click", async () => {
    const isCopied = await copyText(text);
    if (isCopied) {
      page.exported();
    }

    byId("export-done").textContent = isCopied ? "Copied." : "This browser does not allow copying here: the text is selected, press Ctrl + C.";
  });

  return {
    open() {
      text.value = page.text();
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
