import { SANDBOX_CLIENT } from '@/lib/sandbox/kit/grants';
import { html } from '@/lib/sandbox/kit/provider';
import type { Call, Reply, SandboxProvider, World } from '@/lib/sandbox/kit/provider';

type Page = Pick<SandboxProvider, 'slug' | 'name' | 'accounts'> & {
  colour: string;
  explain: (scope: string) => string;
};

/**
 * The page on which a person allows access: GET shows it, POST answers with a redirect to the app.
 * The form posts to a relative address, so that the page works wherever the sandbox is mounted.
 */
export function consent(call: Call, world: World, page: Page): Reply {
  const asked = call.method === 'POST' ? new URLSearchParams(call.body) : call.query;
  const redirect_uri = asked.get('redirect_uri') ?? '';
  const target = webAddress(redirect_uri);
  // Nobody is sent to an address that is not one, nor on behalf of an unknown app: the page itself
  // says what is wrong.
  if (!target) return problem(page, 'The app sent no valid redirect_uri.');
  if (asked.get('client_id') !== SANDBOX_CLIENT.client_id)
    return problem(
      page,
      'No app has this client_id. The sandbox knows one: client_id “sandbox” with client_secret “sandbox”.',
    );
  if ((asked.get('response_type') ?? 'code') !== 'code')
    return back(target, asked, { error: 'unsupported_response_type' });
  const scopes = [
    ...new Set(
      `${asked.get('scope') ?? ''} ${asked.get('optional_scope') ?? ''}`
        .split(/[ ,]+/)
        .filter(Boolean),
    ),
  ];
  if (call.method !== 'POST') return html(200, form(page, asked, scopes), GUARD);
  if (asked.get('decision') !== 'allow')
    return back(target, asked, {
      error: 'access_denied',
      error_description: 'The user denied access.',
    });

  const account = (asked.get('other_account') || asked.get('account') || '').trim();
  if (!page.accounts.some((a) => a.name === account) && !world.collection(account, 'contacts'))
    return problem(page, `There is no sandbox account named “${account}”.`);
  const withheld = asked.getAll('withhold');
  return back(target, asked, {
    code: world.grants.code({
      provider: page.slug,
      account,
      scopes: scopes.filter((s) => !withheld.includes(s)),
      redirect_uri,
      challenge: asked.get('code_challenge'),
      method: asked.get('code_challenge_method'),
    }),
  });
}

