export { UNIQUE_VIOLATION } from '@/lib/records/bulk';
export { readEntities, readRecords } from '@/lib/records/read';
export { analyzeOnce, findUnseen, newestIds, prepareRecords, quarantine, sightRecords, writeRecords, type Prepared, type Row, type Written, type WriteTarget } from '@/lib/records/write';
