/** Expressions of R as a tree, each with its place in the script. Source: the R Language Definition, sections 3 and 10. */

interface Placed {
  /** Characters of the script. */
  readonly start: number;
  readonly end: number;
}

export interface Argument {
  /** Absent where it has none. */
  readonly name?: string;
  /** Absent of `x[1, ]`. */
  readonly value?: RNode;
}

export type RNode = Placed &
  (
    | { readonly is: 'number'; readonly value: number }
    | { readonly is: 'string'; readonly value: string }
    | { readonly is: 'name'; readonly name: string }
    | { readonly is: 'unary'; readonly op: string; readonly of: RNode }
    | { readonly is: 'binary'; readonly op: string; readonly left: RNode; readonly right: RNode }
    /** `f(x)`, and `x[i]`, `x[[i]]` with the brackets as `by`. */
    | { readonly is: 'call'; readonly by: '(' | '[' | '[['; readonly of: RNode; readonly args: readonly Argument[] }
    | { readonly is: 'group'; readonly of: RNode }
    /** A block, a function, a loop: nothing of it is read. */
    | { readonly is: 'opaque'; readonly what: string; readonly isFunction: boolean }
  );

/** The name of a function that is called, without its package: `feols` of `fixest::feols`. */
export function calledName(node: RNode): string | undefined {
  if (node.is !== 'call' || node.by !== '(') return undefined;
  const { of } = node;
  if (of.is === 'name') return of.name;
  return of.is === 'binary' && /^:::?$/.test(of.op) && of.right.is === 'name' ? of.right.name : undefined;
}
