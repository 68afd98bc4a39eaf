/**
 * Accounts of the sandbox the demo connects beside those that show each state of health: connector,
 * name of the connection, account. They are public, as the keys are: the sandbox's index page lists
 * them.
 */
export const CONSENTED: readonly (readonly [string, string, string])[] = [
  ['salesforce', 'Acme Salesforce', 'acme'],
  ['gong', 'Acme Gong', 'acme'],
  ['github', 'Acme GitHub', 'acme'],
  ['linear', 'Acme Linear', 'acme'],
  ['slack', 'Globex Slack', 'globex'],
  ['notion', 'Globex Notion', 'globex'],
  ['gmail', 'Mailbox of Globex', 'globex'],
];

/** The same for those with a key. */
export const KEYED: readonly (readonly [string, string, Record<string, string>])[] = [
  [
    'customer-io',
    'Globex Customer.io',
    { api_key: 'cioappkeyglobex000000000000000001', workspace: 'Globex' },
  ],
  ['aircall', 'Acme Aircall', { api_id: 'id-acme', api_token: 'token-acme' }],
  ['fathom', 'Globex Fathom', { api_key: 'key-globex', account: 'Globex' }],
  ['fireflies', 'Globex Fireflies', { api_key: '5a1ce000-0000-4000-8000-000000000061' }],
  ['grain', 'Globex Grain', { api_key: 'grain_globex', account: 'Globex' }],
  ['granola', 'Acme Granola', { api_key: 'grn_acme_0000', account: 'Acme' }],
  ['pylon', 'Acme Pylon', { api_key: 'pylon_api_acme' }],
  ['stripe', 'Acme Stripe', { api_key: 'rk_test_sandbox_acme' }],
];
