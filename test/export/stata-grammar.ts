/** A small grammar of the do-files that an export writes: commands with their weights and options, from their help pages. It knows nothing of what is written. */

/** An option: without an argument, or with one of such a form. */
type Argument = 'none' | 'names' | 'name' | 'number' | 'equation' | 'vce' | 'lag' | 'gmm' | 'iv';

interface Syntax {
  /** The help page. */
  readonly source: string;
  readonly options: Readonly<Record<string, Argument>>;
  readonly weights: readonly string[];
  /** True where regressors may stand in parentheses with their instruments. */
  readonly instruments?: true;
  readonly needs?: string;
  /** Options that may stand more than once. */
  readonly repeated?: readonly string[];
}

const vce = { vce: 'vce' } as const;
const all = ['aweight', 'fweight', 'pweight'];
const counts = ['fweight', 'pweight'];

export const commands: Readonly<Record<string, Syntax>> = {
  regress: { source: 'help regress', options: { noconstant: 'none', ...vce }, weights: all },
  areg: { source: 'help areg', options: { absorb: 'name', ...vce }, weights: all, needs: 'absorb' },
  xtreg: { source: 'help xtreg', options: { fe: 'none', re: 'none', be: 'none', wls: 'none', ...vce }, weights: all },
  newey: {
    source: 'help newey',
    options: { lag: 'number', noconstant: 'none', force: 'none' },
    weights: ['aweight'],
    needs: 'lag',
  },
  reghdfe: {
    source: 'help reghdfe',
    options: { absorb: 'names', noabsorb: 'none', keepsingletons: 'none', ...vce },
    weights: all,
  },
  ivregress: {
    source: 'help ivregress',
    options: { noconstant: 'none', small: 'none', ...vce },
    weights: all,
    instruments: true,
  },
  ivreg2: {
    source: 'help ivreg2',
    options: {
      noconstant: 'none',
      robust: 'none',
      cluster: 'names',
      dkraay: 'number',
      small: 'none',
      liml: 'none',
      fuller: 'number',
    },
    weights: all,
    instruments: true,
  },
  xtivreg2: {
    source: 'help xtivreg2',
    options: { fe: 'none', robust: 'none', cluster: 'names', small: 'none', liml: 'none', fuller: 'number' },
    weights: all,
    instruments: true,
    needs: 'fe',
  },
  ivreghdfe: {
    source: 'help ivreghdfe',
    options: {
      absorb: 'names',
      robust: 'none',
      cluster: 'names',
      keepsingletons: 'none',
      liml: 'none',
      fuller: 'number',
    },
    weights: all,
    instruments: true,
    needs: 'absorb',
  },
  xtscc: { source: 'help xtscc', options: { fe: 'none', lag: 'number' }, weights: [], needs: 'lag' },
  logit: { source: 'help logit', options: { offset: 'name', ...vce }, weights: counts },
  probit: { source: 'help probit', options: { offset: 'name', ...vce }, weights: counts },
  poisson: { source: 'help poisson', options: { exposure: 'name', offset: 'name', ...vce }, weights: counts },
  xtpoisson: {
    source: 'help xtpoisson',
    options: { fe: 'none', exposure: 'name', offset: 'name', ...vce },
    weights: [],
    needs: 'fe',
  },
  ppmlhdfe: {
    source: 'help ppmlhdfe',
    options: { absorb: 'names', exposure: 'name', offset: 'name', ...vce },
    weights: counts,
  },
  nbreg: { source: 'help nbreg', options: { exposure: 'name', offset: 'name', ...vce }, weights: counts },
  tobit: { source: 'help tobit', options: { ll: 'number', ul: 'number', ...vce }, weights: counts },
  heckman: {
    source: 'help heckman',
    options: { select: 'equation', twostep: 'none', ...vce },
    weights: counts,
    needs: 'select',
  },
  xtabond2: {
    source: 'help xtabond2',
    options: {
      gmm: 'gmm',
      iv: 'iv',
      noleveleq: 'none',
      noconstant: 'none',
      orthogonal: 'none',
      twostep: 'none',
      robust: 'none',
      cluster: 'names',
      h: 'number',
      artests: 'number',
      small: 'none',
    },
    weights: all,
    repeated: ['gmm', 'iv'],
  },
  qreg: { source: 'help qreg', options: { quantile: 'number' }, weights: counts },
  clogit: { source: 'help clogit', options: { group: 'name', ...vce }, weights: counts, needs: 'group' },
  summarize: { source: 'help summarize', options: { detail: 'none' }, weights: ['aweight', 'fweight'] },
  winsor2: { source: 'help winsor2', options: { replace: 'none', cuts: 'names', by: 'names' }, weights: [] },
};

