/** The README's instructions: how the results are made, confirmed and judged. */
import { isPassedOn } from '../facts.ts';
import { callOfOwn } from '../own.ts';
import { SYNTHETIC } from '../stand-in/place.ts';
import { code, count, type Field } from './field.ts';

const run: Field = {
  name: 'instructions',
  tells: 'what to do, from an empty machine to the tables',
  by: 'papermake',
  write: ({ starts, sources }, say) => {
    const kept = sources.filter((source) => !isPassedOn(source)).flatMap(({ files }) => files);
    const trust = starts.length === 0 ? '' : ' --trust';
    return [
      say('1. Install Node.js 20.19 or later.', '1. 安装 Node.js 20.19 或更高版本。'),
      ...(kept.length === 0
        ? []
        : [
            say(
              `1. Put the data that are not here in their places: ${kept.map(({ path }) => code(path)).join(', ')}.`,
              `1. 将不在本包内的数据放到相应位置：${kept.map(({ path }) => code(path)).join('，')}。`,
            ),
          ]),
      say(
        `1. In this folder: ${code(callOfOwn(`run${trust}`))}. It writes ${code('out/')} anew.`,
        `1. 在本文件夹中运行 ${code(callOfOwn(`run${trust}`))}，它会重新写出 ${code('out/')}。`,
      ),
      ...(sources.some(({ declared }) => declared.stand_in !== undefined)
        ? [
            say(
              `1. Without these data: ${code(callOfOwn(`run${trust}`, '..'))} in ${code(`${SYNTHETIC}/`)} runs every step on stand-in data. Nothing that it writes is a result of the paper.`,
              `1. 没有这些数据时：在 ${code(`${SYNTHETIC}/`)} 中运行 ${code(callOfOwn(`run${trust}`, '..'))}，会用合成数据执行每一步；其输出都不是论文的结果。`,
            ),
          ]
        : []),
      say(
        `1. ${code('sha256sum --check SHA256SUMS')} says whether every file is as it was handed in; ${code(callOfOwn('package --check .'))} does both in a folder of its own.`,
        `1. ${code('sha256sum --check SHA256SUMS')} 可查每个文件是否与提交时相同；${code(callOfOwn('package --check .'))} 会在单独的文件夹中完成以上两项。`,
      ),
    ];
  },
};

const claims: Field = {
  name: 'claims',
  tells: 'how many sentences of the paper are judged on every run',
  by: 'papermake',
  write: ({ claims: all }, say) =>
    all === 0
      ? []
      : [
          say(
            `Every run judges ${count(all, 'sentence')} of the paper against the results, and ends with exit code 3 where one is false.`,
            `每次运行都会用结果检验论文中的 ${all} 个论断，若有不成立者以退出码 3 结束。`,
          ),
        ],
};

const trials: Field = {
  name: 'specifications tried',
  tells: 'how many specifications were ever estimated, by the ledger',
  by: 'papermake',
  write: ({ certificate: { trials: counts } }, say) => [
    counts.estimated === null
      ? say('No specification is on record.', '没有登记在案的设定。')
      : say(
          `The ledger in ${code('ledger/')} records ${count(counts.estimated, 'specification')}; ${code('certificate.md')} says how their coefficients lie.`,
          `${code('ledger/')} 中的台账登记了 ${counts.estimated} 个设定；${code('certificate.md')} 给出其系数的分布。`,
        ),
  ],
};

const witnesses: Field = {
  name: 'witnesses',
  tells: 'which other programs confirmed which number of values',
  by: 'papermake',
  write: ({ certificate: { witnesses: all } }, say) =>
    all.map(({ node, engine, cells, same, unexplained }) =>
      say(
        `${code(node)}: ${engine} found ${same} of ${cells} values again; ${count(unexplained, 'difference')} unexplained.`,
        `${code(node)}：${engine} 重新得出 ${cells} 个值中的 ${same} 个；${unexplained} 个差异没有解释。`,
      ),
    ),
};

const plan: Field = {
  name: 'plan',
  tells: 'when a plan was registered, and how many results depart from it',
  by: 'papermake',
  write: ({ certificate: { plan: registered } }, say) =>
    registered === null
      ? []
      : [
          say(
            `A plan was registered on ${registered.at.slice(0, 10)}; ${count(registered.deviations.length, 'departure')} from it: see ${code('certificate.md')}.`,
            `研究计划于 ${registered.at.slice(0, 10)} 登记；${registered.deviations.length} 处偏离见 ${code('certificate.md')}。`,
          ),
        ],
};

export const instructions: readonly Field[] = [run, claims, trials, witnesses, plan];
