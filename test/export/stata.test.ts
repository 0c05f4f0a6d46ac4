/** Exported do-files: commands equal those of the reference runs, are Stata by a grammar of its help pages, and read data that papermake reads back. Nothing here runs Stata. */
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../src/econ/spec.ts';
import { TrackedData } from '../../src/export/data.ts';
import type { Block, Writer } from '../../src/export/language.ts';
import { stata } from '../../src/export/stata/language.ts';
import { StataNames, stataText } from '../../src/export/stata/names.ts';
import { dta } from '../../src/frame/readers/dta/dta.ts';
import type { Run } from '../reference/case.ts';
import { dataOf } from '../support/data.ts';
import { type Modelled, modelledCases } from './models.ts';
import { optionedModels } from './optioned.ts';
import { type Command, casesHere, commandsOf, listed, madeUpRuns } from './stata-commands.ts';
import { commands, fault, partsAt, unstored } from './stata-grammar.ts';

interface Written {
  readonly run: Run;
  readonly node: string;
  readonly block: Block;
  readonly unit: string | undefined;
}

function writeAll(cases: readonly Modelled[]): {
  readonly written: readonly Written[];
  readonly data: readonly TrackedData[];
  readonly writer: Writer;
} {
  const writer = stata.open();
  const written = cases.flatMap((each) =>
    each.models.map((model) => ({
      run: model.run,
      node: model.node,
      block: writer.model(model),
      unit: each.case.panel?.[0] ?? [model.run.absorb ?? []].flat()[0],
    })),
  );
  return { written, data: cases.map((each) => each.data), writer };
}

const isFolderNamed = process.env.PAPERMAKE_REFERENCE !== undefined;
const here = casesHere();
const { written, writer, data } = writeAll([...modelledCases(here), ...madeUpRuns(here)]);

const commandOf = ({ lines }: Block): string | undefined =>
  lines.find((line) => Object.hasOwn(commands, line.split(/[ ,]/)[0]!) && !/^(?:winsor2|summarize)/.test(line));

/** Options that change no number here, and the family of `glm`, which has a command of its own. */
const silent = /^(?:first|ffirst|theta|force|keepsingletons|family\(poisson\))$/;

