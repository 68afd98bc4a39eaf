import { answers as reading } from '@/lib/connectors/testing/answers/notion';
import type { ErrorRow } from '@/lib/connectors/testing/error-table';

const missing = (what: string) => ({
  object: 'error',
  status: 404,
  code: 'object_not_found',
  message: `Could not find ${what}.`,
});

/** What Notion answers to whoever writes: as to whoever reads, and what is gone is gone. */
export const answers: readonly ErrorRow[] = [
  ...reading.map((row): ErrorRow =>
    row.path?.startsWith('/v1/data_sources/') ? { ...row, verdict: 'gone' } : row,
  ),
  {
    name: 'a page that was deleted for good',
    status: 404,
    path: '/v1/pages/1',
    body: missing('page'),
    verdict: 'gone',
    message: /does not show this page/,
  },
  {
    name: 'a parent that is not shared',
    status: 404,
    path: '/v1/databases',
    body: missing('page'),
    verdict: 'fail',
  },
];
