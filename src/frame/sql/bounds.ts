/** Functions that make much of little, whose work in one row no interruption ends: DuckDB's own are called where what they make has a bound. */

/** Characters of a text, or members of a list, that one call may make. */
export const MOST_MADE = 1_048_576;

const number = (name: string): string => `TRY_CAST(${name}::VARCHAR AS DOUBLE)`;

/** Name, arguments, and how much a call makes. */
const MAKERS: readonly (readonly [name: string, given: readonly string[], size: string])[] = [
  ['repeat', ['s', 'n'], `len(s::VARCHAR) * ${number('n')}`],
  ['lpad', ['s', 'n', 'p'], number('n')],
  ['rpad', ['s', 'n', 'p'], number('n')],
  ['bitstring', ['s', 'n'], number('n')],
];

const bounded = (name: string, given: readonly string[], size: string): string =>
  `(${given.join(', ')}) AS CASE WHEN ${size} > ${MOST_MADE} THEN error('${name} would make more than ${MOST_MADE} characters or members') ` +
  `ELSE system.main.${name}(${given.join(', ')}) END`;

/** Seconds; null of what is no time, or no stretch of it. */
const seconds = (name: string, type: 'TIMESTAMP' | 'INTERVAL'): string =>
  `epoch(TRY_CAST(${name}::VARCHAR AS ${type}))`;
const inTime = `abs((${seconds('b', 'TIMESTAMP')} - ${seconds('a', 'TIMESTAMP')}) / ${seconds('s', 'INTERVAL')})`;

const ranges = ['range', 'generate_series'].map((name) => {
  const span = (from: string, to: string, by: string): string => `abs((${to} - ${from}) / ${by})`;
  const forms = [
    bounded(name, ['b'], number('b')),
    bounded(name, ['a', 'b'], span(number('a'), number('b'), '1')),
    bounded(name, ['a', 'b', 's'], `coalesce(${span(number('a'), number('b'), number('s'))}, ${inTime})`),
  ];
  return `CREATE MACRO ${name}${forms.join(', ')}`;
});

const resizers = ['list_resize', 'array_resize'].map((name) => {
  const forms = [bounded(name, ['l', 'n'], number('n')), bounded(name, ['l', 'n', 'v'], number('n'))];
  return `CREATE MACRO ${name}${forms.join(', ')}`;
});

/** Holds what is run before a query, so that its calls are those with a bound. */
export const BOUNDS: readonly string[] = [
  ...MAKERS.map(([name, given, size]) => `CREATE MACRO ${name}${bounded(name, given, size)}`),
  ...ranges,
  ...resizers,
];
