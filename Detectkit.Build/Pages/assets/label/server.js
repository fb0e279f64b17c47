/** Talks to the server that this page came from; a page opened from disk has none. */
function createServer() {
  let revision = null;

  return {
    /**
     * Asks what was saved since the page was written, so that a save can tell whether another tab was first.
     * @returns {Promise<string|null>} the labels saved last, or null
     */
    async connect() {
      const answer = await fetch("state", { cache: "no-store" });
      const state = await answer.json();
      revision = state.revision;
      return state.text;
    },

    /**
     * Saves the labels.
     * @returns {Promise<{path: string, isLast: boolean, tuneCommand: string}>}
     * @throws {Error} with what went wrong in words
     */
    async save(text, isForced) {
      let answer;
      try {
        answer = await fetch("labels", {
          method: "POST",
          headers: { "Content-Type": "application/yaml", "If-Match": isForced || revision === null ? "*" : String(revision) },
          body: text,
        });
      } catch {
        throw new Error("The server does not answer; it may have ended. Your work is kept in this browser: export it, or start the server again.");
      }

      const reply = await answer.json().catch(() => ({}));
      if (answer.status === 412) {
        const conflict = new Error("Another tab has saved labels of this metric since this page was opened.");
        conflict.isConflict = true;
        throw conflict;
      }

      if (!answer.ok) {
        throw new Error(reply.message ?? `The server refused the labels (${answer.status}).`);
      }

      revision = reply.revision;
      return reply;
    },
  };
}
