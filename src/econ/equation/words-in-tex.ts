/** Writes words inside formulas of LaTeX, whose signs stand for themselves. */
import { signs } from '../../base/formula/commands.ts';

const COMMANDS = new Map<string, string>([
  ...Object.entries(signs).flatMap(([name, sign]): [string, string][] =>
    /^[a-z]+$/i.test(name) && sign.codePointAt(0)! > 127 ? [[sign, `\\${name} `]] : [],
  ),
  ...(['<', '>', '|', '/'] as const).map((sign): [string, string] => [sign, sign]),
  ['{', '\\{'],
  ['}', '\\}'],
  ['\\', '\\setminus '],
  ['^', '\\wedge '],
  ['~', '\\sim '],
  ['−', '-'],
]);

/** `\textit{Gap}` of a name, `\text{Income gap}` of a label. Signs that texts of LaTeX lack stand outside as signs of formulas. */
export function wordsInTex(words: string, command: 'text' | 'textit'): string {
  const pieces: string[] = [];
  let run = '';
  const close = (): void => {
    if (run !== '') pieces.push(`\\${command}{${run}}`);
    run = '';
  };
  for (const character of words.replace(/\s+/g, ' ')) {
    const sign = COMMANDS.get(character);
    if (sign === undefined) run += /[%$#&_]/.test(character) ? `\\${character}` : character;
    else {
      close();
      pieces.push(sign);
    }
  }
  close();
  return pieces.length === 1 ? pieces[0]! : `{${pieces.join('')}}`;
}
