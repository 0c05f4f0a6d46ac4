/** THE words of the page, in English and in Chinese: a word that one of both lacks does not compile. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { AbsentCode, CellVerdict, Language, NodeNotice, NodeState, TrialsView } from '../app/view/model.ts';
import { type ColumnWords, chinese as chineseColumn, english as englishColumn } from './column-words.ts';
import { type CurveWords, chinese as chineseCurve, english as englishCurve } from './curve-words.ts';
import type { Tab } from './route.ts';

const many = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const english = {
  html: 'en',
  column: englishColumn as ColumnWords,
  curve: englishCurve as CurveWords,
  tabs: { results: 'Results', nodes: 'Nodes', claims: 'Claims', published: 'Published', moved: 'Moved' } as Readonly<
    Record<Tab, string>
  >,
  states: {
    fresh: 'fresh',
    cached: 'cached',
    stale: 'stale',
    pending: 'pending',
    running: 'running',
    failed: 'failed',
  } as Readonly<Record<NodeState, string>>,
  meanings: {
    fresh: 'up to date',
    cached: 'recorded, restored by the next run',
    stale: 'must run',
    pending: 'waits for what must run',
    running: 'runs now',
    failed: 'failed in the last run',
  } as Readonly<Record<NodeState, string>>,
  /** Stands between what is listed. */
  comma: ', ',
  space: ' ',
  nodes: (count: number) => many(count, 'node'),
  counted: (count: number, state: string) => `${count} ${state}`,
  milliseconds: (count: number) => `${count} ms`,
  seconds: (count: string) => `${count} s`,
  minutes: (minutes: number, seconds: number) => `${minutes} min ${seconds} s`,
  andMore: (count: number) => `and ${count} more`,

  opening: 'Opening…',
  noAnswer: (why: string) => `papermake view does not answer (${why}).`,
  ended: 'papermake view has ended: this is what it last told.',
  wrong: 'The pipeline is wrong',
  wrongNow: 'The pipeline is wrong; this is its last sound state',
  toContent: 'To the content',
  parts: 'Parts of the paper',
  confirmatory: (names: string) =>
    `Confirmatory, registered before outcomes were read${names === '' ? '' : `: ${names}`}.`,
  exploratory: (names: string) => `Exploratory${names === '' ? '' : `: ${names}`}.`,
  confidential: (names: string) => `Confidential, and shown without values: ${names}`,
  valuesLeft: 'Values of data are left out.',
  detailsLeft: (count: number) =>
    `${many(count, 'node')} ${count === 1 ? 'is' : 'are'} without details, since there were too many.`,
  trials: ({ estimated, printed, unrecorded, since }: TrialsView) =>
    estimated === null
      ? `${many(printed, 'specification')} printed, ${printed === 1 ? 'its' : 'their'} record is not here`
      : `${many(estimated, 'specification')} estimated, ${printed} printed${unrecorded === 0 ? '' : `, ${unrecorded} of them not on record here`}; counted since ${since}, what is estimated outside of papermake is not counted`,
  settled: 'Nodes that are settled',
  settledOf: (settled: number, total: number) => `${settled} of ${total}`,
  left: (duration: string) => `, about ${duration} left`,

  keys: 'Keys',
  close: 'Close',
  whatKeysDo: {
    parts: 'Results, Nodes, Claims, Published, Moved',
    find: 'find a node; then ↓ goes to the list, and Enter shows the first that is found',
    move: 'the next or previous node of the list',
    turn: 'open or close a step',
    show: 'show the node',
    ends: 'the first or last node',
    back: 'back to the map',
    help: 'these keys',
  },

  table: 'Table',
  grid: 'Grid',
  text: 'Text',
  figure: (node: string) => `Figure of ${node}`,
  notes: { en: 'Notes:', zh: '注：' } as Readonly<Record<Language, string>>,

  contents: 'Contents',
  exhibits: {
    table: (number: number) => `Table ${number}`,
    figure: (number: number) => `Figure ${number}`,
  },
  numbersOfText: 'Numbers in the text',
  noResults: 'The pipeline makes no tables or figures yet: a step of the kind `report` writes tables.',
  nothingToShow: 'nothing to show',
  colon: ': ',

  mapOfSteps: 'Map of the steps',
  whatReadsWhat: 'Map of what reads what',
  tooManySteps: (count: number) => `${count} steps: choose a node in the list, which can be searched.`,
  find: 'Find a node',
  state: 'State',
  stepsAndNodes: 'Steps and nodes',
  noneCalled: 'No node is called so.',
  warns: 'warns',
  warned: 'its last run warned',
  confirmed: 'confirmed',
  differs: 'differs',
  finds: (who: string, same: number, of: number) => `${who} finds ${same} of ${of} values`,
  toDigits: (digits: number) => ` to ${digits} digits`,

  allNodes: 'All nodes',
  failure: 'It failed',
  warnings: 'Warnings',
  result: 'Result',
  why: 'Why',
  reads: 'Reads',
  readBy: 'Read by',
  log: 'Log',
  hint: 'hint: ',
  notices: {
    lost: 'its result is lost from the store',
    unmade: 'it has not run',
    old: 'this is its last result, which is not that of the pipeline as it is now',
  } as Readonly<Record<NodeNotice, string>>,
  absent: {
    'no-state': 'Opening…',
    'no-token': 'This address is not that of the papermake view that runs here: open the one that it printed last.',
    'no-node': 'There is no such node.',
    'no-file': 'There is no such file.',
    'no-pipeline': 'The pipeline is wrong.',
    'not-in-file': 'The details of this node are not in this file.',
    'no-comparison': 'There is nothing to compare with in this file.',
    'no-such-state': 'There is no such run, commit, tag or branch.',
    'no-such-folder': 'The folder is not there any more.',
    'no-tables-there': 'The folder is no project and holds no tables of one.',
    'no-history': 'No record tells of it.',
  } as Readonly<Record<AbsentCode, string>>,

  noClaims: 'The pipeline makes no claims: `claims:` holds what the text says of the results.',
  holds: 'holds',
  fails: 'false',
  notJudged: 'not judged',
  claims: (count: number) => `${many(count, 'claim')}: `,
  claimsHold: (count: number) => `${count} ${count === 1 ? 'holds' : 'hold'}`,
  claimsFail: (count: number) => `${count} false`,
  undefinedSince: (why: string) => `not defined: ${why}`,
  notThere: 'not there',

  noPublished: 'Nothing is compared: a step of the kind `compare` holds published tables against results.',
  showSame: 'show also the cells that are as printed',
  cells: (count: number) => many(count, 'cell'),
  differ: (count: number) => `${count} differ`,
  publishedHeads: ['Row', 'Column', 'Published', 'Reproduced', 'Verdict', 'Apart by'],
  verdicts: {
    same: 'same',
    'last digit': 'last digit',
    stars: 'stars',
    differs: 'differs',
    sign: 'sign',
    'not printed': 'not printed',
    unmatched: 'unmatched',
  } as Readonly<Record<CellVerdict, string>>,

  oneRun: 'There is one run on record, and nothing to compare it with.',
  comparing: 'Comparing…',
  sinceRun: 'Since the run',
  ranAt: 'Runs',
  folders: 'Folders',
  orCommit: 'or a commit or tag',
  until: 'until',
  untilNow: 'now',
  compare: 'Compare',
  movedIn: (count: number) => `${count} moved`,
  nothingMoved: 'Nothing that is printed moved',
  headline: (cells: number, tables: number, claims: number) =>
    `${[
      ...(cells > 0 ? [`${many(cells, 'cell')} of ${many(tables, 'table')}`] : []),
      ...(claims > 0 ? [many(claims, 'claim')] : []),
    ].join(' and ')} moved`,
  nothingClaimed: 'Nothing that is claimed moved.',
  claimedMoved: (cells: number) =>
    `${many(cells, 'cell')} that claims are about moved, and every claim is what it was.`,
  signsAndStars: 'Signs and stars',
  largest: 'Largest moves',
  changes: { sign: 'sign', stars: 'stars' },
  main: 'main',
  mainMeans: 'a claim is about it, or it is the first coefficient of its table',
  movedHeads: ['Row', 'Column', 'Before', 'After', 'Moved by'],
  tableHead: 'Table',
  changeHead: 'Change',
  moved: (cells: string) => `${cells} moved`,
  isNew: (cells: string) => `is new: ${cells}`,
  isGone: (cells: string) => `is gone: ${cells}`,
  hidden: (count: number) => `, ${count} more behind the last printed digit`,
  columnIsNew: (column: string, cells: string) => `column ${column} is new: ${cells}`,
  columnIsGone: (column: string, cells: string) => `column ${column} is gone: ${cells}`,
  was: (text: string) => `was ${text}`,
  nothing: '(nothing)',
  notMade: '(not made)',
  because: 'because',
  noCause: 'no record tells why',
  notCompared: 'Not compared',
};

