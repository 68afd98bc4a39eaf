import { expect, it } from 'vitest';
import { wrapped } from '@/lib/client/chart-picture';

const letters = (part: string): number => part.length;

it('breaks a text between words, as late as it can', () => {
  expect(wrapped('one two three', 7, letters)).toEqual(['one two', 'three']);
  expect(wrapped('one two three', 6, letters)).toEqual(['one', 'two', 'three']);
  expect(wrapped('one two three', 13, letters)).toEqual(['one two three']);
});

it('leaves a word that is too long whole, and makes no line of nothing', () => {
  expect(wrapped('Interaktionsrate je Tag', 6, letters)).toEqual(['Interaktionsrate', 'je Tag']);
  expect(wrapped('  ', 6, letters)).toEqual([]);
});
