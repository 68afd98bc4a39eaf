import { html } from '@/lib/sandbox/kit/call';
import type { Reply } from '@/lib/sandbox/kit/call';
import { style } from '@/lib/sandbox/kit/consent-style';
import { endpointsFor } from '@/lib/sandbox/kit/endpoint';
import type { Asked, Endpoint } from '@/lib/sandbox/kit/endpoint';
import { SANDBOX_CLIENT } from '@/lib/sandbox/kit/grants';
import { list, text } from '@/lib/sandbox/kit/params';
import type { SandboxProvider } from '@/lib/sandbox/kit/provider';

type Page = Pick<SandboxProvider, 'slug' | 'name' | 'accounts' | 'streams'> & {
  colour: string;
  explain: (scope: string) => string;
  /** Parameters of the provider's own that its page takes (`access_type`, `owner`). */
  also?: readonly string[];
  /** The one of them that holds the scopes, where `scope` does not. */
  scope_in?: string;
};

const scopes = {
  read: ([sent]: readonly unknown[]) => String(sent).split(/[ ,]+/).filter(Boolean),
  absent: (): string[] => [],
};
/** What an app may ask the page for (RFC 6749, RFC 7636, and HubSpot's optional scopes). */
const ASKED = {
  client_id: text(),
  redirect_uri: text(),
  response_type: text(),
  scope: scopes,
  optional_scope: scopes,
  state: text(),
  code_challenge: text(),
  code_challenge_method: text(),
  prompt: text(),
  access_type: text(),
};
/** What the page's own form adds. */
const DECIDED = {
  decision: text(),
  account: text(),
  other_account: text(),
  withhold: list({ repeats: true }),
};
type Wanted = Asked<null, object, typeof ASKED>['query'];
type Decision = Asked<null, object, object, typeof DECIDED>['body'];

/**
 * The page on which a person allows access: GET shows it, POST answers with a redirect to the app.
 * The form posts to a relative address, so that the page works wherever the sandbox is mounted.
 */
export function consentEndpoints(path: string, page: Page): Endpoint<null, object>[] {
  const { open } = endpointsFor<null>();
  const own = Object.fromEntries(
    (page.also ?? []).map((name) => [name, name === page.scope_in ? scopes : text()]),
  );
  const asked = { ...ASKED, ...own };
  return [
    open.get(path, {
      query: asked,
      answer: ({ query, world }) => {
        const target = targetOf(page, query, world.callback_allowed);
        return target instanceof URL
          ? html(200, form(page, query, scopesOf(page, query)), GUARD)
          : target;
      },
    }),
    open.post(path, {
      form: { ...asked, ...DECIDED },
      answer: (asked) => decided(page, asked.body, asked),
    }),
  ];
}

function decided(
  page: Page,
  asked: Wanted & Decision,
  { world }: Pick<Asked<null>, 'world'>,
): Reply {
  const target = targetOf(page, asked, world.callback_allowed);
  if (!(target instanceof URL)) return target;
  if (asked.decision !== 'allow')
    return back(target, asked.state, {
      error: 'access_denied',
      error_description: 'The user denied access.',
    });
  const account = (asked.other_account || asked.account || '').trim();
  const known =
    page.accounts.some((a) => a.name === account) ||
    page.streams.some((stream) => world.collection(account, stream));
  if (!known) return consentProblem(page, `There is no sandbox account named “${account}”.`);
  return back(target, asked.state, {
    code: world.grants.code({
      provider: page.slug,
      account,
      scopes: scopesOf(page, asked).filter((s) => !asked.withhold?.includes(s)),
      redirect_uri: asked.redirect_uri ?? '',
      challenge: asked.code_challenge,
      method: asked.code_challenge_method,
    }),
  });
}

/**
 * Where the person is sent back to, or a page that says why nowhere: nobody is sent to an address
 * that is not registered for the app, nor on behalf of an unknown app (RFC 6749, 4.1.2.1).
 */
