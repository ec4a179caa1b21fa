/** The product's version, as `/health` and the API reference say it. */
export const VERSION = "0.1.0";
