/** Checks an expression before it is evaluated: every name is known, and every operator and function gets the types that it takes. */
import { calendar, isTimeType, type TimeType, timeTypes } from '../calendar.ts';
import { ownValue } from '../own-value.ts';
import { isSameFolded, suggest, withUnit } from '../text/suggest.ts';
import type { TextProblem } from '../text/text-problem.ts';
import { foreignNameHint } from './foreign-functions.ts';
import { signatureOf } from './functions.ts';
import { printExpression, printName } from './print.ts';
import { type TimeUnit, unitsOf } from './rows/time-difference.ts';
import { type ArgumentKind, argumentKind, type FunctionSignature } from './signature.ts';
import { patternProblem } from './texts/functions.ts';
import { type CallNode, columnsNamed, type Expression, givesNothing, isNothing, type PathNode } from './tree.ts';

/** `category` and `string` columns are `text`. */
export type ValueType = 'number' | 'boolean' | 'text' | TimeType;

/** The names that an expression may refer to while it is checked. */
export interface Scope {
  /** `undefined`: no such variable; `null`: its type is not known yet. */
  type(name: string): ValueType | null | undefined;
  /** For did-you-mean. */
  readonly names: readonly string[];
  /** In words, for hints: `panel`. */
  readonly of: string;
  /** Is true where a value may depend on other rows than its own, as in `mean(x, by=[g])`. */
  readonly columns?: boolean;
  /** Type of a path where the context gives paths a meaning (lags in formulas); `undefined` refuses it. */
  path?(node: PathNode): ValueType | null | undefined;
}

/**
 * Types of an expression over rows. Text is only compared for equality, a condition is a condition (a number is
 * none), true and false count 1 and 0 in arithmetic. `type` is null where it hangs on an unknown type.
 */
export function checkExpression(root: Expression, scope: Scope): { type: ValueType | null; problems: TextProblem[] } {
  const problems: TextProblem[] = [];
  const type = new Checker(scope, problems).type(root);
  return { type: givesNothing(root) ? 'number' : type, problems };
}

/** Checks the expression of a sample, which must be a condition. */
export function checkCondition(root: Expression, scope: Scope): TextProblem[] {
  const { type, problems } = checkExpression(root, scope);
  if (type !== null && type !== 'boolean' && problems.length === 0) problems.push(notACondition(root, type));
  return problems;
}

function notACondition(node: Expression, type: ValueType): TextProblem {
  const text = printExpression(node);
  const hint = type === 'number' ? `write \`${text} == 1\` or \`${text} != 0\`` : undefined;
  return problem('not-a-condition', `expected a condition, got ${type} \`${text}\``, node, hint);
}

function problem(code: string, message: string, at: { start: number; end: number }, hint?: string): TextProblem {
  return { code, message, start: at.start, end: at.end, hint };
}

/** Hint for a name that is not there: did-you-mean and how many there are. */
export function unknownVariable(
  name: string,
  scope: Pick<Scope, 'names' | 'of'>,
  at: { start: number; end: number },
): TextProblem {
  const hint = foreignNameHint(name) ?? (scope.names.length === 0 ? undefined : hintForUnknown(name, scope));
  return problem('unknown-variable', `unknown variable \`${name}\``, at, hint);
}

function hintForUnknown(name: string, { names, of }: Pick<Scope, 'names' | 'of'>): string {
  const measured = withUnit(name, names);
  if (measured !== undefined) {
    const key = JSON.stringify(measured);
    return `the column is \`${measured}\`, written \`${printName(measured)}\` here; \`rename: {${key}: ${name}}\` where the file is read shortens it`;
  }
  const near = suggest(name, names);
  const count = `${of} has ${names.length} column${names.length === 1 ? '' : 's'}`;
  const isSame = near !== undefined && isSameFolded(name, near);
  // names of one letter have nothing in common but their length
  if (near !== undefined && (name.length > 1 || isSame)) {
    const cased = near.toLowerCase() === name.toLowerCase() ? 'capital letters count; ' : '';
    return `did you mean \`${printName(near)}\`? (${cased}${count})`;
  }
  const first = names.slice(0, MOST_NAMES).map((each) => `\`${each}\``);
  return `${count}: ${first.join(', ')}${names.length > first.length ? ', …' : ''}`;
}

