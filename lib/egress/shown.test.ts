import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskFor } from '@/lib/egress/mask';
import { shownHeaders, shownUrl } from '@/lib/egress/shown';

const open = (text: string): string => text;
const shown = (url: string, mask = open): string => shownUrl(new URL(url), mask);

describe('shownUrl', () => {
  it.each([
    'https://acme.pipedrive.com/api/v2/persons?limit=100&sort_by=update_time&sort_direction=asc',
    'https://api.hubapi.com/crm/v3/objects/contacts?archived=false&properties=email,hs_lastmodifieddate',
    'https://graph.microsoft.com/v1.0/me/mailFolders/inbox?$select=id,displayName',
    'https://api.stripe.com/v1/events?limit=100&created[gte]=1700000000',
    'https://api.example.com/items/1234567890123456789?updated_since=2026-11-30T09:00:01.204Z',
    'https://api.linkedin.com/rest/posts?edgeType=COMPANY_FOLLOWED_BY_MEMBER&start=40',
  ])('shows what says which call it was: %s', (url) => {
    expect(shown(url)).toBe(url);
  });

  it.each([
    ['q=jane%20doe', 'q=[redacted]'],
    ['email=jane%40example.com', 'email=[redacted]'],
    ['to=14155550100', 'to=[redacted]'],
    ['filter=domain%20eq%20%22acme.com%22', 'filter=[redacted]'],
    ['user=42', 'user=[redacted]'],
    ['api_key=1234', 'api_key=[redacted]'],
    ['next_page_token=eyJhbGciOiJIUzI1NiJ9', 'next_page_token=eyJh…'],
    ['cursor=short', 'cursor=[redacted]'],
    ['after=jane%40example.com', 'after=[redacted]'],
    ['fields=name,jane%40example.com,9f8e7d6c5b4a', 'fields=name,…,…'],
    ['eyJhbGciOiJIUzI1NiJ9=', '[redacted]'],
  ])('does not show what may be secret or of a person: ?%s', (query, expected) => {
    expect(shown(`https://api.example.com/v1/things?${query}`)).toBe(
      `https://api.example.com/v1/things?${expected}`,
    );
  });

  it('shortens an id in the path, and leaves out an address', () => {
    expect(shown('https://api.example.com/v1/0031N00001abcDEFQAZ/notes')).toBe(
      'https://api.example.com/v1/0031…/notes',
    );
    expect(shown('https://api.example.com/v1/jane%40example.com/notes')).toBe(
      'https://api.example.com/v1/[redacted]/notes',
    );
    expect(shown('https://user:pass@api.example.com/v1#part')).toBe('https://api.example.com/v1');
  });

  it('does not show what the call sends in confidence, however harmless it looks', () => {
    const mask = maskFor({}, { authorization: 'Bearer correcthorsebattery' });
    for (const where of ['correcthorsebattery', 'things?fields=correcthorsebattery'])
      expect(shown(`https://api.example.com/${where}`, mask)).not.toContain('correct');
    const key = maskFor({}, { 'x-api-key': '0031N00001abcDEFQAZ' });
    for (const where of ['0031N00001abcDEFQAZ', 'things?cursor=0031N00001abcDEFQAZ'])
      expect(shown(`https://api.example.com/${where}`, key)).not.toContain('0031');
  });

  it('shows the first words of a long list, and never half of one', () => {
    const list = `${'word,'.repeat(39)}abcdefghij9876543210`;
    expect(shown(`https://api.example.com/v1?fields=${list}`)).toBe(
      `https://api.example.com/v1?fields=${'word,'.repeat(39)}…`,
    );
    expect(shown(`https://api.example.com/v1?fields=${'abc'.repeat(90)}`)).toBe(
      'https://api.example.com/v1?fields=…',
    );
  });

  it('is bounded', () => {
    const many = Array.from({ length: 300 }, (_, n) => `p${'x'.repeat(20)}=${n}`).join('&');
    expect(shown(`https://api.example.com/v1?${many}`)).toHaveLength(1_000);
    expect(shown(`https://api.example.com/v1?fields=${'word,'.repeat(200)}`).length).toBeLessThan(
      260,
    );
  });

  it('shows nothing of a random secret but its first four characters, wherever it stands', () => {
    const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
    const secret = fc
      .string({ unit: fc.constantFrom(...alphabet), minLength: 24, maxLength: 48 })
      .filter((text) => /\d/.test(text));
    const name = fc.constantFrom('limit', 'fields', 'cursor', 'q', 'since', 'x', 'id', 'filter');
    fc.assert(
      fc.property(secret, name, (text, param) => {
        const all = [
          shown(`https://api.example.com/v1/${text}/x`),
          shown(`https://api.example.com/v1?${param}=${text}`),
          shown(`https://api.example.com/v1?${text}=1`),
        ].join(' ');
        expect(all).not.toContain(text.slice(0, 5));
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('shownHeaders', () => {
  it('names the credential and how it is carried, never what it is', () => {
    expect(
      shownHeaders(
        { Authorization: 'Bearer abc.def', 'X-Api-Key': 'k-123' },
        { 'Notion-Version': '2025-09-03', 'X-Tenant': 'acme', Accept: 'application/json' },
      ),
    ).toEqual([
      'authorization: Bearer $TOKEN',
      'x-api-key: $TOKEN',
      'notion-version: 2025-09-03',
      'accept: application/json',
    ]);
    expect(shownHeaders({ authorization: 'lin_api_abcdef' })).toEqual(['authorization: $TOKEN']);
    expect(shownHeaders({}, { 'api-version': 'sk_live_9f8e7d6c5b4a' })).toEqual([]);
  });
});
