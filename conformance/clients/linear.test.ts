import { LinearClient } from '@linear/sdk';
import { describe, expect, it } from 'vitest';
import { consent, exchange, sameAs, scopesOf } from '../sandbox.ts';

const ACME = { provider: 'linear', account: 'acme', stream: 'issues' };

async function signedIn(): Promise<LinearClient> {
  const code = await consent('https://linear.app/oauth/authorize', {
    account: ACME.account,
    scope: scopesOf('linear'),
  });
  const { access_token } = await exchange('https://api.linear.app/oauth/token', code);
  return new LinearClient({ accessToken: access_token! });
}

interface Found {
  found: {
    nodes: { id: string }[];
    pageInfo: { hasNextPage: boolean; endCursor: string | null };
  };
}

/** By the client's own transport: its models ask for every field Linear has, the sandbox has ours. */
async function ids(linear: LinearClient, stream: 'issues' | 'projects'): Promise<string[]> {
  const found: string[] = [];
  let after: string | null = null;
  do {
    const query = `query ($after: String) {
      found: ${stream}(first: 20, after: $after, includeArchived: false) {
        nodes { id }
        pageInfo { hasNextPage endCursor }
      }
    }`;
    const answer: { data?: Found } = await linear.client.rawRequest<Found, { after: typeof after }>(
      query,
      { after },
    );
    const { nodes, pageInfo } = answer.data!.found;
    found.push(...nodes.map((one) => one.id));
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}

describe('@linear/sdk', () => {
  it('signs in, and lists issues and projects to the last page', async () => {
    const linear = await signedIn();
    for (const stream of ['issues', 'projects'] as const)
      await sameAs({ ...ACME, stream }, await ids(linear, stream));
  });

  it('is told of a token nobody knows', async () => {
    const stranger = new LinearClient({ accessToken: 'of nobody' });
    await expect(stranger.viewer).rejects.toMatchObject({ type: 'AuthenticationError' });
  });
});