const GUARD = {
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

function webAddress(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^https?:$/.test(url.protocol) ? url : null;
}

function back(target: URL, asked: URLSearchParams, answer: Record<string, string>): Reply {
  const url = new URL(target);
  for (const [key, value] of Object.entries(answer)) url.searchParams.set(key, value);
  const state = asked.get('state');
  if (state !== null) url.searchParams.set('state', state);
  return { status: 302, headers: { location: url.href, 'cache-control': 'no-store' }, body: '' };
}

const escape = (text: string) => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
const CARRIED = [
  'client_id',
  'redirect_uri',
  'scope',
  'optional_scope',
  'state',
  'response_type',
  'code_challenge',
  'code_challenge_method',
];

function form(page: Page, asked: URLSearchParams, scopes: readonly string[]): string {
  const carried = CARRIED.filter((key) => asked.has(key)).map(
    (key) => `<input type="hidden" name="${key}" value="${escape(asked.get(key)!)}">`,
  );
  const accounts = page.accounts.map(
    (a, i) =>
      `<label class="account"><input type="radio" name="account" value="${escape(a.name)}"${i === 0 ? ' checked' : ''}><span><b>${escape(a.name)}</b><small>${escape(a.note)}</small></span></label>`,
  );
  const list = scopes.map(
    (s) => `<li><span>${escape(page.explain(s))}</span><code>${escape(s)}</code></li>`,
  );
  const without = scopes.map(
    (s) =>
      `<label class="line"><input type="checkbox" name="withhold" value="${escape(s)}"> <code>${escape(s)}</code></label>`,
  );
  return shell(
    page,
    `Allow Inlet to use your ${page.name} account?`,
    `
<form method="post" action="authorize">${carried.join('')}
<fieldset><legend>Account</legend>${accounts.join('')}
<label class="other">Another sandbox account <input name="other_account" autocomplete="off" spellcheck="false" placeholder="bulk-20000"></label></fieldset>
<h2>Inlet will be able to</h2><ul>${list.join('') || '<li><span>See who you are</span></li>'}</ul>
${scopes.length > 0 ? `<details><summary>Leave permissions out</summary><p>To see how the app copes, tick what you do not give.</p>${without.join('')}</details>` : ''}
<div class="actions"><button name="decision" value="cancel" class="quiet">Cancel</button><button name="decision" value="allow">Allow</button></div>
</form>`,
  );
}

const problem = (page: Page, sentence: string): Reply =>
  html(
    400,
    shell(page, 'This request cannot be answered', `<p role="alert">${escape(sentence)}</p>`),
    GUARD,
  );

const shell = (
  page: Page,
  title: string,
  content: string,
): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escape(page.name)} sandbox: ${escape(title)}</title><style>${style(page.colour)}</style></head>
<body><main><header><span class="mark" aria-hidden="true">${escape(page.name[0]!)}</span><span>${escape(page.name)}</span><em>Sandbox</em></header><h1>${escape(title)}</h1>${content}</main>
<footer>This page belongs to the sandbox. No data leaves this machine, and no ${escape(page.name)} account is involved.</footer></body></html>`;

const style = (colour: string) => `
:root{--brand:${colour};--ink:#1d2330;--soft:#5a6474;--line:#dde1e8;--page:#f4f5f8;--card:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#eef0f4;--soft:#a3acba;--line:#343b47;--page:#12151b;--card:#1b2029}}
*{box-sizing:border-box}body{margin:0;min-height:100vh;display:flex;flex-direction:column;align-items:center;padding:32px 16px;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
main{width:100%;max-width:500px;background:var(--card);border:1px solid var(--line);border-radius:14px;padding:28px;box-shadow:0 8px 30px rgb(0 0 0/.06)}
header{display:flex;align-items:center;gap:10px;font-weight:600}.mark{display:grid;place-items:center;width:32px;height:32px;border-radius:8px;background:var(--brand);color:#fff}
header em{margin-left:auto;font-style:normal;font-size:12px;font-weight:500;color:var(--soft);border:1px solid var(--line);border-radius:99px;padding:2px 10px}
h1{font-size:21px;line-height:1.3;margin:22px 0 16px;letter-spacing:-.01em}h2{font-size:14px;margin:22px 0 8px}
fieldset{border:0;padding:0;margin:0;display:grid;gap:8px}legend{font-weight:600;font-size:14px;padding:0;margin-bottom:8px}
.account{display:flex;gap:12px;align-items:flex-start;border:1px solid var(--line);border-radius:10px;padding:10px 12px;cursor:pointer}.account:has(:checked){border-color:var(--brand);box-shadow:0 0 0 1px var(--brand)}
.account input{margin-top:5px;accent-color:var(--brand)}.account b,.account small{display:block}small{color:var(--soft)}
.other{display:grid;gap:4px;font-size:13px;color:var(--soft)}.other input{font:inherit;color:var(--ink);background:transparent;border:1px solid var(--line);border-radius:8px;padding:8px 10px}
ul{list-style:none;margin:0;padding:0;display:grid;gap:8px}li{display:grid}li::before{content:none}code{font:12px ui-monospace,monospace;color:var(--soft);overflow-wrap:anywhere}
details{margin-top:16px;font-size:14px}summary{cursor:pointer;color:var(--soft)}.line{display:flex;gap:8px;padding:3px 0}
.actions{display:flex;gap:10px;justify-content:flex-end;margin-top:26px}button{font:inherit;font-weight:600;border-radius:9px;border:1px solid transparent;padding:10px 22px;cursor:pointer;background:#1d4ed8;color:#fff}
button.quiet{background:transparent;color:var(--ink);border-color:var(--line)}:focus-visible{outline:3px solid #2563eb;outline-offset:2px}
footer{max-width:500px;margin-top:18px;font-size:12.5px;color:var(--soft);text-align:center}`;
