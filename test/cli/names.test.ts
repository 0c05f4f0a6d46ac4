/**
 * Names that JavaScript's own objects have too are names like any other, wherever a paper uses one.
 * @module-tag slow
 */
import { expect, it } from 'vitest';
import { Project } from './harness.ts';

const NAMES = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', '__proto__'];

const data = (column: string, level: string): string => {
  const rows = Array.from({ length: 24 }, (_, i) =>
    [`u${i % 6}`, 2000 + Math.floor(i / 6), i % 2 === 0 ? level : 'other', (i * 7) % 5, (i * 11) % 13].join(','),
  );
  return `unit,year,group,${column},y\n${rows.join('\n')}\n`;
};

/** What only a key can say of a column. */
const about = (name: string, key: string, text: string): string => (name === key ? text : '');

/** `key` stands where the language has a key (never `__proto__`, which YAML maps cannot hold), `name` where it has a value. */
const pipeline = (name: string, key: string): string => `papermake: 1
variables: {${key}: {label: A label}}
sets: {${key}: [${name}]}
samples: {${key}: year > 1999}
steps:
  raw: {kind: ingest, file: data/d.csv, panel: {unit: unit, time: year}, ${about(name, key, `types: {${key}: number}`)}}
  more: {kind: ingest, file: data/e.csv, panel: {unit: unit, time: year}, derive: {${key}: y + 1}}
  ${key}:
    kind: models
    from: raw
    columns:
      - {id: ${name}, fit: y ~ $${key}, sample: ${key}}
      - {id: plain, fit: y ~ ${name}}
  split: {kind: models, base: ${key}.plain, split: group}
  about: {kind: describe, from: more, variables: [${key}, y]}
  sheet: {kind: correlate, from: raw, variables: [${name}, y]}
  shell:
    kind: command
    run: cat f/${name} > "$OUT"
    files: [f/${name}]
    outputs: {${key}: file}
    env: {OUT: ${key}, ${key}: 1}
  tables:
    kind: report
    tables:
      ${key}: {from: ${key}, lang: zh, ${about(name, key, `digits: {${key}: 2}, rename: {${key}: Other}`)}}
      about: {from: about}
      sheet: {from: sheet, digits: 1}
      split: {from: split, order: [$${key}]}
claims:
  ${key}: ${key}.plain.n > 0
`;

const files = (name: string, key: string): Record<string, string> => ({
  'pipeline.yaml': pipeline(name, key),
  'data/d.csv': data(name, name),
  'data/e.csv': data('e', 'some'),
  [`f/${name}`]: 'a text\n',
});

it.each(NAMES)(
  '%s',
  async (name) => {
    const key = name === '__proto__' ? 'proto' : name;
    const project = new Project(files('before', 'before'));
    try {
      const surveyed = async (): Promise<string> => {
        const told: string[] = [];
        for (const args of [['status'], ['why', '*'], ['run', '-n']]) {
          const { code, stdout, stderr } = await project.run(...args);
          expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
          told.push(stdout);
        }
        return told.join('\n');
      };
      await project.make();
      for (const [path, text] of Object.entries(files(name, key))) project.write(path, text);
      const told = await surveyed();
      expect(told).not.toMatch(/\[native code\]|\[object Object\]/);
      await project.make();
      expect(project.read(`out/shell/${key}`)).toBe('a text\n');
      expect(project.read(`out/tables/${key}.md`)).toContain(name === key ? 'Other' : name.replaceAll('_', '\\_'));
      expect((await project.make()).ran).toEqual([]);
      project.edit(`f/${name}`, 'a text', 'another');
      expect(await surveyed()).toContain(`f/${name} changed`);
      project.edit('data/d.csv', '2000', '1990');
      await surveyed();
      await project.make();
      expect(project.read(`out/shell/${key}`)).toBe('another\n');
      for (const [path, text] of Object.entries(files('before', 'before'))) project.write(path, text);
      await surveyed();
      await project.make();
    } finally {
      project.dispose();
    }
  },
  60_000,
);
