/** Tells what designs and methods say, in Chinese: thresholds, treatment at different times, event studies. */

/** `…` stands for a name or a number, which the Chinese text has by its place: `$1`. */
export type Sentence = readonly [english: string, chinese: string];

export const ofDesigns: readonly Sentence[] = [
  // thresholds
  ['the fit is perfect', '完全拟合'],
  // descriptives, correlations, variance inflation
  ['no values', '没有取值'],
  ['one value', '只有一个取值'],
  ['one value in a group', '某一组只有一个取值'],
  ['no values in a group', '某一组没有取值'],
  ['the fit has no covariance', '该拟合没有协方差矩阵'],
  ['too large', '数值过大'],
  ['a variable with itself', '变量与其自身'],
  ['no rows', '没有观测'],
  ['one row', '只有一行'],
  ['two rows', '只有两行'],
  ['`…` has none', '`$1` 无此值'],
  ['no variables', '没有变量'],
  ['collinear', '共线'],
  ['one cluster', '只有一个聚类'],
  ['no differences to test', '没有可检验的差异'],
  ['collinear with …', '与 $1 共线'],
  ['constant', '常数'],
  // effects of treatment at different times
  ['the base period, 0 by construction', '基期，按定义为 0'],
  ['no period before treatment', '没有处理前时期'],
  [
    'effects before treatment compare neighbouring periods: write `base: universal`',
    '处理前各期效应为相邻两期之比较：请写明 base: universal',
  ],
  ['effects before treatment are not estimated: write `control: never`', '未估计处理前各期效应：请写明 control: never'],
  ['… units treated in the first period or before are left out', '略去首期或之前已受处理的 $1 个个体'],
  [
    '… treated units have no place in `…`, so that nobody stands in a ring around them',
    '$1 个处理个体在 `$2` 中没有位置，其周围不划环带',
  ],
  ['… units never treated are left out', '略去 $1 个从未处理的个体'],
  ['… units that are not seen in every period are left out', '略去并非各期均有观测的 $1 个个体'],
  [
    '… units are not seen in every period: each comparison uses the units seen in both of its periods',
    '$1 个个体并非各期均有观测：每个比较使用两期均有观测的个体',
  ],
  [
    'no unit is never treated: periods from … on are left out, and the cohort … counts as never treated',
    '没有从未处理的个体：略去 $1 期及以后各期，$2 组视为从未处理',
  ],
  [
    'no unit is never treated: periods from … on are left out, and the cohort … serves as control alone',
    '没有从未处理的个体：略去 $1 期及以后各期，$2 组仅作对照',
  ],
  ['periods from … on are left out, and the cohort … is the control', '略去 $1 期及以后各期，以 $2 组为对照组'],
  [
    'cohorts of fewer than … units have standard errors that say little: …',
    '少于 $1 个个体的组别，其标准误参考意义有限：$2',
  ],
  ['cohorts of one unit add nothing to standard errors: …', '仅有一个个体的组别对标准误没有贡献：$1'],
  ['no effect of the cohorts … (…): aggregates go without', '无法估计组别 $1 的效应（$2）：汇总时不计入'],
  [
    'the cohort … has no row in the period before treatment: its reference is period …',
    '$1 组在处理前一期没有观测：以第 $2 期为基准',
  ],
  [
    'fewer than … rows are at period … since treatment, whose standard errors say little',
    '相对处理时点第 $2 期的观测少于 $1 个，其标准误参考意义有限',
  ],
  [
    '… treated rows cannot be imputed and are left out: their unit or period has no untreated row that says what they would have been',
    '$1 个处理观测无法插补而略去：其个体或时期没有未处理观测',
  ],
  [
    '… was dropped: untreated rows say nothing about it beside unit and time effects',
    '略去 $1：除个体和时间效应外，未处理观测不含其信息',
  ],
  // event studies
  ['no terms', '没有可检验的项'],
  ['their covariance is singular', '其协方差矩阵奇异'],
  ['the fit has no covariance', '该估计没有协方差矩阵'],
  [
    'no unit is never treated (…): the effects of time are identified by units treated at other times, and the ends that are binned',
    '没有从未处理的个体（$1）：时间效应由其他时点处理的个体及合并的端点期识别',
  ],
  [
    '… units treated in the first period or before (…) have no period before treatment',
    '$1 个个体在首期或之前已受处理（$2），没有处理前时期',
  ],
  [
    '… rows treated in the first period or before (…) have no period before treatment',
    '$1 个观测在首期或之前已受处理（$2），没有处理前时期',
  ],
  ['no row is at period … since treatment', '没有观测处于相对处理时点的第 $1 期'],
  [
    'periods beyond the window … to … belong to the reference, since its ends are not binned',
    '窗口 $1 至 $2 以外的各期归入基准期，因为端点未合并',
  ],
  [
    '… % of the treated had less before treatment than any of the others: their counterfactual outcome is the least that others have after it',
    '处理组中有 $1% 在处理前的取值低于所有对照：其反事实结果取对照组处理后的最小值',
  ],
  [
    'doses of the cohorts … do not span those of all: at other doses their effects are what their spline says',
    '$1 组的剂量未覆盖全部剂量：在其余剂量处，其效应仅由样条外推',
  ],
  ['one unit alone is in the binned period … since treatment', '合并的相对处理时点第 $1 期仅有一个个体'],
];
