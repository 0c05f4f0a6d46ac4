/**
 * Follows values of data through the source, by TypeScript's own parser and checker: from where a frame or a reader hands them out,
 * through variables, parameters, results and properties, into the texts of messages. It takes no account of the order of statements;
 * calls are told apart by their arguments. A member that a literal in a variable has is lost where that variable is handed over as another
 * type. A number that arithmetic made is no value of data any more.
 */
import { resolve } from 'node:path';
import * as ts from 'typescript/unstable/ast';
import { API } from 'typescript/unstable/sync';
import { type FunctionNode, isFunction, NamedSource } from './named-source.ts';

const K = ts.SyntaxKind;

export interface Flows {
  /** `Codes.levels`: members and functions that hand out values of data. */
  readonly sources: readonly string[];
  /** Functions whose results hold no value that may not be shown. */
  readonly safe: readonly string[];
}

/** A value of data in a message that is made of plain text. */
export interface Leak {
  /** Where the message is made: `steps/moran/step.ts:154`. */
  readonly at: string;
  /** Where the values come from, `Codes.levels at src/econ/x.ts:7`. */
  readonly from: readonly string[];
}

/**
 * The origins of what an expression may hold: `=Codes.levels at file:line` is a source, `p` and a symbol the argument of a parameter,
 * and `q` of one that arrives as a number.
 */
type Origins = ReadonlySet<string>;
const NONE: Origins = new Set();

const union = (...all: readonly Origins[]): Origins => {
  const some = all.filter(({ size }) => size > 0);
  return some.length < 2 ? (some[0] ?? NONE) : new Set(some.flatMap((each) => [...each]));
};

/** Methods of arrays, maps and texts whose results are no values of what they are called on. */
const COUNTS =
  /^(length|size|byteLength|indexOf|lastIndexOf|findIndex|findLastIndex|charCodeAt|codePointAt|push|nrows|type)$/;
const OF_RECEIVER_ALONE =
  /^(at|get|find|findLast|filter|slice|subarray|toSorted|sort|reverse|toReversed|split|trim\w*|toFixed|toString|values|entries|pop|shift|keys)$/;
const OF_CALLBACK_ALONE = /^(map|flatMap|from|reduce|reduceRight)$/;
const ADDING = /^(push|unshift|add|set|fill)$/;
const MESSAGE = /^(message|hint)$/;

export function leaksOf(root: string, isOurs: (file: string) => boolean, flows: Flows): Leak[] {
  const api = new API({ cwd: root });
  try {
    const config = resolve(root, 'tsconfig.json');
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config)!;
    const files = project.program
      .getSourceFileNames()
      .filter((file) => file.startsWith(`${root}/`) && isOurs(file.slice(root.length + 1)))
      .map((file) => project.program.getSourceFile(file)!);
    return new Walk(new NamedSource(root, project.checker, files), files, flows).leaks();
  } finally {
    api.close();
  }
}

class Walk {
  readonly #source: NamedSource;
  readonly #sources: ReadonlySet<string>;
  readonly #safe: ReadonlySet<string>;
  /** Function by the symbols that name it. */
  readonly #functions = new Map<string, Set<FunctionNode>>();
  readonly #held = new Map<string, Origins>();
  readonly #returned = new Map<FunctionNode, Origins>();
  readonly #arguments = new Map<string, Origins>();
  /** Parameters whose arguments enter a message, and where. */
  readonly #telling = new Map<string, string>();
  readonly #found = new Map<string, Set<string>>();
  readonly #facts: (() => void)[] = [];
  #changed = false;

  constructor(source: NamedSource, files: readonly ts.SourceFile[], { sources, safe }: Flows) {
    this.#source = source;
    this.#sources = new Set(sources);
    this.#safe = new Set(safe);
    for (const file of files) this.#collect(file, undefined);
  }

