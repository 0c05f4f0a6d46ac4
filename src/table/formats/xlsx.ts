/** The format Excel: a sheet with numbers that are numbers. What writes it is loaded when it is asked for. */
import type { CodeFormat } from './format.ts';

const workbook = async () => (await import('./office/workbook.ts')).workbook;

export const xlsx: CodeFormat = {
  name: 'xlsx',
  title: 'Excel',
  extension: 'xlsx',
  otherExtensions: ['xls', 'xml'],
  breaksCells: false,
  render: async (table) => (await workbook())([table]),
  together: async (entries) => (await workbook())(entries.map(({ table }) => table)),
};
