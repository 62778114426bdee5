// Turns Slack Block Kit JSON into PNG pictures, one NAME.png for each entry.
//
//   npm install --no-audit --no-fund      (once, in docs/pictures)
//   node docs/pictures/render.mjs INPUT.json OUTPUT_FOLDER [SCALE]
//
// Needs Debian's chromium, fonts-lato, fonts-noto-core and fonts-noto-color-emoji.
// CHROMIUM names another browser program; SCALE 2 doubles the pixels.
//
// Input: { NAME: {"message": {"blocks", "author", "badge", "time", "ephemeral",
//                             "thread": [{"author", "badge", "time", "text"}]}}
//        | {"view": {"type": "modal" | "home", "title", "submit", "close", "blocks"}} }

import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import esbuild from "esbuild";

const HERE = import.meta.dirname;
const BUILD = join(HERE, "build");
const WIDTH = 620;

async function bundle() {
  await esbuild.build({
    absWorkingDir: HERE,
    entryPoints: { picture: "picture.jsx", style: "style.css" },
    outdir: BUILD,
    bundle: true,
    platform: "node",
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    jsx: "automatic",
    minify: true,
    define: { "process.env.NODE_ENV": '"production"' },
    logLevel: "warning",
  });
  const { html } = createRequire(import.meta.url)(join(BUILD, "picture.cjs"));
  const style = readFileSync(join(BUILD, "style.css"), "utf8");
  return (entry) =>
    `<!doctype html><html><meta charset="utf-8"><style>${style}</style><body>${html(entry)}</body></html>`;
}

/** A headless Chromium, driven by the DevTools protocol through two pipes. */
function openBrowser() {
  const profile = mkdtempSync(join(tmpdir(), "pictures-"));
  const flags = ["--headless", "--remote-debugging-pipe", "--hide-scrollbars", "--disable-gpu", `--user-data-dir=${profile}`];
  if (process.getuid?.() === 0) flags.push("--no-sandbox");
  const browser = spawn(process.env.CHROMIUM ?? "chromium", flags, {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const [toBrowser, fromBrowser] = browser.stdio.slice(3);
  const waiting = new Map();
  const listeners = new Map();
  let lastId = 0;
  let buffered = "";

  const ended = new Promise((_, reject) => {
    browser.on("error", reject);
    browser.on("exit", (code) => reject(new Error(`Chromium ended with code ${code}`)));
  });
  ended.catch(() => {}); // each wait below races with it
  toBrowser.on("error", () => {}); // the same end, seen from the pipe
  fromBrowser.setEncoding("utf8").on("data", (data) => {
    const parts = (buffered + data).split("\0");
    buffered = parts.pop();
    for (const { id, method, result, error } of parts.map(JSON.parse)) {
      if (method) listeners.get(method)?.();
      else if (error) waiting.get(id).reject(new Error(error.message));
      else waiting.get(id).resolve(result);
    }
  });

  return {
    send(method, params = {}, sessionId) {
      const answer = new Promise((resolve, reject) => waiting.set(++lastId, { resolve, reject }));
      toBrowser.write(JSON.stringify({ id: lastId, method, params, sessionId }) + "\0");
      return Promise.race([answer, ended]);
    },
    once: (method) => Promise.race([new Promise((resolve) => listeners.set(method, resolve)), ended]),
    async close() {
      await this.send("Browser.close").then(() => ended).catch(() => {});
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function main(input, output, scale = "1") {
  const entries = Object.entries(JSON.parse(readFileSync(input, "utf8")));
  const page = await bundle();
  mkdirSync(output, { recursive: true });

  const browser = openBrowser();
  try {
    const { targetId } = await browser.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await browser.send("Target.attachToTarget", { targetId, flatten: true });
    const send = (method, params) => browser.send(method, params, sessionId);
    await send("Page.enable");
    const resize = (height) =>
      send("Emulation.setDeviceMetricsOverride", { width: WIDTH, height, deviceScaleFactor: Number(scale), mobile: false });

    for (const [name, entry] of entries) {
      const file = join(BUILD, `${name}.html`);
      writeFileSync(file, page(entry));
      await resize(100);
      const loaded = browser.once("Page.loadEventFired");
      await send("Page.navigate", { url: pathToFileURL(file).href });
      await loaded;
      const { result } = await send("Runtime.evaluate", {
        expression: "document.fonts.ready.then(() => Math.ceil(document.body.getBoundingClientRect().height))",
        awaitPromise: true,
      });
      await resize(result.value);
      const { data } = await send("Page.captureScreenshot", { format: "png" });
      const picture = join(output, `${name}.png`);
      writeFileSync(picture, Buffer.from(data, "base64"));
      console.log(`${picture} (${WIDTH} x ${result.value})`);
    }
  } finally {
    await browser.close();
  }
}

const [input, output, scale] = process.argv.slice(2);
if (!output) {
  console.error("Usage: node docs/pictures/render.mjs INPUT.json OUTPUT_FOLDER [SCALE]");
  process.exit(2);
}
await main(resolve(input), resolve(output), scale);
