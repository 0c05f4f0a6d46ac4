/** Functions of macros, `local n : word count $controls`, as far as a do-file itself tells their value. Source: Stata's help of `macro`. */
import { NotUnderstood } from '../outcome.ts';
import { constantOf } from './constant.ts';
import { unquoted, wordsOf } from './text.ts';

/** The macros that functions read. */
interface Macros {
  /** Throws NotUnderstood where a value is not known. */
  get(scope: 'local' | 'global', name: string): string;
  expand(text: string): string;
  label(variable: string): string | undefined;
}

/** The value. `text`: what stands behind the colon, with macros in it. Throws NotUnderstood. */
export function macroFunction(text: string, macros: Macros): string {
  const [, name = '', rest = ''] = /^\s*(\w+)\s*(.*)$/s.exec(text) ?? [];
  const found = FUNCTIONS[name]?.(rest, macros);
  if (found === undefined)
    throw new NotUnderstood(
      `what the function of macros \`${name}\` gives here, only a run of Stata finds`,
      'write the value itself',
    );
  return found;
}

const words = (text: string): string[] => wordsOf(text).map(unquoted);

const FUNCTIONS: Readonly<Record<string, (text: string, macros: Macros) => string | undefined>> = {
  word: (text, macros) => {
    const [, counted] = /^count\b(.*)$/s.exec(text) ?? [];
    if (counted !== undefined) return String(words(macros.expand(counted)).length);
    const [, place, list = ''] = /^(\d+)\s+of\b(.*)$/s.exec(macros.expand(text)) ?? [];
    return place === undefined ? undefined : (words(list)[Number(place) - 1] ?? '');
  },
  list: (text, macros) => listed(macros.expand(text), macros),
  length: (text, macros) => {
    const [, scope, name] = /^(loc\w*|gl\w*)\s+(\w+)\s*$/.exec(text) ?? [];
    return String([...(name === undefined ? unquoted(macros.expand(text)) : held(scope!, name, macros))].length);
  },
  subinstr: (text, macros) => {
    const [, scope, name, rest = ''] = /^(loc\w*|gl\w*)\s+(\w+)\s+(.*)$/s.exec(text) ?? [];
    const [, from, to, how = ''] = /^\s*`?"([^"]*)"'?\s+`?"([^"]*)"'?\s*(?:,(.*))?$/s.exec(macros.expand(rest)) ?? [];
    if (name === undefined || !from || !['', 'all'].includes(how.trim())) return undefined;
    const value = held(scope!, name, macros);
    return how.trim() === 'all' ? value.replaceAll(from, () => to!) : value.replace(from, () => to!);
  },
  variable: (text, macros) => {
    const [, name] = /^lab\w*\s+(\S+)\s*$/.exec(macros.expand(text)) ?? [];
    return name === undefined ? undefined : macros.label(name);
  },
  display: (text, macros) => shown(macros.expand(text)),
  di: (text, macros) => shown(macros.expand(text)),
};

const held = (scope: string, name: string, macros: Macros): string =>
  macros.get(scope.startsWith('l') ? 'local' : 'global', name);

/** `display %5.2f 2/3`; formats other than of a number of decimals are not known. */
function shown(text: string): string | undefined {
  const [, format, expression = ''] = /^\s*(%\S+\s)?\s*(.*)$/s.exec(text) ?? [];
  const value = constantOf(expression);
  if (format === undefined || value === undefined) return value;
  const [, zero, width = '0', decimals] = /^%(0?)(\d*)\.(\d{1,2})f$/.exec(format.trim()) ?? [];
  const number = Number(value);
  if (decimals === undefined || Number.isNaN(number)) return undefined;
  const written = number.toFixed(Number(decimals));
  return zero === '' ? written : written.padStart(Math.min(Number(width), 32), '0');
}

const OF_ONE = /^(uniq|dups|sort|clean|retokenize|sizeof)\s+(global\(\w+\)|\w+)$/;
const PLACE = /^posof\s+"([^"]*)"\s+in\s+(global\(\w+\)|\w+)$/;
const PIECES = /global\(\w+\)|\w+|===?|\S/g;

/** `list a - b`: lists are local macros by their names. */
function listed(text: string, macros: Macros): string | undefined {
  const of = (name: string): string[] =>
    words(name.startsWith('global(') ? macros.get('global', name.slice(7, -1)) : macros.get('local', name));
  const [, what, one] = OF_ONE.exec(text.trim()) ?? [];
  if (what !== undefined) {
    const list = of(one!);
    if (what === 'sizeof') return String(list.length);
    if (what === 'uniq') return [...new Set(list)].join(' ');
    if (what === 'dups') return list.filter((word, i) => list.indexOf(word) !== i).join(' ');
    return (what === 'sort' ? [...list].sort((a, b) => (a < b ? -1 : Number(a > b))) : list).join(' ');
  }
  const [, sought, within] = PLACE.exec(text.trim()) ?? [];
  if (within !== undefined) return String(of(within).indexOf(sought!) + 1);
  const [left, operator, right, more] = text.match(PIECES) ?? [];
  if (right === undefined || more !== undefined || !/^\w/.test(left!) || !/^\w/.test(right)) return undefined;
  const [a, b] = [of(left!), of(right)];
  switch (operator) {
    case '|':
      return [...a, ...b.filter((word) => !a.includes(word))].join(' ');
    case '&':
      return a.filter((word) => b.includes(word)).join(' ');
    case '-':
      return a.filter((word) => !b.includes(word)).join(' ');
    case 'in':
      return String(Number(a.every((word) => b.includes(word))));
    case '==':
      return String(Number(a.join(' ') === b.join(' ')));
    case '===':
      return String(Number([...a].sort().join(' ') === [...b].sort().join(' ')));
    default:
      return undefined;
  }
}
