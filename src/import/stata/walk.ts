/** Goes through the statements of a do-file in the order in which Stata would run them: loops are written out, macros put in. */
import { NotUnderstood, type Outcome } from '../outcome.ts';
import { type Block, blocksOf, eachOf } from './blocks.ts';
import { constantOf } from './constant.ts';
import type { SourceStatement } from './lines.ts';
import { macroFunction } from './macro-functions.ts';
import type { Macros } from './macros.ts';
import { tight, unquoted, wordsOf } from './text.ts';

/** Carries out one statement, whose macros are put in. Throws NotUnderstood. */
export type Execute = (text: string, statement: SourceStatement) => Outcome;

export interface Visitor {
  readonly execute: Execute;
  /** Called for a statement that is not carried out, since a block around it cannot be read. */
  readonly refuse: (statement: SourceStatement) => void;
  readonly tell: (statement: SourceStatement, outcome: Outcome) => void;
  /** Tells whether a statement neither changes data nor leaves an estimate. */
  readonly isQuiet: (statement: SourceStatement) => boolean;
}

/** Programs that do-files define, by name: their statements. */
export type Programs = Map<string, readonly Block[]>;

/** Programs that call each other go no deeper. */
const DEEPEST = 20;

/** Loops within loops multiply. */
const MOST = 20_000;

const CONTROL: Outcome = { is: 'nothing', why: 'its statements are written out' };
const END: Outcome = { is: 'nothing', why: 'the end of a block' };

export class Walk {
  readonly #macros: Macros;
  readonly #execute: Execute;
  readonly #refused: Visitor['refuse'];
  #tell: Visitor['tell'];
  readonly #isQuiet: Visitor['isQuiet'];
  readonly #programs: Programs;
  /** The statement that calls the program which is gone through, in whose place its statements stand. */
  #caller: SourceStatement | undefined;
  #depth = 0;
  #count = 0;

  constructor(macros: Macros, programs: Programs, { execute, refuse, tell, isQuiet }: Visitor) {
    this.#macros = macros;
    this.#programs = programs;
    this.#isQuiet = isQuiet;
    this.#execute = execute;
    this.#refused = refuse;
    this.#tell = tell;
  }

  run(statements: readonly SourceStatement[]): void {
    this.#blocks(blocksOf(statements));
  }

