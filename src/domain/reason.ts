/** AG1: why something was done, as its event bears it; nothing where nobody says so. */
export const because = (reason: string | null | undefined): { reason?: string } => (reason ? { reason } : {});
