import { expect, test } from 'vitest';
import { columnsOf, titleOf } from '@/lib/client/record-columns';
import type { SyncedRecord } from '@/lib/contract/runs';

const record = (more: Partial<SyncedRecord>): SyncedRecord => ({
  id: '7',
  stream: 'deals',
  entity: 'opportunities',
  data: {},
  parent_id: null,
  seq: '1',
  created_at: '2026-11-30T09:00:00.000Z',
  updated_at: '2026-11-30T09:00:00.000Z',
  deleted: false,
  deleted_at: null,
  merged_into: null,
  source_url: null,
  ...more,
});
const labels = (records: SyncedRecord[]) => columnsOf(records).map(({ label }) => label);

test('records in the form of their entity show its fields, but not the title once more', () => {
  const canonical = { name: 'Renewal', amount: '12.50', currency: 'EUR', stage: null };
  const deal = record({ data: { title: 'Renewal' }, canonical });
  expect(titleOf(deal)).toBe('Renewal');
  expect(labels([deal])).toEqual(['Amount', 'Currency']);
  expect(columnsOf([deal])[0]!.read(deal)).toBe('12.50');
});

test('others show what most of them fill with something short', () => {
  const one = record({
    data: { id: 7, title: 'A', value: 3, stage_id: 2, owner: 'Ada', note: 'x'.repeat(90) },
  });
  const two = record({ data: { id: 8, title: 'B', value: 4, owner: 'Ada', rare: 1 } });
  const three = record({ data: { id: 9, title: 'C', value: 5, owner: 'Ada' } });
  expect(labels([one, two, three])).toEqual(['Value', 'Owner']);
});

test('fields one level down count, and a record of any shape is shown', () => {
  const inside = record({
    data: { createdAt: 'x', properties: { city: 'Rome', firstname: 'Ada', email: 'a@b.example' } },
  });
  expect(titleOf(inside)).toBe('Ada');
  expect(labels([inside])).toEqual(['Email', 'City']);
  for (const data of [null, 'text', [1], 7])
    expect([titleOf(record({ data })), labels([record({ data })])]).toEqual(['7', []]);
  expect(columnsOf([])).toEqual([]);
});
