import type { Examples } from '@/lib/contract/examples/example';
import { WORKSPACE_ID } from '@/lib/contract/examples/samples';

const TWIN = {
  id: '0193d000-0000-7000-8000-00000000002a',
  slug: 'acme-sandbox',
  name: 'Acme sandbox',
  mode: 'sandbox' as const,
};

/** A place to begin. */
export const SET_UP_EXAMPLES = {
  getSetUp: [
    {
      summary: 'What there is to begin with',
      input: {},
      output: { sandbox: { reason: null, twin: null }, platform_admins: ['Ada Lovelace'] },
    },
  ],
  putSandboxTwin: [
    {
      summary: 'Something to look at',
      input: {},
      output: {
        workspace: { id: WORKSPACE_ID },
        twin: TWIN,
        connected: ['hubspot', 'pipedrive', 'gong'],
        left_out: [],
      },
    },
  ],
  deleteSandboxTwin: [
    {
      summary: 'Enough seen',
      input: {},
      output: { workspace: { id: WORKSPACE_ID }, removed: true, connections: 6, records: 4_812 },
    },
  ],
} satisfies Examples;
