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
  ifelse: 'if',
  if_else: 'if',
  fifelse: 'if',
  is: 'missing',
  'is.na': 'missing',
};

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
      if (called === 'as.numeric' || called === 'as.integer' || called === 'I') return of(args[0]!);
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
    throw new NotUnderstood('a list of names is expected there');
  });
}

function summands(node: RNode): string[] {
  if (node.is === 'name') return [node.name];
  if (node.is === 'binary' && node.op === '+') return [...summands(node.left), ...summands(node.right)];
  throw new NotUnderstood('only names stand there, as in `~ firm + year`');
}
