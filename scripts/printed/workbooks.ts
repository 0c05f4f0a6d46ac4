/** The workbooks of docs/howto/yearbooks.md, as a yearbook and CSMAR lay them out. */
import { xlsxOf } from '../../test/support/xlsx.ts';

const yearbook = [
  ['2-1 地区生产总值', null, null],
  ['地区', '2021年', '2022年'],
  ['', '亿元', '亿元'],
  ['北京市', 41046, 41541],
  ['天津市', 15685, 16132],
  ['数据来源：国家统计局', null, null],
];

const listed = [
  ['Stkcd', 'Accper', 'A001'],
  ['证券代码', '会计期间', '资产总计'],
  ['没有单位', '没有单位', '元'],
  ['000001', '2022-12-31', 5321514],
  ['000002', '2022-12-31', 1757124],
];

/** Bytes of each file, by its name in `data/`. */
export const workbooks: ReadonlyMap<string, Uint8Array> = new Map([
  ['yearbook.xlsx', xlsxOf({ name: '2-1', rows: yearbook })],
  ['csmar.xlsx', xlsxOf({ name: 'FS_Combas', rows: listed })],
]);
