import { findMemberships } from '@/lib/access/repository';
import { deleteSession, insertSession } from '@/lib/access/repository-sessions';
import { emit } from '@/lib/events/service';
import { prismaTransaction, type PrismaTx } from '@/lib/platform/db';

/** Stores a sign-in in one browser, and tells every workspace of the person. */
export const beginSession = (session: {
  id: string;
  user_id: string;
  address: string | null;
  user_agent: string | null;
}): Promise<void> =>
  prismaTransaction(async (tx) => {
    await insertSession(session, tx);
    await tell('session.started', session.user_id, session.id, tx);
  });

/** Ends the session of a browser that signs out; one that has ended is left alone. */
export const signOut = (user_id: string, id: string): Promise<void> =>
  prismaTransaction(async (tx) => {
    if (await deleteSession(user_id, id, tx)) await tell('session.ended', user_id, id, tx);
  });

async function tell(
  event: 'session.started' | 'session.ended',
  user_id: string,
  id: string,
  tx: PrismaTx,
): Promise<void> {
  for (const { workspaceId } of await findMemberships(user_id, tx.prisma)) {
    const by = { kind: 'user' as const, user_id, workspace: { id: workspaceId } };
    await emit(tx, by, { event, id });
  }
}
