import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editOf, type Pieces, piecesOf } from '../../../../src/engine/pipeline/source/entries.ts';
import { EntrySource, parseEntry, readEntry, readRest } from '../../../../src/engine/pipeline/source/entry-source.ts';
import { readPlain } from '../../../../src/engine/pipeline/source/plain-entry.ts';
import { meaningOf, readYaml, type YamlSource } from '../../../../src/engine/pipeline/source/yaml.ts';
import type { YamlPath } from '../../../../src/engine/step.ts';

/** The source by pieces, when every piece can be read alone. */
function byPieces(text: string): EntrySource | undefined {
  const pieces = piecesOf(text);
  const rest = pieces && readRest('p.yaml', pieces);
  if (!rest || pieces.names.some((name) => !readEntry('p.yaml', pieces.entry(name)!))) return undefined;
  return new EntrySource('p.yaml', text, pieces, rest);
}

function pathsOf(source: YamlSource, path: YamlPath, value: unknown): YamlPath[] {
  if (typeof value !== 'object' || value === null) return [path];
  const parts = Array.isArray(value) ? value.map((_, i) => i) : source.keys(path);
  return [path, ...parts.flatMap((part) => pathsOf(source, [...path, part], (value as never)[part]))];
}

/** Expects both to say the same of every path, and of a key that is not there. */
function expectSame(pieces: YamlSource, whole: YamlSource): void {
  expect(pieces.value).toEqual(whole.value);
  for (const path of pathsOf(whole, [], whole.value)) {
    // The whole text is asked for it, which has nothing of a piece in it.
    if (path.length === 0) continue;
    for (const asked of [path, [...path, 'absent']]) {
      expect([asked, pieces.locate(asked)]).toEqual([asked, whole.locate(asked)]);
      expect([asked, pieces.locate(asked, { key: true })]).toEqual([asked, whole.locate(asked, { key: true })]);
      expect([asked, pieces.said(asked)]).toEqual([asked, whole.said(asked)]);
      expect([asked, pieces.keys(asked)]).toEqual([asked, whole.keys(asked)]);
    }
    expect(pieces.locate(path, { within: [1, 2] })).toEqual(whole.locate(path, { within: [1, 2] }));
  }
  for (const section of pieces.keys(['steps']))
    expect(meaningOf(pieces, ['steps', section])).toBe(meaningOf(whole, ['steps', section]));
}

const names = fc.constantFrom('a', 'b', 'c', '变量', 'true', 'b-2');
const bodies = fc.constantFrom(
  ' {kind: x, of: [a, b], n: 1.50}\n',
  ' {kind: x,\n    of: [a,\n      b]}  # behind\n',
  '\n    kind: x\n    of:\n      - a\n      # between\n      - b\n',
  '\n    kind: x\n    text: |\n      one\n\n      two: # no comment\n',
  '\n    text: |+\n      kept\n\n\n',
  '\n    text: >-\n      folded\n      lines\n    n: 1\n',
  '\n    text: "quoted\n      on two lines"\n',
  "\n    text: 'it''s'\n  # far out\n",
  ' plain\n    on two lines\n',
  '\n  - at the same depth\n',
  ' "open\n',
  ' {open: [\n',
  ' closed"\n',
  ' ]}\n',
  ' |\n   b: text\n# comment\n',
  ' &anchor 1\n',
  ' *anchor\n',
  ' !!str 5\n',
  '\n    ? complex\n    : value\n',
  ' ~\n',
  '\n\n# at the edge\n\n    n: 1\n',
  '\n    n: 1\n   m: 2\n',
  '\n\tn: 1\n',
  ' {n: 1, n: 2}\n',
  ' f(a, b) # c\n',
  ' a #b\n',
  '\n    last:\n',
  ' 1\r\n',
  '\n',
);
const texts = fc
  .record({
    before: fc.constantFrom(
      '',
      'title: x\n',
      '# first\ntitle: "x\n  y"\n\n',
      '---\n',
      'title: "x\nsteps:\n  y"\n',
      'title:\n',
      'papermake: 1\nsets:\n  s: [a, b]  # both\n\n  t:\n    [c]\n',
      'papermake: 1\nsamples: {p: x > 1}\nvariables:\n  # first\n  a: {label: "A, or B", levels: [x, y]}\n  b:\n',
      'sets:\n- a\n',
      'sets: {s: [a]}\nsets: {s: [b]}\n',
    ),
    head: fc.constantFrom('steps:\n', 'steps: # all\n', 'steps:\n\n  # of them\n', 'steps: {}\n', '"steps":\n'),
    entries: fc.array(fc.tuple(fc.constantFrom('  ', '  ', '  ', '  ', ' ', '    '), names, bodies), {
      minLength: 1,
      maxLength: 4,
    }),
    after: fc.constantFrom(
      '',
      '',
      'claims:\n  c: x\n',
      '# end\nsets: {s: [a]}\n',
      'defaults:\n  models: {vcov: cluster(a)}\n\n# end',
      'claims:',
      '...\n',
      '---\nx: 1\n',
      '\n\n',
      'steps:\n',
    ),
  })
  .map(
    ({ before, head, entries, after }) =>
      `${before}${head}${entries.map(([indent, name, body]) => `${indent}${name}:${body}`).join('')}${after}`,
  );

