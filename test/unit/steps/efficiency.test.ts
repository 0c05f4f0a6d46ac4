/** Which steps of `kind: efficiency` are refused, and what a sound one comes to. */
import { describe, expect, it } from 'vitest';
import type { EfficiencySpec } from '../../../src/econ/efficiency/spec.ts';
import { planned } from './planned.ts';

const csv = 'id,t,k,l,y,b,name\n1,1,1,2,3,4,a\n1,2,2,3,1,2,b\n2,1,3,1,2,2,c\n2,2,1,1,4,1,d\n';

function efficiencyOf(keys: string, panel = ', panel: {unit: id, time: t}') {
  const { nodes, problems } = planned(
    `papermake: 1
sets: {inputs: [k, l]}
steps:
  d: {kind: ingest, file: d.csv, types: {name: string}${panel}}
  e: {kind: efficiency, from: d, ${keys}}
`,
    csv,
  );
  return { told: problems.map(({ code, message }) => `${code}: ${message}`), node: nodes.get('e') };
}

describe('a step `efficiency`', () => {
  it.each([
    ['inputs: [k, zz], outputs: [y]', 'unknown-variable: unknown variable `zz`'],
    ['inputs: [log(k)], outputs: [y]', 'unknown-variable: unknown variable `log(k)`'],
    ['inputs: [name], outputs: [y]', 'text-column: `name` holds text; numbers are expected here'],
    ['inputs: [k], outputs: [y, k]', 'same-variable: `k` stands in `inputs` and in `outputs`'],
    ['inputs: [k], outputs: [y], peers: zz', 'unknown-variable: unknown variable `zz`'],
    ['inputs: [k], outputs: [y], name: l', 'column-exists: `l` is already a column of `d`'],
    ['inputs: [k], outputs: [y], undesirable: [b]', 'unsupported: `undesirable` is not read by `model: radial`'],
    ['inputs: [k], outputs: [y], model: ddf, super: true', 'unsupported: `super` is not read by `model: ddf`'],
    [
      'inputs: [k], outputs: [y], model: sbm, orientation: input',
      'unsupported: `orientation` is not read by `model: sbm`',
    ],
    [
      'inputs: [k], outputs: [y], model: ddf, disposability: weak',
      'unsupported: `disposability` is of undesirable outputs, and none are named',
    ],
    ['inputs: [k], outputs: [y], scale: true', 'unsupported: `scale` compares variable with constant returns'],
    [
      'inputs: [k], outputs: [y], returns: variable, scale: true, super: true',
      'unsupported: `scale` is not told of super-efficiency',
    ],
    ['inputs: [k], outputs: [y], model: sbm, bootstrap: 200', 'unsupported: `bootstrap` is not read by `model: sbm`'],
    [
      'inputs: [k], outputs: [y], super: true, bootstrap: 200',
      'unsupported: `bootstrap` is not told of super-efficiency',
    ],
    ['inputs: [k], outputs: [y], seed: 2', 'unsupported: `seed` is read by `bootstrap` alone'],
    ['inputs: [k], outputs: [y], level: 90', 'unsupported: `level` is read by `bootstrap` alone'],
    ['inputs: [k], outputs: [y], index: ml', 'unsupported: `index: ml` is not made of `model: radial`'],
    [
      'inputs: [k], outputs: [y], model: sbm, index: malmquist',
      'unsupported: `index: malmquist` is not made of `model: sbm`',
    ],
    [
      'inputs: [k], outputs: [y], parted: true',
      'unsupported: `parted` needs an index of ratios under constant returns',
    ],
  ])('is refused once: %s', (keys, told) => {
    expect(efficiencyOf(keys).told).toEqual([told]);
  });

  it('is shown by columns, of which those made of a confidential one are refused', () => {
    const told = (variables: string, columns: string) =>
      planned(
        `papermake: 1
variables: {${variables}}
steps:
  d: {kind: ingest, file: d.csv, types: {name: string}}
  e: {kind: efficiency, from: d, inputs: [k, l], outputs: [y], slacks: true, peers: name}
  t: {kind: report, tables: {main: {from: e, columns: [${columns}]}}}
`,
        csv,
      ).problems.map(({ message }) => message);
    expect(told('', 'name, efficiency, efficiency_slack_k, efficiency_peers')).toEqual([]);
    expect(told('name: {confidential: true}', 'efficiency_peers')).toEqual([
      '`efficiency_peers` is confidential, and a table would show its values',
    ]);
  });

  it('needs a panel for an index, and for one frontier of all periods', () => {
    for (const key of ['index: gml', 'frontier: global'])
      expect(efficiencyOf(`inputs: [k], outputs: [y], ${key}`, '').told).toEqual([
        expect.stringContaining('needs a panel, and `d` declares none'),
      ]);
  });

  it('is the same where defaults are written out, and reads sets', () => {
    const plain = efficiencyOf('inputs: [k, l], outputs: [y]');
    const written =
      'model: radial, orientation: input, returns: constant, super: false, frontier: period, scale: false, slacks: false';
    expect(efficiencyOf(`inputs: [$inputs], outputs: [y], ${written}, name: efficiency`).node!.params).toEqual(
      plain.node!.params,
    );
  });

  it('disposes of undesirable outputs weakly along outputs where nothing else is said', () => {
    const { params } = efficiencyOf('inputs: [k], outputs: [y], undesirable: [b], model: ddf').node!;
    expect(params as unknown as EfficiencySpec).toMatchObject({ direction: 'outputs', disposability: 'weak' });
  });
});
