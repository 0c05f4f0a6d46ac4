/** The project's source as TypeScript's own checker sees it: what names mean, which members types have, and what an expression can hold. */
import * as ts from 'typescript/unstable/ast';
import {
  type Checker,
  type Symbol as CheckerSymbol,
  ObjectFlags,
  SymbolFlags,
  type Type,
  type TypeReference,
} from 'typescript/unstable/sync';

const K = ts.SyntaxKind;

const isReference = (type: Type): type is TypeReference =>
  'objectFlags' in type && ((type.objectFlags as ObjectFlags) & ObjectFlags.Reference) !== 0;

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.ArrowFunction
  | ts.FunctionExpression
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration;
export const isFunction = (node: ts.Node): node is FunctionNode =>
  node.kind === K.FunctionDeclaration ||
  node.kind === K.ArrowFunction ||
  node.kind === K.FunctionExpression ||
  node.kind === K.MethodDeclaration ||
  node.kind === K.GetAccessor ||
  node.kind === K.Constructor;

/** What an expression can be: a text or a list of texts, numbers alone, what its type does not say, or anything else. */
export type Kind = 'text' | 'number' | 'unknown' | 'none';
const NO_TRUNCATION = 1;

/** By a type as it is written; what is not known may hold a text. */
function kindOf(type: string): Kind {
  if (/\bstring\b|["'`]/.test(type)) return 'text';
  if (/\b(any|unknown|[A-Z])\b/.test(type)) return 'unknown';
  return /\bnumber\b|Float64Array/.test(type) ? 'number' : 'none';
}

export class NamedSource {
  readonly #root: string;
  readonly #checker: Checker;
  /** Names of symbols: where they are declared. */
  readonly #keys = new Map<ts.Node, readonly string[]>();
  readonly #aliased = new Map<number, readonly string[]>();
  readonly #titles = new Map<string, string>();
  readonly #kinds = new Map<ts.Node, Kind>();
  readonly #contexts = new Map<string, readonly string[]>();

  constructor(root: string, checker: Checker, files: readonly ts.SourceFile[]) {
    this.#root = root;
    this.#checker = checker;
    for (const file of files) this.#resolve(file);
  }

  /** What a symbol is called, with the type that it is a member of: `Codes.levels`. */
  title(key: string): string | undefined {
    return this.#titles.get(key);
  }

  #resolve(file: ts.SourceFile): void {
    const names: ts.Node[] = [];
    const visit = (node: ts.Node): void => {
      if (node.kind === K.Identifier || node.kind === K.PrivateIdentifier) names.push(node);
      node.forEachChild(visit);
    };
    visit(file);
    const symbols = this.#checker.getSymbolAtLocation(names);
    names.forEach((node, i) => {
      const symbol = symbols[i];
      if (symbol !== undefined) this.#keys.set(node, this.#keysOf(symbol));
    });
  }

  #keysOf(symbol: CheckerSymbol): readonly string[] {
    let keys = this.#aliased.get(symbol.id);
    if (keys === undefined) {
      const meant = symbol.flags & SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
      const owner =
        meant.flags & (SymbolFlags.Property | SymbolFlags.Method | SymbolFlags.Accessor)
          ? meant.getParent()?.name
          : undefined;
      // Of literals that one expression may be, the checker keeps the members of one alone: those of a file that are called alike are one here.
      keys = meant.declarations.map(({ path, index }) =>
        owner === '__object' ? `${path}~${meant.name}` : `${path}#${index}`,
      );
      this.#aliased.set(symbol.id, keys);
      for (const key of keys) this.#titles.set(key, owner === undefined ? meant.name : `${owner}.${meant.name}`);
    }
    return keys;
  }

  /** The symbols that a name may mean, by where they are declared. */
  names(node: ts.Node): readonly string[] {
    return this.#keys.get(node) ?? [];
  }

  /** `src/x.ts:7` */
  at(node: ts.Node): string {
    const file = node.getSourceFile();
    const line = file.text.slice(0, node.getStart()).split('\n').length;
    return `${file.fileName.slice(this.#root.length + 1)}:${line}`;
  }

  /** Gives the name in `{ message }` the meaning of the variable, rather than of the member. */
  resolveShorthand(property: ts.ShorthandPropertyAssignment): void {
    const symbol = this.#checker.getShorthandAssignmentValueSymbol(property);
    if (symbol !== undefined) this.#keys.set(property.name, this.#keysOf(symbol));
  }

  /** The member of an object's own type. */
  member(node: ts.Node, name: string): readonly string[] {
    return this.#keysIn(this.#checker.getTypeAtLocation(node), name);
  }

  /** The member of the type that an object is to have. */
  context(node: ts.ObjectLiteralExpression, name: string): readonly string[] {
    const known = `${name} ${node.getSourceFile().fileName}@${node.pos}`;
    let keys = this.#contexts.get(known);
    if (keys === undefined) {
      keys = [this.#checker.getContextualType(node), ...this.#annotated(node)].flatMap((type) =>
        this.#keysIn(type, name),
      );
      this.#contexts.set(known, keys);
    }
    return keys;
  }

  /** The types that functions and variables around a literal are declared to have, where it may be an element of. */
  #annotated(node: ts.Node): Type[] {
    const types: Type[] = [];
    for (let at: ts.Node | undefined = node.parent; at !== undefined; at = at.parent) {
      const type = isFunction(at) || ts.isVariableDeclaration(at) ? at.type : undefined;
      let meant = type && this.#checker.getTypeFromTypeNode(type);
      while (meant !== undefined && this.#checker.isArrayLikeType(meant))
        // A type that extends an array, such as that of a match, is one without arguments.
        [meant] = isReference(meant) ? this.#checker.getTypeArguments(meant) : [];
      if (meant !== undefined) types.push(meant);
    }
    return types;
  }

  #keysIn(type: Type | undefined, name: string): readonly string[] {
    const symbol = type && this.#checker.getPropertyOfType(type, name.replace(/^['"]|['"]$/g, ''));
    return symbol === undefined ? [] : this.#keysOf(symbol);
  }

  /** What an expression can be by its type. */
  kind(node: ts.Node): Kind {
    let kind = this.#kinds.get(node);
    if (kind === undefined) {
      const type = this.#checker.getTypeAtLocation(node);
      kind = type === undefined ? 'text' : kindOf(this.#checker.typeToString(type, undefined, NO_TRUNCATION));
      this.#kinds.set(node, kind);
    }
    return kind;
  }
}