export type PageWords = typeof english;

const chinese: PageWords = {
  html: 'zh-CN',
  column: chineseColumn,
  curve: chineseCurve,
  tabs: { results: '结果', nodes: '节点', claims: '论断', published: '对照', moved: '变动' },
  states: { fresh: '最新', cached: '已缓存', stale: '过期', pending: '等待', running: '运行中', failed: '失败' },
  meanings: {
    fresh: '无需运行',
    cached: '已有记录，下次运行时直接恢复',
    stale: '须重新运行',
    pending: '等待须先运行的节点',
    running: '正在运行',
    failed: '上次运行失败',
  },
  comma: '、',
  space: '',
  nodes: (count) => `${count} 个节点`,
  counted: (count, state) => `${count} ${state}`,
  milliseconds: (count) => `${count} 毫秒`,
  seconds: (count) => `${count} 秒`,
  minutes: (minutes, seconds) => `${minutes} 分 ${seconds} 秒`,
  andMore: (count) => `另有 ${count} 项`,

  opening: '正在打开…',
  noAnswer: (why) => `papermake view 没有应答（${why}）。`,
  ended: 'papermake view 已结束：此处为其最后的内容。',
  wrong: '流程文件有误',
  wrongNow: '流程文件有误；此处为其最后一次无误时的状态',
  toContent: '跳到正文',
  parts: '论文各部分',
  confirmatory: (names) => `验证性结果（在读取被解释变量之前已注册）${names === '' ? '' : `：${names}`}。`,
  exploratory: (names) => `探索性结果${names === '' ? '' : `：${names}`}。`,
  confidential: (names) => `保密变量，不显示取值：${names}`,
  valuesLeft: '未包含数据的取值。',
  detailsLeft: (count) => `节点过多，其中 ${count} 个未附详情。`,
  trials: ({ estimated, printed, unrecorded, since }) =>
    estimated === null
      ? `表中有 ${printed} 个模型设定，此处没有估计记录`
      : `共估计 ${estimated} 个模型设定，表中列出 ${printed} 个${unrecorded === 0 ? '' : `，其中 ${unrecorded} 个不在此处的记录中`}；自 ${since} 起计数，papermake 之外的估计不计入`,
  settled: '已完成的节点',
  settledOf: (settled, total) => `${total} 个中的 ${settled} 个`,
  left: (duration) => `，约剩 ${duration}`,

  keys: '快捷键',
  close: '关闭',
  whatKeysDo: {
    parts: '结果、节点、论断、对照、变动',
    find: '查找节点；其后 ↓ 进入列表，Enter 显示找到的第一个',
    move: '列表中的下一个或上一个节点',
    turn: '展开或收起步骤',
    show: '显示该节点',
    ends: '第一个或最后一个节点',
    back: '返回步骤图',
    help: '本列表',
  },

  table: '表',
  grid: '数据表',
  text: '文本',
  figure: (node) => `图：${node}`,
  notes: english.notes,

  contents: '目录',
  exhibits: { table: (number) => `表 ${number}`, figure: (number) => `图 ${number}` },
  numbersOfText: '正文中的数字',
  noResults: '流程尚未生成表或图：`report` 类的步骤生成表。',
  nothingToShow: '没有可显示的内容',
  colon: '：',

  mapOfSteps: '步骤图',
  whatReadsWhat: '步骤图：各步骤的读取关系',
  tooManySteps: (count) => `共 ${count} 个步骤：请在列表中选择节点，可搜索。`,
  find: '查找节点',
  state: '状态',
  stepsAndNodes: '步骤与节点',
  noneCalled: '没有名称相符的节点。',
  warns: '警告',
  warned: '上次运行有警告',
  confirmed: '已核实',
  differs: '不一致',
  finds: (who, same, of) => `${who}：${of} 个数值中 ${same} 个一致`,
  toDigits: (digits) => `（${digits} 位有效数字）`,

  allNodes: '全部节点',
  failure: '运行失败',
  warnings: '警告',
  result: '结果',
  why: '原因',
  reads: '读取',
  readBy: '被读取',
  log: '日志',
  hint: '提示：',
  notices: {
    lost: '其结果已不在存储中',
    unmade: '尚未运行',
    old: '此为上次的结果，并非当前流程的结果',
  },
  absent: {
    'no-state': '正在打开…',
    'no-token': '此地址不属于正在运行的 papermake view：请打开它最后给出的地址。',
    'no-node': '没有这个节点。',
    'no-file': '没有这个文件。',
    'no-pipeline': '流程文件有误。',
    'not-in-file': '此文件中没有该节点的详情。',
    'no-comparison': '此文件中没有可比较的内容。',
    'no-such-state': '没有这次运行，也没有这个提交、标签或分支。',
    'no-such-folder': '该文件夹已不存在。',
    'no-tables-there': '该文件夹不是项目，也没有项目的表格。',
    'no-history': '没有相关记录。',
  },

  noClaims: '流程没有论断：`claims:` 记载正文对结果的表述。',
  holds: '成立',
  fails: '不成立',
  notJudged: '未判定',
  claims: (count) => `${count} 个论断：`,
  claimsHold: (count) => `${count} 个成立`,
  claimsFail: (count) => `${count} 个不成立`,
  undefinedSince: (why) => `无定义：${why}`,
  notThere: '不存在',

  noPublished: '没有对照：`compare` 类的步骤将已发表的表与结果逐格对照。',
  showSame: '同时显示与原表相同的单元格',
  cells: (count) => `${count} 个单元格`,
  differ: (count) => `${count} 个不同`,
  publishedHeads: ['行', '列', '已发表', '复现', '结论', '相差'],
  verdicts: {
    same: '相同',
    'last digit': '末位不同',
    stars: '星号不同',
    differs: '不同',
    sign: '符号相反',
    'not printed': '原表未列',
    unmatched: '未匹配',
  },

  oneRun: '只有一次运行记录，无从比较。',
  comparing: '正在比较…',
  sinceRun: '自此次运行以来',
  ranAt: '运行',
  folders: '文件夹',
  orCommit: '或提交、标签',
  until: '至',
  untilNow: '现在',
  compare: '比较',
  movedIn: (count) => `${count} 项变动`,
  nothingMoved: '所印内容没有变动',
  headline: (cells, tables, claims) =>
    [...(cells > 0 ? [`${tables} 张表的 ${cells} 个单元格`] : []), ...(claims > 0 ? [`${claims} 个论断`] : [])].join(
      '与 ',
    ) + '有变动',
  nothingClaimed: '论断所涉内容没有变动。',
  claimedMoved: (cells) => `论断所涉的 ${cells} 个单元格有变动，各论断的结论不变。`,
  signsAndStars: '符号与显著性星号',
  largest: '变动最大的估计',
  changes: { sign: '符号', stars: '星号' },
  main: '主要',
  mainMeans: '论断涉及该系数，或它是表中的第一个系数',
  movedHeads: ['行', '列', '之前', '之后', '变动'],
  tableHead: '表',
  changeHead: '变化',
  moved: (cells) => `${cells}有变动`,
  isNew: (cells) => `为新增：${cells}`,
  isGone: (cells) => `已移除：${cells}`,
  hidden: (count) => `，另有 ${count} 个在末位之后变动`,
  columnIsNew: (column, cells) => `列 ${column} 为新增：${cells}`,
  columnIsGone: (column, cells) => `列 ${column} 已移除：${cells}`,
  was: (text) => `原为 ${text}`,
  nothing: '（无）',
  notMade: '（无）',
  because: '原因',
  noCause: '没有记录说明原因',
  notCompared: '未比较',
};

export const words: Readonly<Record<Language, PageWords>> = { en: english, zh: chinese };

export const WordsContext = createContext<PageWords>(english);

/** The words in the page's language. */
export const useWords = (): PageWords => useContext(WordsContext);

/** `850 ms`, `12.0 s`, `3 min 20 s` */
export const durationText = (seconds: number, { milliseconds, seconds: ofSeconds, minutes }: PageWords): string =>
  seconds < 1
    ? milliseconds(Math.round(seconds * 1000))
    : seconds < 120
      ? ofSeconds(seconds.toFixed(1))
      : minutes(Math.floor(seconds / 60), Math.round(seconds % 60));
