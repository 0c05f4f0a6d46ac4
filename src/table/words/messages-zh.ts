/** Translates the sentences of estimators into Chinese: why a number is undefined, and their warnings. */
import { memoByIdentity } from '../../base/memo.ts';
import { ofDesigns, type Sentence } from './messages-zh-designs.ts';

const sentences: readonly Sentence[] = [
  // what was done to data
  ['… row… left out by `where`', '条件 `where` 剔除 $1 行'],
  ['merged with … by …: … row… matched', '与 $1 按 $2 合并：$3 行匹配'],
  [
    '… row… of the file without a match in … by …: kept with missing values',
    '文件中有 $1 行在 $3 中无匹配（按 $4）：保留，取缺失值',
  ],
  ['… row… of the file without a match in … by …: dropped', '文件中有 $1 行在 $3 中无匹配（按 $4）：剔除'],
  ['… row… of … without a match in the file by …: left out', '数据 $3 中有 $1 行在文件中无匹配（按 $4）：舍去'],
  ['… cannot be read: …', '变量 $1 无法读取：$2'],
  ['… row… and … value… of … became … row…', '$1 行与 $5 的 $3 个取值变为 $6 行'],
  ['… row… became … row… of … value… of …', '$1 行变为 $3 行（$7 的 $5 个取值）'],
  ['… row… without any value left out', '剔除没有任何取值的 $1 行'],
  ['… row… became … group…', '$1 行汇总为 $3 组'],
  ['… of … unit… complete in … period…: … of … row… kept', '$2 个单位中有 $1 个在 $4 期中完整：$7 行中保留 $6 行'],
  ['left out: …', '剔除：$1'],
  ['… row… of … and … row… of …: … row…', '$3 的 $1 行与 $6 的 $4 行：共 $7 行'],
  ['… is not in …: missing in … row…', '$2 中没有 $1：$3 行取缺失值'],
  ['… is not in …: left out', '$2 中没有 $1：舍去'],
  ['… (… row…) and … (… row…) became … row… of … column…', '$1（$2 行）与 $4（$5 行）变为 $7 行、$9 列'],
  ['… (… row…) became … row… of … column…', '$1（$2 行）变为 $4 行、$6 列'],
  ['no leniency in … row… without another case', '$1 行没有其他案件，宽松度取缺失值'],
  ['no leniency in … row… of cells with one judge', '$1 行所在单元只有一名法官，宽松度取缺失值'],
  // standard errors and tests
  ['… clusters of … are few for clustered standard errors', '$2仅有 $1 个聚类，对聚类标准误而言偏少'],
  ['F(.): … clusters cannot test … restrictions', 'F(.)：$1 个聚类不足以检验 $2 个约束'],
  ['F(.): … periods cannot test … restrictions', 'F(.)：$1 期不足以检验 $2 个约束'],
  ['chi2(.): … clusters cannot test … restrictions', 'chi2(.)：$1 个聚类不足以检验 $2 个约束'],
  ['the standard error is zero', '标准误为零'],
  ['the standard error is that of draws: `draws` gives their number', '标准误来自重抽样：用 `draws` 给出次数'],
  ['χ² is negative: the fit does not meet the test’s assumptions', 'χ² 为负：不满足检验的前提'],
  // computed rows
  ['the number is too large', '数值过大'],
  ['no row has a value', '没有观测有取值'],
  ['one row has no standard deviation', '只有一个观测，没有标准差'],
  ['fewer than … rows of a confidential variable', '保密变量的观测少于 $1 个'],
  ['the arithmetic has no finite result', '算式没有有限的结果'],
  ['the test is an F: .f', '该检验为 F 检验：`.f`'],
  ['the test is a chi-squared: .chi2', '该检验为卡方检验：`.chi2`'],
  [
    'the mean of the variable is not above zero, so that no change is a share of it',
    '变量的均值不大于零，变化无法表示为其份额',
  ],
  [
    'the mean of the outcome is not above zero, so that no change is a share of it',
    '被解释变量的均值不大于零，变化无法表示为其份额',
  ],
  [
    'the mean of the variable is within two standard errors of zero, so that no change is a share of it',
    '变量的均值与零相差不足两个标准误，变化无法表示为其份额',
  ],
  [
    'the mean of the outcome is within two standard errors of zero, so that no change is a share of it',
    '被解释变量的均值与零相差不足两个标准误，变化无法表示为其份额',
  ],
  [
    'the estimator used … of the … rows, which its result does not name',
    '估计只用了 $2 个观测中的 $1 个，结果未记录是哪些',
  ],
  ['the variance is negative', '方差为负'],
  ['standard errors are undefined', '标准误无定义'],
  [
    'standard errors are undefined: N = … leaves no degrees of freedom for K = …',
    '标准误无定义：N = $1 时对 K = $2 没有剩余自由度',
  ],
  ['no residual degrees of freedom', '没有残差自由度'],
  ['no specification has an estimate', '没有模型得到估计值'],
  ['no specification has a p-value', '没有模型得到 p 值'],
  ['no two specifications differ in this choice alone', '没有仅在该项选择上不同的模型'],
  ['no sample identifies every specification', '没有样本能识别全部模型'],
  ['the term was dropped', '该变量已被剔除'],
  ['no regressors', '没有解释变量'],
  ['the restrictions contradict each other', '各约束相互矛盾'],
  [
    '1 of the restrictions of the test `…` follows from the others and is left out',
    '检验 `$1` 的 1 个约束可由其余约束推出，已略去',
  ],
  [
    '… of the restrictions of the test `…` follow from the others and are left out',
    '检验 `$2` 的 $1 个约束可由其余约束推出，已略去',
  ],
  ['chi2(.): … periods cannot test … restrictions', 'chi2(.)：$1 期不足以检验 $2 个约束'],
  ['no variation', '没有变异'],
  ['the outcome does not vary', '被解释变量没有变异'],
  ['the covariance is singular', '协方差矩阵奇异'],
  // regions
  ['there is no speed of convergence: 1 + bT is not positive', '收敛速度无定义：1 + bT 不为正'],
  ['the program that estimated it warns', '估计该结果的程序给出警告'],
  ['there is no convergence: the speed is not positive', '不存在收敛：收敛速度不为正'],
  ['one value has no dispersion', '单个数值没有离散程度'],
  ['a value is 0 or below, whose logarithm is not defined', '存在小于或等于 0 的数值，其对数无定义'],
  ['the mean is 0, and there is no dispersion relative to it', '均值为 0，变异系数无定义'],
  ['I has no variance, since every unit is a neighbour of every other alike', '所有单位互为同等邻居，I 的方差为 0'],
  // dynamic panels
  ['no two differenced residuals are … apart', '没有相隔 $1 期的差分残差'],
  [
    '… instruments are more than … groups: Hansen’s test then rejects nothing, and its p near 1 says nothing',
    '工具变量数 $1 多于组数 $2：Hansen 检验失去效力，接近 1 的 p 值没有意义',
  ],
  [
    'the covariance of the moments is singular (rank … of …): the second step’s weights are not unique, and programs differ in them',
    '矩条件的协方差矩阵奇异（秩 $1，共 $2）：第二步权重不唯一，各软件结果不同',
  ],
  [
    'difference GMM has no level equation: … with `equation: level` are ignored',
    '差分 GMM 没有水平方程：$1（`equation: level`）被忽略',
  ],
  [
    'the difference-in-Hansen statistic of … is negative, which its χ² distribution does not allow',
    '$1 的 difference-in-Hansen 统计量为负，与其 χ² 分布不符',
  ],
  [
    'standard errors of two steps without Windmeijer’s correction are too small',
    '未经 Windmeijer 校正的两步估计标准误偏小',
  ],
  [
    'AR(2) of the differenced residuals is rejected (p = …): lags dated t − 2 are no valid instruments',
    '差分残差存在二阶序列相关（p = $1）：t − 2 期的滞后项不是有效工具变量',
  ],
  [
    'the estimate of …, …, lies outside the fixed-effects and the pooled one, … and …',
    '$1 的估计值 $2 不在固定效应估计 $3 与混合 OLS 估计 $4 之间',
  ],
  [
    'the covariance of the tested coefficients was not positive definite before it was mended',
    '被检验系数的协方差矩阵在修正前非正定',
  ],
  [
    'the covariance … was not positive semi-definite; its negative eigenvalues were set to zero',
    '协方差矩阵（$1）非半正定，已将其负特征值设为零',
  ],
  [
    'the covariance … was not positive semi-definite; its negative eigenvalues were set to zero, for the constant alone',
    '协方差矩阵（$1）非半正定，已将其负特征值设为零（仅涉及常数项）',
  ],
  [
    'the covariance … was not positive semi-definite; its negative eigenvalues were set to zero; the variance of … itself was negative',
    '协方差矩阵（$1）非半正定，已将其负特征值设为零；$2 的方差本身为负',
  ],
  [
    'under … nothing can be tested of `_cons`: every term has mean zero, and the outcome’s mean has no scores',
    '在 $1 下无法检验常数项：各项均值为零，被解释变量的均值没有得分',
  ],
  ['under … nothing can be tested of …: scores cancel', '在 $1 下无法检验 $2：得分相互抵消'],
  ['the outcome is fitted without error', '被解释变量被完全拟合'],
  [
    'the outcome is fitted without error: residuals are zero, and there are no standard errors',
    '被解释变量被完全拟合：残差为零，没有标准误',
  ],
  [
    'the outcome is fitted without error: residuals and standard errors are zero',
    '被解释变量被完全拟合：残差和标准误均为零',
  ],
  ['unbounded: too few clusters', '无界：聚类过少'],
  ['the constant of absorbed effects is not bootstrapped', '吸收固定效应的常数项不做自助法'],
  [
    'one replication is few: p-values come in steps of 1/…, and a smaller one is 0',
    '仅有 1 次重复，次数偏少：p 值以 1/$1 为步长，更小者为 0',
  ],
  [
    '… replications are few: p-values come in steps of 1/…, and a smaller one is 0',
    '仅有 $1 次重复，次数偏少：p 值以 1/$2 为步长，更小者为 0',
  ],
  [
    '`…` is not nested within the clusters `…`, as `xtreg` requires: its levels are counted as `reghdfe` counts them',
    '`$1` 未如 xtreg 所要求的那样嵌套于聚类 `$2` 之内，其水平数按 reghdfe 的方式计算',
  ],
  ['… restrictions are more than … degrees of freedom can test', '$1 个约束超出 $2 个自由度所能检验'],
  ['no assignment identifies the statistic', '没有任何置换可识别该统计量'],
  ['fewer than two assignments identify the statistic', '可识别该统计量的置换不足两种'],
  ['more than 10^308', '超过 10^308'],
  ['more than 10^15', '超过 10^15'],
  ['the treatment is not identified', '处理变量不可识别'],
  // mediation and bootstraps
  ['fewer than two bootstrap samples count', '有效的自助样本不足两个'],
  ['it has no error of its own', '其本身没有标准误'],
  ['a TOPSIS index is no sum of its dimensions', 'TOPSIS 指数不是各维度之和'],
  ['the mean of the index is zero', '指数的均值为零'],
  ['the indicator takes one value', '该指标只有一个取值'],
  ['a weight is negative, so that more of the indicator is no gain', '有权重为负，指标越大未必越好'],
  ['no row lacks anything of the best index', '所有观测均已达到最优'],
  ['a jackknife alone finds the bias of an estimate', '只有刀切法给出估计量的偏差'],
  ['all bootstrap samples lie on one side of the estimate', '所有自助样本均在估计值的同一侧'],
  // samples
  ['`…` is not defined in 1 row, which count as missing', '`$1` 在 1 行中无定义，按缺失值处理'],
  ['`…` is not defined in … rows, which count as missing', '`$1` 在 $2 行中无定义，按缺失值处理'],
  ['no row has `…` equal to `…` (in `…`)', '没有任何一行的 `$1` 等于 `$2`（见 `$3`）'],
  [
    'no row has `…` equal to `…` (in `…`); did you mean `…`?',
    '没有任何一行的 `$1` 等于 `$2`（见 `$3`）；是否应为 `$4`？',
  ],
  [
    '`…` is computed from its variables, and `…` has a column of this name too',
    '`$1` 由其变量计算得到，而 `$2` 中另有一个同名的列',
  ],
  // instruments
  ['the sides have bandwidths of their own', '两侧带宽各不相同'],
  ['the outcome does not vary within the window', '窗口内被解释变量没有变化'],
  ['rows lie within the bandwidths of several cut-offs', '有观测位于多个断点的带宽内'],
  ['placebos tell how rare such a gap is, and no standard error', '安慰剂检验说明该差距有多罕见，不给出标准误'],
  ['no placebos were asked for', '未要求安慰剂检验'],
  ['no errors were asked for', '未要求标准误'],
  ['slopes that are projected out have no standard error here', '剔除的协变量斜率不给出标准误'],
  ['the outcome before treatment is fitted exactly', '处理前结果变量被完全拟合'],
  ['the standard error is 0', '标准误为 0'],
  [
    'before treatment the synthetic control misses the outcome by more than its own standard deviation',
    '处理前合成控制与结果变量的偏离超过其标准差',
  ],
  ['clusters have rows at several cut-offs', '有聚类的观测分布于多个断点'],
  ['the jump of … at the cut-off is weak: F = …', '断点处 $1 的跳跃较弱：F = $2'],
  ['… was dropped from the covariates, which the others span', '协变量 $1 可由其他协变量线性表示，已略去'],
  ['weak instruments: the … F is …, below 10', '弱工具变量：$1 F 值为 $2，小于 10'],
  ['reported as `…` for this covariance', '在此协方差下报告为 `$1`'],
  ['not defined for instrumental variables', '对工具变量估计无定义'],
  ['exactly identified', '恰好识别'],
  ['`ivregress` prints the Wald chi²: see `tests`', 'ivregress 报告的是 Wald chi²'],
  ['negative: `ivregress` prints none', '为负：ivregress 不予报告'],
  ['defined for one endogenous regressor', '仅对一个内生解释变量有定义'],
  ['defined for one instrument', '仅对一个工具变量有定义'],
  ['defined for two-stage least squares', '仅对两阶段最小二乘有定义'],
  ['its critical values are those at 5 %', '其临界值仅为 5% 水平'],
  ['the first-stage F is at most 4: no finite value is critical', '第一阶段 F 值不超过 4：没有有限的临界值'],
  ['the instruments span the outcome', '工具变量完全张成被解释变量'],
  ['the errors are collinear', '两方程的误差完全共线'],
  ['the covariance of the first stage is not positive definite', '第一阶段的协方差矩阵非正定'],
  ['with one instrument it is the Anderson–Rubin test', '仅有一个工具变量时即为 Anderson–Rubin 检验'],
  [
    'the conditional likelihood ratio test is for iid errors; see the Anderson–Rubin test',
    '条件似然比检验仅适用于独立同分布误差；请参见 Anderson–Rubin 检验',
  ],
  ['the set is two rays, which lie outside of an interval', '置信集为某区间之外的两条射线'],
  ['the set is the whole line', '置信集为整条实数轴'],
  ['the set is empty', '置信集为空集'],
  ['the set is of several intervals', '置信集由多个区间组成'],
  ['compared with critical values (Montiel Olea & Pflueger 2013)', '与临界值比较（Montiel Olea 和 Pflueger，2013）'],
  [
    'compared with critical values (Lee, McCrary, Moreira & Porter 2022)',
    '与临界值比较（Lee、McCrary、Moreira 和 Porter，2022）',
  ],
  ['the instruments span the endogenous regressors', '工具变量完全张成内生解释变量'],
  ['the instruments span `…`', '工具变量完全张成 `$1`'],
  ['the first-stage residuals are collinear', '第一阶段残差共线'],
  [
    'the two smallest canonical correlations are equal: rounding would choose what is tested',
    '最小的两个典型相关系数相等：检验对象将取决于舍入',
  ],
  [
    'robust or clustered errors only; see `cdWaldF` and `andersonLm`',
    '仅适用于稳健或聚类标准误；参见 `cdWaldF` 和 `andersonLm`',
  ],
  ['iid errors only; see `kpLm`', '仅适用于同方差误差；参见 `kpLm`'],
  ['the covariance of the … moments is not positive definite', '$1 个矩条件的协方差矩阵非正定'],
  [
    'the covariance of the … moments is not positive definite: … clusters, … moments',
    '$1 个矩条件的协方差矩阵非正定：$2 个聚类，$3 个矩条件',
  ],
  ['the covariance of the moments is not positive definite', '矩条件的协方差矩阵非正定'],
  [
    'the covariance of the moments is not positive definite: … clusters, … moments',
    '矩条件的协方差矩阵非正定：$1 个聚类，$2 个矩条件',
  ],
  ['compared with critical values (Stock & Yogo 2005)', '与临界值比较（Stock & Yogo 2005）'],
  // panels
  ['one level of …', '$1 只有一个水平'],
  ['one side does not vary', '其中一方没有变异'],
  ['both variances are zero', '两个方差均为零'],
  // turning points
  ['the extreme point lies outside the data: trivial rejection of the turning point', '极值点位于数据范围之外'],
  ['the coefficient of the square is zero', '平方项的系数为零'],
  ['the standard error of the slope is zero', '斜率的标准误为零'],
  ['the whole line', '整条数轴'],
  ['the set has no finite ends', '该集合没有有限端点'],
  ['`…` moves the slope too', '`$1` 也影响斜率'],
  ['`…` was dropped', '`$1` 已被剔除'],
  ['`…` as winsorised is no square of `…`', '缩尾后的 `$1` 不再是 `$2` 的平方'],
  ['σᵤ is 0: the estimates are those of pooled least squares', 'σᵤ 为 0：估计值即混合最小二乘估计值'],
  // Poisson regression
  [
    'the model has no constant, and does not hold the one of a constant alone',
    '模型没有常数项，不包含仅含常数项的模型',
  ],
  ['the likelihood of a constant alone is 1', '仅含常数项的模型似然值为 1'],
  ['`…` is no count, and `iid` takes its variance to be its mean', '`$1` 不是计数变量，而 iid 假定其方差等于均值'],
  ['the panel is not balanced', '面板非平衡'],
  ['there is no inefficiency at the maximum', '似然最大处没有无效率项'],
  ['the likelihood of a constant alone has no maximum', '仅含常数项的似然函数没有最大值'],
  [
    '… of … samples have no maximum of the likelihood, and were left out',
    '$2 次抽样中有 $1 次似然函数没有最大值，已剔除',
  ],
  ['one unit', '只有一个个体'],
  ['two steps maximise no likelihood', '两步法不最大化似然函数'],
  [
    'ρ is beyond 1: the two steps do not bind it, and the model may be wrong',
    'ρ 超出 1：两步法对其不加约束，模型可能设定有误',
  ],
  [
    'selection has no term of its own: the model is identified by the form of the distribution alone',
    '选择方程没有自己的变量：模型仅靠分布形式识别',
  ],
  ['ρ is at the end of its range: the likelihood hardly has a maximum', 'ρ 处于取值范围的端点：似然函数几乎没有最大值'],
  ['it is not computed', '未计算'],
  ['the coefficient does not move with the controls', '系数不随控制变量变动'],
  [
    'no β* lies on the side to which controls moved the coefficient; the one nearest to the estimate is given',
    '控制变量使系数移动的一侧没有 β*；给出的是最接近估计值的解',
  ],
  ['other coefficients fit the quantile as well: outcomes or regressors tie', '另有系数同样拟合该分位数：取值有重复'],
  [
    'the quantile is too near to 0 or 1 for so few rows: τ ± h leaves the range',
    '分位点过于接近 0 或 1，而观测过少：τ ± h 超出范围',
  ],
  ['the sparsity is zero', '稀疏度为零'],
  ['a conditional likelihood has no constant', '条件似然没有常数项'],
  ['no marginal effect of … is identified: … does not vary within …', '$1 的边际效应不可识别：$2 在 $3 内没有变异'],
  ['no marginal effect of … is identified: … does not vary', '$1 的边际效应不可识别：$2 没有变异'],
  ['no marginal effect of … is identified: … has no coefficient', '$1 的边际效应不可识别：$2 没有系数'],
  ['no marginal effect of … is told: … was winsorised by itself', '未报告 $1 的边际效应：$2 单独缩尾，不随其变动'],
  [
    'no marginal effect of … is defined: … has no derivative by it in some rows',
    '$1 的边际效应无定义：$2 在部分观测处不可导',
  ],
  ['no marginal effect of … is defined: … has no value where it changes', '$1 的边际效应无定义：变动后 $2 没有取值'],
  [
    'no prediction at … is identified: absorbed effects hold a part of …',
    '$1 处的预测值不可识别：$2 部分被吸收的效应所包含',
  ],
  ['no prediction at … is identified: … has no coefficient', '$1 处的预测值不可识别：$2 没有系数'],
  [
    'no margins at … are identified: absorbed effects hold a part of …',
    '$1 处的边际不可识别：$2 部分被吸收的效应所包含',
  ],
  ['no margins at … are identified: … has no coefficient', '$1 处的边际不可识别：$2 没有系数'],
  ['no margins at … are told: … was winsorised by itself', '未报告 $1 处的边际：$2 单独缩尾，不随其变动'],
  ['no margins at … are defined: … has no value there', '$1 处的边际无定义：$2 在该处没有取值'],
  ['α is 0: the estimates are those of Poisson regression', 'α 为 0：估计值即泊松回归估计值'],
  ['α is 0: the estimates are those of Poisson counts', 'α 为 0：估计值即计数服从泊松分布时的估计值'],
  [
    'residuals of least squares are skewed the other way, so that the likelihood is largest without inefficiency',
    '最小二乘残差的偏度方向相反，似然函数在无效率项为零处最大',
  ],
  [
    'the data hardly tell the mean of inefficiency from its deviation: its error is more than ten of these',
    '数据难以区分无效率项的均值与标准差：均值的标准误超过标准差的十倍',
  ],
  [
    '… rows with `…` = 0 were dropped: regressors and effects tell them from all that have more (separation)',
    '已剔除 $1 行 `$2` = 0 的观测：解释变量与固定效应将其与其余观测完全区分（分离）',
  ],
  [
    '1 row with `…` = 0 were dropped: regressors and effects tell them from all that have more (separation)',
    '已剔除 1 行 `$1` = 0 的观测：解释变量与固定效应将其与其余观测完全区分（分离）',
  ],
  [
    'the reference `…` of `…` is estimated too, since no other term stands for it',
    '`$2` 的基准组 `$1` 也有估计值：没有与之相对的项',
  ],
  ...ofDesigns,
  // finite samples
  ['…no finite-sample correction, z', '$1不作小样本修正，z'],
  ['…no factor, t(T − 1)', '$1不作调整，t(T − 1)'],
  ['…no factor, t(N − K)', '$1不作调整，t(N − K)'],
  [
    '…; p-values and intervals by wild cluster bootstrap, null imposed (all … sign changes)',
    '$1；p 值和区间由施加原假设的野聚类自助法得到（全部 $2 种符号变换）',
  ],
  [
    '…; p-values and intervals by wild cluster bootstrap, null imposed (… draws, … weights)',
    '$1；p 值和区间由施加原假设的野聚类自助法得到（$2 次抽取，$3 权重）',
  ],
];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Few are ever asked for: the patterns of a list are made when its first is. */
const patternsOf = memoByIdentity((of: readonly Sentence[]) =>
  of.map(([english, chinese]) => {
    return [new RegExp(`^${english.split('…').map(escaped).join('(.*?)')}$`, 'su'), chinese] as const;
  }),
);

/** The message in Chinese, with `name` for each part of it that may be a variable's; as it is where it is nobody's here. `more`: further sentences, which go first. */
export function inChinese(message: string, name: (part: string) => string, more: readonly Sentence[] = []): string {
  for (const of of [more, sentences])
    for (const [pattern, chinese] of patternsOf(of)) {
      const parts = pattern.exec(message);
      if (parts) return chinese.replace(/\$(\d)/g, (_, i: string) => name(parts[Number(i)]!));
    }
  return message;
}
