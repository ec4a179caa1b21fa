/** Every code with which we close a socket. */
export const CLOSE_CODES = {
  /** The other side said goodbye. */
  goodbye: 1000,
  /** The machine is being stopped: it comes back, here or at another. */
  ending: 1012,
  /** We could not catch it up now: it comes back and names the last seq it has. */
  try_again: 1013,
  /** The agent was switched off, or what they came with was revoked. */
  revoked: 4001,
  /** Nothing was heard for too long, not even a ping. */
  silent: 4008,
  /** Too many frames that are none. */
  bad_frames: 4400,
  /** The ticket is unknown, used or too old. */
  unauthenticated: 4401,
  /** Too much was asked before the answers were there. */
  too_fast: 4429,
  /** The agent has opened too many since. */
  superseded: 4409,
} as const;

/** Who is closed for one of these is welcome at once. */
export const COMES_BACK: readonly CloseReason[] = ["goodbye", "ending", "try_again", "silent"];

export type CloseReason = keyof typeof CLOSE_CODES;
