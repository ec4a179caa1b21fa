import type { Page, WebSocketRoute } from "playwright-core";

/** What lies between a page and the server, to be disturbed. */
export interface Line {
  /** The sockets end and cannot be opened again, nor can anything else be called. */
  cut(): Promise<void>;
  mend(): Promise<void>;
  /** What the server says is lost until the line is cut; it hears all the same. */
  deafen(): void;
}

/** Takes hold of a page's line, from its next socket on: reload it before it is disturbed. */
export async function holdLine(page: Page): Promise<Line> {
  const open = new Set<WebSocketRoute>();
  let isCut = false;
  let isDeaf = false;
  await page.routeWebSocket(/\/api\/v1\/realtime/, (socket) => {
    if (isCut) return void socket.close({ code: 1001 });
    open.add(socket);
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (!isDeaf) socket.send(message);
    });
  });
  return {
    async cut() {
      isCut = true;
      await page.context().setOffline(true);
      for (const socket of open) await socket.close({ code: 1001 });
      open.clear();
    },
    async mend() {
      [isCut, isDeaf] = [false, false];
      await page.context().setOffline(false);
    },
    deafen() {
      isDeaf = true;
    },
  };
}
