/** The same as in lib/contract/examples/snippets, which a browser does not load. */
export const KEY_PLACEHOLDER = 'inlet_sk_live_your_key';