function comparedWithNothing(node: Expression, other: Expression): TextProblem {
  const message = `\`${printExpression(node)}\` is missing in every row`;
  return problem(
    'compared-with-missing',
    message,
    node,
    `\`missing(${printExpression(other)})\` asks whether there is no value`,
  );
}

/** Columns that a hint lists. */
const MOST_NAMES = 5;

class Checker {
  readonly #scope: Scope;
  readonly #problems: TextProblem[];

  constructor(scope: Scope, problems: TextProblem[]) {
    this.#scope = scope;
    this.#problems = problems;
  }

  type(node: Expression): ValueType | null {
    switch (node.is) {
      case 'number':
        return 'number';
      case 'string':
        return 'text';
      case 'name':
        return this.#name(node.name, node);
      case 'path':
        return this.#path(node);
      case 'unary':
        if (node.op === 'not') return this.#condition(node.of);
        this.#number(node.of);
        return 'number';
      case 'binary':
        return this.#binary(node);
      case 'in':
        return this.#member(node);
      case 'call':
        return this.#call(node);
      default:
        return node satisfies never;
    }
  }

  #name(name: string, at: { start: number; end: number }): ValueType | null {
    const type = this.#scope.type(name);
    if (type !== undefined) return type;
    this.#problems.push(unknownVariable(name, this.#scope, at));
    return null;
  }

  #path(node: PathNode): ValueType | null {
    const type = this.#scope.path?.(node);
    if (type !== undefined) return type;
    const text = printExpression(node);
    const hint = `a column whose name has dots is written in backticks: \`\`${text}\`\``;
    this.#problems.push(problem('path-in-rows', `\`${text}\` is a path to a result, not a variable`, node, hint));
    return null;
  }

  #condition(node: Expression): 'boolean' {
    const type = this.type(node);
    if (type !== null && type !== 'boolean') this.#problems.push(notACondition(node, type));
    return 'boolean';
  }

  #number(node: Expression): void {
    this.#isNumber(node, this.type(node));
  }

  #isNumber(node: Expression, type: ValueType | null): void {
    if (type !== 'text') return;
    const message = `expected a number, got text \`${printExpression(node)}\``;
    this.#problems.push(problem('text-in-arithmetic', message, node));
  }

  #binary(node: Expression & { is: 'binary' }): ValueType | null {
    switch (node.op) {
      case 'and':
      case 'or':
        this.#condition(node.left);
        this.#condition(node.right);
        return 'boolean';
      case '+':
      case '-':
      case '*':
      case '/':
      case '^':
        this.#number(node.left);
        this.#number(node.right);
        return 'number';
      default:
        for (const [side, other] of [
          [node.left, node.right],
          [node.right, node.left],
        ] as const)
          if (isNothing(side)) this.#problems.push(comparedWithNothing(node, other));
        this.#comparable(node.left, this.type(node.left), node.right, this.type(node.right), node);
        if (node.op !== '==' && node.op !== '!=') this.#ordered(node);
        return 'boolean';
    }
  }

  #comparable(
    left: Expression,
    leftType: ValueType | null,
    right: Expression,
    rightType: ValueType | null,
    at: { start: number; end: number },
  ): void {
    if (leftType === null || rightType === null) return;
    if (isTimeText(left, leftType, rightType) || isTimeText(right, rightType, leftType)) return;
    const sort = (type: ValueType): string => (type === 'boolean' ? 'number' : type);
    if (sort(leftType) === sort(rightType)) return;
    const say = (node: Expression, type: ValueType): string => `${type} \`${printExpression(node)}\``;
    const message = `cannot compare ${say(left, leftType)} with ${say(right, rightType)}`;
    const time = [leftType, rightType].find(isTimeType);
    const hint = time === undefined ? undefined : `write a ${time} as "${calendar[time].example}"`;
    this.#problems.push(problem('type-mismatch', message, at, hint));
  }

  #ordered(node: Expression & { is: 'binary' }): void {
    if (this.#quietType(node.left) !== 'text' || this.#quietType(node.right) !== 'text') return;
    const message = `text has no order: \`${printExpression(node)}\``;
    this.#problems.push(problem('text-order', message, node, 'compare text with `==`, `!=` or `in`'));
  }

  /** The type again, without saying the problems twice. */
  #quietType(node: Expression): ValueType | null {
    return new Checker(this.#scope, []).type(node);
  }

  #member(node: Expression & { is: 'in' }): ValueType | null {
    const type = this.type(node.of);
    if ('is' in node.within) {
      this.#call(node.within);
      return 'boolean';
    }
    for (const item of node.within) this.#comparable(node.of, type, item, this.type(item), item);
    return 'boolean';
  }

  #call(node: CallNode): ValueType | null {
    const signature = signatureOf(node);
    if (signature.over === 'results') {
      const message = `\`${node.name}\` is for claims about results, not for rows of data`;
      this.#problems.push(problem('function-over-results', message, node));
      return null;
    }
    if (signature.over === 'columns') return this.#columnCall(node, signature);
    if (isNothing(node)) return null;
    if (node.name === 'if') return this.#choice(node);
    const types = node.args.map((arg, i) => this.#argument(arg, argumentKind(signature, i), node));
    if (node.name === 'missing') return 'boolean';
    if (signature.takes?.[0] === 'time') this.#times(node, types);
    this.#literalsOf(node);
    return given(signature, types[0]!);
  }

  #argument(arg: Expression, kind: ArgumentKind, call: CallNode): ValueType | null {
    const type = this.type(arg);
    if (kind === 'number') this.#isNumber(arg, type);
    if (kind === 'text' || kind === 'pattern') this.#isText(arg, type);
    if (kind === 'pattern' && type === 'text') this.#isPattern(arg, call);
    return type;
  }

  #isText(node: Expression, type: ValueType | null): void {
    if (type === null || type === 'text') return;
    const text = printExpression(node);
    const message = `expected text, got ${type} \`${text}\``;
    this.#problems.push(problem('number-as-text', message, node, `\`concat(${text})\` makes a text of it`));
  }

  /** A pattern is known before any row is read, and so is the group that is asked for. */
  #isPattern(node: Expression, call: CallNode): void {
    if (node.is !== 'string') {
      const message = `expected a pattern in quotes, got \`${printExpression(node)}\``;
      this.#problems.push(problem('bad-pattern', message, node, `it is written \`${signatureOf(call).form}\``));
      return;
    }
    const group = call.args[2];
    const wrong = patternProblem(node.value, group?.is === 'number' ? group.value : 0);
    if (wrong) this.#problems.push(problem('bad-pattern', wrong.message, node, wrong.hint));
  }

  #columnCall(node: CallNode, signature: FunctionSignature): ValueType | null {
    if (this.#scope.columns !== true) {
      const message = `\`${node.name}\` reads other rows too, which only \`derive\` may`;
      this.#problems.push(problem('function-over-columns', message, node, 'derive a column of it, and use that'));
      return null;
    }
    const read = signature.takes === undefined ? node.args.slice(0, 1) : node.args;
    const types = read.map((arg, i) => this.#argument(arg, argumentKind(signature, i), node));
    for (const each of node.named.flatMap(columnsNamed)) this.#name(each.name, each);
    this.#literalsOf(node);
    return given(signature, types[0] ?? null);
  }

  #literalsOf(node: CallNode): void {
    const expected = ownValue(literalArguments, node.name);
    if (expected) this.#literals(node, expected.from ?? 1, expected.hold, expected.text);
  }

  /** Arguments from the given one on must be numbers as they stand. */
  #literals(node: CallNode, from: number, hold: (values: readonly number[]) => boolean, expected: string): void {
    const given = node.args.slice(from);
    const values = given.flatMap((each) => (each.is === 'number' ? [each.value] : []));
    if (given.length === 0 || (values.length === given.length && hold(values))) return;
    const got = given.map((each) => `\`${printExpression(each)}\``).join(', ');
    const at = { start: given[0]!.start, end: given.at(-1)!.end };
    const hint = `it is written \`${signatureOf(node).form}\``;
    this.#problems.push(problem('bad-argument', `expected ${expected}, got ${got}`, at, hint));
  }

  /** Arguments are times that have what is asked for, all of one type; one in quotes is of the type of the others. */
  #times(node: CallNode, types: readonly (ValueType | null)[]): void {
    const known = timesOfCall(node);
    const first = types.find((type): type is ValueType => type !== null && known.includes(type));
    node.args.forEach((of, i) => {
      const type = types[i] ?? null;
      if (type === null || (first === undefined ? known.includes(type) : type === first)) return;
      if (first !== undefined && isTimeText(of, type, first)) return;
      const expected = first === undefined ? known : [first];
      const message = `expected a ${expected.join(', a ').replace(/, (?=a [a-z]+$)/, ' or ')}, got ${type} \`${printExpression(of)}\``;
      const reads = of.is === 'name' && type === 'text' ? `\`types: {${of.name}: date}\` reads dates` : undefined;
      const units =
        node.name === 'datediff' && isTimeType(type) ? `${type}s are apart in ${unitsOf[type].join(', ')}` : undefined;
      this.#problems.push(problem('not-a-time', message, of, reads ?? units));
    });
  }

  #choice(node: Expression & { is: 'call' }): ValueType | null {
    const [condition, yes, no] = node.args as readonly [Expression, Expression, Expression];
    this.#condition(condition);
    const [yesType, noType] = [this.type(yes), this.type(no)];
    if (givesNothing(yes)) return noType;
    if (givesNothing(no)) return yesType;
    if (yesType === null || noType === null) return null;
    if (yesType === noType) return yesType;
    if (yesType !== 'text' && noType !== 'text') return 'number';
    const message = `both choices of \`if\` must be of one type, got ${yesType} and ${noType}`;
    this.#problems.push(problem('type-mismatch', message, node));
    return null;
  }
}

