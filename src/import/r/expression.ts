/** Says expressions over the rows of a data frame in the words of papermake. */
import { NotUnderstood } from '../outcome.ts';
import { calledName, type RNode } from './tree.ts';

const operators: Readonly<Record<string, string>> = {
  '&': 'and',
  '&&': 'and',
  '|': 'or',
  '||': 'or',
  ...Object.fromEntries(['+', '-', '*', '/', '^', '==', '!=', '<', '<=', '>', '>='].map((op) => [op, op])),
};
/** Functions that are called alike. */
const functions: Readonly<Record<string, string>> = {
  log: 'log',
  exp: 'exp',
  sqrt: 'sqrt',
  abs: 'abs',
  round: 'round',
  floor: 'floor',
  ceiling: 'ceil',
  ifelse: 'if',
  if_else: 'if',
  fifelse: 'if',
  is: 'missing',
  'is.na': 'missing',
};

/** Logarithms by their bases. */
const LOGARITHMS: Readonly<Record<string, number>> = { log10: 10, log2: 2 };

/** A value: of a condition it is 1 where that holds, and 0 where not. */
export const valueWorded = (node: RNode, column: (name: string) => string): string =>
  isCondition(node) ? `if(${worded(node, column)}, 1, 0)` : worded(node, column);

const isCondition = (node: RNode): boolean =>
  node.is === 'group'
    ? isCondition(node.of)
    : node.is === 'binary'
      ? /^(?:[<>]=?|[=!]=|&&?|\|\|?|%in%)$/.test(node.op)
      : node.is === 'unary'
        ? node.op === '!'
        : calledName(node) === 'is.na';

/** The columns that an expression reads are told to `column`, which answers their names. Throws NotUnderstood. */
export function worded(node: RNode, column: (name: string) => string): string {
  const of = (inner: RNode): string => worded(inner, column);
  switch (node.is) {
    case 'number':
      return String(node.value);
    case 'string':
      return JSON.stringify(node.value);
    case 'name':
      if (node.name === 'TRUE' || node.name === 'T') return '1';
      if (node.name === 'FALSE' || node.name === 'F') return '0';
      if (node.name === 'NA')
        throw new NotUnderstood('`NA` in an expression is not read', 'choose the rows by a condition');
      return termName(column(node.name));
    case 'group':
      return `(${of(node.of)})`;
    case 'unary':
      if (node.op === '!') return `not (${of(node.of)})`;
      if (node.op === '-' || node.op === '+') return `${node.op === '-' ? '-' : ''}${of(node.of)}`;
      throw new NotUnderstood(`\`${node.op}\` in an expression is not read`);
    case 'binary': {
      if (node.op === '$' && node.right.is === 'name') return termName(column(node.right.name));
      if (node.op === '%in%') return `${of(node.left)} in [${valuesOf(node.right).map(of).join(', ')}]`;
      const op = operators[node.op];
      if (op === undefined) throw new NotUnderstood(`\`${node.op}\` in an expression is not read`);
      return `${of(node.left)} ${op} ${of(node.right)}`.replace(/ \^ /g, '^');
    }
    case 'call': {
      if (node.by === '[[' && node.args[0]?.value?.is === 'string') return termName(column(node.args[0].value.value));
      const called = calledName(node);
      const args = node.args.flatMap(({ value, name }) => (value === undefined || name === 'na.rm' ? [] : [value]));
      if (called !== undefined && /^(?:as\.numeric|as\.integer|as\.factor|factor|I)$/.test(called) && args.length === 1)
        return valueWorded(args[0]!, column);
      const base = called === undefined ? undefined : LOGARITHMS[called];
      if (base !== undefined && args.length === 1) return `(log(${of(args[0]!)}) / log(${base}))`;
      if (called === 'scale') return scaled(node.args, of);
      if (called === 'log1p') return `log(1 + ${of(args[0]!)})`;
      const own = called === undefined ? undefined : functions[called];
      if (own === undefined || (own === 'log' && args.length > 1) || (own === 'if' && args.length !== 3))
        throw new NotUnderstood(
          `\`${called ?? 'this call'}()\` in an expression is not read`,
          'docs/language.md has the functions that there are',
        );
      return `${own}(${args.map(of).join(', ')})`;
    }
    default:
      throw new NotUnderstood(`${node.what} in an expression is not read`);
  }
}

