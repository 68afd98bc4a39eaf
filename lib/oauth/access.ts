import { handleAppFields } from '@/lib/oauth/apps';
import { hold, mustRead, openFields, type Target } from '@/lib/oauth/credential';
import { TokenError } from '@/lib/oauth/errors';
import { refresh } from '@/lib/oauth/refresh';

/** A way to call the provider as this connection. */
export interface Access {
  /**
   * Headers that carry the credential, refreshed when it is about to run out. Throws TokenError.
   */
  headers: () => Promise<Record<string, string>>;
  /**
   * The provider no longer accepts the token last handed out: get another. False: this kind of
   * credential has no other.
   */
  renew: () => Promise<boolean>;
}

/** Opens a connection's credential. Throws TokenError('gone') when there is none. */
export async function openAccess(target: Target): Promise<Access> {
  const { auth } = target.connector;
  if (auth.method === 'webhook') return { headers: async () => ({}), renew: async () => false };
  if (auth.method === 'handle') {
    const fields = handleAppFields(target.connector, target.mode);
    if (!fields)
      throw new TokenError(
        'operator',
        `${target.connector.name} is not set up on this installation.`,
      );
    return { headers: async () => auth.apply(fields), renew: async () => false };
  }
  if (auth.method === 'api_key') {
    const fields = await openFields(target, await mustRead(target));
    return { headers: async () => auth.apply(fields), renew: async () => false };
  }
  let held = await hold(target, await mustRead(target));
  return {
    headers: async () => {
      if (performance.now() >= held.good_until) held = await refresh(target, held.version);
      return auth.apply(held.token);
    },
    renew: async () => {
      held = await refresh(target, held.version);
      return true;
    },
  };
}
