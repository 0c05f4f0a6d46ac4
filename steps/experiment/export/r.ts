/** Experiments in R, by estimatr (Blair, Cooper, Coppock, Humphreys & Sonnet). */
import { rName, rNumber, rText, rTexts } from '../../../src/export/r/names.ts';
import type { Equation, Names } from './equations.ts';
import type { FrameCode } from './frame.ts';
import { moreInR } from './functions-r.ts';

const functions = `

# ---- Experiments. ----

# A coefficient of estimatr's with its error and degrees of freedom; \`less\`: the coefficient that it is compared with.
effect_of <- function(m, term, less = NULL) {
  k <- match(c(term, less), plain(m$term))
  if (is.null(less)) return(list(b = m$coefficients[[k]], se = m$std.error[[k]], df = m$df[[k]]))
  w <- c(1, -1)
  V <- vcov(m)[k, k]
  list(b = sum(w * m$coefficients[k]), se = sqrt(drop(w %*% V %*% w)))
}

# Covariates less their means, and their products with every arm (Lin 2013).
with_products <- function(s, arms, covariates, w = rep(1, nrow(s))) {
  for (x in covariates) s[[paste(x, "centred")]] <- s[[x]] - weighted.mean(s[[x]], w)
  for (arm in arms) for (x in covariates) s[[paste(arm, "by", x)]] <- s[[arm]] * s[[paste(x, "centred")]]
  s
}
${moreInR}`;

/** Names of p.adjust. */
const adjustments: Readonly<Record<string, string>> = { bh: 'BH', by: 'BY' };

const ofRows = (outcome: string, arm: string): string => `s$${rName(outcome)}, s$${rName(arm)}`;

const inData = (column: string): string => `d$${rName(column)}`;
const sum = (names: readonly string[]): string => (names.length === 0 ? '1' : names.map(rName).join(' + '));

/** Names that estimatr has for errors; those of CR1 are Stata's. */
const errorNames: Readonly<Record<string, string>> = { CR1: 'stata' };

export const inR: FrameCode = {
  packages: ['estimatr'],
  functions,
  assign: (column, code) => `${inData(column)} <- ${code}`,
  indicator: (condition) => `as.numeric(with(d, ${condition}))`,
  isMissing: (column) => `as.numeric(is.na(${inData(column)}))`,
  keep: (conditions) => `d <- subset(d, ${conditions.join(' | ')})`,
  complete: (columns) => `d <- complete(d, ${rTexts(columns)})`,
  joined: (column, of) => `${inData(column)} <- interaction(${of.map(inData).join(', ')}, drop = TRUE)`,
  rows: (complete, without, accompanied) => [
    `s <- complete(d, ${rTexts(complete)})`,
    ...(without.length === 0 ? [] : [`s <- subset(s, ${without.map((arm) => `${rName(arm)} == 0`).join(' & ')})`]),
    ...(accompanied === undefined ? [] : [`s <- without_singletons(s, ${rText(accompanied)})`]),
  ],
  call: (equation, names, { errors, strataMin }) => {
    if (strataMin !== null) return { none: 'strata that are left out are not left out by the script' };
    return equation.by === 'difference' ? [difference(equation)] : regression(equation, names, errors);
  },
  effect: ({ column, less }) => `e <- effect_of(m, ${rText(column)}${less === undefined ? '' : `, ${rText(less)}`})`,
  parts: { estimate: 'e$b', error: 'e$se', df: 'e$df' },
  hasP: () => true,
  families: {
    start: 'p <- list()',
    keep: (name) => `p[[${rText(name)}]] <- 2 * pt(-abs(e$b / e$se), e$df)`,
    adjust: (names, method) => `q <- adjusted(p[${rTexts(names)}], ${rText(adjustments[method] ?? method)})`,
    of: (name) => `q[[${rText(name)}]]`,
  },
  bounds: {
    rows: (without) => [
      `s <- ${without.length === 0 ? 'd' : `subset(d, ${without.map((arm) => `${rName(arm)} == 0`).join(' & ')})`}`,
    ],
    lee: (outcome, arm) => `b <- lee_bounds(${ofRows(outcome, arm)})`,
    horowitzManski: (outcome, arm, support) =>
      `b <- horowitz_manski(${ofRows(outcome, arm)}${support === null ? '' : `, c(${support.map(rNumber).join(', ')})`})`,
    klingLiebman: (outcome, arm, sd) => `b <- kling_liebman(${ofRows(outcome, arm)}, ${rNumber(sd)})`,
    part: (name) => `b$${name}`,
  },
  index: (column, { outcomes, reversed, arms, method, ofControl }) =>
    `${inData(column)} <- index_of(d, ${rTexts(outcomes)}, ${reversed.length === 0 ? 'character()' : rTexts(reversed)}, ${rTexts(arms)}, ${rText(method)}${ofControl ? ', of_control = TRUE' : ''})`,
  wald: (arms) => `wald(coef(m), vcov(m), ${rTexts(arms)})`,
  count: 'nrow(s)',
  controlMean: (outcome, { arms, weights }) => {
    const rows = `rowSums(s[${rTexts(arms)}]) == 0`;
    const of = `s$${rName(outcome)}[${rows}]`;
    return weights === undefined ? `mean(${of})` : `weighted.mean(${of}, s$${rName(weights)}[${rows}])`;
  },
};

const difference = ({ outcome, arms, strata }: Equation): string => {
  const blocks = strata === undefined ? '' : `, blocks = ${rName(strata)}`;
  return `m <- difference_in_means(${rName(outcome)} ~ ${rName(arms[0]!)}, data = s${blocks})`;
};

/** Dummies stand for strata where rows have weights, since estimatr corrects no leverage of weighted rows beside absorbed effects. */
function regression(equation: Equation, { weights, cluster }: Names, errors: string): readonly string[] {
  const { by, outcome, arms, covariates, strata, takeUp } = equation;
  const dummies = strata === undefined || weights === undefined ? [] : [`factor(${rName(strata)})`];
  const options = [
    'data = s',
    ...(weights === undefined ? [] : [`weights = ${rName(weights)}`]),
    ...(strata === undefined || weights !== undefined ? [] : [`fixed_effects = ~ ${rName(strata)}`]),
    ...(cluster === undefined ? [] : [`clusters = ${rName(cluster)}`]),
    `se_type = ${rText(errorNames[errors] ?? errors)}`,
  ].join(', ');
  const side = (names: readonly string[], more: readonly string[] = []): string =>
    [sum(names), ...dummies, ...more].join(' + ');
  const y = rName(outcome);
  if (by === 'late')
    return [`m <- iv_robust(${y} ~ ${side([takeUp!, ...covariates])} | ${side([...arms, ...covariates])}, ${options})`];
  if (by !== 'lin') return [`m <- lm_robust(${y} ~ ${side([...arms, ...covariates])}, ${options})`];
  if (arms.length === 1 && strata === undefined && [...arms, ...covariates].every((name) => rName(name) === name))
    return [`m <- lm_lin(${y} ~ ${rName(arms[0]!)}, covariates = ~ ${sum(covariates)}, ${options})`];
  const products = arms.flatMap((arm) => covariates.map((x) => `${arm} by ${x}`));
  const w = weights === undefined ? '' : `, s$${rName(weights)}`;
  return [
    `s <- with_products(s, ${rTexts(arms)}, ${rTexts(covariates)}${w})`,
    `m <- lm_robust(${y} ~ ${side([...arms, ...covariates.map((x) => `${x} centred`), ...products])}, ${options})`,
  ];
}
