import { expect, it } from 'vitest';
import { typeOf } from '@/lib/egress/pictures';
import { picture } from '@/lib/sandbox/kit/picture';

const bytes = (text: string) => Buffer.from(text, 'latin1');

it.each([
  ['\x89PNG\r\n\x1a\n…', 'image/png'],
  ['\xff\xd8\xff\xe0\x00\x10JFIF', 'image/jpeg'],
  ['GIF89a…', 'image/gif'],
  ['GIF87a…', 'image/gif'],
  ['RIFF\x10\x00\x00\x00WEBPVP8 ', 'image/webp'],
  ['\x00\x00\x00\x20ftypavif', 'image/avif'],
  ['<svg xmlns="http://www.w3.org/2000/svg">', null],
  ['<!doctype html>', null],
  ['RIFF\x10\x00\x00\x00WAVEfmt ', null],
  ['\x00\x00\x00\x20ftypmp42', null],
  ['%PNG\r\n\x1a\n', null],
  ['GIF88a', null],
  ['\xff\xd8', null],
  ['', null],
])('%j is %s', (text, type) => expect(typeOf(bytes(text))).toBe(type));

it('the sandbox’s pictures are some, the same for the same name', () => {
  const size = { width: 32, height: 18 };
  expect(typeOf(picture('a', size))).toBe('image/png');
  expect(picture('a', size).equals(picture('a', size))).toBe(true);
  expect(picture('a', size).equals(picture('b', size))).toBe(false);
});
