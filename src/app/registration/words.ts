/** Words of documents of registered plans, in both languages. */
import type { Language } from '../../table/table.ts';

export interface RegistrationWords {
  title(number: number): string;
  locked(at: string, by: string | null): string;
  digests(plan: string, lock: string): string;
  withheld(names: string): string;
  readonly nothingWithheld: string;
  before(count: number): string;
  admissible(count: number): string;
  size(count: number): string;
  readonly specifications: string;
  readonly claims: string;
  readonly samples: string;
  readonly data: string;
  readonly comma: string;
}

export const registrationWords: Readonly<Record<Language, RegistrationWords>> = {
  en: {
    title: (number) => (number === 1 ? 'Registered plan' : `Registered plan, amendment ${number - 1}`),
    locked: (at, by) => `Locked on ${at}${by === null ? '' : ` by ${by}`}.`,
    digests: (plan, lock) => `The digest of the plan is ${plan}, and that of its line in the ledger is ${lock}.`,
    withheld: (names) => `Until then papermake read no value of ${names}, nor of what is made from them.`,
    nothingWithheld: 'No variable was withheld until then.',
    before: (count) =>
      count === 0
        ? 'No specification of these outcomes was on the ledger before.'
        : `${count} ${count === 1 ? 'specification' : 'specifications'} of these outcomes had been estimated before.`,
    admissible: (count) => `The plan admits ${count} ${count === 1 ? 'specification' : 'specifications'}.`,
    size: (count) => `${count} specifications.`,
    specifications: 'Specifications',
    claims: 'Claims',
    samples: 'Samples',
    data: 'Data, and which rows of them are kept',
    comma: ', ',
  },
  zh: {
    title: (number) => (number === 1 ? '注册的分析计划' : `注册的分析计划（第 ${number - 1} 次修订）`),
    locked: (at, by) => `锁定时间：${at}${by === null ? '' : `，${by}`}。`,
    digests: (plan, lock) => `计划的摘要为 ${plan}，其在账本中的行的摘要为 ${lock}。`,
    withheld: (names) => `在此之前，papermake 未读取 ${names} 及由其得出的变量的任何取值。`,
    nothingWithheld: '在此之前没有扣留任何变量。',
    before: (count) =>
      count === 0
        ? '在此之前账本中没有这些被解释变量的模型设定。'
        : `在此之前已估计过这些被解释变量的 ${count} 个模型设定。`,
    admissible: (count) => `计划包含 ${count} 个模型设定。`,
    size: (count) => `${count} 个模型设定。`,
    specifications: '模型设定',
    claims: '论断',
    samples: '样本',
    data: '数据及保留的观测',
    comma: '、',
  },
};
