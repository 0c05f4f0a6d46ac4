/** The files that documents read their numbers from. */
import { canonicalJson } from '../../../src/base/canonical.ts';
import { withPower } from '../../../src/document/number-marks.ts';
import { kindOfText, type TextKind } from '../../../src/document/text-kinds.ts';

export interface NamedNumber {
  readonly name: string;
  /** The path of the result. */
  readonly of: string;
  readonly value: number;
  /** The number as printed. */
  readonly text: string;
}

const writers: Readonly<Record<string, (numbers: readonly NamedNumber[], kind: TextKind) => string>> = {
  tex: texFile,
  typ: typFile,
  json: (numbers) =>
    `${JSON.stringify(JSON.parse(canonicalJson(Object.fromEntries(numbers.map(({ name, ...number }) => [name, number])))), null, 2)}\n`,
};

export const numberExtensions: readonly string[] = Object.keys(writers);

/** Extension → text. */
export const numberFiles = (numbers: readonly NamedNumber[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(writers).map(([extension, write]) => [extension, write(numbers, kindOfText(`.${extension}`))]),
  );

/** `\pmnum{name}` prints a number. `\pmval{name}{1.592}` prints what stands in the text, which `papermake check FILE` compares. */
function texFile(numbers: readonly NamedNumber[], kind: TextKind): string {
  const lines = [
    '% papermake: numbers for the text. \\pmnum{name} prints one; \\pmval{name}{1.592} prints what the text has, for `papermake check`',
    '\\providecommand{\\pmnum}[1]{\\ifcsname pm:#1\\endcsname\\csname pm:#1\\endcsname\\else',
    '  \\errmessage{papermake has no number called #1}\\fi}',
    '\\providecommand{\\pmval}[2]{#2}',
    ...numbers.map(
      ({ name, text }) =>
        `\\expandafter\\def\\csname pm:${name}\\endcsname{${withPower(text, kind).replace(/^-/, '\\ensuremath{-}')}}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function typFile(numbers: readonly NamedNumber[], kind: TextKind): string {
  const lines = [
    '// papermake: numbers for the text. #pmnum("name") prints one; #pmval("name")[1.592] prints what the text has, for `papermake check`',
    numbers.length === 0 ? '#let pm-numbers = (:' : '#let pm-numbers = (',
    ...numbers.map(({ name, text }) => `  ${name}: "${withPower(text, kind).replace(/^-/, '−')}",`),
    ')',
    '#let pmnum(name) = pm-numbers.at(name)',
    '#let pmval(name, printed) = printed',
  ];
  return `${lines.join('\n')}\n`;
}