function targetOf(page: Page, asked: Wanted, allowed: (url: URL) => boolean): URL | Reply {
  const sent = asked.redirect_uri ?? '';
  const target = URL.canParse(sent) ? new URL(sent) : null;
  if (!target || !/^https?:$/.test(target.protocol))
    return consentProblem(page, 'The app sent no valid redirect_uri.');
  if (asked.client_id !== SANDBOX_CLIENT.client_id)
    return consentProblem(
      page,
      'No app has this client_id. The sandbox knows one: client_id “sandbox” with client_secret “sandbox”.',
    );
  if (!allowed(target))
    return consentProblem(
      page,
      'This redirect_uri is not registered for the app. The sandbox is told the callbacks of its apps when it starts.',
    );
  if ((asked.response_type ?? 'code') !== 'code')
    return back(target, asked.state, { error: 'unsupported_response_type' });
  return target;
}

function scopesOf({ scope_in }: Page, asked: Wanted): string[] {
  const own = scope_in ? (asked as unknown as Record<string, string[]>)[scope_in]! : asked.scope;
  return [...new Set([...own, ...asked.optional_scope])];
}

const GUARD = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

function back(target: URL, state: string | null, answer: Record<string, string>): Reply {
  const url = new URL(target);
  for (const [key, value] of Object.entries(answer)) url.searchParams.set(key, value);
  if (state !== null) url.searchParams.set('state', state);
  return { status: 302, headers: { location: url.href, 'cache-control': 'no-store' }, body: '' };
}

const escape = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const button = (value: string, word: string, look = '') =>
  `<button name="decision" value="${value}"${look}>${word}</button>`;

function form(page: Page, asked: Wanted, scopes: readonly string[]): string {
  const carried = Object.entries(asked)
    .map(([key, sent]) => [key, Array.isArray(sent) ? sent.join(' ') : (sent ?? '')] as const)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => `<input type="hidden" name="${key}" value="${escape(value)}">`);
  const accounts = page.accounts.map(
    (a, i) =>
      `<label class="account"><input type="radio" name="account" value="${escape(a.name)}"` +
      `${i === 0 ? ' checked' : ''}><span><b>${escape(a.name)}</b><small>${escape(a.note)}</small>` +
      '</span></label>',
  );
  const explained = scopes.map(
    (s) => `<li><span>${escape(page.explain(s))}</span><code>${escape(s)}</code></li>`,
  );
  return shell(
    page,
    `Allow Inlet to use your ${page.name} account?`,
    `
<form method="post" action="authorize">${carried.join('')}
<fieldset><legend>Account</legend>${accounts.join('')}
<label class="other">Another sandbox account
<input name="other_account" autocomplete="off" spellcheck="false" placeholder="bulk-20000"></label>
</fieldset>
<h2>Inlet will be able to</h2>
<ul>${explained.join('') || '<li><span>See who you are</span></li>'}</ul>
${scopes.length > 0 ? leaveOut(scopes) : ''}
<div class="actions">${button('cancel', 'Cancel', ' class="quiet"')}${button('allow', 'Allow')}</div>
</form>`,
  );
}

function leaveOut(scopes: readonly string[]): string {
  const boxes = scopes.map(
    (s) =>
      `<label class="line"><input type="checkbox" name="withhold" value="${escape(s)}"> ` +
      `<code>${escape(s)}</code></label>`,
  );
  return (
    '<details><summary>Leave permissions out</summary>' +
    `<p>To see how the app copes, tick what you do not give.</p>${boxes.join('')}</details>`
  );
}

/** The consent page saying what is wrong; it sends nobody anywhere. */
export const consentProblem = (page: Pick<Page, 'name' | 'colour'>, sentence: string): Reply =>
  html(
    400,
    shell(page, 'This request cannot be answered', `<p role="alert">${escape(sentence)}</p>`),
    GUARD,
  );

const shell = (page: Pick<Page, 'name' | 'colour'>, title: string, content: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escape(page.name)} sandbox: ${escape(title)}</title>
<style>${style(page.colour)}</style></head>
<body><main><header><span class="mark" aria-hidden="true">${escape(page.name[0]!)}</span>
<span>${escape(page.name)}</span><em>Sandbox</em></header>
<h1>${escape(title)}</h1>${content}</main>
<footer>This page belongs to the sandbox. No data leaves this machine,
and no ${escape(page.name)} account is involved.</footer></body></html>`;
