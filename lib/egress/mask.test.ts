import { describe, expect, it } from 'vitest';
import { maskFor } from '@/lib/egress/mask';

const TOKEN = 'pat-na1-0123/4567+89ab';

describe('maskFor', () => {
  it.each([
    `invalid token ${TOKEN} given`,
    `{"error":"${TOKEN.replaceAll('/', '\\/')}"}`,
    `see ?token=${encodeURIComponent(TOKEN)}`,
    `${TOKEN}${TOKEN}`,
  ])('takes a bearer token out of %j', (text) => {
    const masked = maskFor({}, { authorization: `Bearer ${TOKEN}` })(text);
    expect(masked).toContain('[secret]');
    expect(masked).not.toContain('4567');
  });

  it('takes out a key that stands in a header of its own', () => {
    expect(maskFor({}, { 'x-api-token': TOKEN })(`bad key: ${TOKEN}`)).toBe('bad key: [secret]');
    expect(maskFor({ headers: { 'X-Api-Key': TOKEN } })(TOKEN)).toBe('[secret]');
  });

  it('takes out both halves of Basic, and the whole', () => {
    const basic = btoa('client-0001:s3cret-value');
    const mask = maskFor({}, { authorization: `Basic ${basic}` });
    for (const part of [basic, 'client-0001:s3cret-value', 'client-0001', 's3cret-value'])
      expect(mask(`got ${part}.`)).toBe('got [secret].');
  });

  it('takes out what a token call sends, by form or by JSON', () => {
    const call = {
      grant_type: 'authorization_code',
      client_id: 'public-client',
      client_secret: 'very-secret-1',
      refresh_token: 'refresh-token-1',
      code: 'one-time-code',
      code_verifier: 'verifier-1234',
      redirect_uri: 'https://inlet.example/callback',
    };
    const text = JSON.stringify(call);
    for (const mask of [maskFor({ form: call }), maskFor({ json: call })])
      expect(JSON.parse(mask(text))).toEqual({
        ...call,
        client_secret: '[secret]',
        refresh_token: '[secret]',
        code: '[secret]',
        code_verifier: '[secret]',
      });
  });

  it('takes out further secrets the caller names, the longer of two first', () => {
    const mask = maskFor({}, {}, ['abcdefgh', 'abcdefghij']);
    expect(mask('abcdefghij abcdefgh')).toBe('[secret] [secret]');
  });

  it('leaves words alone: a short value is no secret, nor is a plain header', () => {
    const mask = maskFor({ headers: { accept: 'application/json' }, json: null }, { k: 'sandbox' });
    expect(mask('sandbox application/json')).toBe('sandbox application/json');
  });
});
