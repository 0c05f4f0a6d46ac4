// node .ci/install.mjs HEADING: the commands that README.md gives below the heading that begins so, for a shell.
import { readFileSync } from 'node:fs';

const heading = process.argv[2];
const section = readFileSync('README.md', 'utf8')
  .split(/^#+ /m)
  .find((text) => text.startsWith(heading));
const commands = [...(section ?? '').matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, text]) => text);
if (commands.length === 0) throw new Error(`README.md has no commands under "${heading}"`);
console.log(commands.join('\n'));
