/** Small changes of a source that a test should notice, found in its syntax tree. */
import { parseSync, Visitor } from 'rolldown/utils';

export interface Mutant {
  /** From the root. */
  readonly file: string;
  /** Offsets of what is replaced. */
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

interface Spanned {
  readonly start: number;
  readonly end: number;
}

/** Holds what stands in place of each operator. */
const OPERATORS: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '&&': '||',
  '||': '&&',
  '??': '&&',
  '+=': '-=',
  '-=': '+=',
};

/** Calls whose names are exchanged. */
const CALLS: Readonly<Record<string, string>> = {
  min: 'max',
  max: 'min',
  floor: 'ceil',
  ceil: 'floor',
  some: 'every',
  every: 'some',
};

/** Gives every mutant of a source, in the order of its text. Throws an error where the source cannot be parsed. */
export function mutantsOf(file: string, source: string): Mutant[] {
  const { program, errors } = parseSync(file, source, { lang: file.endsWith('x') ? 'tsx' : 'ts' });
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]!.message}`);
  const mutants: Mutant[] = [];
  const types: Spanned[] = [];
  const replace = ({ start, end }: Spanned, by: string): void => void mutants.push({ file, start, end, by });
  const operator = (node: { left: Spanned; right: Spanned; operator: string }): void => {
    const by = OPERATORS[node.operator];
    const at = source.indexOf(node.operator, node.left.end);
    if (by !== undefined && at < node.right.start) replace({ start: at, end: at + node.operator.length }, by);
  };
  const negate = ({ test }: { test: Spanned }): void => replace(test, `!(${source.slice(test.start, test.end)})`);
  new Visitor({
    TSLiteralType: (node) => void types.push(node),
    BinaryExpression(node) {
      // A text that is put together has no difference.
      if (node.operator !== '+' || !isText(node.left, node.right)) operator(node);
    },
    LogicalExpression: operator,
    AssignmentExpression: operator,
    IfStatement: negate,
    ConditionalExpression: negate,
    UnaryExpression(node) {
      if (node.operator === '!' || node.operator === '-')
        replace({ start: node.start, end: node.start + 1 }, node.operator === '!' ? '' : '+');
    },
    Literal(node) {
      if (typeof node.value === 'boolean') replace(node, String(!node.value));
      else if (typeof node.value === 'number') replace(node, `(${node.raw} + 1)`);
    },
    CallExpression({ callee }) {
      if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return;
      const by = CALLS[callee.property.name];
      if (by !== undefined) replace(callee.property, by);
    },
    ExpressionStatement(node) {
      if (node.expression.type === 'CallExpression') replace(node, ';');
    },
  }).visit(program);
  const isType = (each: Spanned): boolean => types.some(({ start, end }) => start <= each.start && each.end <= end);
  return mutants.filter((each) => !isType(each)).sort((a, b) => a.start - b.start);
}

const isText = (...operands: readonly { readonly type: string; readonly value?: unknown }[]): boolean =>
  operands.some(({ type, value }) => type === 'TemplateLiteral' || typeof value === 'string');

/** The source with the change in it. */
export const mutated = (source: string, { start, end, by }: Mutant): string =>
  source.slice(0, start) + by + source.slice(end);