  leaks(): Leak[] {
    do {
      this.#changed = false;
      for (const fact of this.#facts) fact();
    } while (this.#changed);
    return [...this.#found]
      .map(([at, from]) => ({ at, from: [...from].sort() }))
      .sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  // -- facts

  #collect(node: ts.Node, within: FunctionNode | undefined): void {
    const inside = isFunction(node) ? node : within;
    if (isFunction(node)) this.#declare(node);
    else if (ts.isVariableDeclaration(node) && node.initializer !== undefined) this.#binds(node.name, node.initializer);
    else if (ts.isPropertyDeclaration(node) && node.initializer !== undefined) this.#binds(node.name, node.initializer);
    else if (node.kind === K.ForOfStatement) this.#eachOf(node as ts.ForOfStatement);
    else if (ts.isBinaryExpression(node)) this.#assigns(node);
    else if (ts.isObjectLiteralExpression(node)) this.#fields(node);
    else if (ts.isCallExpression(node) || ts.isNewExpression(node)) this.#calls(node);
    else if ((node.kind === K.ReturnStatement || node.kind === K.YieldExpression) && within !== undefined) {
      const { expression } = node as ts.ReturnStatement;
      if (expression !== undefined) this.#facts.push(() => this.#returns(within, this.#of(expression)));
    }
    node.forEachChild((child) => this.#collect(child, inside));
  }

  #declare(node: FunctionNode): void {
    const named =
      node.kind === K.Constructor
        ? node.parent
        : ts.isVariableDeclaration(node.parent) ||
            ts.isPropertyAssignment(node.parent) ||
            ts.isPropertyDeclaration(node.parent)
          ? node.parent
          : node;
    const name = (named as { name?: ts.Node }).name;
    if (name !== undefined)
      for (const key of this.#source.names(name))
        this.#functions.set(key, (this.#functions.get(key) ?? new Set()).add(node));
    const { body } = node;
    if (node.kind === K.ArrowFunction && body !== undefined && body.kind !== K.Block)
      this.#facts.push(() => this.#returns(node, this.#of(body as ts.Expression)));
    for (const parameter of node.parameters) {
      if (!ts.isIdentifier(parameter.name))
        this.#facts.push(() => this.#into(parameter.name, this.#ofParameter(parameter)));
      const { initializer } = parameter;
      if (initializer !== undefined) this.#facts.push(() => this.#into(parameter.name, this.#of(initializer)));
    }
  }

  #binds(name: ts.Node, initializer: ts.Expression): void {
    if (isFunction(initializer)) return;
    this.#facts.push(() => this.#into(name, this.#of(initializer)));
  }

  #eachOf({ initializer, expression }: ts.ForOfStatement): void {
    if (initializer.kind !== K.VariableDeclarationList) return;
    const [declaration] = (initializer as ts.VariableDeclarationList).declarations;
    this.#facts.push(() => this.#into(declaration!.name, this.#of(expression)));
  }

  #assigns({ left, operatorToken, right }: ts.BinaryExpression): void {
    if (!/^(\?\?|\|\|)?=$|^\+=$/.test(operatorToken.getText())) return;
    this.#facts.push(() => {
      if (operatorToken.kind !== K.PlusEqualsToken || this.#source.kind(left) === 'text')
        this.#store(left, this.#of(right));
    });
  }

