/** Made by the bundler from the operations (`vite.config.ts`). */
declare module "virtual:calls" {
  /** Method and path of each call, by its id: `GET /api/v1/conversations/{id}`. */
  export const CALLS: Record<string, string>;
}
