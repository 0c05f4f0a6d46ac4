/** Words of a first pipeline and of what is shown of a data file, by language. */
import type { Language } from '../../table/table.ts';

interface FirstWords {
  head(file: string): string;
  title(file: string): string;
  readonly labels: string;
  readonly sets: string;
  readonly model: string;
  readonly tables: string;
  readonly summary: string;
  readonly regressions: string;
  /** Heads of the list of variables. */
  readonly columns: readonly [
    name: string,
    type: string,
    values: string,
    missing: string,
    range: string,
    label: string,
  ];
  rows(file: string, nrows: number, variables: number): string;
  more(n: number): string;
  panel(unit: string, units: number, time: string, times: number, balanced: boolean): string;
  same(others: string): string;
  broken(unit: string, time: string, repeated: number): string;
  readonly noPanel: string;
  wide(n: number): string;
  read(keys: string): string;
  refused(name: string, why: string): string;
  readonly noModel: string;
  readonly guess: string;
}

export const firstWords: Readonly<Record<Language, FirstWords>> = {
  en: {
    head: (file) =>
      `Written by \`papermake init --from\` after a look at ${file}. \`papermake\` runs it and writes the tables to out/.`,
    title: (file) => `A first look at ${file}`,
    labels: 'Words that the tables use. Changing a label renders tables again and estimates nothing.',
    sets: 'A list of variables has a name, and `$controls` stands for it.',
    model:
      'The first variables of the file stand here, since papermake does not know the question: write your outcome before the ~, and what explains it behind it.',
    tables: 'Tables are written to out/tables/ in each of these formats.',
    summary: 'Descriptive statistics',
    regressions: 'Regressions',
    columns: ['variable', 'type', 'values', 'missing', 'from … to', 'label'],
    rows: (file, nrows, variables) => `${file}: ${nrows} rows, ${variables} variables`,
    more: (n) => `and ${n} more variables`,
    panel: (unit, units, time, times, balanced) =>
      `It looks like a panel: unit \`${unit}\` (${units}), time \`${time}\` (${times}), ${balanced ? 'balanced' : 'not balanced'}`,
    same: (others) => `${others} tells the same units apart`,
    broken: (unit, time, repeated) =>
      `\`${unit}\` and \`${time}\` look like unit and time, but ${repeated} rows repeat a pair: \`kind: duplicates\` of docs/data.md shows and settles them; then write \`panel: {unit: ${unit}, time: ${time}}\` below \`file\``,
    noPanel:
      'No two variables look like the unit and the time of a panel. If there are such, write `panel: {unit: firm, time: year}` below `file`',
    wide: (n) =>
      `${n === 1 ? 'One variable has' : `${n} variables have`} a column for each year: a step \`reshape\` makes them long`,
    read: (keys) => `It is read with \`${keys}\``,
    refused: (name, why) => `\`${name}\` cannot be computed with yet: ${why}`,
    noModel: 'No two variables are numbers that vary together, so there is no model yet',
    guess: 'The model is no more than a beginning: its outcome is the first number of the file. Put in your own',
  },
  zh: {
    head: (file) => `由 \`papermake init --from\` 查看 ${file} 后写成。运行 \`papermake\` 即可在 out/ 中得到表格。`,
    title: (file) => `初看 ${file}`,
    labels: '表格使用的名称。修改标签只会重新排表，不会重新估计。',
    sets: '变量列表有名称，`$controls` 代表整个列表。',
    model: '这里是文件中最前面的几个变量，因为 papermake 不知道研究的问题：请在 ~ 前写被解释变量，在 ~ 后写解释变量。',
    tables: '表格按下列格式写入 out/tables/。',
    summary: '描述性统计',
    regressions: '回归结果',
    columns: ['变量', '类型', '取值数', '缺失', '从……到', '标签'],
    rows: (file, nrows, variables) => `${file}：${nrows} 行，${variables} 个变量`,
    more: (n) => `另有 ${n} 个变量`,
    panel: (unit, units, time, times, balanced) =>
      `看起来是面板数据：个体 \`${unit}\`（${units} 个），时间 \`${time}\`（${times} 期），${balanced ? '平衡' : '非平衡'}`,
    same: (others) => `${others} 区分的是同样的个体`,
    broken: (unit, time, repeated) =>
      `\`${unit}\` 和 \`${time}\` 像是个体和时间，但有 ${repeated} 行重复：用 \`kind: duplicates\`（docs/data.md）查看并处理，然后在 \`file\` 下写 \`panel: {unit: ${unit}, time: ${time}}\``,
    noPanel: '没有两个变量像面板的个体和时间。如果有，请在 `file` 下写 `panel: {unit: firm, time: year}`',
    wide: (n) => `有 ${n} 个变量每年各占一列：用 \`reshape\` 步骤变为长格式`,
    read: (keys) => `读取时使用 \`${keys}\``,
    refused: (name, why) => `\`${name}\` 暂不能用于计算：${why}`,
    noModel: '没有两个一起变动的数值变量，因此还没有模型',
    guess: '这个模型只是开头：被解释变量是文件中的第一个数值变量，请换成自己的',
  },
};