/** `scale(x)` has the standard deviation 1, and `scale(x, scale = FALSE)` the mean 0 alone, over all rows of the data. */
function scaled([first, ...others]: (RNode & { readonly is: 'call' })['args'], of: (inner: RNode) => string): string {
  const isPlain = (node: RNode | undefined, ...names: readonly string[]): boolean =>
    node?.is === 'name' && names.includes(node.name);
  const value = first?.value;
  const isRead =
    first?.name === undefined &&
    others.every(
      ({ name, value: given }) =>
        (name === 'center' && isPlain(given, 'TRUE', 'T')) ||
        (name === 'scale' && isPlain(given, 'TRUE', 'T', 'FALSE', 'F')),
    );
  if (value === undefined || !isRead)
    throw new NotUnderstood('this form of `scale()` is not read', 'write `(x - mean) / sd` of numbers');
  const isCentred = others.some(({ name, value: given }) => name === 'scale' && isPlain(given, 'FALSE', 'F'));
  return `${isCentred ? 'center' : 'standardize'}(${of(value)})`;
}

/** A name as expressions and formulas have it. */
export const termName = (name: string): string => (/^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u.test(name) ? name : `\`${name}\``);

/** The elements of `c(…)`; the value itself where it is one. */
export const valuesOf = (node: RNode): readonly RNode[] =>
  calledName(node) === 'c' && node.is === 'call' ? node.args.flatMap(({ value }) => value ?? []) : [node];

/** Texts of `"a"`, `c("a", "b")`, and the names of `~ a + b`. */
export function namesOf(node: RNode): string[] {
  if (node.is === 'unary' && node.op === '~') return summands(node.of);
  return valuesOf(node).map((each) => {
    if (each.is === 'string') return each.value;
    throw new NotUnderstood('a list of names is expected there', 'write the columns, as in `c("unit", "time")`');
  });
}

function summands(node: RNode): string[] {
  if (node.is === 'name') return [node.name];
  if (node.is === 'binary' && node.op === '+') return [...summands(node.left), ...summands(node.right)];
  throw new NotUnderstood('only names stand there, as in `~ firm + year`');
}

/** Numbers of `0.5`, `c(0.1, 0.9)`, `seq(0.1, 0.9, by = 0.1)`, `1:9 / 10`. Throws NotUnderstood. */
export function numbersOf(node: RNode): number[] {
  if (node.is === 'group') return numbersOf(node.of);
  if (node.is === 'number') return [node.value];
  if (node.is === 'unary' && node.op === '-') return numbersOf(node.of).map((value) => -value);
  if (node.is === 'binary' && node.op === ':') {
    const [[from = 0], [to = 0]] = [numbersOf(node.left), numbersOf(node.right)];
    return Array.from({ length: Math.max(0, Math.floor(to - from) + 1) }, (_, i) => from + i);
  }
  if (node.is === 'binary' && node.op === '/') {
    const [by = Number.NaN] = numbersOf(node.right);
    return numbersOf(node.left).map((value) => value / by);
  }
  if (calledName(node) === 'c') return valuesOf(node).flatMap(numbersOf);
  if (calledName(node) === 'seq' && node.is === 'call') {
    const given = (name: string, at: number): number | undefined => {
      const plain = node.args.filter((each) => each.name === undefined);
      const value = node.args.find((each) => each.name === name)?.value ?? plain[at]?.value;
      return value && numbersOf(value)[0];
    };
    const [from, to, by] = [given('from', 0), given('to', 1), given('by', 2)];
    if (from !== undefined && to !== undefined && by !== undefined && by > 0) {
      const n = Math.floor((to - from) / by + 1e-10) + 1;
      // sums of decimals end in digits that nobody wrote
      return Array.from({ length: Math.max(0, n) }, (_, i) => Number((from + i * by).toPrecision(12)));
    }
  }
  throw new NotUnderstood('the numbers do not stand there', 'write them: `c(0.25, 0.75)`');
}
