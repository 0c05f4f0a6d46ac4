/** Golden figures that combine others. */
import { type FigureCase, figureSource } from './figure-fixtures.ts';

/** `cases`: those of single figures, which are combined by their names. */
export function combinedCases(cases: readonly FigureCase[]): FigureCase[] {
  const titled = (name: string, title: string) => {
    const found = cases.find((each) => each.name === name)!;
    return figureSource({ ...found, options: { ...found.options, title } });
  };
  const plain = (name: string, header = '') => figureSource(cases.find((each) => each.name === name)!, header);
  return [
    {
      name: 'combine',
      plot: 'combine',
      sources: [titled('trends', 'Over time'), titled('density', 'By region'), plain('map', 'On a map')],
    },
    {
      name: 'combine-zh',
      plot: 'combine',
      sources: [titled('trends-zh', '趋势'), titled('threshold-zh', '门槛')],
      options: { width: 'column', per_row: 1, title: '差距' },
      language: 'zh',
    },
  ];
}
