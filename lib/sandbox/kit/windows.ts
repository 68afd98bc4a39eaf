/** Fixed-window request counters, by name. */
export interface Windows {
  /**
   * Counts one request, or what it costs. `allowed` is false from the one that goes over `max`
   * until the window ends.
   */
  take: (
    key: string,
    max: number,
    per_ms: number,
    cost?: number,
  ) => { allowed: boolean; remaining: number; reset_ms: number };
  /** Off: everything is allowed and nothing counted; for benchmarks. */
  setOff: (off: boolean) => void;
  clear: () => void;
}

export function createWindows(now: () => number): Windows {
  const counters = new Map<string, { from: number; used: number }>();
  let off = false;
  return {
    take(key, max, per_ms, cost = 1) {
      const at = now();
      if (off) return { allowed: true, remaining: max, reset_ms: per_ms };
      let window = counters.get(key);
      if (!window || at - window.from >= per_ms)
        counters.set(key, (window = { from: at, used: 0 }));
      window.used += cost;
      return {
        allowed: window.used <= max,
        remaining: Math.max(0, max - window.used),
        reset_ms: window.from + per_ms - at,
      };
    },
    setOff: (value) => {
      off = value;
    },
    clear: () => counters.clear(),
  };
}
