/** `papermake trust`: lets the project of a folder run code and start programs, and tokens go to a server; tells and takes back both. */

import { realpathSync } from 'node:fs';
import { attempt } from '../../base/attempt.ts';
import { shownName } from '../../engine/pipeline/reference.ts';
import {
  allowToken,
  distrust,
  isTrusted,
  type Permission,
  refuseToken,
  tokenServers,
  trustedFolders,
  trustedSince,
  trust as trustFolder,
} from '../../engine/system/trust.ts';
import { type Call, type Command, EXIT, jsonOption, projectOptions } from '../command.ts';
import { locate, whereOf } from '../project.ts';
import { type Started, startedIn } from '../running/trust-question.ts';
import { wrong } from '../survey/open-survey.ts';
import { tell, tellJson } from '../terminal/terminal.ts';

const { trust: _, ...where } = projectOptions;

export const trust: Command = {
  name: 'trust',
  summary: 'let the project of this folder run its code and start programs; says what that is',
  operands: '',
  arity: [0, 0],
  options: {
    ...where,
    ...jsonOption,
    list: { type: 'boolean', help: 'tell which folders are trusted, and to which servers tokens may go' },
    revoke: { type: 'boolean', help: 'take it back' },
    'token-server': {
      type: 'string',
      value: 'HOST',
      help: 'let tokens go to HOST or HOST:PORT, for the caches of all projects (docs/cache.md)',
      wrong: (value) => (isServer(value) ? undefined : `a server is \`HOST\` or \`HOST:PORT\`, got \`${value}\``),
    },
  },
  async run(call) {
    const { root } = locate(whereOf(call));
    if (attempt(() => realpathSync(root)) === undefined) return wrong(`there is no folder \`${root}\``);
    if (call.values.list === true) return tellAll(root, call);
    const server = call.values['token-server'] as string | undefined;
    if (server !== undefined) return setServer(root, server.toLowerCase(), call);
    return await setFolder(root, call);
  },
};

const isServer = (value: string): boolean => /^(\[[0-9a-f:]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i.test(value);

const NOWHERE =
  'there is no folder outside of the project in which this could be kept\nhint: `--trust`, or `PAPERMAKE_TRUST=1` in the environment, does so for one call';

async function setFolder(root: string, call: Call): Promise<number> {
  const folder = realpathSync(root);
  const isRevoked = call.values.revoke === true;
  const starts = isRevoked ? [] : await startedIn({ ...whereOf(call), trust: false });
  if (isRevoked) distrust(root);
  else if (!trustFolder(root, new Date())) return wrong(NOWHERE);
  const since = trustedSince(root);
  const trusted = isTrusted(root);
  if (call.values.json === true) tellJson({ folder, trusted, ...(since && { since }), starts });
  else if (isRevoked) tell(`papermake: ${folder} is ${trusted ? 'trusted by the environment alone' : 'not trusted'}\n`);
  else tell(`papermake: ${folder} is trusted\n${startedText(starts)}`);
  return EXIT.done;
}

/** Gives what the project starts, a line each. */
export const startedText = (starts: readonly Started[]): string =>
  starts.length === 0
    ? '  as it is, it starts nothing of its own\n'
    : starts.map(({ node, starts: what }) => `  ${shownName(node)}  ${what}\n`).join('');

function setServer(root: string, server: string, call: Call): number {
  const isRevoked = call.values.revoke === true;
  if (isRevoked) refuseToken(root, server);
  else if (!allowToken(root, server, new Date())) return wrong(NOWHERE);
  if (call.values.json === true) tellJson({ tokenServer: server, allowed: !isRevoked });
  else tell(`papermake: tokens ${isRevoked ? 'do not go' : 'may go'} to ${server}\n`);
  return EXIT.done;
}

function tellAll(root: string, call: Call): number {
  const [folders, servers] = [trustedFolders(root), tokenServers(root)];
  const listed = (name: string, list: readonly Permission[]) => list.map(({ of, since }) => ({ [name]: of, since }));
  if (call.values.json === true)
    tellJson({ folders: listed('folder', folders), tokenServers: listed('server', servers) });
  else {
    const lines = (title: string, list: readonly Permission[]): string =>
      list.length === 0 ? '' : `${title}\n${list.map(({ of, since }) => `  ${of}  since ${since}\n`).join('')}`;
    const text = lines('trusted folders:', folders) + lines('tokens may go to:', servers);
    tell(text === '' ? 'papermake: no folder is trusted, and tokens go nowhere\n' : text);
  }
  return EXIT.done;
}
