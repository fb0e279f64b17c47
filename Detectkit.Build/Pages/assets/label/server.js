/** Talks to the server that this page came from; a page opened from disk has none. */
function createServer() {
  /** What the work on this page follows; saves of others since then are a conflict. */
  let revision = 0;

  return {
    get revision() {
      return revision;
    },

    follow(known) {
      revision = known;
    },

    /**
     * Asks what was saved since the page was written.
     * @returns {Promise<{revision: number, text: string|null}>} how often, and the labels saved last
     */
    async state() {
      const answer = await fetch("state", { cache: "no-store" });
      return answer.json();
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
          headers: { "Content-Type": "application/yaml", "If-Match": isForced ? "*" : String(revision) },
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
