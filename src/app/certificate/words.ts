/** The sentences of a certificate, in English and Chinese. Names of files, steps and digests stand in backticks. */
import { formatNumber } from '../../table/number.ts';
import { han } from '../../table/words/han.ts';

const s = (count: number): string => (count === 1 ? '' : 's');
const were = (count: number): string => (count === 1 ? 'was' : 'were');
export const n = (count: number): string =>
  formatNumber(count, { digits: 0, style: 'fixed', thousands: true, zeros: 'keep' });
const specifications = (count: number): string => `${n(count)} specification${s(count)}`;
const named = (names: readonly string[], comma: string): string => names.map((name) => `\`${name}\``).join(comma);

const english = {
  title: 'Certificate of what was estimated',
  counts: 'Specifications',
  admissible: (estimated: number, count: number, steps: readonly string[]) =>
    `**${n(estimated)} of ${n(count)}** admissible specifications ${were(estimated)} estimated. Admissible is what the step${s(steps.length)} ${named(steps, ', ')} declare${steps.length === 1 ? 's' : ''}.`,
  planned: (estimated: number, count: number, date: string) =>
    `**${n(estimated)} of ${n(count)}** admissible specifications ${were(estimated)} estimated. Admissible is what the plan registered on ${date} names.`,
  undeclared:
    'Neither a `multiverse` nor a registered plan declares which specifications are admissible: out of how many the printed ones were chosen is not known.',
  recorded: (count: number, since: string, beside: number | null) =>
    `The record has ${specifications(count)} since ${since}${beside === null ? '' : beside === 0 ? ', all of them admissible' : `, ${n(beside)} of them not admissible`}.`,
  unrecorded: 'No specification is on record here.',
  printed: (count: number, missing: number) =>
    count === 0
      ? 'Tables print none.'
      : `Tables print ${specifications(count)}${missing === 0 ? '' : `, of which the record lacks ${n(missing)}`}.`,
  elsewhere: (count: number) => `Commits of other branches record ${n(count)} more.`,
  outside:
    'What is estimated outside of papermake is not counted, nor is what a program prints and does not hand over.',
  coefficient: 'The coefficient',
  of: (treatment: string | null, outcome: string | null) =>
    outcome === null ? 'unknown outcome' : treatment === null ? outcome : `${outcome} on ${treatment}`,
  sizes: ['Coefficient', 'Models', 'Min', '25%', 'Median', '75%', 'Max'],
  unidentified: 'Not identified',
  shares: ['Share of models', '+ at 5%', '+ not at 5%', '− not at 5%', '− at 5%'],
  zero: 'Zero',
  picture: 'Coefficients by size; dark bars are significant at 5%',
  more: (count: number) =>
    `${n(count)} more pair${s(count)} of outcome and treatment ${count === 1 ? 'is' : 'are'} not shown; \`--json\` has all.`,
  noCoefficients: 'No result on record has a coefficient to show.',
  without: (count: number) =>
    `${specifications(count)} ${count === 1 ? 'has' : 'have'} no single coefficient and ${count === 1 ? 'is' : 'are'} not among these.`,
  stale: (steps: readonly string[]) =>
    `Results of ${named(steps, ', ')} are not up to date and not among these; \`papermake run\` makes them.`,
  plan: 'Plan and deviations',
  unregistered: 'No plan was registered.',
  locked: (date: string, lock: string) =>
    `A plan was registered on ${date}; \`${lock}\` is the digest of the line that locks it.`,
  before: (count: number) =>
    count === 0
      ? 'No specification of its outcomes had been estimated then.'
      : `By then ${specifications(count)} of its outcomes had been estimated.`,
  amended: (count: number) => `Plans were registered ${n(count)} more time${s(count)}.`,
  noDeviation: 'Nothing departs from the plan.',
  deviations: (count: number, unexplained: number) =>
    `${n(count)} departure${s(count)} from it${unexplained === 0 ? '' : `, ${n(unexplained)} without a reason`}:`,
  kinds: { specification: 'specification', claim: 'claim', sample: 'sample', data: 'data' },
  hows: { added: 'added', changed: 'changed', dropped: 'dropped' },
  deviation: (of: string, is: string, how: string, since: string | null, because: string | null) =>
    `\`${of}\`: ${is} ${how}${since === null ? '' : ` since ${since}`}${because === null ? '; no reason is given.' : `: ${because}`}`,
  moreDeviations: (count: number) => `${n(count)} more; \`papermake deviations\` lists all.`,
  record: 'The record',
  chain: (path: string, lines: number) => `\`${path}\` has ${n(lines)} line${s(lines)}`,
  head: (digest: string) => `\`${digest}\` is the digest of its last line.`,
  anchor: (commit: string, lines: number, all: number) =>
    `\`${commit}\` is the commit that holds ${lines === all ? 'all of it' : `its first ${n(lines)}`}.`,
  unanchored: '; no commit holds its last line.',
  noGit: '; no git repository holds it, so that a cut of its last lines could not be seen.',
  moreChains: (count: number) =>
    `${n(count)} more file${s(count)} of the record ${count === 1 ? 'is' : 'are'} not listed here; \`papermake trials\` lists all.`,
  broken: (path: string, count: number) =>
    `**Broken:** ${n(count)} line${s(count)} of \`${path}\` ${count === 1 ? 'does' : 'do'} not hold.`,
  cut: (path: string, lines: number, commit: string | null) =>
    commit === null
      ? `**Cut:** \`${path}\` lacks a line that was written in this folder.`
      : `**Cut:** \`${path}\` lacks ${n(lines)} line${s(lines)} that commit \`${commit}\` holds.`,
  sound: 'No line of it is broken, and none that git or this folder knows of is missing.',
  limits: 'The record guards against forgetting and accidents. Whoever wants to deceive can estimate elsewhere.',
  witnesses: 'Other programs',
  unwitnessed: 'No other program estimated these results again: the pipeline has no step of the kind `witness`.',
  witness: (node: string, engine: string, same: number, cells: number, results: number) =>
    `${engine} finds ${n(same)} of ${n(cells)} values of ${n(results)} result${s(results)} (step \`${node}\`)`,
  verdicts: {
    explained: 'explained by a convention',
    unexplained: 'unexplained',
    notRun: 'not run',
    noCounterpart: 'without a counterpart',
  },
  staleWitness: (steps: readonly string[]) => `What ${named(steps, ', ')} found is not up to date.`,
  check: (pipeline: string, version: string, isAnchored: boolean) =>
    `papermake ${version} made this page of \`${pipeline}\`; \`papermake certificate\` makes it again${isAnchored ? ' in the project at that commit' : ''}.`,
  stop: '.',
  comma: ', ',
  space: ' ',
};

