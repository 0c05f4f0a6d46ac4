/** THE words of what stands behind a number, in English and in Chinese. */
const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

export const english = {
  of: (row: string, column: string) => `${row}, ${column}`,
  history: 'Its values',
  always: (since: string) => `No other value of it is on record${since === '' ? '' : ` since ${since}`}.`,
  equation: 'Equation',
  rows: 'Rows',
  rowsOf: (rows: number, step: string) => `${many(rows, 'row')} of \`${step}\``,
  rowsLost: (rows: number, why: string) => `− ${rows}: ${why}`,
  rowsUsed: (rows: number) => `= ${many(rows, 'row')} used`,
  data: 'Data',
  columnHeads: ['Column', 'Label', 'Digest'] as readonly [string, string, string],
  files: 'Files',
  fileHeads: ['File', 'SHA-256'] as readonly [string, string],
  claims: 'Claims that rest on it',
  made: 'When it was made',
  madeIn: (at: string, run: string, git: string) => `${at}, in the run \`${run}\`${git === '' ? '' : ` (${git})`}`,
  ledger: 'Ledger',
  recorded: (spec: string, since: string) => `specification \`${spec}\`, on record since ${since}`,
  notRecorded: (spec: string) => `specification \`${spec}\`, not on record here`,
  edit: 'Open in the editor',
  copyPlace: 'Copy the place',
  copyAs: 'Copy as',
  copied: 'Copied',
};

export type ColumnWords = typeof english;

export const chinese: ColumnWords = {
  of: (row, column) => `${row}，${column}`,
  history: '历次取值',
  always: (since) => (since === '' ? '没有其他取值的记录。' : `自 ${since} 起没有其他取值的记录。`),
  equation: '方程',
  rows: '观测',
  rowsOf: (rows, step) => `\`${step}\` 的 ${rows} 行`,
  rowsLost: (rows, why) => `− ${rows}：${why}`,
  rowsUsed: (rows) => `= 使用 ${rows} 行`,
  data: '数据',
  columnHeads: ['列', '标签', '摘要'],
  files: '文件',
  fileHeads: ['文件', 'SHA-256'],
  claims: '以其为据的论断',
  made: '生成时间',
  madeIn: (at, run, git) => `${at}，运行 \`${run}\`${git === '' ? '' : `（${git}）`}`,
  ledger: '估计记录',
  recorded: (spec, since) => `模型设定 \`${spec}\`，自 ${since} 起有记录`,
  notRecorded: (spec) => `模型设定 \`${spec}\`，此处没有记录`,
  edit: '在编辑器中打开',
  copyPlace: '复制位置',
  copyAs: '复制为',
  copied: '已复制',
};
