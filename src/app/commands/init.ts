import { cpSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Command, EXIT } from '../command.ts';
import { packageFile } from '../place.ts';

/** Names that npm would not pack under their own. */
const STORED_AS: Readonly<Record<string, string>> = { gitignore: '.gitignore' };

export const init: Command = {
  name: 'init',
  summary: 'a small working project to start from, with data',
  operands: '[DIR]',
  arity: [0, 1],
  options: {},
  async run({ positionals: [directory = '.'] }) {
    const root = resolve(directory);
    const starter = packageFile('starter');
    const files = filesBelow(starter, '').map((from) => ({ from, to: STORED_AS[from] ?? from }));
    const present = files.filter(({ to }) => existsSync(join(root, to))).map(({ to }) => `\`${to}\``);
    if (present.length > 0) {
      process.stderr.write(
        `papermake: ${present.join(', ')} already there; nothing was written\nhint: \`papermake init DIR\` makes the project in another folder\n`,
      );
      return EXIT.wrong;
    }
    for (const { from, to } of files) cpSync(join(starter, from), join(root, to));
    const into = directory === '.' ? '' : ` in ${directory}`;
    process.stdout.write(
      `papermake: wrote ${files.map(({ to }) => to).join(', ')}${into}\nNow run \`papermake${directory === '.' ? '' : ` -C ${directory}`}\`, and open pipeline.yaml\n`,
    );
    return EXIT.done;
  },
};

function filesBelow(folder: string, prefix: string): string[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? filesBelow(path, `${prefix}${name}/`) : [`${prefix}${name}`];
    });
}
