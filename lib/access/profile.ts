import { patchUser, type Profile, type ProfileChanges } from '@/lib/access/repository';
import { DomainError } from '@/lib/contract/errors';
import type { Actor } from '@/lib/contract/principal';
import { emit } from '@/lib/events/service';
import { prismaTransaction } from '@/lib/platform/db';

/** Changes how a person is called, and how things are shown to them. Throws forbidden. */
export async function updateProfile(
  actor: Actor,
  changes: ProfileChanges,
): Promise<{ user: Profile }> {
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
