import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * What a token says about itself: the sandbox keeps no table of them, so they outlive a restart.
 */
interface Claims {
  /** Kind: code, access, refresh. */
  k: 'c' | 'a' | 'r';
  provider: string;
  account: string;
  /** The consent it came from. */
  grant: string;
  /**
   * When the consent was given, when this token was issued and when it ends, epoch milliseconds.
   */
  granted: number;
  issued: number;
  ends: number;
  scopes: string[];
  /** How often the consent was refreshed before. */
  turn?: number;
  /** Codes only. */
  redirect_uri?: string;
  challenge?: string;
}

/** How refresh tokens change. */
export interface Rotation {
  /** Each refresh gives a new refresh token, and using an old one again ends the consent. */
  on: boolean;
  /** The old one still works until something of the new pair was used. */
  grace?: boolean;
  /** Refresh answers carry no refresh token; the old one stays good. */
  omit?: boolean;
}

export interface TokenPair {
  access_token: string;
  /** Missing where the old one stays good. */
  refresh_token?: string;
  expires_in: number;
  account: string;
  scopes: string[];
}
export type GrantProblem =
  'invalid_client' | 'bad_code' | 'bad_redirect_uri' | 'bad_verifier' | 'bad_refresh_token';
export type Checked =
  { account: string; scopes: readonly string[]; grant: string } | 'expired' | 'invalid';

export interface Grants {
  code: (consent: {
    provider: string;
    account: string;
    scopes: readonly string[];
    redirect_uri: string;
    challenge: string | null;
    method: string | null;
  }) => string;
  exchange: (provider: string, form: URLSearchParams) => TokenPair | GrantProblem;
  refresh: (provider: string, form: URLSearchParams) => TokenPair | GrantProblem;
  check: (provider: string, access_token: string) => Checked;
  /** The account a token or a code of any kind belongs to, good or not; null: not one of ours. */
  accountOf: (token: string) => string | null;
  /** The provider it was given out by; null: not one of ours. */
  providerOf: (token: string) => string | null;
  /** Ends the consent a token belongs to. */
  revokeToken: (token: string) => void;
  /** Ends every consent of an account given until now. */
  revokeAccount: (provider: string, account: string) => void;
  /** For keys, which have no consent of their own: whether the account's was ended. */
  accountRevoked: (provider: string, account: string) => boolean;
  /** Seconds an access token lives from now on. */
  setTokenLife: (provider: string, seconds: number) => void;
  setRotation: (provider: string, rotation: Rotation) => void;
  /** Whether our client is known. */
  setApp: (provider: string, accepted: boolean) => void;
  clear: () => void;
}

export const SANDBOX_CLIENT = { client_id: 'sandbox', client_secret: 'sandbox' };
const CODE_LIFE_MS = 60_000;
const REFRESH_LIFE_MS = 10 * 365 * 86_400_000;
const KEY = 'sandbox tokens guard generated data only';

export interface GrantRules {
  /** Providers whose refresh tokens change with every use. */
  rotates: (provider: string) => boolean;
  /** Default life of access tokens by provider, seconds. */
  life_s: (provider: string) => number;
  /** Accounts whose consent dies by itself so long after it was given. */
  dies_after_ms: (provider: string, account: string) => number | null;
}

