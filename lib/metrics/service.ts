/** The door of the metrics room: what a social account's numbers were, run by run. */
export { getMetrics, getMetricsSummary } from '@/lib/metrics/read';
