import { execute } from '@/lib/api/execute';
import type { OperationId } from '@/lib/contract';
import { db } from '@/lib/platform/db';
import { newId } from '@/lib/platform/ids';
import { sql } from '@/lib/platform/sql';
import type { SignedIn } from '@/lib/platform/testing';

const MIRROR = {
  parent: { id: newId(), title: 'A page' },
  selection: { categories: ['docs'] },
  start: false,
};

const run = (as: SignedIn, id: OperationId, input: object) =>
  execute(id, as, input, { id: newId() });

/** Makes a connection one that writes; paused, so that what is set queues no run. */
const outbound = (id: string) =>
  db.query(sql`
    UPDATE connections
    SET direction = 'outbound', status = 'paused'
    WHERE id = ${id}`);

/** For the operations on knowledge that declare an event: how to get there, and what to send. */
export const DOING_KNOWLEDGE: Record<
  string,
  (w: { owner: SignedIn; id: string }) => Promise<object>
> = {
  putDocument: async () => ({ external_id: 'one', title: 'One', markdown: '# One' }),
  tagDocument: async ({ owner }) => {
    await run(owner, 'putDocument', { external_id: 'one', title: 'One', markdown: '# One' });
    return { external_id: 'one', tags: ['a'] };
  },
  deleteDocument: async ({ owner }) => {
    await run(owner, 'putDocument', { external_id: 'one', title: 'One', markdown: '# One' });
    return { external_id: 'one' };
  },
  setKnowledgeSync: async ({ id }) => {
    await outbound(id);
    return { ...MIRROR, id };
  },
  answerMirroredPage: async ({ id, owner }) => {
    const document_id = newId();
    await outbound(id);
    await run(owner, 'setKnowledgeSync', { ...MIRROR, id });
    await db.query(sql`
      INSERT INTO mirrored_pages (workspace_id, connection_id, document_id, external_id, state)
      VALUES (${owner.workspace.id}, ${id}, ${document_id}, 'one', 'gone')`);
    return { id, document_id, answer: 'leave' };
  },
  confirmArchiving: async ({ id, owner }) => {
    await outbound(id);
    await run(owner, 'setKnowledgeSync', { ...MIRROR, id });
    await db.query(sql`
      INSERT INTO mirrored_pages (
        workspace_id, connection_id, document_id, external_id, state, page_id
      )
      SELECT ${owner.workspace.id}, ${id}, gen_random_uuid(), n::text, 'written', n::text
      FROM generate_series(1, 60) n`);
    return { id, up_to: 60 };
  },
  makeDatabaseAgain: async ({ id, owner }) => {
    await outbound(id);
    await run(owner, 'setKnowledgeSync', { ...MIRROR, id });
    await db.query(sql`
      UPDATE knowledge_mirrors
      SET database_gone = true
      WHERE connection_id = ${id}`);
    return { id };
  },
};
