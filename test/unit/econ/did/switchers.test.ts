/** Treatments that begin, end and change in dose: what effects equal where treatment only begins, and by an engine of plain loops. */
import { describe, expect, it } from 'vitest';
import { createRng, type RandomStream } from '../../../../src/base/number/rng.ts';
import { methodsOf } from '../../../../steps/did/numbers/methods.ts';
import type { DidResult, EffectAt } from '../../../../steps/did/numbers/result.ts';
import { didSample } from '../../../../steps/did/numbers/sample.ts';
import type { DidMethod, DidSpec } from '../../../../steps/did/numbers/spec.ts';
import { type Cells, dataOf } from '../../../support/data.ts';
import { plainEffects } from './plain-switchers.ts';

type Columns = Readonly<Record<string, Cells>>;

async function estimated(method: DidMethod, columns: Columns, more: Partial<DidSpec> = {}): Promise<DidResult> {
  const spec: DidSpec = {
    ...{ method, outcome: 'y', covariates: [], cohort: null, treatment: 'd', sample: null, exclude: null },
    ...{ cluster: null, control: null, estimate: 'reg', base: 'universal', anticipation: 0, events: null },
    ...{ balanceEvents: null, unbalanced: 'drop', pretrends: 0, bands: 0, shares: 'fixed' },
    ...more,
  };
  const estimate = await methodsOf[method].load();
  return estimate(spec, didSample(spec, dataOf(columns, { unit: 'id', time: 't' })), createRng('1'));
}

interface Row {
  readonly id: number;
  readonly t: number;
  readonly d: number;
  readonly y: number;
  readonly state: number;
}

const columnsOf = (rows: readonly Row[]) => ({
  id: rows.map(({ id }) => id),
  t: rows.map(({ t }) => t),
  d: rows.map(({ d }) => d),
  y: rows.map(({ y }) => y),
  state: rows.map(({ state }) => state),
});

/** Paths of doses that change where chance says so, or only begin. */
function panel(stream: RandomStream, units: number, periods: number, path: 'doses' | 'begins' | 'binary'): Row[] {
  return Array.from({ length: units }, (_, id) => {
    const start = path === 'begins' ? 0 : stream.int(2);
    const at = stream.int(periods + 3);
    let d = start;
    return Array.from({ length: periods }, (_, k): Row => {
      if (path === 'begins') d = Number(k >= Math.max(1, at));
      else if (k > 0 && stream.uniform() < 0.3) d = path === 'binary' ? 1 - d : stream.int(4);
      return { id, t: k + 1, d, y: id / 9 + k / 3 + d + stream.normal(), state: id % 9 };
    });
  }).flat();
}

const byEvent = ({ dynamic }: DidResult): ReadonlyMap<number, EffectAt> =>
  new Map(dynamic!.by.map((each) => [each.event!, each]));

describe('where treatment only begins', () => {
  const rows = panel(createRng('begins').stream('rows', 0), 60, 6, 'begins');

  it('effects are those of Callaway and Sant’Anna against the not yet treated', async () => {
    const own = byEvent(await estimated('dcdh', columnsOf(rows)));
    const callaway = byEvent(await estimated('callaway', columnsOf(rows), { control: 'notyet' }));
    const events = [...own.keys()].filter((event) => event >= 0);
    expect(events.length).toBeGreaterThan(3);
    for (const event of events) expect(own.get(event)!.estimate).toBeCloseTo(callaway.get(event)!.estimate, 10);
  });

  it('the effect of the period in which it begins is that of joiners, and its cohort says the same', async () => {
    const own = byEvent(await estimated('dcdh', columnsOf(rows)));
    const joiners = await estimated('did-m', columnsOf(rows));
    expect(joiners.simple!.estimate).toBeCloseTo(own.get(0)!.estimate, 10);
    expect(joiners.simple!.stdError).toEqual({ invalid: expect.stringContaining('draws') });
    const drawn = await estimated('did-m', columnsOf(rows), { draws: 400 });
    const ratio = (drawn.simple!.stdError as number) / (own.get(0)!.stdError as number);
    expect(ratio).toBeGreaterThan(0.85);
    expect(ratio).toBeLessThan(1.15);
    const first = new Map<number, number>();
    for (const { id, t, d } of rows) if (d === 1 && !first.has(id)) first.set(id, t);
    const cohorts = { ...columnsOf(rows), g: rows.map(({ id }) => first.get(id) ?? 0) };
    const said = await estimated('dcdh', cohorts, { cohort: 'g', treatment: null });
    expect(said.dynamic).toEqual((await estimated('dcdh', columnsOf(rows))).dynamic);
  });
});

