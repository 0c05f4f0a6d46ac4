/** Tables whose panels have heads of their own, and tables of which a regression is a row or a cell. */
import type { Case } from './fixtures.ts';
import { fitOf, node, term } from './fixtures.ts';

/** A regression of an outcome on the treatment. */
const effect = (outcome: string, b: number, se: number, p: number, nobs = 372) =>
  fitOf([term('NQP', b, se, p), term('_cons', 1.5, 0.25, 0.001)], {
    outcome,
    nobs,
    absorbed: [],
    stats: { n: nobs, r2: 0.12, ymean: 0.726 },
  });

const gap = [
  node('main.gap.all', effect('Gap', 1.592, 0.456, 0.001), { header: 'All' }),
  node('main.gap.men', effect('Gap', 0.8, 0.5, 0.11, 201), { header: 'Men & boys' }),
  node('main.gap.women', effect('Gap', 2.1, 0.61, 0.001, 171), { header: 'Women' }),
];
const patents = [
  node('main.patent.all', effect('Patent', -0.31, 0.2, 0.12, 360), { header: 'All' }),
  node('main.patent.women', effect('Patent', -0.45, 0.21, 0.04, 165), { header: 'Women' }),
];

export const layoutCases: readonly Case[] = [
  {
    name: 'panels-heads',
    entry: { caption: 'Effects on two outcomes', drop: ['_cons'], stats: ['n', 'r2'] },
    groups: [
      { title: 'Panel A', outcome: 'panel', sources: gap },
      {
        title: 'Panel B <i> & 5% _x_ $y$ #',
        outcome: 'row',
        headers: ['Everybody', 'Women | girls'],
        spanners: ['Sample of 50%', 'Sample of 50%'],
        stats: ['n'],
        sources: patents,
      },
    ],
  },
  {
    name: 'panels-outcomes',
    entry: { caption: '两个被解释变量', lang: 'zh', outcome: 'row', drop: ['_cons'], stats: ['n'] },
    groups: [
      { title: '面板A', sources: [gap[0]!, gap[2]!] },
      { title: '面板B', sources: patents },
    ],
  },
  {
    name: 'rows',
    entry: {
      caption: 'A regression a row',
      layout: 'rows',
      drop: ['_cons'],
      stats: ['n'],
      rows: [
        { label: 'Control mean <b> & 5% _x_ $y$ #', value: 'b(_cons)', digits: 2, before: 'NQP' },
        { label: 'p', value: 'p(NQP)', brackets: 'square', after: 'NQP' },
      ],
    },
    groups: [
      { title: 'Panel A: Gap', sources: gap },
      { title: 'Panel B: Patents', outcome: 'panel', sources: patents },
    ],
  },
  {
    name: 'outcomes',
    entry: {
      caption: '按样本',
      lang: 'zh',
      layout: 'outcomes',
      keep: 'NQP',
      stats: ['n'],
      numbers: true,
    },
    groups: [{ title: null, sources: [...gap, ...patents] }],
  },
];
