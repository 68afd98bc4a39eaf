export { readEntities, readRecords } from '@/lib/records/read';
export { analyzeOnce, findUnseen, newestIds, quarantine, sightRecords, writeRecords, type Row, type Written, type WriteTarget } from '@/lib/records/write';
