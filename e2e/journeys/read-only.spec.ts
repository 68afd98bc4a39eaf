import { api, request, settled, type Api } from '../fixtures/api';
import { asPage, makeMember, say } from '../fixtures/policy';
import { connectionsPage, connectPipedrive } from '../fixtures/steps';
import { expect, expectAccessible, otherBrowser, shot, test, type Page } from '../fixtures/test';
import {
  makeKey,
  ownAccount,
  quarantine,
  sql,
  type Person,
  type Workspace,
} from '../fixtures/world';

const WRITE = 'Somebody with write access has to do this.';
const REMOVE = 'Your role may not remove connections.';

/** What a case stands on: a workspace, its API, and the member who may only look. */
interface Stage {
  workspace: Workspace;
  rest: Api;
  person: Person;
}

/** What is off in the console, and the call behind it, which is refused. */
interface Case {
  what: string;
  /** Makes what is looked at; answers the id of the connection. */
  make: (stage: Stage) => Promise<string>;
  /** The query of the connection's page; null: the list. */
  at: string | null;
  /** What has to be done before the controls are there. */
  open?: (page: Page) => Promise<void>;
  off: (page: Page) => { control: ReturnType<Page['getByRole']>; why: string }[];
  call: (id: string) => readonly [method: string, path: string, body?: object];
}

const pipedrive = async ({ rest }: Stage) => connectPipedrive(rest, (await ownAccount()).pipedrive);

const CASES: Case[] = [
  {
    what: 'whose mailbox a personal connection is',
    make: async (stage) => {
      const id = await pipedrive(stage);
      await sql(`UPDATE connections SET scope = 'personal', owner_user_id = $2 WHERE id = $1`, [
        id,
        stage.person.id,
      ]);
      return id;
    },
    at: '',
    off: (page) => [{ control: page.getByRole('button', { name: /^Owner: / }), why: WRITE }],
    call: (id) => ['PATCH', `/connections/${id}`, { owner_user_id: null }],
  },
  {
    what: 'which streams are read',
    make: pipedrive,
    at: '?tab=streams',
    off: (page) =>
      ['Deals', 'Organizations'].map((label) => ({
        control: page.getByRole('switch', { name: `Read ${label}` }),
        why: WRITE,
      })),
    call: (id) => ['PATCH', `/connections/${id}/streams`, { streams: { deals: false } }],
  },
  {
    what: 'what is read, in the settings',
    make: pipedrive,
    at: '?tab=settings',
    off: (page) => [{ control: page.getByRole('checkbox', { name: /^Deals/ }), why: WRITE }],
    call: (id) => ['PATCH', `/connections/${id}/streams`, { streams: { deals: false } }],
  },
  {
    what: 'its tags',
    make: async ({ rest }) =>
      connectPipedrive(rest, (await ownAccount()).pipedrive, { tags: ['emea'] }),
    at: '?tab=settings',
    off: (page) => [
      { control: page.getByRole('button', { name: 'Remove the tag emea' }), why: WRITE },
      { control: page.getByRole('combobox', { name: 'Add a tag' }), why: WRITE },
    ],
    call: (id) => ['PATCH', `/connections/${id}`, { tags: [] }],
  },
  {
    what: 'the address and the secret of a webhook',
    make: async ({ rest }) =>
      (await rest.post('/connections', { connector_type: 'webhook' })).body.connection.id,
    at: '',
    off: (page) =>
      ['Send a sample', 'New secret'].map((name) => ({
        control: page.getByRole('button', { name }),
        why: WRITE,
      })),
    call: (id) => ['POST', `/connections/${id}/webhook/rotate`, {}],
  },
  {
    what: 'live updates',
    make: async ({ rest }) => {
      const { body, text } = await rest.post('/connections', {
        connector_type: 'stripe',
        api_key: 'rk_test_sandbox_initech',
      });
      expect(body.connection, text).toBeTruthy();
      await settled(rest, body.connection.id);
      return body.connection.id;
    },
    at: '?tab=settings',
    off: (page) => [{ control: page.getByRole('button', { name: 'Have it tell us' }), why: WRITE }],
    call: (connection_id) => [
      'POST',
      '/connectors/stripe/setup-webhook',
      { connection_id, fields: {} },
    ],
  },
  {
    what: 'another try for what is in quarantine',
    make: async (stage) => {
      const id = await pipedrive(stage);
      const payload = { id: 1, name: 'Ada' };
      await quarantine(stage.workspace, id, [{ external_id: '1', reason: 'No text', payload }]);
      return id;
    },
    at: '?tab=quarantine',
    off: (page) =>
      [/^Try all again$/, /^Try .* 1 again$/].map((name) => ({
        control: page.getByRole('button', { name }),
        why: WRITE,
      })),
    call: (id) => ['POST', `/connections/${id}/quarantine/retry`, {}],
  },
  {
    what: 'what is done to several at once',
    make: pipedrive,
    at: null,
    open: async (page) => {
      await page.getByRole('checkbox', { name: 'Select Pipedrive' }).click();
    },
    off: (page) => {
      const bar = page.getByRole('toolbar', { name: 'Selected connections' });
      return [
        ...['Sync now', 'Pause', 'Resume', 'Add a tag'].map((name) => ({
          control: bar.getByRole('button', { name }),
          why: WRITE,
        })),
        { control: bar.getByRole('button', { name: 'Disconnect' }), why: REMOVE },
      ];
    },
    call: (id) => ['POST', `/connections/${id}/pause`, {}],
  },
];

for (const { what, make, at, open, off, call } of CASES)
  test(`whoever may only look cannot change ${what}, is told why, and is refused by the API`, async ({
    workspace,
    browser,
  }) => {
    const rest = api(await makeKey(workspace));
    const person = await makeMember(workspace);
    const id = await make({ workspace, rest, person });
    await say(workspace, { role: 'member' }, 'read');
    const theirs = await otherBrowser(browser, person);
    const page = await theirs.newPage();
    if (at === null) await connectionsPage(page, workspace.slug);
    else await page.goto(`/${workspace.slug}/connections/${id}${at}`);
    await open?.(page);
    for (const { control, why } of off(page)) {
      await expect(control).toBeVisible();
      await expect(control).toBeDisabled();
      await expect(control).toHaveAccessibleDescription(why);
    }
    await expectAccessible(page);
    await shot(page, `read-only-${what.replaceAll(/\W+/g, '-')}`);
    const [method, path, body] = call(id);
    const answer = await request(method, path, {
      headers: { ...(await asPage(person, workspace)), 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect([answer.status, answer.body.code]).toEqual([403, 'surface_read_only']);
    await theirs.close();
  });
