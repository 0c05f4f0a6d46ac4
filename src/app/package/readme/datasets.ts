/** The README's list of data sets, and of what describes and checks the files. */
import { bytesText } from '../../terminal/quantity.ts';
import { isPassedOn } from '../facts.ts';
import { code, type Field, table } from './field.ts';

const list: Field = {
  name: 'data sets',
  tells: 'every file of data with its size and digest, and whether it is here',
  by: 'papermake',
  write: ({ sources }, say) =>
    table(
      [say('File', '文件'), say('Step', '步骤'), say('Size', '大小'), 'SHA-256', say('Here', '在包内')],
      sources.flatMap((source) =>
        source.files.map(({ path, bytes, digest }) => [
          code(path),
          code(source.step),
          bytesText(bytes),
          code(digest.slice(0, 16)),
          isPassedOn(source) ? say('yes', '是') : say('no', '否'),
        ]),
      ),
    ),
};

const codebook: Field = {
  name: 'codebook',
  tells: 'where labels, units and types of all variables stand',
  by: 'papermake',
  write: (_, say) => [
    say(
      '`codebook.csv` has every column of these data with its type, label, unit and source.',
      '`codebook.csv` 列出上述数据的每一列及其类型、标签、单位与来源。',
    ),
  ],
};

const sums: Field = {
  name: 'checksums',
  tells: 'how every file is checked',
  by: 'papermake',
  write: (_, say) => [
    say(
      '`SHA256SUMS` has the digest of every file: `sha256sum --check SHA256SUMS`.',
      '`SHA256SUMS` 有每个文件的摘要：`sha256sum --check SHA256SUMS`。',
    ),
  ],
};

export const datasets: readonly Field[] = [list, codebook, sums];
