/** Fills the texts of a loop's entries: `{y}` is a value, `{y.key}` and `{y.label}` are its key and its label, `{{y}}` is `{y}` itself. */

import { nodePath } from '../../../base/node-id.ts';
import { quoted } from '../../../base/text/quoted.ts';
import { didYouMean } from '../../../base/text/suggest.ts';
import type { TextProblem } from '../../../base/text/text-problem.ts';
import { lettered } from '../../../base/text/unicode-pattern.ts';
import type { ProjectDecl } from '../../step.ts';
import { type Bindings, isEmpty, memberOf, membersOf } from './binding.ts';

/** A stretch of a filled text and the stretch of its template that it comes from. */
interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly from: readonly [start: number, end: number];
  /** True where both stretches have the same characters. */
  readonly isLiteral: boolean;
}

/** A template filled. `value` is what a placeholder gave that is the whole template, and the text otherwise. */
export interface Filled {
  readonly value: unknown;
  readonly stretches: readonly Stretch[];
  readonly problems: readonly TextProblem[];
}

const NAME = String.raw`[\p{L}_][\p{L}\p{M}\p{N}_]*`;
const MEMBER = String.raw`(?:\.[\p{L}_][\p{L}\p{M}\p{N}_-]*)?`;
const PLACEHOLDER = lettered(String.raw`\{\{(${NAME}${MEMBER})\}\}|\{(${NAME}${MEMBER})\}`, 'gu');

/** Tells whether a text may have placeholders to fill. */
export const isTemplate = (text: string): boolean => text.includes('{');

/** An empty value in a text takes the sign before it along: `y ~ x + {c}` is `y ~ x` where `c` is empty. */
const SIGN_BEFORE = /(?<!\s)\s*(?:\+|\||\band)\s*$/;
/** A binding that is empty takes the sign behind it along: `{c} + x` is `x`, and so at the start of what a formula explains by. */
const SIGN_AFTER = /^\s*(?:\+|and\b)\s*/;
const AT_START = /^\s*$|^[^~]*~\s*$/;
/** A formula that explains by nothing else has a constant: `y ~ {c} | id` is `y ~ 1 | id`. */
const ONLY_CONSTANT = /^[^~]*~\s*$/;

export class Filler {
  readonly #bindings: Bindings;
  readonly #variables: ProjectDecl['variables'];

  constructor(bindings: Bindings, variables: ProjectDecl['variables']) {
    this.#bindings = bindings;
    this.#variables = variables;
  }

  fill(template: string): Filled {
    const problems: TextProblem[] = [];
    const stretches: Stretch[] = [];
    let text = '';
    let at = 0;
    const add = (piece: string, from: readonly [number, number], isLiteral: boolean): void => {
      if (piece === '') return;
      stretches.push({ start: text.length, end: text.length + piece.length, from, isLiteral });
      text += piece;
    };
    for (const { 0: whole, 1: escaped, 2: said, index } of template.matchAll(PLACEHOLDER(template))) {
      const end = index + whole.length;
      add(template.slice(at, index), [at, index], true);
      at = end;
      if (escaped !== undefined) {
        add(`{${escaped}}`, [index, end], false);
        continue;
      }
      const found = this.#valueOf(said!, [index, end], problems);
      if (found === undefined) continue;
      if (whole === template) return { value: found.value, stretches: [], problems };
      if (isEmpty(found.value)) {
        const signed = text.replace(SIGN_BEFORE, '');
        const after = signed === text && AT_START.test(text) ? SIGN_AFTER.exec(template.slice(end)) : null;
        text = signed;
        if (after !== null) at += after[0].length;
        else if (ONLY_CONSTANT.test(text) && !/^\s*[\p{L}_`({]/u.test(template.slice(end)))
          add('1', [index, end], false);
        continue;
      }
      if (typeof found.value === 'object') {
        const message = `\`${whole}\` is a ${Array.isArray(found.value) ? 'list' : 'map'}, which cannot stand within a text`;
        problems.push({ code: 'bad-each', message, start: index, end, hint: 'let it be the whole value of a key' });
        continue;
      }
      const quote = template[index - 1];
      const isQuoted = (quote === '"' || quote === "'") && template[end] === quote && !said!.endsWith('.label');
      add(isQuoted ? escapedFor(String(found.value), quote) : String(found.value), [index, end], false);
    }
    add(template.slice(at), [at, template.length], true);
    return { value: text, stretches: stretches.filter(({ start }) => start < text.length), problems };
  }

  /** Fills the template of an id, whose parts between dots are names: a value with a dot, a blank or a quote stays one name. */
  fillPath(template: string): Filled {
    const whole = this.fill(template);
    if (template.includes('[') || !isTemplate(template)) return whole;
    const names = namesIn(template).flatMap((part) => {
      const { value } = this.fill(part);
      return isEmpty(value) ? [] : [String(value)];
    });
    return { ...whole, value: nodePath(names) };
  }

  #valueOf(
    said: string,
    [start, end]: readonly [number, number],
    problems: TextProblem[],
  ): { readonly value: unknown } | undefined {
    const [name, member] = said.split('.') as [string, string?];
    const binding = this.#bindings.findLast((each) => each.name === name);
    if (binding === undefined) {
      const names = this.#bindings.map((each) => each.name);
      const near = didYouMean(name, names) ?? `the loop has ${quoted(names)}`;
      const hint = `${near}${near.endsWith('?') ? '' : ';'} \`{{${said}}}\` stands for \`{${said}}\` itself`;
      problems.push({ code: 'unknown-each', message: `no loop around this has a \`${name}\``, start, end, hint });
      return undefined;
    }
    if (member === undefined) return binding;
    const found = memberOf(binding, member, this.#variables);
    if (found !== undefined) return found;
    const hint = didYouMean(member, membersOf(binding)) ?? `\`{${name}.key}\` and \`{${name}.label}\` are there`;
    problems.push({ code: 'unknown-each', message: `\`${name}\` has no \`${member}\``, start, end, hint });
    return undefined;
  }
}

/** The parts of a template between dots, of which those within braces part nothing. */
function namesIn(template: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const character of template) {
    if (character === '{') depth += 1;
    else if (character === '}') depth -= 1;
    if (character === '.' && depth <= 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

const escapedFor = (value: string, quote: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`);

/** The stretch of the template from which a stretch of the filled text comes. */
export function inTemplate({ stretches }: Filled, start: number, end: number): [number, number] {
  const holding = (offset: number): Stretch | undefined =>
    stretches.find((each) => each.start <= offset && offset < each.end) ?? stretches.at(-1);
  const [first, last] = [holding(start), holding(Math.max(start, end - 1))];
  if (first === undefined || last === undefined) return [0, 1];
  const from = first.isLiteral ? first.from[0] + (start - first.start) : first.from[0];
  const to = last.isLiteral ? Math.min(last.from[1], last.from[0] + (end - last.start)) : last.from[1];
  return [from, Math.max(to, from + 1)];
}
