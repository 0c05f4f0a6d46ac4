/**
 * Finds by its words alone the columns that a query reads, and those from which its own may be made, since both must be known before
 * anything runs. Where the words leave it open, the query reads its tables whole, and every column may be made from all that it reads.
 */
import { type SqlToken, tokensOf } from './tokens.ts';

/** Words that no column or name behind a value can be, as long as it stands without quotes. */
const words: ReadonlySet<string> = new Set(
  (
    'all and any as asc asof anti both by case cast collate cross desc distinct else end exclude exists false fetch filter for from full ' +
    'glob group having ilike in inner is join lateral leading left like limit natural not null nulls offset on or order outer over ' +
    'partition positional qualify rename replace right select semi similar some table then to trailing true using when where window with ' +
    'within between recursive'
  ).split(' '),
);

/** Words by which columns get names that stand nowhere, or another's place. */
const unclear: ReadonlySet<string> = new Set(['union', 'except', 'intersect', 'pivot', 'unpivot', 'values']);

/** Names of columns that the query may make of any that it reads; `all` where no name is sure to keep its meaning. */
export function namesMade(query: string): ReadonlySet<string> | 'all' {
  const tokens = tokensOf(query);
  if (tokens.some(({ is, text }) => is === 'name' && unclear.has(text.toLowerCase()))) return 'all';
  if (tokens.some((_, i) => listsNames(tokens, i))) return 'all';
  return new Set(tokens.filter((_, i) => isNewName(tokens, i)).map(({ text }) => text));
}

const isName = (token: SqlToken | undefined): boolean => token?.is === 'name' || token?.is === 'quoted name';
const isWord = (token: SqlToken | undefined, ...of: readonly string[]): boolean =>
  token?.is === 'name' && of.includes(token.text.toLowerCase());
const isSign = (token: SqlToken | undefined, ...of: readonly string[]): boolean =>
  token?.is === 'sign' && of.includes(token.text);

/** `x as name`, `x name`, `name: x`. */
function isNewName(tokens: readonly SqlToken[], i: number): boolean {
  const [before, token, after] = [tokens[i - 1], tokens[i]!, tokens[i + 1]];
  if (!isName(token)) return false;
  if (isWord(before, 'as')) return true;
  if (token.is === 'name' && words.has(token.text.toLowerCase())) return false;
  if (isSign(after, ':') && !isSign(tokens[i + 2], ':')) return true;
  return endsValue(before);
}

/** Tells whether a value may end with the token, so that a name behind it is the value's alias. */
function endsValue(token: SqlToken | undefined): boolean {
  if (token === undefined) return false;
  if (token.is === 'sign') return [')', ']', '}', '*'].includes(token.text);
  return token.is !== 'name' || !words.has(token.text.toLowerCase()) || isWord(token, 'end', 'null', 'true', 'false');
}

/** `t(a, b)` behind a table, `with t(a, b) as (…)`: names by place. */
function listsNames(tokens: readonly SqlToken[], i: number): boolean {
  if (isSign(tokens[i], ')') && isWord(tokens[i + 1], 'as')) {
    const after = tokens.slice(i + 2, i + 5).find((token) => !isWord(token, 'not', 'materialized'));
    return isSign(after, '(');
  }
  return isName(tokens[i]) && isSign(tokens[i + 1], '(') && isNewName(tokens, i);
}

/** Words by which a query takes columns that it does not name. */
const whole: ReadonlySet<string> = new Set(['columns', 'natural', 'positional', 'pivot', 'unpivot', 'summarize']);

/** Returns the columns of a table that the query can read: those that it names, or `all` where it takes columns without names. */
export function columnsNamed(query: string, columns: readonly string[]): readonly string[] | 'all' {
  const tokens = tokensOf(query);
  if (tokens.some((_, i) => takesAll(tokens, i))) return 'all';
  const said = new Set(tokens.map(({ text }) => text.toLowerCase()));
  return columns.filter((name) => said.has(name.toLowerCase()));
}

/** `select *`, `p.*`, `from p` without a `select`, and the words above. */
function takesAll(tokens: readonly SqlToken[], i: number): boolean {
  const [before, token, after] = [tokens[i - 1], tokens[i]!, tokens[i + 1]];
  if (token.is === 'name' && whole.has(token.text.toLowerCase())) return true;
  if (isWord(token, 'from') && (before === undefined || isSign(before, '(', ';') || isWord(before, ...joining)))
    return true;
  if (!isSign(token, '*')) return false;
  if (isSign(before, '(')) return !isSign(after, ')') || !isWord(tokens[i - 2], 'count');
  return isSign(before, ',', '.') || isWord(before, 'select', 'distinct', 'all');
}

const joining = ['union', 'all', 'except', 'intersect', 'distinct', 'name', 'as'];
