import { cloudflareTest } from "@cloudflare/vitest-pool-workers";
import { defineConfig } from "vitest/config";
import { bundledSource } from "./test/support/bundled-source.ts";
import { CountReporter } from "./test/support/count-reporter.ts";

// Where the Worker's configuration looks for its required secret.
process.env.ADMIN_TOKEN = "operator-token";

// Four heights: the rules in plain Node, the Worker in its real runtime, the product as its users start it, and what they see.
export default defineConfig({
  test: {
    // One less than there are cores would be one of two.
    maxWorkers: 2,
    reporters: ["default", new CountReporter()],
    projects: [
      {
        test: {
          name: "domain",
          include: ["test/domain/**/*.test.ts", "test/console/**/*.test.ts"],
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        plugins: [
          bundledSource(),
          cloudflareTest({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                WHATSAPP_GRAPH_URL: "https://graph.test/v25.0",
                WHATSAPP_APP_SECRET: "deployment-secret",
                WHATSAPP_VERIFY_TOKEN: "deployment-verify",
              },
            },
          }),
        ],
        // The first use of a runtime may take seconds on a busy machine.
        test: {
          name: "worker",
          include: ["test/worker/**/*.test.ts"],
          setupFiles: ["test/support/known-modules.ts"],
          // A module's code is that of the bundle, which changes with any other module.
          fsModuleCache: false,
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: "node",
          include: ["test/node/**/*.test.ts", "test/simulator/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/browser/support/setup.ts"],
          // One shop for all, and its few agents: after the others, and one file at a time.
          sequence: { groupOrder: 1 },
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
