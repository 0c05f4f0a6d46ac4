/** Names that stand in merged cells over several rows of a sheet. */
import { expect, it } from 'vitest';
import { load } from '../../../../src/frame/ingest/load.ts';
import { xlsx } from '../../../../src/frame/readers/xlsx/xlsx.ts';
import { xlsxOf } from '../../../support/xlsx.ts';
import { values } from '../support.ts';

const rows = [
  ['各地区生产总值', null, null, null, null],
  ['地区', '生产总值', null, '人口', null],
  [null, '2021', '2022', null, '备注'],
  ['北京', 40269.6, 41610.9, 2189, 'a'],
  ['上海', 43214.9, 44652.8, 2489, 'b'],
];

it('is continued by the cells of its area alone, where the file says which are merged', () => {
  const bytes = xlsxOf({ name: 'GDP', rows, merged: ['A1:E1', 'A2:A3', 'B2:C2', 'D2:D3'] });
  const names = ['地区', '生产总值_2021', '生产总值_2022', '人口', '备注'];
  expect(xlsx.header(bytes, { header: [2, 3] }).map(({ name }) => name)).toEqual(names);
  const { frame, warnings } = load(bytes, { file: 'x.xlsx', header: [2, 3] }, () => expect.fail());
  expect([frame.names, values(frame, '人口'), warnings]).toEqual([names, ['2189', '2489'], []]);
});

it('is continued by every empty cell where no area lies across columns', () => {
  const bytes = xlsxOf({ name: 'GDP', rows, merged: ['A1:E1', 'A2:A3'] });
  const names = xlsx.header(bytes, { header: [2, 3] }).map(({ name }) => name);
  expect(names).toEqual(['地区', '生产总值_2021', '生产总值_2022', '人口', '人口_备注']);
  expect(xlsx.header(xlsxOf({ name: 'GDP', rows }), { header: [2, 3] }).map(({ name }) => name)).toEqual(names);
});