/** Gives the type of a function's value where its first argument is of the type `first`. */
const given = ({ gives = 'number' }: FunctionSignature, first: ValueType | null): ValueType | null =>
  gives === 'same' ? first : gives;

/** The times that a function takes. */
function timesOfCall({ name, named }: CallNode): readonly ValueType[] {
  const unit = named.flatMap(({ value }) => (value.is === 'word' ? [value.word] : []))[0];
  return partsOfTimes[name] ?? timeTypes.filter((type) => unitsOf[type].includes(unit as TimeUnit));
}

/** Times of which a function tells a part. */
const partsOfTimes: Readonly<Record<string, readonly ValueType[]>> = {
  year: ['date', 'month', 'quarter'],
  quarter: ['date', 'month', 'quarter'],
  month: ['date', 'month'],
};

const isDigits = (digits: number | undefined): boolean =>
  digits === undefined || (Number.isInteger(digits) && digits >= 0 && digits <= 15);

interface Literals {
  /** The first of the arguments that are literals; the second where it is left out. */
  readonly from?: number;
  readonly text: string;
  readonly hold: (values: readonly number[]) => boolean;
}

const isWhole =
  (from: number) =>
  ([n]: readonly number[]): boolean =>
    Number.isInteger(n) && n! >= from;

const literalArguments: Readonly<Record<string, Literals>> = {
  round: { text: 'decimals from 0 to 15', hold: ([digits]) => isDigits(digits) },
  extract: { from: 2, text: 'the number of a group, 0 for the whole', hold: isWhole(0) },
  cut: {
    text: 'the ends of intervals, from the lowest to the highest',
    hold: (ends) => ends.every((end, i) => i === 0 || end > ends[i - 1]!),
  },
  quantile: { text: 'a share between 0 and 1', hold: ([share]) => share! > 0 && share! < 1 },
  ntile: { text: 'a number of groups, 2 or more', hold: isWhole(2) },
  winsorize: {
    text: 'two percentages, the lower first',
    hold: ([low, high]) => low! >= 0 && low! < high! && high! <= 100,
  },
  deflate: { from: 2, text: 'the period whose prices are meant, as a number', hold: ([base]) => base !== undefined },
  perpetual_inventory: {
    text: 'the rate of depreciation, a share between 0 and 1, and behind it that of growth before the first period',
    hold: ([rate, growth = 0]) => rate! > 0 && rate! < 1 && rate! + growth > 0,
  },
  growth: { text: 'a number of periods, 1 or more', hold: isWhole(1) },
  lag: { text: 'a number of rows, 1 or more', hold: isWhole(1) },
  lead: { text: 'a number of rows, 1 or more', hold: isWhole(1) },
};

function isTimeText(node: Expression, type: ValueType, other: ValueType): boolean {
  if (node.is !== 'string' || type !== 'text' || !isTimeType(other)) return false;
  return !Number.isNaN(calendar[other].parse(node.value));
}
