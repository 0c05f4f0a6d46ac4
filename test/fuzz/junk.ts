/** What is put where something else belongs. */

/** A pipeline's value: maps keep any key. */
export type Value = Map<unknown, Value> | Value[] | string | number | boolean | null;

const map = (...entries: readonly (readonly [string, Value])[]): Value => new Map(entries);
const split = (words: string): readonly string[] => words.split(' ');

/** Every type that YAML has, and texts that mean something elsewhere. */
export const VALUES: readonly Value[] = [
  ...[null, true, false, 0, -1, 0.5, 1e308, 1e-320, 9007199254740991],
  ...['', ' ', 'a b', 'a\nb', '\0', '\ud800', '中文', '"', "'", 'y ~ x', 'x > 0', 'x'.repeat(300), '('.repeat(50)],
  ...split(
    'x * . .. / a.b 1 -1 NaN 2020-01-01 $controls $nope $ $$ ~ | __proto__ constructor toString base.main panel',
  ),
  ...[[], [null], [''], [0], ['x'], ['x', 'x'], [[]], [['x']], [[[['x']]]], [true, null, 1, 'x', []]],
  ...[map(), map(['x', null]), map(['x', 'x']), map(['x', 1]), map(['x', []]), map(['x', map()]), map(['', ''])],
  ...[map(['__proto__', 'x']), map(['constructor', 'x']), map(['a b', 'x'], ['1', 'x']), map(['x'.repeat(300), 'x'])],
  ...[map(['from', 'panel']), [map()], [map(['x', null])]],
];

export const KEYS: readonly string[] = [
  ...['', ' ', 'a b', '\0', 'x'.repeat(252)],
  ...split('x * 1 0 - . ~ a.b 中文 null kind id claims levels summary __proto__ constructor toString'),
];

/** Of any size, where a number stands. */
export const NUMBERS: readonly number[] = [0, 1, 2, 3, -1, 0.5, 1e-9, 0.999, 99, 1e3, 1e5, 1e9, 1e15, 1e300];

/** Of the language and of the data, where another word stands. */
export const WORDS: readonly string[] = [
  ...split('x y z w unit year region S lx d _cons main base panel raw late $controls 1 0 * true first iid HC3 robust'),
  ...split('L.x L2.x F.x D.x x^2 x:z x*z i(region) i(year) log(x) csw(x,z) mvsw(x,z) sw0(z,w) hansen "North"'),
  ...['log(y - 9)', 'exp(999 * x)', 'x / 0', '1e308 * x'],
];

export const CHARACTERS: readonly string[] = [...' :,#-[]{}()|>~*&!%@`"\'$.^/\\\t\0\u0001\u2028\ufeff中e1'];
