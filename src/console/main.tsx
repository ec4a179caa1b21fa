import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { startTheme } from "./app/theme.ts";
import { startTexts } from "./locales/text.ts";
import "./styles.css";

// Those who put styles into the page are let in by it (Content Security Policy).
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
if (nonce) setNonce(nonce);

startTheme();
const root = createRoot(document.getElementById("root") as HTMLElement);
await startTexts(["common", "sign-in", "list", "thread", "composer", "panel", "work"]);
root.render(
  <StrictMode>
    <App />
  </StrictMode>,
);
