export { UNIQUE_VIOLATION } from '@/lib/records/bulk';
export { addToCounts } from '@/lib/records/counts';
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
export {
  analyzeOnce,
  findChanges,
  findUnseen,
  newestIds,
  prepareRecords,
  sightRecords,
  writeRecords,
  type Changes,
  type Prepared,
  type Row,
  type Written,
  type WriteTarget,
} from '@/lib/records/write';
