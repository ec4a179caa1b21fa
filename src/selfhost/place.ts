import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { builtConfig } from "./build.ts";
import { workerdConfig } from "./config.ts";
import { writePrivate } from "./files.ts";
import type { Settings } from "./settings.ts";

/** What the Worker sees of the settings, by the names that it knows them by. */
export const variables = ({ graphUrl, app, allowedOrigins, ...settings }: Settings): Record<string, string> => ({
  WHATSAPP_GRAPH_URL: graphUrl,
  ...allowedUrls(settings),
  ...(allowedOrigins.length > 0 && { ALLOWED_ORIGINS: allowedOrigins.join(",") }),
  ...(app !== null && { WHATSAPP_APP_SECRET: app.secrets, WHATSAPP_VERIFY_TOKEN: app.verifyToken }),
});

/** The stand-ins for services are the simulator's: they alone may be called where private addresses may not. */
function allowedUrls({
  allowPrivateUrls,
  simulatorPort,
}: Pick<Settings, "allowPrivateUrls" | "simulatorPort">): Record<string, string> {
  if (allowPrivateUrls) return { ALLOW_PRIVATE_URLS: "1" };
  return simulatorPort === 0 ? {} : { ALLOW_PRIVATE_URLS: `http://127.0.0.1:${simulatorPort}` };
}

/** Writes the runtime's configuration for this machine to the state directory; returns its path. */
export async function writeConfig(settings: Settings, root: string): Promise<string> {
  const dist = join(root, "dist");
  const config = await builtConfig(dist);
  const secrets = (config.secrets?.required ?? []).filter((name) => process.env[name]);
  const text = workerdConfig(config, {
    port: settings.port,
    objectsDir: join(settings.stateDir, "do"),
    bucketsDir: join(settings.stateDir, "r2"),
    assetsDir: resolve(root, config.assets?.directory ?? "dist/assets"),
    modules: readdirSync(join(dist, "worker"), { recursive: true, encoding: "utf8" }),
    environment: [...new Set(["ADMIN_TOKEN", "MACHINE_TOKEN", ...Object.keys(variables(settings)), ...secrets])],
  });
  const file = join(settings.stateDir, "workerd.capnp");
  writePrivate(file, text);
  return file;
}
