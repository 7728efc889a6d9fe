// Passkeys: a form with data-passkey ("get" or "create") asks the device and posts what it answers. Hidden where there are none.
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  const opened = (given) => {
    const key = structuredClone(given.publicKey);
    key.challenge = bytes(key.challenge);
    if (key.user) key.user.id = bytes(key.user.id);
    for (const list of [key.allowCredentials, key.excludeCredentials]) for (const one of list || []) one.id = bytes(one.id);
    return { publicKey: key };
  };
  const sealed = (credential) => {
    const answer = credential.response;
    const response = { clientDataJSON: text(answer.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (answer[name]) response[name] = text(answer[name]);
    }
    return JSON.stringify({
      id: credential.id, rawId: text(credential.rawId), type: credential.type, response,
      authenticatorAttachment: credential.authenticatorAttachment, clientExtensionResults: credential.getClientExtensionResults(),
    });
  };
  for (const place of document.querySelectorAll("[data-passkey-able]")) place.hidden = false;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const say = form.querySelector("[data-passkey-problem]");
    form.addEventListener("submit", async (event) => {
      const field = form.elements.credential;
      if (field.value) return;
      event.preventDefault();
      say.textContent = "";
      try {
        const given = form.dataset.passkeyGiven
          ? JSON.parse(form.dataset.passkeyGiven)
          : (await (await fetch(form.dataset.passkeyOptions, { headers: { Accept: "application/json" } })).json()).options;
        const asked = opened(typeof given === "string" ? JSON.parse(given) : given);
        field.value = sealed(await navigator.credentials[form.dataset.passkey](asked));
        form.submit();
      } catch {
        say.textContent = say.dataset.passkeyProblem;
      }
    });
  }
})();
