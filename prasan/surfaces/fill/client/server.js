// What is asked of the server: few things, each with the session's cookie, never a redirect.

/** Answers of the server; status 0 is no connection. */
export class Server {
  constructor() {
    this.token = "";
  }

  /** {status, person, centre, forms} */
  async offers() {
    const answer = await this.#ask("/fill/offers");
    if (answer.status !== 200) return { status: answer.status };
    const told = await answer.json();
    this.token = told.csrf;
    return { status: 200, ...told };
  }

  /** The text at an address of ours; null when it cannot be had. */
  async text(address) {
    const answer = await this.#ask(address);
    return answer.status === 200 ? answer.text() : null;
  }

  /** Post one part of a finished row: {status, message}. */
  async send(xml, files, incomplete, retried = false) {
    const data = new FormData();
    data.append("xml_submission_file", new Blob([xml], { type: "text/xml" }), "submission.xml");
    for (const file of files) data.append(file.name, file, file.name);
    if (incomplete) data.append("*isIncomplete*", "yes");
    const answer = await this.#ask("/fill/send", { method: "POST", body: data, headers: { "X-CSRFToken": this.token } });
    if (answer.status === 403 && !retried && (await this.offers()).status === 200) return this.send(xml, files, incomplete, true);
    const told = answer.status && answer.headers.get("content-type")?.includes("json") ? await answer.json().catch(() => ({})) : {};
    return { status: answer.status, message: told.message || "" };
  }

  async #ask(address, options = {}) {
    try {
      return await fetch(address, { credentials: "same-origin", redirect: "error", cache: "no-store", ...options });
    } catch {
      return { status: 0 };
    }
  }
}
