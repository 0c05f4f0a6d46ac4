/** Exported do-files: commands equal those of the reference runs, are Stata by a grammar of its help pages, and read data that papermake reads back. Nothing here runs Stata. */
import { describe, expect, it } from 'vitest';
import type { TrackedData } from '../../src/export/data.ts';
import type { Block, Writer } from '../../src/export/language.ts';
import { stata } from '../../src/export/stata/language.ts';
import { StataNames, stataText } from '../../src/export/stata/names.ts';
import { dta } from '../../src/frame/readers/dta/dta.ts';
import type { Run } from '../reference/case.ts';
import { modelledCases } from './models.ts';
import { commands, fault } from './stata-grammar.ts';

interface Written {
  readonly run: Run;
  readonly node: string;
  readonly block: Block;
  readonly unit: string | undefined;
}

function writeAll(): {
  readonly written: readonly Written[];
  readonly data: readonly TrackedData[];
  readonly writer: Writer;
} {
  const writer = stata.open();
  const cases = modelledCases();
  const written = cases.flatMap((each) =>
    each.models.map((model) => ({
      run: model.run,
      node: model.node,
      block: writer.model(model),
      unit: each.case.panel?.[0],
    })),
  );
  return { written, data: cases.map((each) => each.data), writer };
}

const { written, writer, data } = writeAll();

const commandOf = ({ lines }: Block): string | undefined =>
  lines.find((line) => Object.hasOwn(commands, line.split(/[ ,]/)[0]!) && !/^(?:winsor2|summarize)/.test(line));

/** Options that change no number here, and the family of `glm`, which has a command of its own. */
const silent = /^(?:first|theta|force|keepsingletons|family\(poisson\))$/;

/** Commands that say the same in other words are one: abbreviations, the order of options, names of defaults. */
function normal(command: string, unit: string | undefined): string {
  const [first = ''] = command.replace(/\s*\[no small-sample factor\]/, '').split(';');
  const [body = '', ...options] = first.trim().split(/,(?![^(]*\))/);
  const asked = options
    .join(' ')
    .replace(/vce\((unadjusted|conventional)\)/g, '')
    .replace(/vce\(robust\)|\brobust\b|\br\b/g, 'robust')
    .replace(/vce\(cluster ([^)]*)\)|cluster\(([^)]*)\)/g, (_, a, b) =>
      (a ?? b).trim() === unit && /^xtreg/.test(body) ? 'robust' : `cluster(${(a ?? b).trim().replaceAll(' ', '+')})`,
    )
    .replace(/vce\((\w+)\)/g, '$1')
    .replace(/\(\.(\d)/g, '(0.$1')
    .match(/\w+(?:\([^)]*\))?/g);
  // what is printed besides, and what says no more than the data or the weights
  const words = [...(asked ?? []), ...(/\[p/.test(body) ? ['robust'] : [])].filter((word) => !silent.test(word));
  const weights: Readonly<Record<string, string>> = { aw: 'aweight', fw: 'fweight', pw: 'pweight' };
  const plain = body
    .replace(/^glm /, 'poisson ')
    .replace(/\[(\w+)\s*=\s*(\w+)\]/g, (_, kind, of) => `[${weights[kind] ?? kind} = ${of}]`)
    .replace(/\s*(==|=|>=)\s*/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  // weights and the condition stand in either order
  const weight = /\[[^\]]*\]/.exec(plain)?.[0] ?? '';
  return `${plain.replace(weight, '').replace(/\s+/g, ' ').trim()} ${weight}, ${[...new Set(words)].sort().join(' ')}`;
}

/** Runs whose command is another by design, with the reason. */
const byDesign: readonly (readonly [node: RegExp, reason: string])[] = [
  [
    /^stata13-hsng/,
    'indicators are variables of their own, since results name each; and `ivreg2` has the asymptotic errors',
  ],
  [/^stata-griliches-ivreg2\.small$/, '`ivregress, small` has the errors of `ivreg2, small`, and variables are listed'],
  [/^stata-macro-newey/, 'the data hold the lag as a column'],
  [/^separation-a\.ppml$/, 'without effects the command is `poisson`, and a collinear variable is left out'],
  [/^synth-akm-a\.w_f_iid$/, 'a collinear variable is left out'],
  [/^synth-akm-a\.ppml_w_f$/, 'errors of `ppmlhdfe` are robust where nothing is written'],
  [/^synth-akm-a\.xtpoisson_zero_groups$/, 'the reference adds words on what is dropped'],
];

describe('commands', () => {
  const named = written.filter(({ run }) => {
    const command = (run as { readonly stata?: string }).stata;
    const [word = ''] = (command ?? '').split(' ');
    return command !== undefined && (word === 'glm' || Object.hasOwn(commands, word)) && !command.includes('...');
  });

  it('are those of the reference runs, up to a normal form and to listed differences', () => {
    const other = named.flatMap(({ node, run, block, unit }) => {
      const command = commandOf(block);
      const expected = normal((run as unknown as { readonly stata: string }).stata, unit);
      if (byDesign.some(([pattern]) => pattern.test(node))) return [];
      const got = command === undefined ? block.lines.join(' ') : normal(command, unit);
      return got === expected ? [] : [{ node, got, expected }];
    });
    expect(other).toEqual([]);
    expect(named.length).toBeGreaterThanOrEqual(71);
  });

  it('differ by design where the list says so, and nowhere else', () => {
    const idle = byDesign.filter(([pattern]) => !named.some(({ node }) => pattern.test(node)));
    expect(idle).toEqual([]);
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

  it('knows the help page of every command', () => {
    expect(Object.entries(commands).filter(([name, { source }]) => !source.endsWith(name))).toEqual([]);
  });
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
});