describe('random paths', () => {
  const trials = Number(process.env.PAPERMAKE_FUZZ ?? 24);
  it(`have the effects and errors of plain loops, over ${trials} panels`, async () => {
    let found = 0;
    for (let trial = 0; trial < trials; trial++) {
      const stream = createRng('switchers').stream('rows', trial);
      const all = panel(stream, 12 + stream.int(40), 4 + stream.int(4), trial % 3 === 0 ? 'doses' : 'binary');
      const isUnbalanced = trial % 2 === 1;
      const rows = isUnbalanced ? all.map((row) => (stream.uniform() < 0.05 ? { ...row, y: Number.NaN } : row)) : all;
      const cluster = trial % 4 < 2 ? null : 'state';
      const isSame = trial % 5 === 4;
      const plain = plainEffects(rows, { low: -3, high: 2, isSame, isByState: cluster !== null });
      const more: Partial<DidSpec> = { events: [-3, 2], cluster, ...(isSame ? { sameSwitchers: true } : {}) };
      if (plain.filter(({ event }) => event >= 0).length === 0) {
        await expect(estimated('dcdh', columnsOf(rows), more)).rejects.toThrow('to be compared with');
        continue;
      }
      const own = byEvent(await estimated('dcdh', columnsOf(rows), more));
      expect([...own.keys()]).toEqual(plain.map(({ event }) => event));
      for (const { event, estimate, stdError, switchers } of plain) {
        const each = own.get(event)! as EffectAt & { readonly switchers: number };
        expect(each.estimate).toBeCloseTo(estimate, 9);
        expect(each.switchers).toBe(switchers);
        if (stdError > 1e-12) expect(each.stdError).toBeCloseTo(stdError, 9);
        found++;
      }
    }
    expect(found).toBeGreaterThan(trials);
  });
});

describe('nothing is changed', () => {
  const rows = panel(createRng('same').stream('rows', 0), 40, 6, 'doses');

  it('by the order of rows and the names of units', async () => {
    const told = await estimated('dcdh', columnsOf(rows), { cluster: 'state', bands: 50 });
    const turned = [...rows].reverse().map((row) => ({ ...row, id: 1000 - row.id }));
    const again = await estimated('dcdh', columnsOf(turned), { cluster: 'state', bands: 50 });
    for (const [event, each] of byEvent(told)) {
      expect(byEvent(again).get(event)!.estimate).toBeCloseTo(each.estimate, 11);
      expect(byEvent(again).get(event)!.confLow).toBeCloseTo(each.confLow as number, 9);
    }
  });

  it('but for their size where the outcome or the treatment is in other units', async () => {
    const told = await estimated('dcdh', columnsOf(rows), { normalized: true });
    const scaled = rows.map((row) => ({ ...row, y: 7 * row.y + 3, d: 2 * row.d + 5 }));
    const again = await estimated('dcdh', columnsOf(scaled), { normalized: true });
    for (const [event, each] of byEvent(told)) {
      expect(byEvent(again).get(event)!.estimate).toBeCloseTo(3.5 * each.estimate, 10);
      expect(byEvent(again).get(event)!.stdError).toBeCloseTo(3.5 * (each.stdError as number), 10);
    }
    expect(again.simple!.estimate).toBeCloseTo(3.5 * told.simple!.estimate, 10);
  });
});

describe('refuses', () => {
  const rows = panel(createRng('refused').stream('rows', 0), 20, 5, 'doses');

  it('treatments that nobody else shares', async () => {
    const alone = rows.map((row) => ({ ...row, d: row.d + row.id * 10 }));
    await expect(estimated('dcdh', columnsOf(alone))).rejects.toThrow('no unit whose treatment changes has another');
  });

  it('doses where joiners and leavers are compared', async () => {
    await expect(estimated('did-m', columnsOf(rows))).rejects.toThrow('expected a treatment of 0 and 1');
  });
});
