import { SANDBOX_CLIENT } from '@/lib/sandbox/kit/grants';
import type { World } from '@/lib/sandbox/kit/world';

/** Tokens of another provider that were left with one that keeps them. */
export interface KeptTokens {
  app: string;
  access_token: string;
  refresh_token: string | null;
  /** Whatever came with them (an instance URL). */
  fields: Record<string, unknown>;
}

/** Keeps tokens under a new id. */
export function keepTokens(world: World, prefix: string, tokens: KeptTokens): string {
  const id = `${prefix}${world.memory.size + 1}${tokens.app.replaceAll('-', '')}`;
  world.memory.set(id, tokens);
  return id;
}

/**
 * The tokens kept under an id, renewed when they ended; null: there are none. dead: the provider
 * they are for accepts neither of them any more.
 */
export function keptTokens(world: World, id: string): KeptTokens | 'dead' | null {
  const kept = world.memory.get(id) as KeptTokens | undefined;
  if (!kept) return null;
  const state = world.grants.check(kept.app, kept.access_token);
  if (typeof state === 'object') return kept;
  const form = new URLSearchParams({ ...SANDBOX_CLIENT, refresh_token: kept.refresh_token ?? '' });
  const pair = world.grants.refresh(kept.app, form);
  if (typeof pair === 'string') return 'dead';
  const { access_token, refresh_token = kept.refresh_token } = pair;
  const renewed = { ...kept, access_token, refresh_token };
  world.memory.set(id, renewed);
  return renewed;
}

/** What was left, out of fields a person sent; null: no token among them. */
export function tokensIn(app: string, sent: unknown): KeptTokens | null {
  const fields = (typeof sent === 'object' && sent !== null ? sent : {}) as Record<string, unknown>;
  const { access_token, refresh_token, ...more } = fields;
  if (typeof access_token !== 'string') return null;
  return {
    app,
    access_token,
    refresh_token: typeof refresh_token === 'string' ? refresh_token : null,
    fields: more,
  };
}
