/** The door of the metrics room: what a social account's numbers were, run by run. */
export { pictureOfPost, type PictureOf } from '@/lib/metrics/pictures';
export { getMetrics, getMetricsSummary } from '@/lib/metrics/read';
