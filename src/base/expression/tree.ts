/** The one expression language of pipeline.yaml: its tree. Samples and derived variables read columns; claims read results. */

export type Expression =
  | NumberLiteral
  | StringLiteral
  | NameNode
  | PathNode
  | UnaryNode
  | BinaryNode
  | MemberNode
  | CallNode;

/** UTF-16 offsets into the text that was parsed. */
export interface Spanned {
  readonly start: number;
  readonly end: number;
}

export interface NumberLiteral extends Spanned {
  readonly is: 'number';
  readonly value: number;
}

export interface StringLiteral extends Spanned {
  readonly is: 'string';
  readonly value: string;
}

/** A variable. */
export interface NameNode extends Spanned {
  readonly is: 'name';
  readonly name: string;
}

/** `a.b`, `a.*.x`, `a["y z"]`, `a.2`: a path to a result. `["2"]` is a name, `.2` a number. */
export interface PathNode extends Spanned {
  readonly is: 'path';
  readonly head: string;
  readonly segments: readonly PathSegment[];
}

export type PathSegment =
  | { readonly is: 'name'; readonly text: string }
  | { readonly is: 'position'; readonly number: number }
  | { readonly is: 'any' };

export interface UnaryNode extends Spanned {
  readonly is: 'unary';
  readonly op: '-' | 'not';
  readonly of: Expression;
}

export type ArithmeticOp = '+' | '-' | '*' | '/' | '^';
export type ComparisonOp = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type LogicalOp = 'and' | 'or';

export interface BinaryNode extends Spanned {
  readonly is: 'binary';
  readonly op: ArithmeticOp | ComparisonOp | LogicalOp;
  readonly left: Expression;
  readonly right: Expression;
}

/** `x in [1, 2]`, `x not in ["a"]`, and for claims `x in range(…)`. */
export interface MemberNode extends Spanned {
  readonly is: 'in';
  readonly negated: boolean;
  readonly of: Expression;
  readonly within: readonly Expression[] | CallNode;
}

export interface CallNode extends Spanned {
  readonly is: 'call';
  readonly name: string;
  readonly args: readonly Expression[];
  /** Arguments given by name, such as `by=[industry, year]`; each name stands once. */
  readonly named: readonly NamedArgument[];
}

export interface NamedArgument extends Spanned {
  readonly name: string;
  readonly value: NamedValue;
}

export type NamedValue =
  | { readonly is: 'names'; readonly names: readonly NameNode[] }
  | { readonly is: 'order'; readonly keys: readonly OrderKey[] }
  | { readonly is: 'flag'; readonly value: boolean }
  | { readonly is: 'word'; readonly word: string };

/** A column by which rows are put in order; the largest first where it is `descending`. */
export interface OrderKey {
  readonly of: NameNode;
  readonly descending: boolean;
}

/** The columns that an argument names. */
export function columnsNamed({ value }: NamedArgument): readonly NameNode[] {
  if (value.is === 'order') return value.keys.map(({ of }) => of);
  return value.is === 'names' ? value.names : [];
}

/** `missing()`, no value of any type. */
export const isNothing = (node: Expression): boolean =>
  node.is === 'call' && node.name === 'missing' && node.args.length === 0;

/** `missing()`, and a choice of nothing but it. */
export const givesNothing = (node: Expression): boolean =>
  isNothing(node) || (node.is === 'call' && node.name === 'if' && node.args.slice(1).every(givesNothing));

/** Parts of a node one level down, in the order written. */
export function children(node: Expression): readonly Expression[] {
  switch (node.is) {
    case 'number':
    case 'string':
    case 'name':
    case 'path':
      return [];
    case 'unary':
      return [node.of];
    case 'binary':
      return [node.left, node.right];
    case 'in':
      return 'is' in node.within ? [node.of, node.within] : [node.of, ...node.within];
    case 'call':
      return [...node.args, ...node.named.flatMap(columnsNamed)];
    default:
      return node satisfies never;
  }
}

/** Every variable of an expression once, in order of first appearance. Paths are not variables. */
export function freeVariables(root: Expression): string[] {
  const found = new Set<string>();
  const visit = (node: Expression): void => {
    if (node.is === 'name') found.add(node.name);
    for (const child of children(node)) visit(child);
  };
  visit(root);
  return [...found];
}
