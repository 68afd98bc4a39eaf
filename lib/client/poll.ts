const FASTEST_MS = 1_000;
const SLOWEST_MS = 5_000;
const GROWTH = 1.5;

/**
 * Decides how long to wait before asking again: one second while things move, growing to five while
 * nothing changes, false when nothing is in flight. Asked several times about the same answer it
 * says the same.
 */
export function createBackoff(): (answer: {
  in_flight: boolean;
  version: number;
  fingerprint: string;
}) => number | false {
  let seen = { version: -1, fingerprint: '', wait: FASTEST_MS };
  return ({ in_flight, version, fingerprint }) => {
    if (!in_flight) {
      seen = { version: -1, fingerprint: '', wait: FASTEST_MS };
      return false;
    }
    if (version !== seen.version) {
      const moved = fingerprint !== seen.fingerprint;
      seen = {
        version,
        fingerprint,
        wait: moved ? FASTEST_MS : Math.min(SLOWEST_MS, Math.round(seen.wait * GROWTH)),
      };
    }
    return seen.wait;
  };
}
