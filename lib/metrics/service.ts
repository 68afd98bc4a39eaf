/** The door of the metrics room: what a social account's numbers were, run by run. */
export { pictureOfPost, type PictureOf } from '@/lib/metrics/pictures';
export { compareMetrics } from '@/lib/metrics/compare';
export { getMetrics, getMetricsSummary } from '@/lib/metrics/read';
