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

/** A list as the client's models have it. */
interface Listed {
  nodes: { id: string }[];
  pageInfo: { hasNextPage: boolean };
  fetchNext: () => Promise<unknown>;
}

/** To the last page, by the way a model goes on. */
async function ids(listed: Listed): Promise<string[]> {
  for (let pages = 1; listed.pageInfo.hasNextPage; pages++) {
    if (pages > 100) throw new Error('the pages do not end');
    await listed.fetchNext();
  }
  return listed.nodes.map(({ id }) => id);
}

describe('@linear/sdk', () => {
  it('signs in, and its models list everything to the last page', async () => {
    const linear = await signedIn();
    const lists = {
      issues: await linear.issues({ first: 50 }),
      projects: await linear.projects({ first: 20 }),
      comments: await linear.comments({ first: 100 }),
      users: await linear.users({ first: 10 }),
      teams: await linear.teams({ first: 3 }),
    };
    for (const [stream, listed] of Object.entries(lists)) {
      expect(listed.pageInfo.hasNextPage, stream).toBe(true);
      await sameAs({ ...ACME, stream }, await ids(listed));
    }
  });

  it('says who it is, and a model leads to what it is about', async () => {
    const linear = await signedIn();
    const viewer = await linear.viewer;
    expect(viewer).toMatchObject({ admin: true, email: expect.stringContaining('@acme.') });
    expect((await linear.organization).urlKey).toBe(ACME.account);
    const { nodes } = await linear.issues({ first: 50 });
    const issue = nodes.find(({ assigneeId }) => assigneeId !== undefined)!;
    expect(issue.createdAt).toBeInstanceOf(Date);
    const [assignee, team] = [await issue.assignee, await issue.team];
    expect(assignee!.id).toBe(issue.assigneeId);
    expect(issue.identifier.startsWith(`${team!.key}-`)).toBe(true);
    expect((await linear.issue(issue.id)).title).toBe(issue.title);
  });

  it('is told what is wrong: a token nobody knows, a record that is not there, an order', async () => {
    const stranger = new LinearClient({ accessToken: 'of nobody' });
    await expect(stranger.viewer).rejects.toMatchObject({ type: 'AuthenticationError' });
    const linear = await signedIn();
    await expect(linear.issue('none')).rejects.toMatchObject({ type: 'GraphqlError' });
    await expect(linear.issues({ last: 5 })).rejects.toThrow('last is not in the sandbox');
  });
});
