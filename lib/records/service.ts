export { UNIQUE_VIOLATION } from '@/lib/records/copy';
export { addToCounts } from '@/lib/records/counts';
export { failedParents, markParents, readParents, type ParentMark } from '@/lib/records/parents';
export { awaitItems, dueItems, forgetItems, forgetLate } from '@/lib/records/pending';
export {
  idsSetAside,
  quarantine,
  readSetAside,
  resolveStored,
  resolveUnmet,
  SET_ASIDE_COUNT,
  settleRetried,
  takeSetAside,
  type Kept,
  type SetAsideRow,
} from '@/lib/records/quarantine';
export { readEntities, readRecords } from '@/lib/records/read';
export { remapSome } from '@/lib/records/remap';
export { findUnseen, newestIds, noteSeen } from '@/lib/records/seen';
export {
  analyzeOnce,
  findChanges,
  NOTHING_WRITTEN,
  prepareRecords,
  writeRecords,
  type Changes,
  type PreparedRecords,
  type Row,
  type Written,
  type WriteTarget,
} from '@/lib/records/write';