describe('a text by its pieces', () => {
  it('says what the whole text says, or is not taken apart', () => {
    let apart = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const pieces = byPieces(text);
        if (!pieces) return;
        const whole = readYaml('p.yaml', text);
        expect(whole.problems).toEqual([]);
        expectSame(pieces, whole.source!);
        apart += 1;
      }),
      { numRuns: 1500, seed: 1 },
    );
    expect(apart).toBeGreaterThan(60);
  });

  it.each([
    ['a value left open', 'steps:\n  a: "x\n  b: y"\n'],
    ['two steps of one name', 'steps:\n  a: 1\n  a: 2\n'],
    ['a step less far in', 'steps:\n    a: 1\n  b: 2\n'],
    ['a list at the depth of its key', 'steps:\n  a:\n  - 1\n'],
    ['an end of the document', 'steps:\n  a: 1\n---\nb: 1\n'],
    ['steps inside a text', 'title: "\nsteps:\n  a: 1\n"\n'],
    ['steps in braces', '{title: x,\nsteps:\n  a: 1\n}\n'],
    ['steps twice', 'steps:\n  a: 1\nsteps:\n  b: 1\n'],
    ['a name in quotes', 'steps:\n  "a": 1\n'],
  ])('does not take apart %s', (_, text) => {
    expect(byPieces(text)).toBeUndefined();
  });
});

