import { Octokit } from '@octokit/rest';
import { describe, expect, it } from 'vitest';
import { consent, exchange, fault, mutate, scopesOf } from '../sandbox.ts';

async function signedIn(): Promise<Octokit> {
  const code = await consent('https://github.com/login/oauth/authorize', {
    account: 'acme',
    scope: scopesOf('github'),
  });
  const { access_token } = await exchange('https://github.com/login/oauth/access_token', code);
  return new Octokit({ auth: access_token });
}

describe('@octokit/rest', () => {
  it('signs in, and lists repositories and their issues to the last page', async () => {
    const github = await signedIn();
    const me = await github.users.getAuthenticated();
    expect(me.data.login).toBeTruthy();
    const repositories = await github.paginate(github.repos.listForAuthenticatedUser, {
      per_page: 100,
    });
    expect(repositories.length).toBeGreaterThan(0);
    const { owner, name: repo } = repositories.find((one) => one.has_issues)!;
    const of = { owner: owner.login, repo, state: 'all' as const };
    const few = await github.paginate(github.issues.listForRepo, { ...of, per_page: 5 });
    const many = await github.paginate(github.issues.listForRepo, { ...of, per_page: 100 });
    expect(few.map((one) => one.id)).toEqual(many.map((one) => one.id));
    expect(few.length).toBeGreaterThan(5);
  });

  it('is told of a token nobody knows, and of trouble', async () => {
    const stranger = new Octokit({ auth: 'ghp_of_nobody' });
    await expect(stranger.users.getAuthenticated()).rejects.toMatchObject({ status: 401 });
    const github = await signedIn();
    await fault({ provider: 'github', kind: '502', times: 1 });
    await expect(github.users.getAuthenticated()).rejects.toMatchObject({ status: 502 });
    await mutate({ provider: 'github', account: 'acme', stream: 'issues', update: 1 });
  });
});
