import type { Examples } from '@/lib/contract/examples/example';
import { CONNECTION_ID, RUN, RUN_ID } from '@/lib/contract/examples/samples';

const id = CONNECTION_ID;
const queued = { queued: true, sync_run_id: RUN_ID } as const;

/** Syncs, and what they did. */
export const RUN_EXAMPLES = {
  startSync: [
    { summary: 'What changed', input: { id }, output: queued },
    {
      summary: 'Read two streams again from the beginning',
      input: { id, full_sync: true, streams: ['deals', 'persons'] },
      output: queued,
    },
  ],
  listRuns: [{ summary: 'The last run', input: { id, limit: 1 }, output: { runs: [RUN] } }],
  getRunLog: [
    {
      summary: 'What it asked, and what it waited for',
      input: { id, run_id: RUN_ID },
      output: {
        lines: [
          {
            at: '2026-11-30T09:00:01.204Z',
            level: 'info',
            stream: 'deals',
            message: 'GET acme.pipedrive.com/api/v2/deals',
            status: 200,
            took_ms: 182,
            request_id: '8d1f0c2a4b6e',
            call: {
              method: 'GET',
              url: 'https://acme.pipedrive.com/api/v2/deals?limit=500&cursor=eyJh…',
              headers: ['x-api-token: $TOKEN'],
              sent: null,
              attempt: 1,
              verdict: 'ok',
              waited_ms: 0,
              bytes: 48_211,
            },
          },
          {
            at: '2026-11-30T09:00:01.911Z',
            level: 'warn',
            stream: 'persons',
            message: 'Pipedrive asked us to slow down. Asked again in 2 s.',
            status: null,
            took_ms: null,
            request_id: null,
          },
        ],
        left_out: 0,
      },
    },
  ],
  cancelRun: [
    {
      summary: 'Cancel',
      input: { id, run_id: RUN_ID },
      output: { cancelling: true, sync_run_id: RUN_ID },
    },
  ],
} satisfies Examples;