  /** What an expression on the left of `=` names, or what `push` adds to. */
  #store(target: ts.Node, origins: Origins): void {
    if (origins.size === 0) return;
    if (ts.isElementAccessExpression(target) || ts.isNonNullExpression(target) || ts.isParenthesizedExpression(target))
      this.#store(target.expression, origins);
    else if (ts.isPropertyAccessExpression(target)) this.#hold(this.#source.names(target.name), origins);
    else if (ts.isIdentifier(target)) this.#hold(this.#source.names(target), origins);
  }

  #fields(node: ts.ObjectLiteralExpression): void {
    for (const property of node.properties) {
      const isShort = ts.isShorthandPropertyAssignment(property);
      if (!isShort && !ts.isPropertyAssignment(property)) continue;
      const value = isShort ? property.name : property.initializer;
      const name = property.name.getText();
      const own = isShort ? this.#source.member(node, name) : this.#source.names(property.name);
      if (isShort) {
        this.#source.resolveShorthand(property);
      }
      this.#facts.push(() => {
        const origins = this.#of(value);
        if (origins.size === 0) return;
        if (MESSAGE.test(name)) this.#tell(value, origins, this.#source.at(value));
        else this.#hold([...own, ...this.#source.context(node, name)], origins);
      });
    }
  }

  #calls(node: ts.CallExpression | ts.NewExpression): void {
    const name = nameOf(node.expression);
    const told =
      node.kind === K.NewExpression
        ? name === 'Refusal'
          ? 1
          : /Error$|^Untranslatable$/.test(name)
            ? 0
            : -1
        : /^(note|fail)$/.test(name) && ts.isPropertyAccessExpression(node.expression)
          ? 0
          : /^(report|refuse)$/.test(name) && (name === 'refuse' || ts.isPropertyAccessExpression(node.expression))
            ? 1
            : -1;
    const message = node.arguments?.[told];
    if (message !== undefined) this.#facts.push(() => this.#tell(message, this.#of(message), this.#source.at(message)));
    this.#facts.push(() => void this.#of(node));
  }

  // -- what facts do

  #hold(keys: readonly string[], origins: Origins): void {
    for (const key of keys) this.#add(this.#held, key, origins);
  }

  #returns(node: FunctionNode, origins: Origins): void {
    this.#add(this.#returned, node, origins);
  }

  #add<Key>(map: Map<Key, Origins>, key: Key, origins: Origins): void {
    if (origins.size === 0) return;
    const before = map.get(key) ?? NONE;
    if ([...origins].every((each) => before.has(each))) return;
    map.set(key, union(before, origins));
    this.#changed = true;
  }

  #tell(expression: ts.Node, origins: Origins, at: string): void {
    for (const origin of this.#kept(expression, origins)) {
      if (origin.startsWith('=')) {
        const from = this.#found.get(at) ?? new Set();
        this.#found.set(at, from.add(origin.slice(1)));
      } else if (!this.#telling.has(origin.slice(1))) {
        this.#telling.set(origin.slice(1), at);
        this.#changed = true;
      }
    }
  }

  /** Gives what is bound to a name, or to the names in a pattern, its origins. */
  #into(name: ts.Node, origins: Origins): void {
    if (name.kind === K.ArrayBindingPattern) {
      const { elements } = name as ts.ArrayBindingPattern;
      for (const element of elements)
        if (ts.isBindingElement(element) && element.name !== undefined) this.#into(element.name, origins);
    } else if (name.kind === K.ObjectBindingPattern) {
      for (const element of (name as ts.ObjectBindingPattern).elements) {
        const property = element.propertyName ?? element.name!;
        this.#into(element.name!, union(origins, this.#ofProperty(name, property.getText(), element)));
      }
    } else this.#hold(this.#source.names(name), this.#kept(name, origins));
  }

  readonly #patterns = new Map<ts.Node, readonly string[]>();
  #ofProperty(pattern: ts.Node, name: string, element: ts.Node): Origins {
    let keys = this.#patterns.get(element);
    if (keys === undefined) {
      keys = this.#source.member(pattern, name);
      this.#patterns.set(element, keys);
    }
    return this.#read(keys, element);
  }

  // -- expressions

  /** What a property or a variable holds, wherever it was given it. */
  #read(keys: readonly string[], at: ts.Node): Origins {
    const source = keys
      .map((key) => this.#source.title(key))
      .find((name) => name !== undefined && this.#sources.has(name));
    if (source !== undefined) return new Set([`=${source} at ${this.#source.at(at)}`]);
    return union(...keys.map((key) => this.#global(this.#held.get(key) ?? NONE)));
  }

  /** Origins with each parameter resolved to what any caller gives it. */
  #global(origins: Origins, seen = new Set<string>()): Origins {
    if (![...origins].some((each) => !each.startsWith('='))) return origins;
    return union(
      ...[...origins].map((each) => {
        if (each.startsWith('=')) return new Set([each]);
        if (seen.has(each)) return NONE;
        seen.add(each);
        const given = this.#global(this.#arguments.get(each.slice(1)) ?? NONE, seen);
        return each.startsWith('q') ? numbersOf(given) : given;
      }),
    );
  }

  #ofParameter(parameter: ts.Node): Origins {
    return new Set([`p${parameterKey(parameter)}`]);
  }

  #of(node: ts.Node): Origins {
    switch (node.kind) {
      case K.ParenthesizedExpression:
      case K.AsExpression:
      case K.NonNullExpression:
      case K.SatisfiesExpression:
      case K.AwaitExpression:
      case K.SpreadElement:
        return this.#of((node as ts.ParenthesizedExpression).expression);
      case K.Identifier:
        return this.#ofName(node);
      case K.PropertyAccessExpression: {
        const { expression, name } = node as ts.PropertyAccessExpression;
        if (COUNTS.test(name.getText())) return NONE;
        return this.#kept(
          node,
          union(this.#of(expression), this.#read(this.#source.names(name), node), this.#getter(name)),
        );
      }
      case K.ElementAccessExpression:
        return this.#kept(node, this.#of((node as ts.ElementAccessExpression).expression));
      case K.ConditionalExpression: {
        const { whenTrue, whenFalse } = node as ts.ConditionalExpression;
        return union(this.#of(whenTrue), this.#of(whenFalse));
      }
      case K.BinaryExpression:
        return this.#ofBinary(node as ts.BinaryExpression);
      case K.TemplateExpression:
        return union(
          ...(node as ts.TemplateExpression).templateSpans.map(({ expression }) =>
            this.#kept(expression, this.#of(expression)),
          ),
        );
      case K.ArrayLiteralExpression:
        return union(...(node as ts.ArrayLiteralExpression).elements.map((each) => this.#of(each)));
      case K.NewExpression:
      case K.CallExpression:
        return this.#ofCall(node as ts.CallExpression);
      default:
        return NONE;
    }
  }

  #getter(name: ts.Node): Origins {
    const functions = this.#source.names(name).flatMap((key) => [...(this.#functions.get(key) ?? [])]);
    return union(
      ...functions
        .filter(({ kind }) => kind === (K.GetAccessor as never))
        .map((each) => this.#returned.get(each) ?? NONE),
    );
  }

  #ofName(node: ts.Node): Origins {
    const keys = this.#source.names(node);
    const parameters = keys.filter((key) => this.#parameters.has(key));
    const held = union(...keys.map((key) => this.#held.get(key) ?? NONE));
    return this.#kept(node, parameters.length === 0 ? held : union(new Set(parameters.map((key) => `p${key}`)), held));
  }

  #ofBinary(node: ts.BinaryExpression): Origins {
    const { left, operatorToken, right } = node;
    switch (operatorToken.kind) {
      case K.PlusToken:
        return this.#source.kind(node) === 'text'
          ? union(this.#kept(left, this.#of(left)), this.#kept(right, this.#of(right)))
          : NONE;
      case K.QuestionQuestionToken:
      case K.BarBarToken:
        return union(this.#of(left), this.#of(right));
      case K.AmpersandAmpersandToken:
      case K.CommaToken:
      case K.EqualsToken:
        return this.#of(right);
      default:
        return NONE;
    }
  }

  #ofCall(node: ts.CallExpression | ts.NewExpression): Origins {
    const { expression } = node;
    const name = nameOf(expression);
    const given = [...(node.arguments ?? [])];
    const receiver = ts.isPropertyAccessExpression(expression) ? this.#of(expression.expression) : NONE;
    const callee = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
    const keys = this.#source.names(callee);
    const source = keys
      .map((key) => this.#source.title(key))
      .find((each) => each !== undefined && this.#sources.has(each));
    if (source !== undefined) return new Set([`=${source} at ${this.#source.at(node)}`]);
    if (this.#safe.has(name)) return NONE;
    const functions = keys.flatMap((key) => [...(this.#functions.get(key) ?? [])]);
    if (functions.length > 0) {
      const results = functions.map((each) => this.#bind(each, given));
      return node.kind === K.NewExpression ? NONE : this.#kept(node, union(...results));
    }
    return this.#kept(node, this.#ofForeign(name, expression, receiver, given));
  }

  /** A function of the language, or one that is not known. */
  #ofForeign(name: string, expression: ts.Expression, receiver: Origins, given: readonly ts.Expression[]): Origins {
    if (COUNTS.test(name) && !ADDING.test(name)) return NONE;
    const values = given.map((each) => (this.#functionsOf(each).length > 0 ? NONE : this.#kept(each, this.#of(each))));
    if (ADDING.test(name) && ts.isPropertyAccessExpression(expression)) {
      this.#store(expression.expression, union(...values));
      return NONE;
    }
    if (
      ts.isPropertyAccessExpression(expression) &&
      expression.expression.getText() === 'Math' &&
      !/^(min|max|abs)$/.test(name)
    )
      return NONE;
    const called = given.flatMap((each) => this.#functionsOf(each));
    const passed = union(receiver, ...values);
    const results = called.map((each) =>
      this.#bindTo(
        each,
        each.parameters.map((_, i) =>
          i === 0 || /^(reduce|sort|toSorted|replace\w*|forEach)$/.test(name) ? passed : NONE,
        ),
      ),
    );
    if (OF_CALLBACK_ALONE.test(name) && called.length > 0) return union(...results);
    if (OF_RECEIVER_ALONE.test(name)) return receiver;
    return union(
      passed,
      ...(called.length > 0 && /^(replace\w*|sort|filter|find\w*|some|every)$/.test(name) ? [] : results),
    );
  }

  #functionsOf(node: ts.Node): FunctionNode[] {
    if (isFunction(node)) return [node];
    const names = ts.isIdentifier(node) ? node : ts.isPropertyAccessExpression(node) ? node.name : undefined;
    return names === undefined ? [] : this.#source.names(names).flatMap((key) => [...(this.#functions.get(key) ?? [])]);
  }

  #bind(called: FunctionNode, given: readonly ts.Expression[]): Origins {
    called.parameters.forEach((parameter, i) => {
      const argument = given[i];
      if (argument === undefined || !ts.isIdentifier(parameter.name)) return;
      for (const each of this.#functionsOf(argument))
        for (const key of this.#source.names(parameter.name)) {
          const known = this.#functions.get(key) ?? new Set();
          if (!known.has(each)) this.#changed = true;
          this.#functions.set(key, known.add(each));
        }
    });
    return this.#bindTo(
      called,
      called.parameters.map((parameter, i) =>
        (parameter.dotDotDotToken === undefined ? given.slice(i, i + 1) : given.slice(i))
          .map((each) => this.#kept(each, this.#of(each)))
          .reduce((a, b) => union(a, b), NONE),
      ),
    );
  }

  readonly #parameters = new Set<string>();
  #bindTo(called: FunctionNode, given: readonly Origins[]): Origins {
    const bound = new Map<string, Origins>();
    called.parameters.forEach((parameter, i) => {
      const keys = ts.isIdentifier(parameter.name) ? this.#source.names(parameter.name) : [parameterKey(parameter)];
      for (const key of keys) {
        if (!this.#parameters.has(key)) this.#changed = true;
        this.#parameters.add(key);
        bound.set(key, given[i] ?? NONE);
        this.#add(this.#arguments, key, given[i] ?? NONE);
        const at = this.#telling.get(key);
        if (at !== undefined) this.#tell(parameter.name, given[i] ?? NONE, at);
      }
    });
    const returned = this.#returned.get(called) ?? NONE;
    return union(
      ...[...returned].map((each) => {
        const of = each.startsWith('=') ? undefined : bound.get(each.slice(1));
        if (of === undefined) return new Set([each]);
        return each.startsWith('q') ? numbersOf(of) : of;
      }),
    );
  }

  // -- types

  /** What an expression can hold of these by its type: texts and numbers, alone or in lists; members of objects are followed by themselves. */
  #kept(node: ts.Node, origins: Origins): Origins {
    if (origins.size === 0) return NONE;
    const kind = this.#source.kind(node);
    if (kind === 'unknown') return new Set([...origins].filter((each) => !NUMBERS.test(each)));
    return kind === 'text' ? origins : kind === 'number' ? numbersOf(origins) : NONE;
  }
}

const NUMBERS = /^=(Data\.numbers|NumericColumn\.values|Cells\.number|Cells\.date)\b/;

/** Which of these can be numbers. */
function numbersOf(origins: Origins): Origins {
  return new Set(
    [...origins].flatMap((each) => (each.startsWith('=') ? (NUMBERS.test(each) ? [each] : []) : [`q${each.slice(1)}`])),
  );
}

const parameterKey = (parameter: ts.Node): string => `${parameter.getSourceFile().fileName}@${parameter.pos}`;

const nameOf = (callee: ts.Node): string =>
  ts.isPropertyAccessExpression(callee) ? callee.name.getText() : ts.isIdentifier(callee) ? callee.getText() : '';
