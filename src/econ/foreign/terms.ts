/** Terms as Stata, R and fixest write them, and what each is in this language. */
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
  if (prefix === 'c') return x;
  const base = /^i?b(\d+)$/.exec(prefix)?.[1];
  return base === undefined ? `i(${x})` : `i(${x}, ref=${base})`;
}

/** `c.x##c.z`. The square is `c.x#c.x`. */
function crossed(text: string): Meaning {
  const all = text.includes('##');
  const parts = text.split(/##?/).map(operandOf);
  const [first] = parts as [string];
  if (!parts.every((part) => part === first)) return { write: parts.join(all ? '*' : ':') };
  const power = (n: number): string => (n === 1 ? first : `${first}^${n}`);
  return { write: all ? parts.map((_, i) => power(i + 1)).join(' + ') : power(parts.length) };
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
  call(['scale', 'bs', 'ns', 's', 'cut', 'interaction'], (_, called) => ({
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
