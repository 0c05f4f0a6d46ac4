/**
 * Finds tests that assert nothing, and so cannot fail but by throwing. A test asserts where its function calls `expect` or an assertion of
 * fast-check, or calls a function of the test files that does.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'rolldown/utils';

/** A node of the syntax tree, whose members are found by name. */
type Node = { readonly type: string; readonly start: number } & Readonly<Record<string, unknown>>;

interface Parsed {
  readonly text: string;
  readonly tests: readonly Node[];
  /** Bodies of functions by name; methods of classes have a point before theirs. */
  readonly functions: ReadonlyMap<string, Node>;
  /** The file and the name there, by the name that an import gives it. */
  readonly imports: ReadonlyMap<string, readonly [file: string, name: string]>;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const each of value) yield* nodesIn(each);
  else if (isNode(value)) {
    yield value;
    for (const each of Object.values(value)) if (typeof each === 'object') yield* nodesIn(each);
  }
}

const nameOf = (node: unknown): string => (isNode(node) ? String(node.name ?? '') : '');
/** Waits that fail where the awaited thing does not come: `until` of the harness, `waitFor` of a page. */
const WAITS: ReadonlySet<string> = new Set(['until', 'waitFor']);

/** Returns the identifier at which a chain of calls and members begins: `it` of `it.each(cases)('…', …)`. */
function rootOf(node: unknown): string {
  if (!isNode(node)) return '';
  return nameOf(node) || rootOf(node.object ?? node.callee ?? node.tag);
}

function parse(file: string): Parsed {
  const text = readFileSync(file, 'utf8');
  const { program } = parseSync(file, text);
  const tests: Node[] = [];
  const functions = new Map<string, Node>();
  const imports = new Map<string, readonly [string, string]>();
  for (const node of nodesIn(program)) {
    if (node.type === 'FunctionDeclaration') functions.set(nameOf(node.id), node);
    if (node.type === 'VariableDeclarator' && isNode(node.init)) functions.set(nameOf(node.id), node.init);
    if (node.type === 'MethodDefinition') functions.set(`.${nameOf(node.key)}`, node);
    if (node.type === 'ImportDeclaration') {
      const from = (node.source as unknown as { readonly value: string }).value;
      for (const each of node.specifiers as readonly Node[])
        if (from.startsWith('.'))
          imports.set(nameOf(each.local), [path.resolve(path.dirname(file), from), nameOf(each.imported)]);
    }
    if (node.type !== 'CallExpression' || !['it', 'test'].includes(rootOf(node.callee))) continue;
    const [title, ...given] = node.arguments as readonly Node[];
    const isNamed = /^(Literal|TemplateLiteral)$/.test(title?.type ?? '');
    if (isNamed && given.some((each) => /Function|Identifier/.test(each.type))) tests.push(node);
  }
  return { text, tests, functions, imports };
}

/** Returns the tests without an assertion as `FILE:LINE`. Files are relative to `root`; helpers are found among them. */
export function withoutAssertion(root: string, files: readonly string[]): string[] {
  const parsed = new Map(files.map((file) => [path.join(root, file), parse(path.join(root, file))]));
  const known = new Map<string, boolean>();
  const reaches = new Map<string, readonly string[]>();

  /** Returns a file and all that it imports, directly or not, among the given ones. */
  const reached = (file: string): readonly string[] => {
    const before = reaches.get(file);
    if (before !== undefined) return before;
    const all = new Set([file]);
    for (const each of all)
      for (const [from] of parsed.get(each)!.imports.values()) if (parsed.has(from)) all.add(from);
    reaches.set(file, [...all]);
    return [...all];
  };

  const asserts = (node: Node, file: string): boolean => {
    for (const each of nodesIn(node)) {
      if (each.type === 'Identifier' && /^(expect|expectTypeOf|assert\w*)$/.test(nameOf(each))) return true;
      if (each.type === 'Identifier' && namedAsserts(file, nameOf(each))) return true;
      if (each.type === 'MemberExpression') {
        if (WAITS.has(nameOf(each.property))) return true;
        const name = `.${nameOf(each.property)}`;
        if (reached(file).some((other) => parsed.get(other)!.functions.has(name) && namedAsserts(other, name)))
          return true;
      }
    }
    return false;
  };
  const namedAsserts = (file: string, name: string): boolean => {
    const at = `${file} ${name}`;
    const before = known.get(at);
    if (before !== undefined) return before;
    known.set(at, false);
    const { functions, imports } = parsed.get(file) ?? { functions: new Map(), imports: new Map() };
    const [from, imported] = imports.get(name) ?? [];
    const own = functions.get(name);
    const does = own !== undefined ? asserts(own, file) : from !== undefined && namedAsserts(from, imported!);
    known.set(at, does);
    return does;
  };

  return files.flatMap((file) => {
    const full = path.join(root, file);
    const { text, tests } = parsed.get(full)!;
    return tests
      .filter((node) => !(node.arguments as readonly Node[]).some((each) => asserts(each, full)))
      .map(({ start }) => `${file}:${text.slice(0, start).split('\n').length}`);
  });
}
