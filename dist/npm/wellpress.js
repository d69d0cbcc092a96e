#!/usr/bin/env node
// Starts the program of the package for this platform, which npm installed as an optional dependency.
"use strict";

const { spawn } = require("node:child_process");
const { constants } = require("node:os");

const platform = `${process.platform}-${process.arch}`;
const name = process.platform === "win32" ? "wellpress.exe" : "wellpress";

let program;
try {
  program = require.resolve(`@wellpress/${platform}/bin/${name}`);
} catch {
  console.error(
    `wellpress: there is no package @wellpress/${platform} here. If npm was told to leave out optional dependencies ` +
      "(--omit=optional), install again without that. Otherwise wellpress has no program for this platform; see " +
      "https://github.com/wellpress/wellpress for other ways to install it.",
  );
  process.exit(1);
}

const child = spawn(program, process.argv.slice(2), { stdio: "inherit", windowsHide: true });
// A terminal sends Ctrl-C to the program as well. The other signals reach only this process.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("error", (error) => {
  console.error(`wellpress: cannot start ${program}: ${error.message}`);
  process.exit(1);
});
// 128 and the number of the signal is the status that shells use.
child.on("exit", (status, signal) => process.exit(status ?? 128 + constants.signals[signal]));
