/** Secrets that a deployment may do without: those of one Meta app for all of its inboxes. */
declare namespace Cloudflare {
  interface Env {
    /** App secrets, the newest first, separated by commas. */
    WHATSAPP_APP_SECRET?: string;
    WHATSAPP_VERIFY_TOKEN?: string;
    /** The way out to what tenants name, where the runtime has one that refuses private addresses by itself. */
    OUTSIDE?: Fetcher;
    /** `1`: what tenants name may be on private addresses; else origins that may, separated by commas. */
    ALLOW_PRIVATE_URLS?: string;
    /** By what whoever started this machine tells it that it is being stopped. */
    MACHINE_TOKEN?: string;
    /** Origins of pages that may open sockets here, separated by commas; those of this host always may. */
    ALLOWED_ORIGINS?: string;
  }
}
