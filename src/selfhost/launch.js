import { existsSync } from "node:fs";

// `npm start`, in JavaScript: to learn TypeScript takes Node longer than to start what was built of it. Whether that is
// of these sources it says itself.
const built = new URL("../../dist/supervisor/start.js", import.meta.url);
await import(existsSync(built) ? built.href : "./start.ts");
