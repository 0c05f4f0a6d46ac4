/** Starts `papermake lsp` for VS Code, one server for each folder of the workspace that has a pipeline, and runs nodes in a terminal. */
const vscode = require('vscode');
const { LanguageClient } = require('vscode-languageclient/node');

/** Folder of the workspace, as its URI → the client of its server. */
const clients = new Map();

const commandOf = (folder) => vscode.workspace.getConfiguration('papermake', folder).get('command', ['npx', 'papermake']);

function clientOf(folder) {
  const [command, ...args] = commandOf(folder.uri);
  const server = {
    command,
    args: [...args, 'lsp', '--stdio'],
    // On Windows npx is a script that only a shell starts.
    options: { cwd: folder.uri.fsPath, shell: process.platform === 'win32' },
  };
  const pattern = `${folder.uri.fsPath.replaceAll('\\', '/')}/**/*`;
  const documentSelector = ['yaml', 'latex', 'tex', 'typst', 'markdown'].map((language) => ({ scheme: 'file', language, pattern }));
  return new LanguageClient('papermake', `papermake (${folder.name})`, server, { documentSelector, workspaceFolder: folder });
}

async function start(folder) {
  const key = folder.uri.toString();
  if (clients.has(key) || folder.uri.scheme !== 'file') return;
  const found = await vscode.workspace.findFiles(new vscode.RelativePattern(folder, '**/pipeline.yaml'), '**/node_modules/**', 1);
  if (found.length === 0 || clients.has(key)) return;
  const client = clientOf(folder);
  clients.set(key, client);
  await client.start();
}

async function stop(folder) {
  const key = folder.uri.toString();
  const client = clients.get(key);
  clients.delete(key);
  await client?.stop();
}

/** Each argument is quoted by VS Code for the shell that it starts. */
function inTerminal(verb, { folder, file, node }) {
  const [command, ...args] = commandOf(vscode.Uri.file(folder));
  const quoted = (value) => ({ value, quoting: vscode.ShellQuoting.Strong });
  const execution = new vscode.ShellExecution(command, [...args, verb, '-f', file, '--', node].map(quoted), { cwd: folder });
  const task = new vscode.Task({ type: 'papermake' }, vscode.TaskScope.Workspace, `${verb} ${node}`, 'papermake', execution);
  return vscode.tasks.executeTask(task);
}

exports.activate = async (context) => {
  const folders = () => vscode.workspace.workspaceFolders ?? [];
  context.subscriptions.push(
    vscode.commands.registerCommand('papermake.run', (asked) => inTerminal('run', asked)),
    vscode.commands.registerCommand('papermake.why', (asked) => inTerminal('why', asked)),
    vscode.commands.registerCommand('papermake.restart', async () => {
      await Promise.all(folders().map(stop));
      await Promise.all(folders().map(start));
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(async ({ added, removed }) => {
      await Promise.all(removed.map(stop));
      await Promise.all(added.map(start));
    }),
  );
  await Promise.all(folders().map(start));
};

exports.deactivate = () => Promise.all([...clients.values()].map((client) => client.stop()));
