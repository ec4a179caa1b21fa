import { existsSync } from "node:fs";
import chromium from "@sparticuz/chromium";
import { type BrowserServer, chromium as playwright } from "playwright-core";

/** Where a browser of the Chrome family is usually installed. */
const USUAL_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/snap/bin/chromium",
];

/** Tests run as any user, in containers too, and open only pages of their own. */
const FLAGS = ["--no-sandbox", "--no-zygote", "--disable-dev-shm-usage", "--font-render-hinting=none"];

/** The browser that came with the dependencies (Linux, x64), or one that is installed; nothing is downloaded. */
async function executable(): Promise<string> {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH) return CHROME_PATH;
  if (process.platform === "linux" && process.arch === "x64") return chromium.executablePath();
  const installed = USUAL_PLACES.find((path) => existsSync(path));
  if (installed === undefined) throw new Error("No Chrome or Chromium found: name one in CHROME_PATH.");
  return installed;
}

/** One browser for all files of tests; each page has a context, and so cookies, of its own. */
export const launch = async (): Promise<BrowserServer> =>
  playwright.launchServer({ executablePath: await executable(), args: FLAGS, headless: true });