const NAME = String.raw`[\p{L}_][\p{L}\p{N}_]*`;
const variable = new RegExp(String.raw`^(?:[LFD]\d*(?:D\d*)?\.)?(${NAME})$`, 'u');
const reserved = /^(?:if|in|using|with|_n|_N|_all|_cons|_b|_coef|byte|int|long|float|double|strL|str\d+)$/;

const number = /^-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?$/;

const isVariable = (text: string): boolean => {
  const name = variable.exec(text)?.[1];
  return name !== undefined && [...name].length <= 32 && !reserved.test(name);
};

const isNames = (text: string): boolean => text !== '' && text.split(' ').every(isVariable);

/** Why a line is no Stata; undefined where it is. */
export function fault(line: string): string | undefined {
  if (line === '' || line.startsWith('*')) return undefined;
  const code = line.replace(/\/\*.*?\*\//g, '').trim();
  const [word = ''] = code.split(/[ ,]/);
  if (Object.hasOwn(commands, word)) return estimation(code, word, commands[word]!);
  const statement = statements.find(([pattern]) => pattern.test(code));
  if (statement === undefined) return `no command of the grammar: ${line}`;
  return statement[1]?.(code);
}

const TEXT = String.raw`\x60"(?:(?!"').)*"'`;

const statements: readonly (readonly [RegExp, ((code: string) => string | undefined)?])[] = [
  [new RegExp(`^use ${TEXT}, clear$`, 'u')],
  [new RegExp(`^do ${TEXT}$`, 'u')],
  [new RegExp(`^xtset ${NAME}(?: ${NAME})?$`, 'u'), (code) => named(code.split(' ').slice(1))],
  [new RegExp(`^egen long ${NAME} = group\\(${NAME}(?: ${NAME})+\\)$`, 'u')],
  [/^generate double \S+ = .+$/u, generated],
  [
    new RegExp(
      `^check ${TEXT} "(?:_b|_se)\\[[^\\]]+\\](?: \\* \`factor')?" ${'-?[\\d.]+(?:e-?\\d+)?'}(?: [\\d.]+(?:e-?\\d+)?)?$`,
      'u',
    ),
  ],
  [
    new RegExp(
      `^check ${TEXT} "(?:[er]\\(\\w+\\)|1 / \\(1 - e\\(r2\\)\\))" -?[\\d.]+(?:e-?\\d+)?(?: [\\d.]+(?:e-?\\d+)?)?$`,
      'u',
    ),
  ],
  [/^local factor = sqrt\(.*\)$/, (code) => balanced(code)],
  [/^finish \S+$/],
  [/^version \d+$/],
  [/^clear all$/],
  [new RegExp(`^tsset ${NAME}$`, 'u')],
];

const named = (names: readonly string[]): string | undefined => {
  const wrong = names.find((name) => !isVariable(name));
  return wrong === undefined ? undefined : `no name: ${wrong}`;
};

function generated(code: string): string | undefined {
  const [, name, expression] = /^generate double (\S+) = (.+)$/u.exec(code)!;
  return named([name!]) ?? expressionFault(expression!);
}

function balanced(text: string): string | undefined {
  let depth = 0;
  for (const c of text) {
    if (c === '(') depth += 1;
    if (c === ')') depth -= 1;
    if (depth < 0) break;
  }
  return depth === 0 ? undefined : 'parentheses do not close';
}

const FUNCTIONS = /^(?:ln|exp|sqrt|abs|floor|ceil|missing|inlist)$/;

/** Operands and operators in turn. */
function expressionFault(text: string): string | undefined {
  const unclosed = balanced(text);
  if (unclosed !== undefined) return unclosed;
  const token =
    /\s*(?:((?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)|((?:[LFD]\d*(?:D\d*)?\.)?[\p{L}_][\p{L}\p{N}_]*)(\()?|(==|!=|<=|>=|[<>+\-*/^&|])|([(),!]))/uy;
  let wantsOperand = true;
  while (token.lastIndex < text.length) {
    const from = token.lastIndex;
    const match = token.exec(text);
    if (match === null)
      return text.slice(from).trim() === '' ? undefined : `no expression from \`${text.slice(from)}\``;
    const [, digits, name, call, operator, sign] = match;
    if (digits !== undefined || name !== undefined) {
      if (!wantsOperand) return `an operator is missing before \`${match[0].trim()}\``;
      if (call !== undefined && !FUNCTIONS.test(name!)) return `no function: ${name}`;
      if (name !== undefined && call === undefined && !isVariable(name)) return `no name: ${name}`;
      wantsOperand = call !== undefined;
    } else if (operator !== undefined) {
      if (wantsOperand && operator !== '-') return `an operand is missing before \`${operator}\``;
      wantsOperand = true;
    } else if (sign === ')') {
      if (wantsOperand) return 'an operand is missing before `)`';
    } else if (sign === ',') {
      if (wantsOperand) return 'an operand is missing before `,`';
      wantsOperand = true;
    } else if (!wantsOperand) return `an operator is missing before \`${sign}\``;
  }
  return wantsOperand ? 'the expression ends with an operator' : undefined;
}

/** Parts of a text at a sign outside parentheses. */
export function partsAt(text: string, sign: RegExp): string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth += 1;
    else if (text[i] === ')') depth -= 1;
    else if (depth === 0 && sign.test(text[i]!)) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim()).filter((part) => part !== '');
}

function estimation(code: string, word: string, syntax: Syntax): string | undefined {
  const unclosed = balanced(code);
  if (unclosed !== undefined) return unclosed;
  const [body = '', options = '', ...more] = partsAt(code, /,/);
  if (more.length > 0) return 'two commas';
  const [, weighted, type, of] = /^(.*) \[(\w+) = (.*)\]$/u.exec(body) ?? [undefined, body];
  if (type !== undefined && (!syntax.weights.includes(type) || !isVariable(of!)))
    return `no weights of ${word}: ${type}`;
  const [, before = '', condition] = /^(.*?) if (.*)$/u.exec(weighted!) ?? [undefined, weighted];
  if (condition !== undefined) {
    const wrong = expressionFault(condition);
    if (wrong !== undefined) return wrong;
  }
  const [, ...words] = partsAt(before, / /);
  if (word === 'ivregress' && !['2sls', 'liml'].includes(words.shift() ?? '')) return 'ivregress needs its estimator';
  for (const each of words) {
    const [, endogenous, instruments] = /^\((.+) = (.+)\)$/u.exec(each) ?? [];
    if (
      endogenous === undefined
        ? !isVariable(each)
        : syntax.instruments !== true || !isNames(endogenous) || !isNames(instruments!)
    )
      return `no variable of ${word}: ${each}`;
  }
  if (words.length === 0) return 'no variables';
  return optionsFault(word, syntax, partsAt(options, / /));
}

function optionsFault(
  word: string,
  { options, needs, repeated = [] }: Syntax,
  given: readonly string[],
): string | undefined {
  const seen = new Set<string>();
  for (const each of given) {
    const [, name = '', argument] = /^(\w+)(?:\((.*)\))?$/u.exec(each) ?? [];
    const form = Object.hasOwn(options, name) ? options[name] : undefined;
    if (form === undefined) return `no option of ${word}: ${each}`;
    if (seen.has(name) && !repeated.includes(name)) return `an option twice: ${name}`;
    seen.add(name);
    if (!fits(form, argument)) return `a wrong argument: ${each}`;
  }
  return needs !== undefined && !seen.has(needs) ? `${word} needs ${needs}()` : undefined;
}

function fits(form: Argument, argument: string | undefined): boolean {
  if (form === 'none') return argument === undefined;
  if (argument === undefined) return false;
  if (form === 'number' || form === 'lag') return number.test(argument);
  if (form === 'name') return isVariable(argument);
  if (form === 'names') return argument.split(' ').every((each) => isVariable(each) || number.test(each));
  if (form === 'equation') return argument.split(' = ').every(isNames);
  if (form === 'gmm' || form === 'iv') return isStyled(argument, styles[form]);
  const [kind, ...by] = argument.split(' ');
  return kind === 'cluster'
    ? by.length > 0 && by.every(isVariable)
    : by.length === 0 && /^(?:robust|hc2|hc3)$/.test(kind!);
}

/** Words behind the comma of instruments. */
const styles: Readonly<Record<'gmm' | 'iv', RegExp>> = {
  gmm: /^(?:lag\(-?\d+ (?:-?\d+|\.)\)|collapse|equation\((?:diff|level|both)\))$/,
  iv: /^(?:mz|equation\((?:diff|level|both)\))$/,
};

function isStyled(argument: string, word: RegExp): boolean {
  const [names = '', words = '', ...more] = partsAt(argument, /,/);
  return more.length === 0 && isNames(names) && partsAt(words, / /).every((each) => word.test(each));
}
