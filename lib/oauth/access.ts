import type { OAuth } from '@/lib/connectors/kit';
import { handleAppFields } from '@/lib/oauth/apps';
import { goodUntil, takeToken } from '@/lib/oauth/auth-providers/source';
import { hold, mustRead, openFields, openProvided, type Target } from '@/lib/oauth/credential';
import { TokenError } from '@/lib/oauth/errors';
import { refresh } from '@/lib/oauth/refresh';
import type { CredentialRow } from '@/lib/oauth/repository';

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
  const row = await mustRead(target);
  if (row.kind === 'auth_provider') return accessByProvider(target, row, auth);
  let held = await hold(target, row);
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

/** Tokens come from the auth provider each time, and are kept in memory only. */
async function accessByProvider(target: Target, row: CredentialRow, auth: OAuth): Promise<Access> {
  const provided = await openProvided(target, row);
  const take = () => takeToken({ id: target.workspace_id, mode: target.mode }, provided);
  let token = await take();
  let good_until = goodUntil(token);
  const renew = async () => {
    token = await take();
    good_until = goodUntil(token);
    return true;
  };
  return {
    headers: async () => {
      if (performance.now() >= good_until) await renew();
      return auth.apply(token.access_token);
    },
    renew,
  };
}
