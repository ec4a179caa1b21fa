/** So many players keep their place while they are scrolled away. */
const KEPT = 12;
const players = new Map<string, HTMLAudioElement>();

/** The player of a file: the same one whenever its message is shown, so that it goes on while one scrolls. */
export function playerOf(source: string): HTMLAudioElement {
  const known = players.get(source);
  if (known) return known;
  const player = new Audio(source);
  player.preload = "metadata";
  // One voice at a time.
  player.addEventListener("play", () => {
    for (const other of players.values()) if (other !== player) other.pause();
  });
  players.set(source, player);
  for (const [old, other] of players) {
    if (players.size <= KEPT) break;
    if (other.paused && old !== source) players.delete(old);
  }
  return player;
}

/** Nothing plays on of a conversation that one has left. */
export function silence(): void {
  for (const player of players.values()) player.pause();
  players.clear();
}