describe('a plain entry', () => {
  const tokens = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.constantFrom(' ', ', ', ': ', 'k: ', 'm: ', 'x', '{k: ', '[', ']', '}', '\n    k: ', '\n    m: '),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ...['1', '-1', '0', '-0', '1.50', '1e3', '.5', '007', '0x1', '1_000', '+1', '1.', '-0.0', '123456789012345678'],
        ...['null', 'True', 'true', '~', 'yes', '2020-01-01', '.inf', '变量', '$set', 'y ~ x + L.z', 'f(a)', '(', ')'],
        ...['"q"', "'s'", '"', "'", '#', ' # c', '\n', '\n      ', '\n  # c\n', '- ', '-', ':', ',', '{', '{}', '[]'],
        ...[
          '!',
          '&',
          '*',
          '|',
          '>',
          '=',
          '<<: ',
          '%',
          '@',
          '`',
          '\\',
          '?',
          '...',
          '/',
          '^',
          '\u00e9',
          '\u2028',
          '\u00a0',
        ],
      ),
    },
  );
  const entries = fc.array(tokens, { maxLength: 12 }).map((parts) => `  a: ${parts.join('')}\n`);

  it('is what the parser reads', () => {
    let plain = 0;
    fc.assert(
      fc.property(entries, (text) => {
        if (readPlain(text)?.members.size !== 1) return;
        const entry = { name: 'a', start: 0, text };
        const [read, parsed] = [readEntry('p.yaml', entry)!, parseEntry('p.yaml', entry)!];
        expect(read.value).toEqual(parsed.value);
        expect(meaningOf(read, [])).toBe(meaningOf(parsed, []));
        plain += 1;
      }),
      { numRuns: 4000, seed: 1 },
    );
    expect(plain).toBeGreaterThan(50);
  });

  it('sections are what the parser reads, and say of themselves what it says', () => {
    const text = 'papermake: 1\ntitle: A paper\nsets:\n  s: [a, b] # both\n\nsteps:\nclaims:\n  one: a.b > 1\n';
    const [before, after] = [text.slice(0, text.indexOf('claims')), text.slice(text.indexOf('claims'))];
    expect(readPlain(text)?.members.size).toBe(5);
    expectSame(readRest('p.yaml', { before, after })!, readYaml('p.yaml', text).source!);
  });

  it.each([
    ['a call split at its comma', '  a: [f(x, y)]\n'],
    ['a value that goes on in the next line', '  a: x\n    y: z\n'],
    ['a value that goes on further in', '  a:\n    k: x\n      y: z\n'],
    ['a list of lines', '  a:\n    - x\n'],
    ['a word before a sharp', '  a: x #y\n'],
    ['a number of another form', '  a: 1_000\n'],
    ['a tab', '  a:\tx\n'],
  ])('is none with %s', (_, text) => {
    expect(readPlain(text)).toBeUndefined();
  });
});

describe('the pieces of an edited text', () => {
  const whole = (text: string): string => `papermake: 1\nsteps:\n${text}`;
  const said = (pieces: Pieces | undefined) =>
    pieces && {
      names: pieces.names,
      entries: pieces.names.map((name) => pieces.entry(name)),
      around: [pieces.before, pieces.after],
    };

  it('are those of the whole text, whatever was edited, and all entries that differ are among the touched ones', () => {
    const line = fc.constantFrom(
      '  a: x\n',
      '  b: y\n',
      '  变量: {kind: x}\n',
      '  d:\n    k: v\n',
      '    more: z\n',
      '  # far out\n',
      '\n',
      ' e: at another depth\n',
      'claims:\n',
      'title: x\n',
      '  f: 1',
    );
    const lines = fc.array(line, { minLength: 1, maxLength: 8 });
    let within = 0;
    fc.assert(
      fc.property(lines, fc.nat(8), fc.nat(3), fc.array(line, { maxLength: 3 }), (old, at, gone, come) => {
        const before = piecesOf(whole(old.join('')));
        if (!before) return;
        const text = whole(old.toSpliced(at, gone, ...come).join(''));
        const edit = editOf(before, text);
        expect(said(edit?.pieces)).toEqual(said(piecesOf(text)));
        if (!edit) return;
        const { pieces, from, to, oldTo } = edit;
        const texts = (of: Pieces, start: number, end: number) =>
          of.names.slice(start, end).map((_, i) => of.at(start + i).text);
        expect(texts(before, 0, from)).toEqual(texts(pieces, 0, from));
        expect(texts(before, oldTo, before.size)).toEqual(texts(pieces, to, pieces.size));
        if (from > 0) within += 1;
      }),
      { numRuns: 3000, seed: 1 },
    );
    expect(within).toBeGreaterThan(100);
  });

  it('are few where little was edited', () => {
    const text = whole(Array.from({ length: 2000 }, (_, i) => `  step${i}: {kind: x, of: [a${i}]}\n`).join(''));
    const { from, to, oldTo } = editOf(piecesOf(text)!, text.replace('[a1000]', '[a1000, b]'))!;
    expect([from, to, oldTo]).toEqual([1000, 1001, 1001]);
    const longer = editOf(piecesOf(text)!, text.replace('  step7:', '  new: {kind: x}\n  step7:'))!;
    expect(longer.to - longer.from).toBeLessThan(4);
  });
});
