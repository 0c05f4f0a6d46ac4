/** The README's statement on data: rights, availability, and where each source is from. */
import { listing, quoted } from '../../../base/text/quoted.ts';
import { type Facts, isPassedOn } from '../facts.ts';
import type { Source } from '../sources.ts';
import { MARK, SYNTHETIC } from '../stand-in/place.ts';
import { PROPERTIES, type Property, recipeOf } from '../stand-in/recipe.ts';
import { code, type Field, inline, type Say } from './field.ts';

const rights: Field = {
  name: 'rights',
  tells: 'that the authors may use the data and pass them on, by what is said of each source',
  by: 'papermake',
  write: ({ sources }, say) => {
    const given = sources.filter(isPassedOn).map(({ step }) => step);
    if (given.length === 0) return [say('The package holds no data.', '本材料包不含数据。')];
    return [
      say(
        `The authors state that they may use and pass on the data of ${quoted(given)}.`,
        `作者声明有权使用并传播 ${quoted(given)} 的数据。`,
      ),
    ];
  },
};

const availability: Field = {
  name: 'availability',
  tells: 'whether all data, some or none are in the package',
  by: 'papermake',
  write: ({ sources }, say) => {
    const kept = sources.filter((source) => !isPassedOn(source)).map(({ step }) => step);
    if (kept.length === 0) return [say('All data are in this package.', '全部数据均在本包内。')];
    return [
      say(
        `The data of ${quoted(kept)} are **not** in this package; the way to them is told below. Without them these steps, and what reads them, do not make the paper's results.`,
        `${quoted(kept)} 的数据**不**在本包内，获取途径见下。没有这些数据，相应步骤及其后续步骤无法得出论文的结果。`,
      ),
    ];
  },
};

const confidential: Field = {
  name: 'confidential',
  tells: 'that no file holds values of confidential variables',
  by: 'papermake',
  write: ({ hidden }, say) =>
    hidden.length === 0
      ? [say('No variable is declared confidential.', '没有变量被声明为保密。')]
      : [
          say(
            `No data file here holds values of the confidential variables ${quoted(hidden)}.`,
            `本包的数据文件不含保密变量 ${quoted(hidden)} 的值。`,
          ),
        ],
};

interface Part {
  readonly name: string;
  readonly tells: string;
  readonly by: Field['by'];
  readonly english: string;
  readonly chinese: string;
  /** Says whether the authors typed the field of this source; undefined where the README has none. The default goes by who fills it. */
  typed?(source: Source): boolean | undefined;
  of(source: Source, say: Say, facts: Facts): string | undefined;
}

