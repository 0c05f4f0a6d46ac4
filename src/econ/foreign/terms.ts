/** Terms as Stata, R and fixest write them, and what each is in this language. */
import { OF_MODELS } from '../../base/expression/foreign-functions.ts';
import { absentHint } from './absent.ts';
import { call, type ForeignForm, type Meaning, name, pattern, variable } from './form.ts';

const isVariable = (text: string | undefined): text is string =>
  text !== undefined && new RegExp(`^${variable}$`, 'u').test(text);
const derived = (what: string): Meaning => ({
  instead: `name it in the data, as in \`derive: {v: ${what}}\` of \`ingest\`, and write \`v\``,
});

/** `L2.x`, `x` for no lag, `F.x` for a negative one. */
const lagged = (x: string, lag: number): string => {
  const order = (letter: string): string => `${letter}${Math.abs(lag) === 1 ? '' : Math.abs(lag)}.${x}`;
  return lag === 0 ? x : order(lag > 0 ? 'L' : 'F');
};

/** `lag(x, 2)`, `l(x, 1:3)`, `lead(x)`. Years between the rows count, which most of these forget. */
function lag(args: readonly string[], called: string): Meaning | undefined {
  const [x, by = '1', ...more] = args;
  const orders = /^(?:\w+\s*=\s*)?(-?\d+)(?:\s*:\s*(\d+))?$/.exec(by);
  if (!isVariable(x) || orders === null || more.length > 0) return undefined;
  const sign = /^(lead|f|F)$/.test(called) ? -1 : 1;
  const [first, last] = [Number(orders[1]), Number(orders[2] ?? orders[1])];
  if (first === last) return { write: lagged(x, sign * first) };
  return { write: `${sign === 1 ? 'L' : 'F'}(${first}/${last}).${x}` };
}

function difference([x, by = '1', ...more]: readonly string[]): Meaning | undefined {
  if (!isVariable(x) || more.length > 0) return undefined;
  if (/^(?:\w+\s*=\s*)?1$/.test(by)) return { write: `D.${x}` };
  return { instead: '`D2.x` is the difference of differences; one over two periods is computed before `ingest`' };
}

/** `c.x`, `i.g`, `ib3.g`, `3.g`; without a prefix a variable is a factor wherever `#` stands. */
const operand = String.raw`(?:(?:[ci]|ib?n?\d*|b\d+|\d+b?)\.)?${variable}`;

function operandOf(text: string): string {
  const [, prefix = 'i', x = text] = new RegExp(`^(?:([a-z]*\\d*[a-z]*)\\.)?(${variable})$`, 'u').exec(text) ?? [];
  if (prefix === 'c' || prefix === '1') return x;
  const base = /^i?b(\d+)$/.exec(prefix)?.[1];
  return base === undefined ? `i(${x})` : `i(${x}, ref=${base})`;
}