/** Longer than a screen: what has been given, used and ended is one state. */
export function createGrants(now: () => number, rules: GrantRules): Grants {
  const usedCodes = new Set<string>();
  const spentRefresh = new Set<string>();
  const deadGrants = new Set<string>();
  const deadBefore = new Map<string, number>();
  const life = new Map<string, number>();
  const rotations = new Map<string, Rotation>();
  const refusedApps = new Set<string>();
  /** The latest turn of a consent that something was used of. */
  const usedTurn = new Map<string, number>();
  const opened = new Map<string, Claims>();

  const mac = (payload: string) =>
    createHmac('sha256', KEY).update(payload).digest('base64url').slice(0, 22);

  function seal(claims: Claims): string {
    const payload = Buffer.from(
      JSON.stringify({ ...claims, j: randomBytes(6).toString('base64url') }),
    ).toString('base64url');
    return `sbx.${payload}.${mac(payload)}`;
  }

  function open(token: string): Claims | null {
    const seen = opened.get(token);
    if (seen) return seen;
    const [prefix, payload, tag] = token.split('.');
    if (prefix !== 'sbx' || !payload || !tag) return null;
    const want = mac(payload);
    if (tag.length !== want.length || !timingSafeEqual(Buffer.from(tag), Buffer.from(want)))
      return null;
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
    if (opened.size > 10_000) opened.clear();
    opened.set(token, claims);
    return claims;
  }

  /** Gone: revoked, or of an account whose consents do not last. */
  const gone = (c: Claims) => {
    const limit = rules.dies_after_ms(c.provider, c.account);
    return (
      deadGrants.has(c.grant) ||
      c.granted < (deadBefore.get(`${c.provider}/${c.account}`) ?? 0) ||
      (limit !== null && now() - c.granted >= limit)
    );
  };

  const use = (c: Claims) => {
    usedTurn.set(c.grant, Math.max(usedTurn.get(c.grant) ?? 0, c.turn ?? 0));
  };

  /** `kept`: the refresh token that stays good. */
  function pair(from: Claims, turn: number, kept?: { refresh_token?: string }): TokenPair {
    const issued = now();
    const limit = rules.dies_after_ms(from.provider, from.account);
    const wanted = life.get(from.provider) ?? rules.life_s(from.provider);
    const expires_in =
      limit === null
        ? wanted
        : Math.min(wanted, Math.max(1, Math.round((from.granted + limit - issued) / 1000)));
    const common = {
      provider: from.provider,
      account: from.account,
      grant: from.grant,
      granted: from.granted,
      issued,
      scopes: from.scopes,
      turn,
    };
    return {
      access_token: seal({ k: 'a', ...common, ends: issued + expires_in * 1000 }),
      ...(kept ?? { refresh_token: seal({ k: 'r', ...common, ends: issued + REFRESH_LIFE_MS }) }),
      expires_in,
      account: from.account,
      scopes: from.scopes,
    };
  }

  const clientOk = (provider: string, form: URLSearchParams) =>
    !refusedApps.has(provider) &&
    form.get('client_id') === SANDBOX_CLIENT.client_id &&
    form.get('client_secret') === SANDBOX_CLIENT.client_secret;

  return {
    code: ({ provider, account, scopes, redirect_uri, challenge, method }) => {
      const issued = now();
      return seal({
        k: 'c',
        provider,
        account,
        grant: randomBytes(9).toString('base64url'),
        granted: issued,
        issued,
        ends: issued + CODE_LIFE_MS,
        scopes: [...scopes],
        redirect_uri,
        ...(challenge ? { challenge: `${method ?? 'plain'}:${challenge}` } : {}),
      });
    },
    exchange(provider, form) {
      if (!clientOk(provider, form)) return 'invalid_client';
      const code = form.get('code') ?? '';
      const claims = open(code);
      if (!claims || claims.k !== 'c' || claims.provider !== provider || claims.ends < now())
        return 'bad_code';
      if (usedCodes.has(code)) {
        deadGrants.add(claims.grant);
        return 'bad_code';
      }
      if (form.get('redirect_uri') !== claims.redirect_uri) return 'bad_redirect_uri';
      if (claims.challenge) {
        const verifier = form.get('code_verifier') ?? '';
        const proof = claims.challenge.startsWith('S256:')
          ? `S256:${createHash('sha256').update(verifier).digest('base64url')}`
          : `plain:${verifier}`;
        if (proof !== claims.challenge) return 'bad_verifier';
      }
      usedCodes.add(code);
      return pair(claims, 0);
    },
    refresh(provider, form) {
      if (!clientOk(provider, form)) return 'invalid_client';
      const token = form.get('refresh_token') ?? '';
      const claims = open(token);
      if (
        !claims ||
        claims.k !== 'r' ||
        claims.provider !== provider ||
        claims.ends < now() ||
        gone(claims)
      )
        return 'bad_refresh_token';
      const { on, grace, omit } = rotations.get(provider) ?? { on: rules.rotates(provider) };
      const turn = claims.turn ?? 0;
      const spent = grace ? turn < (usedTurn.get(claims.grant) ?? 0) : spentRefresh.has(token);
      if (spent) {
        deadGrants.add(claims.grant);
        return 'bad_refresh_token';
      }
      use(claims);
      if (omit) return pair(claims, turn, {});
      if (!on) return pair(claims, turn, { refresh_token: token });
      spentRefresh.add(token);
      return pair(claims, turn + 1);
    },
    check(provider, token) {
      const claims = open(token);
      if (!claims || claims.k !== 'a' || claims.provider !== provider) return 'invalid';
      if (claims.ends <= now()) return 'expired';
      if (gone(claims)) return 'invalid';
      use(claims);
      return { account: claims.account, scopes: claims.scopes, grant: claims.grant };
    },
    accountOf: (token) => open(token)?.account ?? null,
    providerOf: (token) => open(token)?.provider ?? null,
    revokeToken: (token) => {
      const claims = open(token);
      if (claims) deadGrants.add(claims.grant);
    },
    // One more than now: a consent given in this very millisecond dies too.
    revokeAccount: (provider, account) => {
      deadBefore.set(`${provider}/${account}`, now() + 1);
    },
    accountRevoked: (provider, account) => deadBefore.has(`${provider}/${account}`),
    setTokenLife: (provider, seconds) => {
      life.set(provider, seconds);
    },
    setRotation: (provider, rotation) => {
      rotations.set(provider, rotation);
    },
    setApp: (provider, accepted) => {
      if (accepted) refusedApps.delete(provider);
      else refusedApps.add(provider);
    },
    clear: () => {
      for (const kept of [
        usedCodes,
        spentRefresh,
        deadGrants,
        deadBefore,
        life,
        rotations,
        refusedApps,
        usedTurn,
      ])
        kept.clear();
    },
  };
}
