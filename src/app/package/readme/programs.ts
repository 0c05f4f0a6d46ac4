/** The README's description of programs: the pipeline's steps, the authors' own scripts, what was exported, and the licence. */
import { code, type Field, inline, table } from './field.ts';

const steps: Field = {
  name: 'steps',
  tells: 'every step of the pipeline with its kind',
  by: 'papermake',
  write: ({ steps: all, pipeline }, say) => [
    say(`${code(pipeline)} declares these steps:`, `${code(pipeline)} 声明下列步骤：`),
    '',
    ...table(
      [say('Step', '步骤'), say('Kind', '种类')],
      all.map(({ name, kind }) => [code(name), kind]),
    ),
  ],
};

const own: Field = {
  name: 'own programs',
  tells: 'scripts, texts and templates of the authors, with the steps that read them',
  by: 'papermake',
  write: ({ programs }, say) =>
    table(
      [say('File', '文件'), say('Steps', '步骤')],
      programs.map(({ path, steps: readers }) => [code(path), readers.map(code).join(', ')]),
    ),
};

const exported: Field = {
  name: 'exported scripts',
  tells: 'scripts in other languages that make the results again, and how many values they find',
  by: 'papermake',
  write: ({ scripts }, say) =>
    scripts.map(({ language, main, cells, left }) => {
      const without = left.length === 0 ? '' : left.map(code).join(', ');
      return say(
        `- ${code(main)} makes the results again in ${language} without papermake and compares ${cells} values${without && `; without ${without}, whose data are not passed on`}.`,
        `- ${code(main)} 用 ${language} 在不依赖 papermake 的情况下重新得出结果，并比较 ${cells} 个值${without && `；不含 ${without}，其数据不予传播`}。`,
      );
    }),
};

const licence: Field = {
  name: 'licence of the code',
  tells: 'the terms of the code',
  by: 'authors',
  write: ({ declared: { licence: said } }, say) =>
    said === undefined
      ? []
      : [`${say('The code is under the licence', '代码许可：')} ${inline(said)}${say('.', '。')}`],
};

export const programs: readonly Field[] = [steps, own, exported, licence];
