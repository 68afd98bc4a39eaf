export { readEntities, readRecords } from '@/lib/records/read';
export { countUnseen, newestIds, quarantine, sightRecords, sweepUnseen, writeRecords, type Row, type Written, type WriteTarget } from '@/lib/records/write';