/** Words of options that say nothing, or the same as others. */
const spellings: readonly (readonly [pattern: RegExp, word: string])[] = [
  [/^vce\((?:unadjusted|conventional|ols)\)$/, ''],
  [/^vce\(robust\)$|^r$/, 'robust'],
  [/^vce\((cluster .*)\)$/, '$1'],
  [/^cluster\((.*)\)$/, 'cluster $1'],
  [/^vce\((\w+)\)$/, '$1'],
  [/\(\.(\d)/g, '(0.$1'],
];

function normalOption(text: string, body: string, unit: string | undefined): string {
  const word = spellings.reduce((option, [pattern, other]) => option.replace(pattern, other), text);
  return body.startsWith('xtreg ') && word === `cluster ${unit}` ? 'robust' : word;
}

/** Commands that say the same in other words are one: abbreviations, the order of options, names of defaults. */
function normal(command: string, unit: string | undefined): string {
  const [first = ''] = command.replace(/\s*\[no small-sample factor\]/, '').split(';');
  const [body = '', options = ''] = partsAt(first.trim(), /,/);
  // what is printed besides, and what says no more than the data or the weights
  const words = [
    ...partsAt(options, / /).map((word) => normalOption(word, body, unit)),
    ...(/\[p/.test(body) ? ['robust'] : []),
  ];
  if (body.startsWith('ivregress liml ')) words.push('liml');
  const kept = words.filter((word) => word !== '' && !silent.test(word));
  const weights: Readonly<Record<string, string>> = { aw: 'aweight', fw: 'fweight', pw: 'pweight' };
  const plain = body
    .replace(/^glm /, 'poisson ')
    // without `small` both have the errors of a large sample
    .replace(/^ivregress (?:2sls|liml) /, 'ivreg2 ')
    .replace(/\[(\w+)\s*=\s*(\w+)\]/g, (_, kind, of) => `[${weights[kind] ?? kind} = ${of}]`)
    .replace(/\s*(==|=|>=)\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  // weights and the condition stand in either order
  const weight = /\[[^\]]*\]/.exec(plain)?.[0] ?? '';
  return `${plain.replace(weight, '').replace(/\s+/g, ' ').trim()} ${weight}, ${[...new Set(kept)].sort().join(' ')}`;
}

/** The command of a run. Records of some logs have lost a part of the cluster's name, which the run has. */
function statedBy(run: Run): string {
  const cluster = run.vcov?.cluster?.join(' ') ?? '';
  return (run as unknown as { readonly stata: string }).stata.replace(
    /vce\(cluster(?: cluster id)?\)/,
    `vce(cluster ${cluster})`,
  );
}

/** Runs whose command is another by design, with the reason. */
const byDesign: readonly (readonly [node: RegExp, reason: string])[] = [
  [/^stata13-hsng/, 'indicators are variables of their own, since results name each'],
  [/^stata-griliches-ivreg2\.small$/, 'variables are listed'],
  [/^stata-macro-newey/, 'the data hold the lag as a column'],
  [/^separation-a\.ppml$/, 'without effects the command is `poisson`, and a collinear variable is left out'],
  [/^fatalities-count\.aw_2sls$/, 'the reference leaves a control out of its words'],
  [/^auto-manual\.logit_perfect$/, 'variables that predict perfectly are left out, where the true data are here'],
  [/^synth-akm-a\.w_f_iid$/, 'a collinear variable is left out'],
  [/^synth-akm-a\.ppml_w_f$/, 'errors of `ppmlhdfe` are robust where nothing is written'],
  [/^synth-akm-a\.xtpoisson_zero_groups$/, 'the reference adds words on what is dropped'],
];

/** Commands that an export does not write, with the reason. */
const notWritten: Readonly<Record<string, string>> = {
  bacondecomp: 'its comparisons stand in no result: the coefficient that they add up to is compared',
  csdid: 'the kind `did`, of which another test asks',
  did_imputation: 'the kind `did`, of which another test asks',
  psmatch2: 'the kind `match`, of which another test asks',
  ebalance: 'the kind `match`, of which another test asks',
  xthreg: 'the kind `threshold`, of which another test asks',
  xsmle: 'the kind `spatial`, of which another test asks',
  utest: 'a test beside a model; the model is written, with its coefficients and errors',
  hausman: 'the kind `diagnose`, of which another test asks',
  xttest0: 'the kind `diagnose`, of which another test asks',
  xttest3: 'the kind `diagnose`, of which another test asks',
  xtserial: 'the kind `diagnose`, of which another test asks',
  xtcsd: 'the kind `diagnose`, of which another test asks',
  xtunitroot: 'the kind `diagnose`, of which another test asks',
  bysort: 'data are written as papermake made them',
  reshape: 'data are written as papermake made them',
  winsor2: 'data are written as papermake made them; winsorised variables of a model are written',
  regress: 'with `estat vif`: an export regresses each variable on the others',
  summarize: 'an export writes a command for each variable, which `describe` is about',
};

describe('commands', () => {
  const stated = new Map(listed.map((command) => [`${command.case}.${command.run}`, command]));
  const named = written.filter(({ node }) => stated.has(node));

  it('are listed, all whole ones of the cases that are here', () => {
    const lines = (all: readonly Pick<Command, 'case' | 'run' | 'stata'>[]): string[] =>
      all.map((each) => `${each.case}.${each.run}: ${each.stata}`);
    const [found, known] = [lines(commandsOf(here)), lines(listed)];
    expect(found.filter((line) => !known.includes(line))).toEqual([]);
    const ofCommitted = lines(listed.filter(({ of }) => of === undefined));
    expect(isFolderNamed ? [] : ofCommitted.filter((line) => !found.includes(line))).toEqual([]);
    expect(listed.length).toBeGreaterThanOrEqual(250);
  });

  it('are those of the reference runs, up to a normal form and to listed differences', () => {
    const other = named.flatMap(({ node, run, block, unit }) => {
      const command = commandOf(block);
      const expected = normal(statedBy(run), unit);
      if (byDesign.some(([pattern]) => pattern.test(node))) return [];
      const got = command === undefined ? block.lines.join(' ') : normal(command, unit);
      return got === expected ? [] : [{ node, got, expected }];
    });
    expect(other).toEqual([]);
    expect(named.length).toBeGreaterThanOrEqual(190);
  });

  it('are not written where the list says so, with the reason', () => {
    const models = new Set(named.map(({ node }) => node));
    const rest = listed.filter((each) => !models.has(`${each.case}.${each.run}`));
    const words = new Set(rest.map(({ stata: command }) => command.split(/[ ,]/)[0]!));
    expect([...words].filter((word) => !Object.hasOwn(notWritten, word)).sort()).toEqual([]);
    expect(Object.keys(notWritten).filter((word) => !words.has(word))).toEqual([]);
  });

  it('differ by design where the list says so, and nowhere else', () => {
    const differs = ({ run, block, unit }: Written): boolean =>
      normal(commandOf(block) ?? '', unit) !== normal(statedBy(run), unit);
    const idle = byDesign.filter(([pattern]) => !named.some((each) => pattern.test(each.node) && differs(each)));
    expect(idle.map(([, reason]) => reason).filter((reason) => !/true data/.test(reason))).toEqual([]);
    expect(named.filter((each) => !differs(each)).length).toBeGreaterThanOrEqual(180);
  });

  it('leave the results that are compared: R² and its kinds, F, log likelihoods, tests of instruments, first stages', () => {
    expect(written.flatMap(({ node, block }) => unstored(block.lines).map((line) => `${node}: ${line}`))).toEqual([]);
    const told = (pattern: RegExp): number =>
      written.filter(({ block }) => block.further?.some(({ cell }) => pattern.test(cell))).length;
    expect(told(/^r2/)).toBeGreaterThanOrEqual(120);
    expect(told(/^f$/)).toBeGreaterThanOrEqual(80);
    expect(told(/^ll$/)).toBeGreaterThanOrEqual(60);
    expect(told(/^first stage of .*: F$/)).toBeGreaterThanOrEqual(20);
    expect(told(/^(?:kpWaldF|cdWaldF)$/)).toBeGreaterThanOrEqual(5);
  });

  it('are Stata by the grammar, with every line around them', () => {
    const faults = written.flatMap(({ node, block }) =>
      block.lines.flatMap((line) => {
        const wrong = fault(line);
        return wrong === undefined ? [] : [`${node}: ${wrong}: ${line}`];
      }),
    );
    expect(faults).toEqual([]);
  });
});

describe('the grammar', () => {
  const edits: readonly (readonly [what: string, edit: (line: string) => string])[] = [
    ['an unknown command', (line) => line.replace(/^\w+/, 'reghdf')],
    ['an unknown option', (line) => `${line}${line.includes(',') ? '' : ','} vcee(robust)`],
    ['a second comma', (line) => `${line}${line.includes(',') ? '' : ', noconstant'}, x`],
    ['an open parenthesis', (line) => `${line}${line.includes(',') ? '' : ','} vce(robust`],
    ['a name of 33 letters', (line) => line.replace(/^(\w+(?: 2sls)?) (\S+)/, `$1 ${'a'.repeat(33)}`)],
    ['a name that is reserved', (line) => line.replace(/^(\w+(?: 2sls)?) (\S+)/, '$1 _cons')],
    ['a name with a sign', (line) => line.replace(/^(\w+(?: 2sls)?) (\S+)/, '$1 a-b')],
    ['weights of another kind', (line) => line.replace(/(?: \[.*\])?(,|$)/, ' [zweight = w]$1')],
    ['a condition without its end', (line) => line.replace(/(?: if [^,[]*)?( \[|,|$)/, ' if x >$1')],
    ['a chained condition', (line) => line.replace(/(?: if [^,[]*)?( \[|,|$)/, ' if x y$1')],
  ];

  it('refuses a hundred broken do-files', () => {
    const lines = [
      ...new Map(
        written.flatMap(({ block }) => {
          const command = commandOf(block);
          return command === undefined ? [] : [[command.split(' ')[0]!, command] as const];
        }),
      ).values(),
    ];
    const broken = lines.flatMap((line) => edits.map(([what, edit]) => ({ what, line: edit(line) })));
    expect(broken.length).toBeGreaterThan(100);
    expect(lines.map(fault).filter((wrong) => wrong !== undefined)).toEqual([]);
    expect(broken.filter(({ line }) => fault(line) === undefined)).toEqual([]);
  });

  it.each([
    'xtabond2 n L.n, gmm(L.n, lag(1)) noleveleq robust',
    'xtabond2 n L.n, gmm(L.n, lag(1 .) equation(first)) robust',
    'xtabond2 n L.n, gmm(, lag(1 .)) robust',
    'xtabond2 n L.n, iv(w, collapse) robust',
    'xtabond2 n L.n, gmm(L.n, lag(1 .), collapse) robust',
    'regress y x, vce(cluster)',
    'regress y x, vce(robust) vce(robust)',
    'areg y x',
    'xsmle y x, wmat(W) fe type(ind)',
    'xsmle y x, wmat(W) model(sar) fe type(unit)',
    'mkmat w1-w12',
    'ivregress y (x = z)',
    'ivregress 2sls y (x z)',
    'regress y (x = z)',
    'use `"data/panel.dta"\'',
    'use `"data/panel.dta\', clear',
    'xtset unit time more',
    'generate double x',
    'generate double x = (y',
    'generate double x = y z',
    'generate double x = sin(y)',
    'generate float x = y',
    'check `"a: x: coefficient"\' "_b[x]"',
    'local factor = sqrt(2',
    'drop if x >',
    'shell rm -r .',
  ])('refuses `%s`', (line) => {
    expect(fault(line)).toBeDefined();
  });

  it('knows the help page of every command', () => {
    expect(Object.entries(commands).filter(([name, { source }]) => !source.endsWith(name))).toEqual([]);
  });
});

it('has an indicator of each period since treatment, of cohorts within the rows alone', () => {
  const events = optionedModels().models.filter(({ spec }) => eventsOf(spec).length > 0);
  const blocks = new Map(events.map((model) => [model.node.replace('optioned.', ''), stata.open().model(model)]));
  for (const { lines } of blocks.values()) expect(lines.map(fault).filter((each) => each !== undefined)).toEqual([]);
  expect(blocks.get('event')!.lines.slice(1, 8)).toEqual([
    'egen double last_year = max(cond(!missing(year) & !missing(y, x, id, year), year, .))',
    'generate double event_year_first_lead_3 = (year - first <= -3 & first != 0 & first <= last_year)',
    'generate double event_year_first_lead_2 = (year - first == -2 & first != 0 & first <= last_year)',
    'generate double event_year_first_lag_0 = (year - first == 0 & first != 0 & first <= last_year)',
    'generate double event_year_first_lag_1 = (year - first == 1 & first != 0 & first <= last_year)',
    'generate double event_year_first_lag_2 = (year - first >= 2 & first != 0 & first <= last_year)',
    'reghdfe y x event_year_first_lead_3 event_year_first_lead_2 event_year_first_lag_0 event_year_first_lag_1 event_year_first_lag_2 if !missing(year), absorb(id year) vce(cluster id)',
  ]);
  expect(blocks.get('event_left')!.missing.map(({ why }) => why)).toEqual([
    'units that are treated from the first period on are not left out in Stata',
  ]);
});

it('compares combinations, functions and tests of coefficients by lincom, nlcom and test', () => {
  const model = optionedModels().models.find(({ node }) => node === 'optioned.restricted')!;
  const { lines } = stata.open().model(model);
  expect(lines.map(fault).filter((each) => each !== undefined)).toEqual([]);
  expect(lines.filter((line) => /^(?:lincom|nlcom|test) /.test(line))).toEqual([
    'lincom 1*_b[x] + -2*_b[z] + 0.5',
    'lincom 0.5*_b[w]',
    'nlcom _b[x] / (1 + (_b[z] ^ 2))',
    'nlcom exp(_b[w]) - 1',
    'test (1*_b[x] + -1*_b[z] = 0) (1*_b[w] = 0.3)',
    'test (1*_b[i_region_North] = 0) (1*_b[i_region_South] = 0)',
  ]);
});

describe('names', () => {
  it('are legal, short, and each of one text alone', () => {
    const names = new StataNames();
    const texts = [
      'x',
      'if',
      '_n',
      'str8',
      '2010',
      'a b',
      'a-b',
      'a_b',
      'log(x + 1)',
      'i(g)::"a, b"',
      '城乡 差距',
      'é'.repeat(40),
      `${'é'.repeat(40)}2`,
      'x^2',
      'x:z',
      '',
      '`x`',
    ];
    const given = texts.map((text) => names.of(text));
    expect(new Set(given).size).toBe(texts.length);
    for (const name of given) expect(name).toMatch(/^[\p{L}_][\p{L}\p{N}_]{0,31}$/u);
    expect(given.slice(0, 4)).toEqual(['x', '_if', '__n', '_str8']);
    expect(names.of('城乡 差距')).toBe('城乡_差距');
    expect(texts.map((text) => names.of(text))).toEqual(given);
  });

  it('stand in texts from which no quote and no macro breaks out', () => {
    for (const text of ['say "x"', `a"' end`, "`macro'", '$global', 'back\\', "b\\`c'"])
      expect(fault(`do ${stataText(text)}`)).toBeUndefined();
  });
});

describe('the data', () => {
  it('are read back as they were written, texts as codes with labels', () => {
    const one = data.find(({ name }) => name === 'fatalities_fe')!;
    const { content } = writer.data(one, (column) => `Label of ${column}`);
    const source = dta.read(content as Uint8Array, {});
    if (source.is !== 'typed') throw new Error('a data set without types');
    expect(source.columns.map(({ name }) => name)).toEqual(one.columns);
    expect(source.nrows).toBe(one.nrows);
    for (const { name, label, column, valueLabels } of source.columns) {
      expect(label).toBe(`Label of ${name}`);
      if ('values' in column) expect([...column.values]).toEqual([...one.codedCells(name)]);
      else expect([...column.codes].map((code) => column.dictionary[code])).toEqual(one.cells(name));
      if (one.texts.includes(name) && 'values' in column) expect(Object.values(valueLabels!)).toEqual(one.levels(name));
    }
  });

  /** The texts of labels by their codes, as the data set of one column of texts holds them. */
  function labelled(texts: readonly string[]): {
    readonly labels: readonly string[];
    readonly notes: readonly string[];
  } {
    const long = new TrackedData('long', dataOf({ text: [...texts] }));
    long.reads(['text']);
    const { content, notes = [] } = stata.open().data(long, () => undefined);
    const source = dta.read(content as Uint8Array, {});
    if (source.is !== 'typed') throw new Error('a data set without types');
    return { labels: Object.values(source.columns[0]!.valueLabels!), notes };
  }

  it('hold texts with commas, quotes, hanzi and more bytes than a string of Stata has', () => {
    const texts = ['a, b', 'say "x"', '差'.repeat(900), `${'y'.repeat(31_999)}`].sort();
    expect(labelled(texts)).toEqual({ labels: texts, notes: [] });
  });

  it('cut a text that no label holds behind a whole character, and say so', () => {
    const { labels, notes } = labelled(['差'.repeat(10_667), 'short']);
    expect(labels).toEqual(['short', '差'.repeat(10_666)]);
    expect(notes).toEqual(['data/long.dta holds 31999 bytes of a text; longer ones of text: 1']);
  });

  it('leave texts beyond the most that labels are of as codes, and say so', () => {
    const texts = Array.from({ length: 65_538 }, (_, i) => `t${String(i).padStart(6, '0')}`);
    const { labels, notes } = labelled(texts);
    expect(labels).toEqual(texts.slice(0, 65_536));
    expect(notes).toEqual([
      'data/long.dta holds labels of 65536 texts of a column; further ones of text, codes alone: 2',
    ]);
  });
});

it('finds marginal effects by margins, and draws the wild bootstrap once more by boottest', () => {
  const lines = (name: string): readonly string[] => {
    const model = optionedModels().models.find(({ node }) => node === `optioned.${name}`)!;
    const block = stata.open().model(model);
    expect(block.lines.flatMap((line) => fault(line) ?? [])).toEqual([]);
    expect(unstored(block.lines)).toEqual([]);
    return block.lines;
  };
  expect(lines('margins_logit')).toContain('margins, dydx(x z)');
  expect(lines('margins_probit')).toContain('margins, dydx(x z) atmeans');
  expect(lines('margins_poisson')).toContain('margins, dydx(z)');
  expect(lines('margins_squared').filter((line) => line.startsWith('margins'))).toEqual([]);
  expect(lines('wild').filter((line) => line.startsWith('boottest'))).toEqual([
    'boottest x, reps(99) weighttype(rademacher) seed(1) nograph',
    'boottest z, reps(99) weighttype(rademacher) seed(1) nograph',
  ]);
});
