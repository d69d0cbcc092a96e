// The Nu Html Checker of the W3C and WHATWG: every page, read from the server, since the policy of a page names its own server.
import { join } from "node:path";
import { folder, run } from "./site.mjs";

const jar = join(folder, "node_modules/vnu-jar/build/dist/vnu.jar");
const java = (...options) => run("java", "-Dnu.validator.servlet.allow-forbidden-hosts=true", "-jar", jar, ...options);

export const html = {
  name: "html",
  program: "Nu Html Checker",
  quick: true,
  version: async () => (await java("--version")).split(" ")[0],
  cases: (site) => site.pages(),
  fault: { case: "/articles/osteoporosis-spine/", damage: (text) => text.replace("</main>", '<img src="/assets/logo.svg"></main>'), message: /must have an “alt” attribute/ },
  async judge(site, cases) {
    const answer = JSON.parse(await java("--stdout", "--exit-zero-always", "--format", "json", ...cases.map((path) => site.address + path)));
    return answer.messages.map((found) => ({
      case: (found.url ?? "").replace(site.address, ""),
      rule: found.subType ?? found.type,
      message: found.message,
      place: found.lastLine && `${found.lastLine}:${found.firstColumn ?? found.lastColumn} ${found.extract ?? ""}`,
    }));
  },
};
