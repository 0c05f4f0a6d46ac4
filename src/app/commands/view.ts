/** `papermake view`: serves a page on which the paper is looked at while it is worked on. */
import { join } from 'node:path';
import { statIfThere } from '../../engine/system/files.ts';
import { type Command, EXIT, projectOptions } from '../command.ts';
import { locate, openProject, whereOf } from '../project.ts';
import { exitCodeOf, interruption } from '../running/interruption.ts';
import { refuse, wrong } from '../survey/open-survey.ts';
import { note, tell } from '../terminal/terminal.ts';
import { isFolder, namedFolders } from '../view/folders.ts';
import { followPaper } from '../view/follow.ts';
import { Paper } from '../view/paper.ts';
import { serve } from '../view/server.ts';

/** The number of folders that may be named. */
const MOST_FOLDERS = 20;

export const view: Command = {
  name: 'view',
  summary: 'a page in the browser: what there is, what changed and why; until Ctrl-C',
  operands: '[DIR…]',
  arity: [0, MOST_FOLDERS],
  options: {
    ...projectOptions,
    port: {
      type: 'string',
      value: 'N',
      help: 'at this port of this machine (any that is free)',
      wrong: (value) => (isPort(value) ? undefined : `\`--port\` takes a number from 1 to 65535, got \`${value}\``),
    },
    open: { type: 'boolean', help: 'open it in the browser' },
  },
  async run(call) {
    const where = whereOf(call);
    const { values } = call;
    const { root, file } = locate(where);
    const folders = namedFolders(call.positionals);
    const missing = folders.find((folder) => !isFolder(folder.root));
    if (missing) return wrong(`\`${missing.path}\` is no folder\nhint: name folders to compare the paper with`);
    // One that is wrong is looked at while it is mended; where there is none, the call is wrong.
    if (!statIfThere(join(root, file))?.isFile()) {
      const opened = await openProject(where);
      if (!opened.ok) return refuse(opened.problems, root);
    }
    const interrupt = interruption();
    try {
      const paper = new Paper(where, folders);
      await interrupt.unguarded(() => paper.look());
      const port = Number(values.port ?? 0);
      const serving = await serve(paper, port).catch((error: NodeJS.ErrnoException) => error);
      if (serving instanceof Error) return wrong(`port ${port} cannot be had: ${refusalOf(serving)}`);
      tell(`papermake: ${serving.address}\n`);
      note('the address is for this machine and holds a key; Ctrl-C ends it\n');
      if (values.open === true) openInBrowser(serving.address);
      await followPaper(paper, file, interrupt.signal, serving.tell);
      serving.close();
      return interrupt.signal.aborted ? exitCodeOf(interrupt.signal) : EXIT.done;
    } finally {
      interrupt.release();
    }
  },
};

const isPort = (value: string): boolean => /^[1-9]\d{0,4}$/.test(value) && Number(value) < 65_536;

const refusalOf = ({ code, message }: NodeJS.ErrnoException): string =>
  code === 'EADDRINUSE' ? 'another program has it' : code === 'EACCES' ? 'it is reserved' : message;

/** The command by which each system opens an address. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
};

function openInBrowser(address: string): void {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const [program, ...args] = OPENERS[process.platform] ?? ['xdg-open'];
  const child = spawn(program!, [...args, address], { stdio: 'ignore', detached: true });
  child.once('error', () => note('papermake: no browser could be opened: open the address by hand\n'));
  child.unref();
}
