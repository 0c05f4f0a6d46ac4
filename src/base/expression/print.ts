/** Prints an expression’s tree as its canonical text. */
import { lettered } from '../text/unicode-pattern.ts';
import type { Expression, NamedArgument, PathNode, PathSegment } from './tree.ts';

const looseness = { or: 1, and: 2, not: 3, compare: 4, sum: 5, product: 6, minus: 7, power: 8, primary: 9 } as const;
const namePattern = lettered(String.raw`^[\p{L}_][\p{L}\p{M}\p{N}_]*$`, 'u');
const words: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in']);

/**
 * The canonical text: texts that differ only in spacing, needless parentheses, quotation marks or the spelling of a
 * number print alike, and parsing what was printed gives the same tree.
 */
export function printExpression(node: Expression): string {
  switch (node.is) {
    case 'number':
      return String(node.value === 0 ? 0 : node.value);
    case 'string':
      return quoteText(node.value);
    case 'name':
      return printName(node.name);
    case 'path':
      return printPath(node);
    case 'unary':
      return node.op === 'not' ? `not ${wrap(node.of, looseness.not)}` : `-${wrap(node.of, looseness.power)}`;
    case 'binary':
      return printBinary(node);
    case 'in': {
      const within =
        'is' in node.within ? printExpression(node.within) : `[${node.within.map(printExpression).join(', ')}]`;
      return `${wrap(node.of, looseness.sum)} ${node.negated ? 'not in' : 'in'} ${within}`;
    }
    case 'call':
      return `${node.name}(${[...node.args.map(printExpression), ...node.named.map(printNamed)].join(', ')})`;
    default:
      return node satisfies never;
  }
}

function printNamed({ name, value }: NamedArgument): string {
  if (value.is === 'order')
    return `${name}=[${value.keys.map((key) => (key.descending ? '-' : '') + printName(key.of.name)).join(', ')}]`;
  if (value.is === 'names') return `${name}=[${value.names.map((each) => printName(each.name)).join(', ')}]`;
  return `${name}=${value.is === 'flag' ? String(value.value) : value.word}`;
}

/** A variable as it must be written: in backticks where it is no identifier. */
export function printName(name: string): string {
  return namePattern(name).test(name) && !words.has(name) ? name : `\`${name}\``;
}

function quoteText(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function printPath(node: PathNode): string {
  return printName(node.head) + node.segments.map(printSegment).join('');
}

function printSegment(segment: PathSegment): string {
  if (segment.is === 'any') return '.*';
  if (segment.is === 'position') return `.${segment.number}`;
  return namePattern(segment.text).test(segment.text) ? `.${segment.text}` : `[${quoteText(segment.text)}]`;
}

function printBinary(node: Expression & { is: 'binary' }): string {
  const own = precedence(node);
  if (node.op === '^') return `${wrap(node.left, looseness.primary)}^${wrap(node.right, looseness.power)}`;
  const leftFloor = own === looseness.compare ? own + 1 : own;
  return `${wrap(node.left, leftFloor)} ${node.op} ${wrap(node.right, own + 1)}`;
}

function wrap(node: Expression, floor: number): string {
  return precedence(node) < floor ? `(${printExpression(node)})` : printExpression(node);
}

function precedence(node: Expression): number {
  switch (node.is) {
    case 'number':
      return node.value < 0 ? looseness.minus : looseness.primary;
    case 'string':
    case 'name':
    case 'path':
    case 'call':
      return looseness.primary;
    case 'unary':
      return node.op === 'not' ? looseness.not : looseness.minus;
    case 'in':
      return looseness.compare;
    case 'binary':
      if (node.op === 'or') return looseness.or;
      if (node.op === 'and') return looseness.and;
      if (node.op === '^') return looseness.power;
      if (node.op === '+' || node.op === '-') return looseness.sum;
      if (node.op === '*' || node.op === '/') return looseness.product;
      return looseness.compare;
    default:
      return node satisfies never;
  }
}
