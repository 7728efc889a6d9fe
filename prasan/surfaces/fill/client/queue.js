// Sending: each waiting row until the server has it, the same bytes under the same instanceID each time, so that it is there once.

export const PART = 6_000_000; // bytes of photos in one post; more go in further posts, all but the last marked incomplete

/** The photos of a row in posts of at most `limit` bytes; a larger single one goes alone. Always at least one post. */
export function parts(files, limit = PART) {
  const found = [[]];
  let held = 0;
  for (const file of files) {
    if (found.at(-1).length && held + file.size > limit) {
      found.push([]);
      held = 0;
    }
    found.at(-1).push(file);
    held += file.size;
  }
  return found;
}

/** What an answer means: sent, signed_out, later (try again) or refused (kept until a person decides). */
export function meaning(status) {
  if (status === 201 || status === 202) return "sent";
  if (status === 401) return "signed_out";
  if (status === 0 || status === 403 || status === 408 || status === 425 || status === 429 || status >= 500) return "later";
  return "refused";
}

/**
 * Send every waiting row, the oldest first. `store`: waiting(), files(row), sent(row), refused(row, status, message);
 * `post(row, files, incomplete)` answers {status, message}. Stops at the first row that must wait: the line is bad or the session over.
 * Returns {sent, refused, left, why}.
 */
export async function sendAll(store, post, { again = false } = {}) {
  const outcome = { sent: 0, refused: 0, left: 0, why: "" };
  const rows = await store.waiting();
  for (const [at, row] of rows.entries()) {
    if (row.about.refused && !again) {
      outcome.refused += 1;
      continue;
    }
    const answer = await sendOne(store, post, row);
    const what = meaning(answer.status);
    if (what === "sent") {
      await store.sent(row);
      outcome.sent += 1;
    } else if (what === "refused") {
      await store.refused(row, answer.status, answer.message || "");
      outcome.refused += 1;
    } else {
      return { ...outcome, left: rows.length - at, why: what };
    }
  }
  return outcome;
}

async function sendOne(store, post, row) {
  const posts = parts(await store.files(row));
  let answer = { status: 0 };
  for (const [at, files] of posts.entries()) {
    answer = await post(row, files, at < posts.length - 1);
    if (meaning(answer.status) !== "sent") break;
  }
  return answer;
}