export type CertificateWords = typeof english;

const chinese: CertificateWords = {
  title: '模型估计情况证明',
  counts: '模型数量',
  admissible: (estimated, count, steps) =>
    han`可选模型共 **${n(count)}** 个，由步骤 ${named(steps, '、')} 声明；其中已估计 **${n(estimated)}** 个。`,
  planned: (estimated, count, date) =>
    han`可选模型共 **${n(count)}** 个，由 ${date} 注册的计划列出；其中已估计 **${n(estimated)}** 个。`,
  undeclared:
    '既没有 `multiverse` 步骤，也没有注册的计划说明哪些模型可选，因此无法得知所报告的模型是从多少个模型中选出的。',
  recorded: (count, since, beside) =>
    han`自${since}起，记录中共有${n(count)}个模型${beside === null ? '' : beside === 0 ? '，均属于可选模型' : han`，其中${n(beside)}个不属于可选模型`}。`,
  unrecorded: '此处没有任何模型的记录。',
  printed: (count, missing) =>
    count === 0
      ? '表格没有报告任何模型。'
      : han`表格报告了${n(count)}个模型${missing === 0 ? '' : han`，其中${n(missing)}个没有记录`}。`,
  elsewhere: (count) => han`其他分支的提交另有${n(count)}个模型的记录。`,
  outside: '在 papermake 之外估计的模型不计入，外部程序只打印而未交回的结果也不计入。',
  coefficient: '系数的分布',
  of: (treatment, outcome) =>
    outcome === null ? '被解释变量未知' : treatment === null ? outcome : `${treatment} → ${outcome}`,
  sizes: ['系数', '模型数', '最小值', '25%', '中位数', '75%', '最大值'],
  unidentified: '无法识别',
  shares: ['模型占比', '正，5%显著', '正，不显著', '负，不显著', '负，5%显著'],
  zero: '为零',
  picture: '系数大小的分布；深色部分在5%的水平上显著',
  more: (count) => han`另有${n(count)}组被解释变量与解释变量未列出；\`--json\` 列出全部。`,
  noCoefficients: '没有可以展示系数的现存结果。',
  without: (count) => han`${n(count)}个模型没有单一的系数，未包括在内。`,
  stale: (steps) => han`步骤 ${named(steps, '、')} 的结果不是最新的，未包括在内；运行 \`papermake run\` 可更新。`,
  plan: '计划与偏离',
  unregistered: '没有注册计划。',
  locked: (date, lock) => `计划于 ${date} 注册；\`${lock}\` 是锁定该计划的行的摘要。`,
  before: (count) =>
    count === 0 ? '当时尚未估计其被解释变量的任何模型。' : han`当时已估计其被解释变量的${n(count)}个模型。`,
  amended: (count) => han`此后又注册了${n(count)}次。`,
  noDeviation: '没有偏离计划之处。',
  deviations: (count, unexplained) =>
    han`共有${n(count)}处偏离计划${unexplained === 0 ? '' : han`，其中${n(unexplained)}处未说明理由`}：`,
  kinds: { specification: '模型', claim: '论断', sample: '样本', data: '数据' },
  hows: { added: '为新增', changed: '已改变', dropped: '已删去' },
  deviation: (of, is, how, since, because) =>
    han`\`${of}\`：${is}${how}${since === null ? '' : `，始于 ${since}`}${because === null ? '；未说明理由。' : `：${because}`}`,
  moreDeviations: (count) => han`另有${n(count)}处；\`papermake deviations\` 列出全部。`,
  record: '记录',
  chain: (path, lines) => han`\`${path}\` 共${n(lines)}行`,
  head: (digest) => `\`${digest}\` 是其最后一行的摘要。`,
  anchor: (commit, lines, all) =>
    `\`${commit}\` 是${lines === all ? '包含其全部' : han`包含其前${n(lines)}行`}的提交。`,
  unanchored: '；没有提交包含其最后一行。',
  noGit: '；没有 git 仓库保存它，因此无法发现末尾的行是否被删去。',
  moreChains: (count) => han`记录的另外${n(count)}个文件未列出；\`papermake trials\` 列出全部。`,
  broken: (path, count) => han`**损坏：**\`${path}\` 有${n(count)}行与其摘要不符。`,
  cut: (path, lines, commit) =>
    commit === null
      ? `**缺失：**\`${path}\` 缺少曾在此文件夹中写入的一行。`
      : han`**缺失：**\`${path}\` 缺少提交 \`${commit}\` 中的${n(lines)}行。`,
  sound: '没有损坏的行，git 和本文件夹所知的行也没有缺失。',
  limits: '记录防止遗忘和意外，不能防止有意在别处估计。',
  witnesses: '其他软件',
  unwitnessed: '没有其他软件重新估计这些结果：流程中没有 `witness` 步骤。',
  witness: (node, engine, same, cells, results) =>
    han`${engine}重新估计了${n(results)}个结果，${n(cells)}个数值中有${n(same)}个一致（步骤 \`${node}\`）`,
  verdicts: { explained: '个由惯例解释', unexplained: '个未能解释', notRun: '个未运行', noCounterpart: '个无对应' },
  staleWitness: (steps) => han`步骤 ${named(steps, '、')} 的结果不是最新的。`,
  check: (pipeline, version, isAnchored) =>
    han`本页由 papermake ${version} 根据 \`${pipeline}\` 生成；${isAnchored ? '在该提交的项目中' : ''}运行 \`papermake certificate\` 可重新生成。`,
  stop: '。',
  comma: '，',
  space: '',
};

export const words = { en: english, zh: chinese } as const;
