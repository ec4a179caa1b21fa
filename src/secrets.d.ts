/** Secrets that a deployment may do without: those of one Meta app for all of its inboxes. */
declare namespace Cloudflare {
  interface Env {
    /** App secrets, the newest first, separated by commas. */
    WHATSAPP_APP_SECRET?: string;
    WHATSAPP_VERIFY_TOKEN?: string;
  }
}
