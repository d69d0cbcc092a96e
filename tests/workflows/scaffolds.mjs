// The values of `--host` and `--install`, in the order of the manual.

import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../..", import.meta.url));
export const hosts = ["pages", "netlify", "cloudflare", "vercel", "s3", "gcs", "azure", "firebase", "server"];
export const methods = ["archive", "wheel", "npm", "cargo"];
