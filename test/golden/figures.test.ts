/** The SVG and the data file of every kind of figure, byte for byte. `UPDATE=1` rewrites; look at what it wrote. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { plots } from '../../steps/registry.ts';
import { figureCases } from './figure-cases.ts';
import { drawCase } from './figure-fixtures.ts';
import { expectGolden } from './golden.ts';

const folder = path.join(import.meta.dirname, 'figures');

describe('golden figures', () => {
  for (const one of figureCases) {
    it(one.name, async () => {
      const { svg, csv } = await drawCase(one);
      expectGolden(path.join(folder, `${one.name}.svg`), new TextEncoder().encode(svg));
      expectGolden(path.join(folder, `${one.name}.csv`), new TextEncoder().encode(csv));
    });
  }

  it('has one of every plot, and no file that no case makes', () => {
    expect(plots.all.map(({ name }) => name).filter((name) => !figureCases.some(({ plot }) => plot === name))).toEqual(
      [],
    );
    const known = figureCases.flatMap(({ name }) => [`${name}.svg`, `${name}.csv`]);
    expect(readdirSync(folder).filter((name) => !known.includes(name))).toEqual([]);
  });
});
