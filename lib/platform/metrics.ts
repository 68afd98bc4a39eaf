import { monitorEventLoopDelay } from 'node:perf_hooks';
import { VERSION } from '@/lib/platform/version';

/**
 * What this process counts, in Prometheus's text format 0.0.4. A counter or histogram is declared
 * once, where the thing happens; a label never carries an id (of a workspace, a connection, a run):
 * ids are unbounded and name customers.
 */
type Kind = 'counter' | 'gauge' | 'histogram';
type Labels = Readonly<Record<string, string>>;

/** One line of a metric: its labels and its value, with `suffix` behind the name (histograms). */
export interface Sample {
  labels: Labels;
  value: number;
  suffix?: string;
}
/** A metric with all its lines. */
export interface Family {
  name: string;
  help: string;
  kind: Kind;
  samples: Sample[];
}

interface Registry {
  families: Map<string, () => Family>;
  loop: ReturnType<typeof monitorEventLoopDelay> | undefined;
}
/**
 * On the global object: the server's bundles each have their own copy of this module and must count
 * into one place.
 */
const holder = globalThis as unknown as { inletMetrics?: Registry };
const registry = (): Registry => (holder.inletMetrics ??= { families: new Map(), loop: undefined });

/**
 * Label sets a metric may have; further ones are counted together. A label that grows without bound
 * is a mistake of ours.
 */
const MAX_SERIES = 1_000;
const OVERFLOW = 'other';

class Series<Value> {
  readonly #byKey = new Map<string, { labels: Labels; value: Value }>();
  readonly #empty: () => Value;
  constructor(empty: () => Value) {
    this.#empty = empty;
  }
  at(labels: Labels): { labels: Labels; value: Value } {
    const key = JSON.stringify(labels);
    let found = this.#byKey.get(key);
    if (
      !found &&
      this.#byKey.size >= MAX_SERIES &&
      Object.values(labels).some((value) => value !== OVERFLOW)
    )
      return this.at(Object.fromEntries(Object.keys(labels).map((name) => [name, OVERFLOW])));
    if (!found) this.#byKey.set(key, (found = { labels, value: this.#empty() }));
    return found;
  }
  all(): { labels: Labels; value: Value }[] {
    return [...this.#byKey.values()];
  }
}

/**
 * Things of this process that only add up. `shared` makes the store once, however many copies of
 * the caller's module there are.
 */
const stores = globalThis as unknown as { inletSeries?: Map<string, Series<never>> };
function shared<Value>(name: string, empty: () => Value): Series<Value> {
  stores.inletSeries ??= new Map();
  let found = stores.inletSeries.get(name) as Series<Value> | undefined;
  if (!found) stores.inletSeries.set(name, (found = new Series(empty)) as unknown as Series<never>);
  return found;
}

/**
 * Declares a counter; call the answer with labels, and an amount unless it is one. It starts at 0
 * with the process.
 */
export function counter<Label extends string>(
  name: string,
  help: string,
): (labels: Record<Label, string>, amount?: number) => void {
  const series = shared(name, () => 0);
  registry().families.set(name, () => ({ name, help, kind: 'counter', samples: series.all() }));
  return (labels, amount = 1) => {
    series.at(labels).value += amount;
  };
}

interface Buckets {
  counts: number[];
  sum: number;
  count: number;
}

/** Declares a histogram of seconds; `upper` are the buckets' upper bounds, rising. */
export function histogram(
  name: string,
  help: string,
  upper: readonly number[],
): (seconds: number) => void {
  const series = shared<Buckets>(name, () => ({ counts: upper.map(() => 0), sum: 0, count: 0 }));
  registry().families.set(name, () => ({
    name,
    help,
    kind: 'histogram',
    samples: series.all().flatMap(({ labels, value }) => [
      ...upper.map((le, i): Sample => ({
        suffix: '_bucket',
        labels: { ...labels, le: String(le) },
        value: value.counts[i]!,
      })),
      { suffix: '_bucket', labels: { ...labels, le: '+Inf' }, value: value.count },
      { suffix: '_sum', labels, value: value.sum },
      { suffix: '_count', labels, value: value.count },
    ]),
  }));
  return (seconds) => {
    const { value } = series.at({});
    upper.forEach((le, i) => {
      if (seconds <= le) value.counts[i]! += 1;
    });
    value.sum += seconds;
    value.count += 1;
  };
}

/** A gauge read elsewhere, as a family. */
export const gauge = (name: string, help: string, samples: Sample[]): Family => ({
  name,
  help,
  kind: 'gauge',
  samples,
});

/** Everything this process counted, and how it is doing. */
export function processFamilies(): Family[] {
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  const one = (name: string, help: string, value: number, labels: Labels = {}) =>
    gauge(name, help, [{ labels, value }]);
  return [
    ...[...registry().families.values()].map((read) => read()),
    one('inlet_build_info', 'Always 1; the labels say what runs.', 1, {
      version: VERSION,
      node: process.versions.node,
    }),
    one(
      'process_start_time_seconds',
      'When the process began, in epoch seconds.',
      Math.round(Date.now() / 1000 - process.uptime()),
    ),
    one('process_resident_memory_bytes', 'Memory of the process.', rss),
    one('nodejs_heap_size_used_bytes', 'Memory of its JavaScript objects.', heapUsed),
    {
      name: 'process_cpu_seconds_total',
      help: 'Processor time used.',
      kind: 'counter',
      samples: [{ labels: {}, value: (user + system) / 1e6 }],
    },
    ...loopDelay(),
  ];
}

/** How late timers are: the highest and the median delay since the last time somebody asked. */
function loopDelay(): Family[] {
  const state = registry();
  if (!state.loop) {
    state.loop = monitorEventLoopDelay({ resolution: 20 });
    state.loop.enable();
    return [];
  }
  const { max, loop } = { max: state.loop.max, loop: state.loop };
  const p50 = loop.percentile(50);
  loop.reset();
  if (!Number.isFinite(p50) || max === 0) return [];
  return [
    gauge(
      'nodejs_eventloop_lag_seconds',
      'How late timers were since the scrape before (they are looked at every 20 ms).',
      [
        { labels: { quantile: '0.5' }, value: Math.max(0, p50 / 1e9 - 0.02) },
        { labels: { quantile: '1' }, value: Math.max(0, max / 1e9 - 0.02) },
      ],
    ),
  ];
}

const escape = (value: string): string =>
  value.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n');

/** The families as Prometheus reads them. */
export function renderMetrics(families: readonly Family[]): string {
  return (
    families
      .map(({ name, help, kind, samples }) =>
        [
          `# HELP ${name} ${help.replace(/\\/g, '\\\\').replace(/\n/g, '\\n')}`,
          `# TYPE ${name} ${kind}`,
          ...samples.map(({ suffix = '', labels, value }) => {
            const inner = Object.entries(labels)
              .map(([label, text]) => `${label}="${escape(text)}"`)
              .join(',');
            return `${name}${suffix}${inner ? `{${inner}}` : ''} ${value}`;
          }),
        ].join('\n'),
      )
      .join('\n') + '\n'
  );
}

export const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
