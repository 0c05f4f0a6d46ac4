import { expect, it } from 'vitest';
import { FilledText } from '../../../src/document/filled.ts';

it('knows where in the author’s text its places stand, before, in and behind what was put in', () => {
  const author = { name: 'a.typ', text: 'one {n} two {mm} three\n  four' };
  const filled = new FilledText(author, [
    { at: [12, 16], text: '2' },
    { at: [4, 7], text: '1.592' },
  ]);
  expect(filled.text).toBe('one 1.592 two 2 three\n  four');
  const of = (word: string): string => {
    const start = filled.text.indexOf(word);
    const place = filled.place(start, start + word.length);
    return author.text.slice(place.start, place.end);
  };
  expect(['one', 'two', 'three', 'four'].map(of)).toEqual(['one', 'two', 'three', 'four']);
  expect(of('1.592')).toBe('{n}');
  const { start, end } = filled.lineAt(2);
  expect(author.text.slice(start, end)).toBe('four');
});
