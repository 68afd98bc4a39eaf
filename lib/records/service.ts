export { UNIQUE_VIOLATION } from '@/lib/records/copy';
export { addToCounts } from '@/lib/records/counts';
export { readFields } from '@/lib/records/fields';
export { failedParents, markParents, readParents, type ParentMark } from '@/lib/records/parents';
export { awaitItems, dueItems, forgetItems, forgetLate } from '@/lib/records/pending';
export {
  quarantinedIds,
  quarantine,
  readQuarantined,
  resolveStored,
  resolveUnmet,
  QUARANTINED_COUNT,
  resolveRetried,
  takeQuarantined,
  type Kept,
  type QuarantinedRow,
} from '@/lib/records/quarantine';
export { readEntities, readRecords } from '@/lib/records/read';
export { remapSome } from '@/lib/records/remap';
export type { Row, WriteTarget } from '@/lib/records/row';
export { findUnseen, newestIds, noteSeen } from '@/lib/records/seen';
export {
  analyzeOnce,
  findChanges,
  NOTHING_WRITTEN,
  prepareRecords,
  writeRecords,
  type Changes,
  type PreparedRecords,
  type Written,
} from '@/lib/records/write';
export { eraseRecords } from '@/lib/records/erase';
export { settledSequence } from '@/lib/records/horizon';
export { keepMetrics } from '@/lib/records/metric-points';
