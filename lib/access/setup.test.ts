import { expect, test } from 'vitest';
import { slugFrom } from '@/lib/access/setup';
import { Slug } from '@/lib/contract/common';

test.each([
  ['Acme', 'acme'],
  ['Café & Co.', 'cafe-co'],
  ['  --Hello   World!--  ', 'hello-world'],
  ['会社', 'workspace'],
  ['API', 'api-workspace'],
  ['Sign in', 'sign-in-workspace'],
  [`${'very '.repeat(20)}long`, 'very-very-very-very-very-very-very-very'],
])('%j becomes %s', (name, slug) => {
  expect(slugFrom(name)).toBe(slug);
  expect(Slug.safeParse(slug).success).toBe(true);
});
