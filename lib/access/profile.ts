import { patchUser } from '@/lib/access/repository';
import { DomainError } from '@/lib/contract/errors';
import type { Actor } from '@/lib/contract/principal';
import { emit } from '@/lib/events/service';
import { prismaTransaction } from '@/lib/platform/db';

/** Changes how a person is called and in which zone dates are shown to them. Throws forbidden. */
export async function updateProfile(
  actor: Actor,
  changes: { name?: string; time_zone?: string | null },
): Promise<{ user: { id: string; name: string; time_zone: string | null } }> {
  if (actor.kind !== 'user')
    throw new DomainError('forbidden', {
      detail: 'An API key is nobody in person.',
      fix: 'Sign in to the console.',
    });
  const user = await prismaTransaction(async (tx) => {
    const data = { changed: Object.keys(changes) };
    await emit(tx, actor, { event: 'account.profile_changed', id: actor.user_id, data });
    return patchUser(actor.user_id, changes, tx);
  });
  return { user };
}