/** The fields that each source has. */
const parts: readonly Part[] = [
  {
    name: 'source: citation',
    tells: 'how its data are cited',
    by: 'authors',
    english: 'Citation',
    chinese: '引用',
    of: ({ declared }) => declared.citation,
  },
  {
    name: 'source: licence',
    tells: 'the terms of its data',
    by: 'authors',
    english: 'Licence or terms',
    chinese: '许可',
    of: ({ declared }) => declared.licence,
  },
  {
    name: 'source: url',
    tells: 'the page of its data, where there is one',
    by: 'authors',
    english: 'Page',
    chinese: '网址',
    typed: ({ declared }) => (declared.url === undefined ? undefined : true),
    of: ({ declared }) => declared.url,
  },
  {
    name: 'source: access',
    tells: 'how others get its data',
    by: 'authors',
    english: 'Access',
    chinese: '获取方式',
    typed: ({ declared }) => declared.access !== undefined,
    of: (source, say) =>
      source.declared.access ?? (isPassedOn(source) ? say('in this package', '在本包内') : undefined),
  },
  {
    name: 'source: provided',
    tells: 'whether the package has its data',
    by: 'authors',
    english: 'In this package',
    chinese: '在本包内',
    of: (source, say) =>
      isPassedOn(source)
        ? say('yes', '是')
        : source.hidden.length > 0
          ? say(`no: it holds ${quoted(source.hidden)}`, `否：含有 ${quoted(source.hidden)}`)
          : say('no', '否'),
  },
  {
    name: 'source: stand-in',
    tells: 'what is drawn in the place of data that are not here, what of them it keeps, and what it cannot show',
    by: 'papermake',
    english: 'Stand-in',
    chinese: '替代数据',
    typed: ({ declared }) => (declared.stand_in === undefined ? undefined : false),
    of: (source, say) => standInOf(source, say),
  },
  {
    name: 'source: files',
    tells: 'the files that the step reads',
    by: 'papermake',
    english: 'Files',
    chinese: '文件',
    of: ({ files }) => files.map(({ path }) => code(path)).join(', '),
  },
  {
    name: 'source: size',
    tells: 'how many rows and columns its data have',
    by: 'papermake',
    english: 'Size',
    chinese: '规模',
    of: ({ size }, say) =>
      size && say(`${size.rows} rows, ${size.columns} columns`, `${size.rows} 行，${size.columns} 列`),
  },
  {
    name: 'source: codebook',
    tells: 'where its variables are described',
    by: 'papermake',
    english: 'Variables',
    chinese: '变量',
    of: ({ step }, say) => say(`rows \`${step}\` of codebook.csv`, `codebook.csv 中 \`${step}\` 各行`),
  },
  {
    name: 'source: used in',
    tells: 'the tables, figures and numbers that rest on it',
    by: 'papermake',
    english: 'Used in',
    chinese: '用于',
    of: ({ step }, _, { exhibits }) => {
      const names = exhibits.filter(({ data: steps }) => steps.includes(step)).map(({ name }) => name);
      return names.length === 0 ? undefined : listing(names, code);
    },
  },
];

const KEPT: Readonly<Record<Property, readonly [english: string, chinese: string]>> = {
  correlations: ['correlations', '相关系数'],
  panel: ['the structure of the panel', '面板结构'],
  missing: ['shares of missing values', '缺失比例'],
};

/** Gives the stand-in data of a source; undefined where none are drawn. */
function standInOf({ declared: { stand_in: said } }: Source, say: Say): string | undefined {
  if (said === undefined) return undefined;
  const { cell, keeps, seed, open } = recipeOf(said);
  const properties = PROPERTIES.filter((each) => keeps.has(each)).map((each) => say(...KEPT[each]));
  const shown =
    open.size === 0 ? '' : say(`; values of ${quoted([...open])} are as they are`, `；${quoted([...open])} 保留原值`);
  return say(
    `\`${SYNTHETIC}/\` has drawn data in their place (seed ${seed}), with the column \`${MARK}\`. They keep ${['the distribution of each column', ...properties].join(', ')}; no value is shown that fewer than ${cell} units have${shown}. They show that everything runs. They cannot show any result of the paper: estimates on them have other sizes, signs and significance, and relations that the recipe does not name are not in them.`,
    `\`${SYNTHETIC}/\` 中有代替它们的合成数据（种子 ${seed}），带有 \`${MARK}\` 列，保留${['各列的分布', ...properties].join('、')}；少于 ${cell} 个个体具有的值一律不出现${shown}。合成数据只说明全部步骤可以运行，不能说明论文的任何结果：其估计值的大小、符号与显著性均与论文不同，方案未列出的关系也不在其中。`,
  );
}

/** A field of one part, which writes all sources where it is the first. */
const details: readonly Field[] = parts.map(({ name, tells, by, typed = () => by === 'authors' }, i) => ({
  name,
  tells,
  by,
  perSource: true,
  typed: ({ sources }: Pick<Facts, 'sources'>) => sources.flatMap((source) => typed(source) ?? []),
  write: (facts: Facts, say: Say) => (i > 0 ? [] : facts.sources.flatMap((source) => sourceLines(source, say, facts))),
}));

function sourceLines(source: Source, say: Say, facts: Facts): string[] {
  const lines = parts.flatMap(({ english, chinese, of }) => {
    const text = of(source, say, facts);
    return text === undefined ? [] : [`- ${say(`${english}:`, `${chinese}：`)} ${inline(text)}`];
  });
  return [`### ${source.step}`, '', ...lines, ''];
}

export const data: readonly Field[] = [rights, availability, confidential, ...details];
