import { CONTROL_CALLS } from '@/lib/sandbox/control-http';
import type { SandboxProvider } from '@/lib/sandbox/kit/provider';

const escape = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
const code = (text: string) => `<code>${escape(text)}</code>`;

const STYLE = `
:root { --ink: #1d2330; --soft: #5a6474; --line: #dde1e8; --page: #f4f5f8; --card: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #eef0f4; --soft: #a3acba; --line: #343b47; --page: #12151b; --card: #1b2029; }
}
body {
  margin: 0; padding: 40px 16px; background: var(--page); color: var(--ink);
  font: 15px/1.55 system-ui, sans-serif;
}
main { max-width: 860px; margin: auto; display: grid; gap: 20px; }
h1 { margin: 0; letter-spacing: -.02em; }
h2 { margin: 0 0 6px; font-size: 18px; }
p { margin: 0 0 8px; }
section {
  background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 20px;
  overflow-x: auto;
}
.soft { color: var(--soft); }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th, td {
  text-align: left; padding: 7px 12px 7px 0; border-top: 1px solid var(--line); vertical-align: top;
}
th { font-weight: 600; border: 0; }
code { font: 12.5px ui-monospace, monospace; overflow-wrap: anywhere; }`;

function section(p: SandboxProvider): string {
  const keys = p.accounts.some((a) => a.key);
  const rows = p.accounts.map(
    (a) =>
      `<tr><td><b>${escape(a.name)}</b></td><td>${escape(a.note)}</td>` +
      `${a.key ? `<td>${code(a.key)}</td>` : ''}</tr>`,
  );
  const modes = Object.entries(p.modes ?? {}).map(
    ([name, words]) => `${code(name)}: ${words.map(escape).join(', ')}`,
  );
  return `
<section><h2>${escape(p.name)}</h2><p>${escape(p.connect)}</p>
<p class="soft">Answers for ${p.hosts.map(code).join(', ')}. Streams: ${escape(p.streams.join(', '))}.
${modes.length > 0 ? `Modes: ${modes.join('; ')}.` : ''}</p>
<table><thead><tr><th scope="col">Account</th><th scope="col">What it does</th>
${keys ? '<th scope="col">Key</th>' : ''}</tr></thead>
<tbody>${rows.join('\n')}</tbody></table></section>`;
}

/** What the sandbox has, for a person who opens it in a browser. */
export function indexPage(providers: readonly SandboxProvider[]): string {
  const calls = CONTROL_CALLS.map(
    ([call, help]) => `<tr><td>${code(call)}</td><td>${code(help)}</td></tr>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Inlet sandbox</title><style>${STYLE}</style></head>
<body><main><div><h1>Inlet sandbox</h1>
<p class="soft">Providers to try things on: their own APIs, generated data, no account needed.
Put the provider’s host first in the path: <code>/api.hubapi.com/crm/v3/objects/contacts</code>
is answered as HubSpot would. What a provider does not know, its sandbox refuses.</p></div>
${providers.map(section).join('\n')}
<section><h2>Control</h2><p>Make it misbehave, change its data, see what it was asked.</p>
<table><tbody>${calls.join('\n')}</tbody></table></section></main></body></html>`;
}
