/** Judges the texts of tables and figures: words of their language, labels of the project and formatted numbers are all that they hold. */
import { ownTexts, rawNames } from './spoken.ts';

export type Language = 'en' | 'zh';

/** Names of methods, statistics and people that Chinese papers print in Latin letters. */
const FIELD: ReadonlySet<string> = new Set(
  [
    'OLS GLS GMM IV FE LM LR VIF ATT ACRT d SAR SEM SDM SARMA AIC BIC CRITIC TOPSIS DID HC SUEST RSS CI BS MSE ADF PP IPS LLC CD',
    'AR F t z p P Z L N n R K k G T B W I E C X V Var sd ln log exp corr Xb u',
    'Logit logit Probit Tobit Heckman Bootstrap bootstrap delta bdiff xthreg xtreg reghdfe ivregress Stata Python Pearson Spearman Wald',
    'Kleibergen Paap rk Cragg Donald Anderson Rubin Basmann Sargan Hansen Wu Hausman Mundlak Windmeijer Driscoll Kraay Newey West Conley',
    'Oster Fieller Johnson Neyman Breusch Pagan Pesaran Wooldridge Fisher Phillips Perron Chow Sobel Aroian Goodman Cramér Welch',
    'CR Satterthwaite Holm Hochberg Bonferroni Benjamini Krieger Yekutieli Anderson Westfall Young Romano Wolf Kolmogorov Smirnov Bloom BH BY q Horowitz Manski Imbens Kling Liebman Calonico Cattaneo Titiunik mserd msetwo comb Jansson Ma McCrary Abadie Diamond Hainmueller Arkhangelsky Callaway Sant Anna Sun Abraham Borusyak Jaravel Spiess Gardner Bacon Simonsohn Simmons Nelson Dagum Stock Yogo Lee Yu Durbin',
    'Rambachan Roth M Cengiz Dube Lindner Zipperer de Chaisemartin Haultfœuille D Athey Xu Bai',
    'SBM Malmquist Luenberger Butts Simar Wilson Olley Pakes Levinsohn Petrin Ackerberg Caves Frazer Wooldridge Jordà Plagborg Møller Sup sup',
    'Kaplan Meier Greenwood Wilcoxon Breslow Tarone Ware Fleming Harrington S',
    'Rotemberg Goldsmith Pinkham Sorkin Swift Wang Zhang Fu Moreira Olea Montiel Pflueger McCrary Porter tF CLR',
    'J U a b LIML Fuller wild cluster Rademacher Webb lag error bar Pm artanh nT RMSE SE Lasso Moran SD',
  ].flatMap((line) => line.split(' ')),
);

/** Texts that the author of the project writes: headers of columns, names of tests, samples and steps. */
const WRITTEN = ['Main', 'Late', 'All', 'late', 'sum', 'both', 'alone', 'about'];

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const OWN = new RegExp(
  [...ownTexts]
    .sort((a, b) => b.length - a.length)
    .map(escaped)
    .join('|'),
  'gu',
);
const RAW = new RegExp(`\\b(?:${rawNames.map(escaped).join('|')})`, 'u');

/** Lists what no reader should meet in either language, and the patterns that find it. */
const UGLY: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['the name of a variable', RAW],
  ['a name of the program', /\p{L}_\p{L}|::|\$|(?<!\bM)[a-z][A-Z]\w|#\d|\bc\.|\bi\./u],
  ['a mark of names', /`/],
  ['an operator of the formula language', /\b[LFDW]\d*\.[\p{L}_]|[=!<>]=|\bdydx\(|\bpredict\(/u],
  ['a raw power of ten', /\de[-+]?\d/],
  ['a hyphen for a minus sign', /(?:^|[\s([,，（=<>])-\d/],
  // Degrees of freedom stand in brackets; years have no separators, nor have estimates below a million.
  ['a count without separators', /(?<!\((?:\d+, )?)(?<![\d.,−–])(?!(?:19|20)\d\d(?!\d))\d{4,}(?![\d]*\.)(?=.*\p{L})/u],
  ['nothing known', /\b(?:undefined|NaN|Infinity|object)\b/],
];

/** Lists what is wrong with a text of a table or a figure; the list is empty where the text reads well. */
export function faultsOf(text: string, language: Language): string[] {
  const own = text.replace(OWN, language === 'zh' ? '字' : 'label');
  const ugly = UGLY.flatMap(([what, pattern]) => (pattern.test(own) ? [what] : []));
  return [...ugly, ...(language === 'zh' ? chineseFaults(own) : englishFaults(own))];
}

function chineseFaults(text: string): string[] {
  const words = text.match(/[A-Za-z]\p{L}*/gu) ?? [];
  const foreign = words.filter(
    (word) => !FIELD.has(word) && !FIELD.has(word.replace(/\d+$/, '')) && !WRITTEN.includes(word),
  );
  const half = /\p{Script=Han} ?[,;:?!]|[,;:?!] ?\p{Script=Han}/u.test(text) ? ['half-width punctuation'] : [];
  return [...foreign.map((word) => `the English word ${word}`), ...half];
}

const englishFaults = (text: string): string[] =>
  /[\p{Script=Han}，。：；（）、]/u.test(text) ? ['Chinese letters or punctuation'] : [];
