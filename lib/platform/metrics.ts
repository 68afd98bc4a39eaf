import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { VERSION } from '@/lib/platform/version';

/**
 * What this process counts, for Prometheus. A counter or histogram is declared once, where the thing
 * happens; a label never carries an id (of a workspace, a connection, a run): ids are unbounded and
 * name customers.
 */
type Labels = Readonly<Record<string, string>>;

/** A gauge that is read elsewhere, with its values at this moment. */
export interface Reading {
  name: string;
  help: string;
  samples: { labels: Labels; value: number }[];
}

interface Shared {
  registry: Registry;
  /** Label sets met so far, by counter. */
  series: Map<string, Set<string>>;
}
/**
 * On the global object: the server's bundles each have their own copy of this module and must count
 * into one place.
 */
const holder = globalThis as unknown as { inletMetrics?: Shared };

function shared(): Shared {
  if (holder.inletMetrics) return holder.inletMetrics;
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'inlet_build_info',
    help: 'Always 1; the labels say what runs.',
    labelNames: ['version', 'node'],
    registers: [registry],
  }).set({ version: VERSION, node: process.versions.node }, 1);
  return (holder.inletMetrics = { registry, series: new Map() });
}

/**
 * Label sets a metric may have; further ones are counted together. A label that grows without bound
 * is a mistake of ours.
 */
const MAX_SERIES = 1_000;
const OVERFLOW = 'other';

function bounded(name: string, labels: Labels): Labels {
  const { series } = shared();
  let met = series.get(name);
  if (!met) series.set(name, (met = new Set()));
  const key = JSON.stringify(labels);
  if (met.has(key)) return labels;
  if (met.size >= MAX_SERIES)
    return Object.fromEntries(Object.keys(labels).map((label) => [label, OVERFLOW]));
  met.add(key);
  return labels;
}

/**
 * Declares a counter; call the answer with labels, and an amount unless it is one. It starts at 0
 * with the process, and shows from its first use on, which brings the names of its labels.
 */
export function counter<Label extends string>(
  name: string,
  help: string,
): (labels: Record<Label, string>, amount?: number) => void {
  return (labels, amount = 1) => {
    const { registry } = shared();
    const found =
      (registry.getSingleMetric(name) as Counter | undefined) ??
      new Counter({ name, help, labelNames: Object.keys(labels), registers: [registry] });
    found.inc(bounded(name, labels), amount);
  };
}

/** Declares a histogram of seconds; `upper` are the buckets' upper bounds, rising. */
export function histogram(
  name: string,
  help: string,
  upper: readonly number[],
): (seconds: number) => void {
  const { registry } = shared();
  const found =
    (registry.getSingleMetric(name) as Histogram | undefined) ??
    new Histogram({ name, help, buckets: [...upper], registers: [registry] });
  return (seconds) => found.observe(seconds);
}

/** What this process counted and how it is doing, and the readings, as Prometheus reads them. */
export async function renderMetrics(readings: readonly Reading[]): Promise<string> {
  const once = new Registry();
  for (const { name, help, samples } of readings) {
    const labelNames = Object.keys(samples[0]?.labels ?? {});
    const gauge = new Gauge({ name, help, labelNames, registers: [once] });
    for (const { labels, value } of samples) gauge.set(labels, value);
  }
  return (await once.metrics()) + (await shared().registry.metrics());
}

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;
