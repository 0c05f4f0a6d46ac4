/** The README's overview: the paper, its authors, what is in the package and how it is run. */
import { bytesText } from '../../terminal/quantity.ts';
import { isPassedOn } from '../facts.ts';
import { callOfOwn } from '../own.ts';
import { code, count, type Field, inline } from './field.ts';

const paper: Field = {
  name: 'paper',
  tells: 'the title of the paper',
  by: 'papermake',
  write: ({ title, pipeline }, say) => [
    say(
      `This package makes the results of “${inline(title)}” from its data. ${code(pipeline)} declares every step from the data to the tables; papermake carries it out.`,
      `本材料包由数据得出《${inline(title)}》的全部结果。${code(pipeline)} 声明从数据到表格的每一步，由 papermake 执行。`,
    ),
  ],
};

const authors: Field = {
  name: 'authors',
  tells: 'names, affiliations and ORCID of the authors',
  by: 'authors',
  write: ({ declared }, say) => {
    const names = (declared.authors ?? []).map(({ name, affiliation, orcid }) =>
      [name, affiliation, orcid && `https://orcid.org/${orcid}`]
        .filter(Boolean)
        .map((each) => inline(each!))
        .join(', '),
    );
    return names.length === 0 ? [] : [`${say('Authors:', '作者：')} ${names.join('; ')}`];
  },
};

const doi: Field = {
  name: 'doi',
  tells: 'the DOI of the paper or of the deposit, where there is one',
  by: 'authors',
  typed: ({ declared }) => (declared.doi === undefined ? [] : [true]),
  write: ({ declared: { doi: said } }) => (said === undefined ? [] : [`DOI: ${inline(said)}`]),
};

const holds: Field = {
  name: 'contents',
  tells: 'how many files of data, outputs and scripts there are, and how large all is',
  by: 'papermake',
  write: ({ sources, exhibits, steps, nodes }, say, files) => {
    const data = sources.filter(isPassedOn).flatMap((source) => source.files).length;
    const size = bytesText([...files.values()].reduce((sum, { length }) => sum + length, 0));
    return [
      say(
        `It holds ${count(data, 'data file')}, ${count(steps.length, 'step')} of ${count(nodes, 'node')} and ${count(exhibits.length, 'exhibit')} (tables, figures, texts and bound numbers): ${files.size} files, ${size}.`,
        `包内有 ${data} 个数据文件、${steps.length} 个步骤（${nodes} 个节点）以及 ${exhibits.length} 个表、图、正文与绑定的数字：共 ${files.size} 个文件，${size}。`,
      ),
    ];
  },
};

const quick: Field = {
  name: 'quick start',
  tells: 'the one command that makes everything',
  by: 'papermake',
  write: ({ starts }, say) => [
    say('Everything is made by one command in this folder:', '在本文件夹中用一条命令即可得出全部结果：'),
    '',
    '```',
    callOfOwn(starts.length > 0 ? 'run --trust' : 'run'),
    '```',
  ],
};

export const overview: readonly Field[] = [paper, authors, doi, holds, quick];
