import type { Examples } from '@/lib/contract/examples/example';

const VIEW = {
  id: '019a1f70-7a10-7c1b-9d4e-1a2b3c4d5e60',
  name: 'Failing CRMs',
  query: 'state=error',
};

/** Saved views. */
export const VIEW_EXAMPLES = {
  listViews: [{ summary: 'Yours', input: {}, output: { views: [VIEW] } }],
  saveView: [
    {
      summary: 'Keep one',
      input: { name: VIEW.name, query: VIEW.query },
      output: { view: VIEW },
    },
  ],
  deleteView: [
    { summary: 'Forget one', input: { id: VIEW.id }, output: { id: VIEW.id, deleted: true } },
  ],
} satisfies Examples;
