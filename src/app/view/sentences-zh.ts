/** Sentences of results and explanations in Chinese, as the page has them; what no list here or of tables knows stays as it is. */
import { estimators } from '../../econ/registry.ts';
import type { Language } from '../../table/table.ts';
import { inChinese } from '../../table/words/messages-zh.ts';
import type { Sentence } from '../../table/words/messages-zh-designs.ts';

const sentences: readonly Sentence[] = [
  // why a node is as it is
  ['… is fresh: nothing it reads has changed since it ran', '$1 为最新：自上次运行以来，它所读取的内容没有变化'],
  [
    '… is fresh: nothing it reads has changed since it came from the shared cache',
    '$1 为最新：自取自共享缓存以来，它所读取的内容没有变化',
  ],
  ['it ran elsewhere (…), and was given from … by … on …', '在别处运行（$1），由 $3 于 $4 自 $2 提供'],
  ['it ran elsewhere (…), and was given from … on …', '在别处运行（$1），于 $3 自 $2 提供'],
  ['it ran elsewhere (…)', '在别处运行（$1）'],
  [
    'it ran on …, by worker … on …, in a shard of … nodes',
    '在 $1 上运行，由 $3 上的工作进程 $2 执行，同批共 $4 个节点',
  ],
  ['it ran on …, by worker … on …', '在 $1 上运行，由 $3 上的工作进程 $2 执行'],
  [
    'it took … of processor time on …, where papermake and its programs had at most … of memory',
    '在 $2 上用处理器时间 $1，期间 papermake 及其程序的内存至多 $3',
  ],
  ['it took … of processor time on …', '在 $2 上用处理器时间 $1'],
  [
    'it ran on …, where papermake and its programs had at most … of memory',
    '在 $1 上运行，期间 papermake 及其程序的内存至多 $2',
  ],
  ['it ran on …', '在 $1 上运行'],
  ['of its pieces, … ran on … (workers: …, machines: …)', '各部分中有 $1 个在 $2 上运行（工作进程 $3 个，机器 $4 台）'],
  ['of its pieces, … ran on …', '各部分中有 $1 个在 $2 上运行'],
  ['its pieces took at least … of processor time together', '各部分至少共用处理器时间 $1'],
  ['its pieces took … of processor time together', '各部分共用处理器时间 $1'],
  ['at most … of memory was taken while a piece ran', '各部分运行期间内存至多 $1'],
  ['the longest time of a piece in the queue was …', '单个部分排队至多 $1'],
  [
    'it took … of processor time and at most … of memory, after … in the queue',
    '用处理器时间 $1，内存至多 $2，此前排队 $3',
  ],
  ['it took at most … of memory, after … in the queue', '内存至多 $1，此前排队 $2'],
  ['it began after … in the queue', '排队 $1 后开始'],
  [
    'it needed … of memory on …, where its step asks for …; it is given … from now on',
    '在 $2 上需要 $1 内存，而其步骤只要求 $3；今后给予 $4',
  ],
  [
    'it needed … of memory on …, where its step asks for none; it is given … from now on',
    '在 $2 上需要 $1 内存，而其步骤未作要求；今后给予 $3',
  ],
  ['it was taken because it had no result before', '取用是因为此前没有结果'],
  ['it was taken because', '取用是因为'],
  ['it last ran (…) because it had no result before', '上次运行（$1）是因为此前没有结果'],
  ['it last ran (…) because', '上次运行（$1）是因为'],
  ['it was made because it had no result before', '当时运行是因为此前没有结果'],
  ['it was made because', '当时运行是因为'],
  [
    '… is cached: this result was made before and will be restored without running',
    '$1 已缓存：此结果曾经得出，将直接恢复而不重新运行',
  ],
  ['… is stale: it must run', '$1 已过期：须重新运行'],
  ['… cannot run', '$1 无法运行'],
  ['… is pending: it must run, after …', '$1 在等待：须在 $2 之后运行'],
  ['… is pending: it must run, since …', '$1 在等待：须运行，因为 $2'],
  ['… is pending: it will be restored without running, after …', '$1 在等待：在 $2 之后直接恢复，不重新运行'],
  [
    '… is pending: it will stay fresh after …: nothing it reads changes',
    '$1 在等待：在 $2 之后保持最新，它所读取的内容没有变化',
  ],
  ['… is pending: whether it must run is known once … has run', '$1 在等待：$2 运行后才知道它是否须运行'],
  ['… is pending: whether it must run is known once … have run', '$1 在等待：$2 运行后才知道它是否须运行'],
  [
    'it waits for registration, since it reads … (papermake register)',
    '等待计划注册，因为它会读取 $1（papermake register）',
  ],
  ['it needs trust, since it starts … (papermake trust)', '需要信任，因为它会启动 $1（papermake trust）'],
  ['below it, … must run then', '其下游 $1 届时须运行'],
  ['below it, … will stay fresh: nothing they read changes', '其下游 $1 保持最新：它们所读取的内容没有变化'],
  ['it has no result yet', '尚无结果'],
  ['its record in the store is lost or damaged', '其在存储中的记录丢失或损坏'],
  ['its kind changed from … to …', '其类型由 $1 变为 $2'],
  ['the code changed: …', '代码有变：$1'],
  ['column … of … changed', '$2 的列 $1 有变'],
  ['columns … of … changed', '$2 的列 $1 有变'],
  ['… is missing', '缺少 $1'],
  ['… was changed since it was written', '$1 在写出之后被改动'],
  ['… changed (…)', '$1 有变（$2）'],
  ['… is now read', '现在读取 $1'],
  ['… is no longer read', '不再读取 $1'],
  ['… changed', '$1 有变'],
  // results
  ['… rows, … columns, panel of … … × … … (balanced)', '$1 行，$2 列，面板：$4 $3 个 × $6 $5 期（平衡）'],
  ['… rows, … columns, panel of … … × … … (unbalanced)', '$1 行，$2 列，面板：$4 $3 个 × $6 $5 期（非平衡）'],
  ['… rows, … columns', '$1 行，$2 列'],
  ...estimators.flatMap(({ titles }) => Object.values(titles).map(({ en, zh }): Sentence => [en, zh])),
  ['absorbed: … (… levels)', '吸收：$1（$2 个水平）'],
  ['weights: … (…)', '权重：$1（$2）'],
  ['standard errors: clustered by …', '标准误：按 $1 聚类'],
  ['standard errors: …', '标准误：$1'],
  ['clusters: … (…)', '聚类：$1（$2 个）'],
  ['periods: …', '期数：$1'],
  ['finite samples: …', '小样本修正：$1'],
  ['inference: standard normal', '推断：标准正态分布'],
  ['inference: t with … degrees of freedom', '推断：t 分布，自由度 $1'],
  ['base of …: …', '$1 的基准组：$2'],
  ['omitted: … (collinear)', '略去：$1（共线）'],
  ['omitted: … (…)', '略去：$1（$2）'],
  ['rows not used: … (…)', '未使用的观测：$1（$2）'],
  ['undefined: … (…)', '无定义：$1（$2）'],
  ['left out, since it is made from …, which is confidential', '未予显示：由保密变量 $1 得出'],
  ['nothing found', '未发现问题'],
  ['holds: …', '成立：$1'],
  ['FALSE: …', '不成立：$1'],
];

interface Into {
  readonly language: Language;
  /** Gives a part of a message, which may be a variable's name, as a reader knows it. */
  readonly label?: (part: string) => string;
  /** The Chinese sentences of the result's kind. */
  readonly sentences?: readonly Sentence[] | undefined;
}

/** A message in the page's language, as far as that is known. Blanks in front of it stay. */
export function inLanguage(message: string, { language, label = (part) => part, sentences: more = [] }: Into): string {
  if (language !== 'zh') return message;
  const [blanks = ''] = /^\s*/.exec(message)!;
  const bare = message.slice(blanks.length);
  return blanks + translated(bare, { label, sentences: more });
}

/** A sentence may stand behind the name of the node that it is about. */
function translated(message: string, { label, sentences: more }: Required<Omit<Into, 'language'>>): string {
  const [, node, rest] = /^([^\s:]+): (.*)$/s.exec(message) ?? [];
  const said = rest === undefined ? undefined : translated(rest, { label, sentences: more });
  if (said !== rest) return `${node}：${said}`;
  const known = inChinese(message, label, more);
  return known === message ? inChinese(message, label, sentences) : known;
}
