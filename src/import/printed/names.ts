/** Names of coefficients as Stata prints them, and the terms of a column that they are. */

/** A factor of a product: the variable as printed, and its form with `{}` in the place of the variable. */
interface PrintedFactor {
  readonly variable: string;
  readonly form: string;
  /** The level, of an indicator of one. */
  readonly level?: string;
}

/** A coefficient: its factors, of which a square has the same twice. */
export type PrintedName = readonly PrintedFactor[];

const NAME = String.raw`[\p{L}_][\p{L}\p{M}\p{N}_~]*`;
const FACTOR = new RegExp(String.raw`^(?:(c)\.|(\d+)(?:bn)?\.|((?:[LFDS]\d*)+)\.)?(${NAME})$`, 'u');
/** The indicator that the prefix `xi:` made of a level. */
const INDICATOR = new RegExp(String.raw`^_I(${NAME})_(\d+)$`, 'u');

/** Reads `x`, `L.x`, `2.g`, `c.x#c.x`, `1.g#c.x`; undefined for levels that were left out, and where it is none of these. */
export function nameOfStata(text: string): PrintedName | undefined {
  const factors = text.split('#').map((factor) => factorOf(factor.trim()));
  return factors.every((factor) => factor !== undefined) ? factors : undefined;
}

function factorOf(text: string): PrintedFactor | undefined {
  const [, made, value] = INDICATOR.exec(text) ?? [];
  if (made !== undefined) return levelOf(made, value!);
  const [, , level, operators, variable] = FACTOR.exec(text.replace(/^c\.(?=[LFDS]\d*\.)/, '')) ?? [];
  if (variable === undefined) return undefined;
  if (level !== undefined) return levelOf(variable, level);
  const shifts = (operators?.match(/[LFDS]\d*/g) ?? []).map((each) => `${each.replace(/(?<=\D)1$/, '')}.`).join('');
  return { variable, form: `${shifts}{}` };
}

const levelOf = (variable: string, level: string): PrintedFactor => ({ variable, level, form: `i({})::${level}` });

/** Earlier values of a variable have other names in the pipeline. */
const plainOf = (name: string): string => name.replace(/_(?:raw|\d+)$/, '');

/** The name of a column that a printed one stands for, with its middle left out where it is long. */
export function ownName(printed: string, names: ReadonlySet<string>): string | undefined {
  if (names.has(printed)) return printed;
  const [before, after] = printed.split('~') as [string, string?];
  return [...names].find((name) => {
    const plain = plainOf(name);
    if (after === undefined) return plain === before;
    return plain.length > printed.length && plain.startsWith(before) && plain.endsWith(after);
  });
}

const ownFactor = ({ variable, form, level }: PrintedFactor, names: ReadonlySet<string>): string | undefined => {
  const own = ownName(variable, names);
  if (own !== undefined) return form.replace('{}', own);
  const indicator = `${variable}_is_${level}`;
  return level !== undefined && names.has(indicator) ? indicator : undefined;
};

/** The term of a column. `names`: its variables; `terms`: the terms of its formula, in whose order a product has its factors. */
export function termOf(name: PrintedName, names: ReadonlySet<string>, terms: readonly string[]): string | undefined {
  const factors = name.map((factor) => ownFactor(factor, names));
  if (!factors.every((each) => each !== undefined)) return undefined;
  const powers = [...new Set(factors)].map((each) => {
    const times = factors.filter((other) => other === each).length;
    return times === 1 ? each : `${each}^${times}`;
  });
  const places = terms.map((term) => {
    const order = partsOf(term);
    return powers.map((each) => order.indexOf(withoutLevel(each)));
  });
  const found = places.find((each) => each.length === powers.length && !each.includes(-1)) ?? [];
  return powers
    .map((each, i) => [each, found[i] ?? i] as const)
    .sort(([, a], [, b]) => a - b)
    .map(([each]) => each)
    .join(':');
}

const withoutLevel = (factor: string): string => factor.replace(/::.*$/s, '');
const partsOf = (term: string): string[] => term.split(':').map((each) => each.replace(/, ref=[^)]*/, ''));
