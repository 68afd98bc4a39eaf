import type { UserPrincipal } from '@/lib/contract/principal';
import { putDocument } from '@/lib/knowledge/service';
import { listKnowledgeParents, setKnowledgeSync } from '@/lib/mirror/service';

/** A few pages of a handbook, so that a demo has something to write within seconds. */
const HANDBOOK: readonly (readonly [string, string, string])[] = [
  [
    'pricing',
    'How we price',
    [
      '# How we price',
      '',
      'By **seat**, and by the month.',
      '',
      '| plan | seat |',
      '| --- | --- |',
      '| Team | 12 |',
      '| Company | 19 |',
    ].join('\n'),
  ],
  [
    'first-call',
    'The first call',
    [
      '# The first call',
      '',
      '1. Ask what they do today.',
      '2. Ask what it costs them.',
      '3. Listen.',
      '',
      '> Nobody was ever convinced by a feature.',
    ].join('\n'),
  ],
  [
    'security',
    'Answers about security',
    [
      '# Answers about security',
      '',
      '- [x] Sealed credentials',
      '- [x] An audit trail',
      '- [ ] A certificate on the wall',
      '',
      'See [the trust page](https://example.com/trust).',
    ].join('\n'),
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
