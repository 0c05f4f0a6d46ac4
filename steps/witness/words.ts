/** Chinese names of the conventions in which engines differ. */

export const conventionWords: Readonly<Record<string, string>> = {
  'degrees of freedom': '自由度',
  'finite-sample factor': '小样本修正系数',
  'base level': '基准组',
  'observed or expected information': '观测或期望信息矩阵',
  'starting values': '初始值',
};
