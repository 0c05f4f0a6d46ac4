/** A query's names and its end, whatever stands between. */
import { expect, it } from 'vitest';
import { tokensOf, withoutEnd } from '../../../../src/frame/sql/tokens.ts';

const texts = (query: string): string[] => tokensOf(query).map(({ text }) => text);
const ended = (query: string): string => withoutEnd(query, tokensOf(query));

it('passes over comments and finds texts and quoted names whole', () => {
  expect(texts(`select "a ""b""", 'it''s -- no' /* x /* y */ z */ from 表 -- ; end`)).toEqual([
    'select',
    'a "b"',
    ',',
    `'it''s -- no'`,
    'from',
    '表',
  ]);
  expect(texts("E'a\\'b' as t, $$ ' $$ as v, $q$ $$ $q$")).toEqual([
    "E'a\\'b'",
    'as',
    't',
    ',',
    "$$ ' $$",
    'as',
    'v',
    ',',
    '$q$ $$ $q$',
  ]);
  expect(texts("select 'never closed")).toEqual(['select', "'never closed"]);
  expect(texts('a /* never closed')).toEqual(['a']);
});

it('cuts what stands behind a query', () => {
  expect(ended("select '--;' ; -- done ;\n")).toBe("select '--;'");
  expect(ended(' ; -- nothing')).toBe('');
});