/** `i.g##c.x`, `c.x##c.z`. The square is `c.x#c.x`; a level by its number is an indicator, which is a variable of its own here. */
function crossed(text: string): Meaning {
  const written = text.split(/##?/);
  const level = written.map((part) => /^(\d+)\.(.*)$/u.exec(part)).find((match) => match !== null && match[1] !== '1');
  if (level != null) return derived(`if(${level[2]} == ${level[1]}, 1, 0)`);
  const counts = new Map<string, number>();
  for (const part of written.map(operandOf)) counts.set(part, (counts.get(part) ?? 0) + 1);
  const power = (part: string, n: number): string => (n === 1 ? part : `${part}^${n}`);
  const ones = written.some((part) => part.startsWith('1.'))
    ? { why: 'where 1 is the value of a variable of 0 and 1' }
    : {};
  if (!text.includes('##')) return { write: [...counts].map(([part, n]) => power(part, n)).join(':'), ...ones };
  const lists = [...counts].map(([part, n]) => {
    const powers = Array.from({ length: n }, (_, i) => power(part, i + 1)).join(' + ');
    return n > 1 && counts.size > 1 ? `(${powers})` : powers;
  });
  return { write: lists.join('*'), ...ones };
}

/** `relevel(g, ref = "2")`, also of `factor(g)`. */
function releveled([of = '', base = '']: readonly string[]): Meaning | undefined {
  const x = /^(?:as\.)?factor\((.*)\)$/.exec(of)?.[1] ?? of;
  const level = /^(?:ref\s*=\s*)?["']?(.*?)["']?$/s.exec(base)?.[1] ?? '';
  if (!isVariable(x) || level === '') return undefined;
  return { write: `i(${x}, ref=${/^[\p{L}\p{N}_]+$/u.test(level) ? level : `"${level}"`})` };
}

/** `LD.x`, `l2.x`, `l.d.x` */
function operators(letters: string, x: string): Meaning {
  const words = letters
    .replaceAll('.', '')
    .toUpperCase()
    .match(/[LFD]\d*/g)!;
  return { write: `${words.map((word) => `${word}.`).join('')}${x}` };
}

/** `I(x^2)`: what is arithmetic for R. */
function arithmetic([inside = '']: readonly string[]): Meaning {
  if (new RegExp(`^${variable}\\s*(\\^|\\*\\*)\\s*\\d+$`, 'u').test(inside)) {
    return { write: inside.replaceAll(' ', '').replace('**', '^'), why: 'powers need no `I()`' };
  }
  const factors = inside.split('*').map((part) => part.trim());
  return factors.every(isVariable) ? { write: factors.join(':') } : derived(inside);
}

function polynomial([x, degree]: readonly string[]): Meaning | undefined {
  const n = Number(/^(?:degree\s*=\s*)?(\d)$/.exec(degree ?? '')?.[1]);
  if (!isVariable(x) || !(n >= 1)) return undefined;
  return { write: Array.from({ length: n }, (_, i) => (i === 0 ? x : `${x}^${i + 1}`)).join(' + ') };
}

/** THE list of terms of other programs. The first that stands where reading stopped is told. */
export const foreignTerms: readonly ForeignForm[] = [
  pattern(`${operand}(?:##?${operand})+`, ([text]) => crossed(text!)),
  pattern(`((?:[ci]|ib?n?\\d*|b\\d+)\\.)(${variable})(?!\\s*\\()`, ([text]) => ({ write: operandOf(text!) })),
  pattern(`((?:[lfdLFD]\\d*)+(?:\\.(?:[lfdLFD]\\d*)+)*)\\.(${name})(?!\\s*\\()`, ([, letters, x]) =>
    operators(letters!, x!),
  ),
  pattern(`([lfd])(\\([\\d/, ]+\\)\\.${name})`, ([, letter, rest]) => ({ write: letter!.toUpperCase() + rest })),
  call(['lag', 'lead', 'l', 'f', 'L', 'F', 'shift'], lag),
  call(['d', 'D', 'diff'], difference),
  call(['relevel'], releveled),
  call(['factor', 'as.factor', 'as_factor', 'C'], ([x]) => (isVariable(x) ? { write: `i(${x})` } : undefined)),
  call(['as.numeric'], ([x]) => (isVariable(x) ? { write: x } : undefined)),
  call(['ln'], (args) => ({ write: `log(${args.join(', ')})` })),
  call(['log1p'], ([x]) => ({ write: `log(${x} + 1)` })),
  call(['log10', 'log2', 'abs', 'min', 'max'], (args, called) =>
    called.startsWith('log')
      ? derived(`log(${args[0]}) / log(${called.slice(3)})`)
      : derived(`${called}(${args.join(', ')})`),
  ),
  call(['I'], arithmetic),
  call(['poly'], polynomial),
  call(['winsor', 'winsor2', 'winsorize', 'winsorise', 'Winsorize'], ([x]) => ({
    instead: `write \`winsorize: [1, 99]\` beside the formula, or \`derive: {v: "winsorize(${x}, 1, 99)"}\` in \`ingest\``,
  })),
  call(['sunab'], () => ({ instead: absentHint('sunab') })),
  call(['scale', 'bs', 'ns', 's', 'cut', 'interaction', ...OF_MODELS], (_, called) => ({
    instead: `\`${called}()\` is computed before \`ingest\`, or by a \`command\` step whose output models read`,
  })),
];

/** The text with every term that has a form of its own here in that form. */
export function inOurTerms(text: string): string {
  return foreignTerms.reduce((rewritten, form) => {
    let result = rewritten;
    for (const { start, end, meaning } of [...form.find(rewritten)].reverse()) {
      if ('write' in meaning) result = result.slice(0, start) + meaning.write + result.slice(end);
    }
    return result;
  }, text);
}
