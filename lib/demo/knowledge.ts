import type { UserPrincipal } from '@/lib/contract/principal';
import { putDocument } from '@/lib/knowledge/service';
import { listKnowledgeParents, setKnowledgeSync } from '@/lib/mirror/service';

/** A few pages of a handbook, so that a demo has something to write within seconds. */
const HANDBOOK: readonly (readonly [string, string, string])[] = [
  [
    'pricing',
    'How we price',
    '# How we price\n\nBy **seat**, and by the month.\n\n| plan | seat |\n| --- | --- |\n| Team | 12 |\n| Company | 19 |',
  ],
  [
    'first-call',
    'The first call',
    '# The first call\n\n1. Ask what they do today.\n2. Ask what it costs them.\n3. Listen.\n\n> Nobody was ever convinced by a feature.',
  ],
  [
    'security',
    'Answers about security',
    '# Answers about security\n\n- [x] Sealed credentials\n- [x] An audit trail\n- [ ] A certificate on the wall\n\nSee [the trust page](https://example.com/trust).',
  ],
];

/** Writes a handbook and mirrors it into a connected Notion. */
export async function mirrorHandbook(demo: UserPrincipal, connection_id: string): Promise<void> {
  for (const [name, title, markdown] of HANDBOOK)
    await putDocument(demo, {
      external_id: `handbook:${name}`,
      title,
      markdown,
      tags: ['handbook'],
    });
  const { pages } = await listKnowledgeParents(demo, { id: connection_id, q: '' });
  const [parent] = pages;
  if (!parent) throw new Error('the sandbox’s Notion has no page');
  await setKnowledgeSync(demo, {
    id: connection_id,
    parent: { id: parent.id, title: parent.title },
    selection: { categories: ['written'], connection_ids: [], tags: [] },
    policy: 'mirror',
    conflicts: 'skip_and_report',
    start: true,
  });
}
