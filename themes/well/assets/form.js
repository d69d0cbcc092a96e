// Forms that answer in place. Without script the browser sends them, and their server leads on to the page of thanks.
for (const form of document.querySelectorAll(".cta-form")) {
 const { action, dataset: say } = form, [status, error] = form.querySelectorAll("[role]");
 const show = (state) => {
  say.state = state;
  status.textContent = { sending: say.sending, sent: say.success }[state] ?? "";
  error.textContent = state === "failed" ? say.error : "";
 };
 // Where servers lead on to is not for the script, and nothing is said of who asks or from where.
 const ask = (method, rest) => fetch(action, {
  method, redirect: "manual", credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(20000), ...rest,
 });
 // A server that hides its answers from other sites is left to the browser, before anything is sent: else nobody would know.
 const hides = async () => new URL(action).origin !== location.origin
  && ask("HEAD").then(() => false, () => ask("HEAD", { mode: "no-cors", redirect: "follow" }));
 form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (say.state !== "idle" && say.state !== "failed") return;
  // The answer is in the button, which `submit` and older browsers leave out.
  form.querySelector("[data-pressed]")?.remove();
  const { name, value } = event.submitter ?? {};
  if (name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value })), form.lastChild.dataset.pressed = "";
  show("sending");
  try {
   if (await hides()) return form.submit();
   const answer = await ask("POST", { body: new URLSearchParams(new FormData(form)) });
   if (!answer.ok && answer.type !== "opaqueredirect") throw answer;
   show("sent");
   status.focus();
  } catch {
   show("failed");
  }
 });
 addEventListener("pageshow", (event) => event.persisted && show("idle"));
}
