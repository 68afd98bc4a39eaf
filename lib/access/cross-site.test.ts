import { expect, test } from 'vitest';
import { refuseCrossSite } from '@/lib/access/cross-site';

const JSON_TYPE = { 'content-type': 'application/json' };
const send =
  (
    headers: Record<string, string>,
    { method = 'POST', url = 'http://localhost:3000/api', anonymous = false } = {},
  ) =>
  () =>
    refuseCrossSite(
      new Request(url, { method, headers: { host: new URL(url).host, ...headers } }),
      { anonymous },
    );

test.each([
  ['our own page', { 'sec-fetch-site': 'same-origin', ...JSON_TYPE }],
  ['the address bar', { 'sec-fetch-site': 'none', ...JSON_TYPE }],
  ['our origin, by a browser without Sec-Fetch', { origin: 'http://localhost:3000', ...JSON_TYPE }],
  ['no body at all', { 'sec-fetch-site': 'same-origin' }],
  [
    'json with a charset',
    { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json; charset=utf-8' },
  ],
])('%s may change something', (_, headers) => {
  expect(send(headers)).not.toThrow();
});

test.each([
  ['another site', { 'sec-fetch-site': 'cross-site', ...JSON_TYPE }],
  ['a sister site', { 'sec-fetch-site': 'same-site', ...JSON_TYPE }],
  [
    'another site that lies about its origin',
    { 'sec-fetch-site': 'cross-site', origin: 'http://localhost:3000', ...JSON_TYPE },
  ],
  ['a foreign origin', { origin: 'https://evil.example', ...JSON_TYPE }],
  ['a foreign origin on the same name', { origin: 'http://localhost:3001', ...JSON_TYPE }],
  ['a sandboxed frame', { origin: 'null', ...JSON_TYPE }],
  ['a client that says nothing', JSON_TYPE],
  ['a new value of the header', { 'sec-fetch-site': 'sideways', ...JSON_TYPE }],
])('%s may not', (_, headers) => {
  expect(send(headers)).toThrow(expect.objectContaining({ code: 'cross_site_request' }));
});

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonx',
])('%s is not a body we take from a browser', (type) => {
  expect(send({ 'sec-fetch-site': 'same-origin', 'content-type': type })).toThrow(
    expect.objectContaining({ code: 'unsupported_media_type' }),
  );
});

test('reading is not changing', () => {
  expect(send({ 'sec-fetch-site': 'cross-site' }, { method: 'GET' })).not.toThrow();
});

test('a host by its IP address, where browsers leave Sec-Fetch out', () => {
  expect(
    send({ origin: 'http://10.1.2.3:3000', ...JSON_TYPE }, { url: 'http://10.1.2.3:3000/api' }),
  ).not.toThrow();
});

test("a stranger's domain that resolves to us is not ours", () => {
  expect(
    send(
      { origin: 'http://rebound.example:3000', ...JSON_TYPE },
      { url: 'http://rebound.example:3000/api', anonymous: true },
    ),
  ).toThrow(expect.objectContaining({ code: 'cross_site_request' }));
});

test('without a cookie to abuse, a program may leave both headers out, a browser may not come from elsewhere', () => {
  expect(send(JSON_TYPE, { anonymous: true })).not.toThrow();
  expect(send({ 'sec-fetch-site': 'cross-site', ...JSON_TYPE }, { anonymous: true })).toThrow();
  expect(send({ origin: 'https://evil.example', ...JSON_TYPE }, { anonymous: true })).toThrow();
});
