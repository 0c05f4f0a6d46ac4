/** Chinese sentences of tests of a panel model alone. */
import type { Sentence } from '../../src/table/words/messages-zh-designs.ts';

export const sentences: readonly Sentence[] = [
  ['every unit has one row', '每个个体只有一行'],
  ['a unit has one row', '有个体只有一行'],
  ['Hausman’s test: V_fe − V_re is not positive definite', 'Hausman 检验：V_fe − V_re 非正定'],
  ['a unit has too few periods for its lags', '有个体的时期数对滞后阶数而言过少'],
  ['a unit does not vary besides its lags and trend', '有个体除滞后项与趋势外没有变动'],
  ['a unit’s lags say its values exactly', '有个体的取值完全由其滞后项决定'],
  ['a unit has gaps', '有个体的时间不连续'],
  ['a unit has fewer periods than the table of moments', '有个体的时期数少于矩的临界值表所列'],
  ['the test has an intercept at least', '该检验至少含截距项'],
  ['squared residuals do not vary within a unit', '某个体的残差平方没有变异'],
  ['no rows with the period before', '没有含上一期的观测'],
  ['no unit has three periods in a row', '没有个体具有连续三期'],
  ['one unit has three periods in a row', '仅有一个个体具有连续三期'],
  ['two units share fewer than three periods', '有两个个体的共同时期不足三期'],
  ['the residuals of a unit do not vary', '某个体的残差没有变异'],
];