  #blocks(blocks: readonly Block[]): void {
    let isChosen = false;
    for (const block of blocks) {
      const isElse = /^else\b/.test(block.head.text);
      if (isElse && isChosen) this.#skip(block, 'another branch is the one that runs');
      else isChosen = this.#block(block);
    }
  }

  /** Answers whether a later `else` is passed over. */
  #block(block: Block): boolean {
    const { head } = block;
    if (block.is === 'program') {
      this.#define(block);
      return false;
    }
    try {
      if (block.is === 'statement') return this.#statement(head);
      return this.#braces(block);
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      this.#refuse(block, error);
      return true;
    }
  }

  #statement(head: SourceStatement): boolean {
    const conditional = conditionalOf(head.text, (text) => constantOf(this.#macros.expand(text)) !== undefined);
    if (conditional !== undefined)
      return this.#if(conditional.condition, head, [
        { head: { ...head, text: conditional.statement }, is: 'statement' },
      ]);
    const plain = head.text.replace(/^else\s+/, '');
    this.#count += 1;
    if (this.#count > MOST) throw new NotUnderstood(`loops write out more than ${MOST} statements`);
    const own = macroOutcome(plain, this.#macros) ?? this.#called(plain, head);
    this.#tell(head, own ?? this.#execute(this.#macros.expand(plain), this.#caller ?? head));
    return false;
  }

  #define(block: Block): void {
    const [, name] = DEFINED.exec(block.head.text) ?? [];
    if (name === undefined)
      this.#refuse(block, new NotUnderstood('another language is not read', '`kind: command` runs a program'));
    else {
      this.#programs.set(name, blocksOf((block.body ?? []).map(({ head }) => head)));
      eachOf(block, (statement) =>
        this.#tell(statement, { is: 'nothing', why: `\`${name}\` is read where it is called` }),
      );
    }
  }

  /** Goes through the statements of a program that a statement calls; undefined where it calls none. */
  #called(text: string, head: SourceStatement): Outcome | undefined {
    const [, name = '', rest = ''] = CALL.exec(text) ?? [];
    const body = this.#programs.get(name);
    if (body === undefined) return undefined;
    if (this.#areQuiet(body)) return { is: 'nothing', why: `\`${name}\` neither changes data nor leaves an estimate` };
    if (this.#depth >= DEEPEST) throw new NotUnderstood(`programs call each other more than ${DEEPEST} deep`);
    const [caller, tell] = [this.#caller, this.#tell];
    this.#depth += 1;
    this.#caller ??= head;
    const outer = this.#caller;
    if (caller === undefined) this.#tell = (_, outcome) => tell(outer, outcome);
    try {
      const args = wordsOf(this.#macros.expand(rest)).map(unquoted);
      this.#macros.apart(args, () => this.#blocks(body));
    } finally {
      this.#depth -= 1;
      this.#caller = caller;
      this.#tell = tell;
    }
    return CONTROL;
  }

  #areQuiet(blocks: readonly Block[]): boolean {
    return blocks.every(({ head, body }) => (body === undefined ? this.#isQuiet(head) : this.#areQuiet(body)));
  }

  #braces(block: Block): boolean {
    const { head, body = [], end } = block;
    const finish = (): void => {
      this.#tell(head, CONTROL);
      if (end !== undefined) this.#tell(end, END);
    };
    const [, condition] = /^(?:else\s+)?if\s+(\S.*)$/.exec(head.text) ?? [];
    if (condition !== undefined) {
      const isTrue = this.#if(condition, head, body);
      if (!isTrue) for (const inner of body) this.#skip(inner, 'its condition does not hold');
      finish();
      return isTrue;
    }
    if (head.text.split(/\s+/).every((word) => /^(?:else)*(?:(?:qui|noi|cap)\w*)?$/.test(word))) {
      this.#blocks(body);
      finish();
      return false;
    }
    const loop = loopOf(head.text, this.#macros);
    for (const value of loop.values) {
      this.#macros.set('local', loop.name, value);
      this.#blocks(body);
    }
    if (loop.values.length === 0) for (const inner of body) this.#skip(inner, 'the list of the loop is empty');
    finish();
    return false;
  }

  #if(condition: string, head: SourceStatement, body: readonly Block[]): boolean {
    const value = constantOf(this.#macros.expand(condition));
    if (value === undefined)
      throw new NotUnderstood(
        `whether \`${condition}\` holds is known only in a run of Stata`,
        'keep the branch that the paper uses',
      );
    if (value === '0') {
      if (body.length === 1 && body[0]!.head.line === head.line)
        this.#tell(head, { is: 'nothing', why: 'its condition does not hold' });
      return false;
    }
    this.#blocks(body);
    return true;
  }

  #skip(block: Block, why: string): void {
    eachOf(block, (statement) => this.#tell(statement, { is: 'nothing', why }));
  }

  /** Tells all statements of a block that cannot be read; macros that it sets are unknown from now on. */
  #refuse(block: Block, { message, hint }: NotUnderstood): void {
    eachOf(block, (statement) => {
      const [, scope, name] = /^(?:\w+\s+)*?(loc\w*|gl\w*)\s+(\w+)/.exec(statement.text) ?? [];
      if (name !== undefined) this.#macros.unknown(scope!.startsWith('l') ? 'local' : 'global', name);
      // a program does nothing before it is called
      if (block.is !== 'program') this.#refused(statement);
      this.#tell(statement, { is: 'unread', why: message, ...(hint !== undefined && { hint }) });
    });
  }
}

/** Places of a one-line `if` at which its statement is looked for. */
const MOST_PLACES = 40;

/**
 * The condition of an `if` on one line and the statement behind it, which begins with a letter; undefined for any other statement. The longest
 * condition that is known counts, else what stands before the first word behind a blank.
 */
function conditionalOf(
  text: string,
  isKnown: (condition: string) => boolean,
): { condition: string; statement: string } | undefined {
  const [, rest] = /^(?:else\s+)?if\s+(\S.*)$/s.exec(text) ?? [];
  if (rest === undefined) return undefined;
  const places = [...rest.matchAll(/\s(?=[a-z_])/gi)].slice(0, MOST_PLACES).map(({ index }) => index);
  // A macro that counts on is put in once.
  const counts = rest.includes('`++') || rest.includes('`--');
  const known = counts ? undefined : places.findLast((place) => isKnown(rest.slice(0, place).trim()));
  const at = known ?? places[0];
  return at === undefined ? undefined : { condition: rest.slice(0, at).trim(), statement: rest.slice(at).trim() };
}

/** `program define name, rclass`; its name alone is no other word of the command. */
const DEFINED = /^(?:(?:cap\w*|qui\w*)\s+)*pr(?:o|og|ogr|ogra|ogram)?\s+(?:de\w*\s+)?(\w+)/;
const CALL = /^(?:(?:cap\w*|qui\w*|noi\w*)\s+)*(\w+)(?:\s+(.*))?$/s;

const SET: Outcome = { is: 'nothing', why: 'the macro is put in where it is used' };

/** The names that a program gives its arguments. */
const ARGS = /^args\s+(\w+(?:\s+\w+)*)$/;

/** Reads `local`, `global` and `args`; undefined where the statement is another. */
function macroOutcome(text: string, macros: Macros): Outcome | undefined {
  const named = ARGS.exec(text)?.[1];
  if (named !== undefined) {
    for (const [i, each] of named.split(/\s+/).entries()) macros.set('local', each, macros.get('local', String(i + 1)));
    return SET;
  }
  const [, word, , , name, rest = ''] =
    /^(?:(?:qui\w*|cap\w*)\s+)*((loc(?:a|al)?)|(gl(?:o|ob|oba|obal)?))\s+(\+\+\w+|--\w+|[\w`'$={}+-]+?)(?=[\s:=]|$)(.*)$/s.exec(
      text,
    ) ?? [];
  if (word === undefined) return undefined;
  const scope = word.startsWith('l') ? 'local' : 'global';
  if (/^(\+\+|--)/.test(name!)) {
    macros.expand(`\`${name}'`);
    return SET;
  }
  const own = macros.expand(name!);
  const value = rest.trim();
  try {
    if (value.startsWith(':')) macros.set(scope, own, macroFunction(value.slice(1), macros));
    else if (value.startsWith('=')) {
      const found = constantOf(macros.expand(value.slice(1)));
      if (found === undefined)
        throw new NotUnderstood(
          `what \`${value.slice(1).trim()}\` is, only a run of Stata finds`,
          'write the number itself where it is used',
        );
      macros.set(scope, own, found);
    } else macros.set(scope, own, unquoted(macros.expand(value)));
  } catch (error) {
    macros.unknown(scope, own);
    throw error;
  }
  return SET;
}

interface Loop {
  readonly name: string;
  readonly values: readonly string[];
}

function loopOf(text: string, macros: Macros): Loop {
  const [, each, kind, rest = ''] = /^foreach\s+(\w+)\s+(in|of)\b\s*(.*)$/s.exec(text) ?? [];
  if (each !== undefined && kind === 'in') return { name: each, values: wordsOf(macros.expand(rest)).map(unquoted) };
  if (each !== undefined) {
    const [, type = '', list = ''] = /^(\w+)\s*(.*)$/s.exec(rest) ?? [];
    if (/^loc/.test(type))
      return { name: each, values: wordsOf(macros.get('local', macros.expand(list).trim())).map(unquoted) };
    if (/^glo/.test(type))
      return { name: each, values: wordsOf(macros.get('global', macros.expand(list).trim())).map(unquoted) };
    const written = macros.expand(list);
    if (/^numl/.test(type)) return { name: each, values: numbersOf(written) };
    if (/^(varl|newl)/.test(type)) {
      if (/[*?]|\w-\w/.test(written))
        throw new NotUnderstood(`which variables \`${written}\` are, only a run of Stata finds`, 'write the names');
      return { name: each, values: wordsOf(written) };
    }
  }
  const [, over, numbers] = /^forv\w*\s+(\w+)\s*=\s*(.+)$/s.exec(text) ?? [];
  if (over !== undefined) return { name: over, values: numbersOf(macros.expand(numbers!)) };
  throw new NotUnderstood(`the block \`${text}\` is not read`, 'write its statements one by one');
}

/** `1/5`, `1(2)9`, `1 2 5`. */
function numbersOf(text: string): string[] {
  return tight(text, /([/()])/)
    .split(/[\s,]+/)
    .flatMap((item) => {
      const [, first, step, last] = /^(-?[\d.]+)(?:\/|\((-?[\d.]+)\))(-?[\d.]+)$/.exec(item) ?? [];
      if (first === undefined) {
        if (/^-?[\d.]+$/.test(item)) return [item];
        throw new NotUnderstood(`the numbers \`${text}\` are not known`);
      }
      const [from, by, to] = [Number(first), Number(step ?? 1), Number(last)];
      const count = Math.floor((to - from) / by + 1e-9) + 1;
      if (!(count <= MOST)) throw new NotUnderstood(`the numbers \`${text}\` are too many`);
      return Array.from({ length: Math.max(0, count) }, (_, i) => String(Number((from + i * by).toPrecision(12))));
    });
}
