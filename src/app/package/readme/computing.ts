/** The README's computational requirements: software with versions, seeds, memory, time and room. */
import { bytesText } from '../../terminal/quantity.ts';
import { ownPackage } from '../own.ts';
import { code, type Field, inline } from './field.ts';

const software: Field = {
  name: 'software',
  tells: 'the version of papermake, and what it needs',
  by: 'papermake',
  write: ({ version }, say) => [
    say(
      `- papermake ${version} on Node.js 20.19 or later, under Linux, macOS or Windows; it brings all estimators. ${code(ownPackage())} is this version: ${code(`npm install --global ${ownPackage()}`)} installs it, with four packages from npm's registry, and ${code('papermake/licences.txt')} has the licences of all that is bundled in it.`,
      `- papermake ${version}，需 Node.js 20.19 或更高版本，支持 Linux、macOS 与 Windows；所有估计量均已内置。${code(ownPackage())} 即该版本：${code(`npm install --global ${ownPackage()}`)} 可安装（另从 npm 仓库取四个包），${code('papermake/licences.txt')} 列出其中所含软件的许可。`,
    ),
  ],
};

const programs: Field = {
  name: 'further programs',
  tells: 'programs that steps start, with the versions that they told',
  by: 'papermake',
  write: ({ starts, versions }, say) =>
    starts.length === 0
      ? [say('- No other program is needed.', '- 不需要其他程序。')]
      : [
          say(`- Steps start: ${starts.map(inline).join('; ')}.`, `- 步骤会启动：${starts.map(inline).join('；')}。`),
          ...versions.map((told) => `- ${inline(told)}`),
        ],
};

const scripts: Field = {
  name: 'packages of scripts',
  tells: 'what the exported scripts need',
  by: 'papermake',
  write: ({ scripts: written }, say) =>
    written.map(({ folder, packages }) =>
      say(
        `- The scripts in ${code(folder)} need ${packages.length === 0 ? 'no package' : packages.join(', ')}.`,
        `- ${code(folder)} 中的脚本${packages.length === 0 ? '不需要任何程序包' : `需要 ${packages.join(', ')}`}。`,
      ),
    ),
};

const seeds: Field = {
  name: 'seeds',
  tells: 'the seed of every step that draws at random',
  by: 'papermake',
  write: ({ seeds: said }, say) => [
    said.length === 0
      ? say('- Nothing is drawn at random.', '- 没有随机抽样。')
      : say(
          `- Random draws have these seeds: ${said.map(({ step, seed }) => `${code(step)} ${seed}`).join(', ')}. Draws are the same on every machine.`,
          `- 随机抽样的种子：${said.map(({ step, seed }) => `${code(step)} ${seed}`).join('，')}。各机器上的抽样相同。`,
        ),
  ],
};

const MINUTES = [1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 1440];

const time: Field = {
  name: 'run time',
  tells: 'how long all steps ran, by the record',
  by: 'papermake',
  write: ({ milliseconds }, say) => {
    const minutes = milliseconds / 60_000;
    const most = MINUTES.find((each) => minutes <= each) ?? Math.ceil(minutes / 1440) * 1440;
    return [
      say(
        `- All steps together ran for less than ${most} minute${most === 1 ? '' : 's'}.`,
        `- 全部步骤合计运行不到 ${most} 分钟。`,
      ),
    ];
  },
};

const memory: Field = {
  name: 'memory',
  tells: 'the most memory that a run held, by the record',
  by: 'papermake',
  write: ({ memory: most }, say) => [
    most === undefined
      ? say('- The memory that a run holds was not measured.', '- 运行所需内存未测量。')
      : say(
          `- A run held less than ${bytesText(most)} of memory, by the record; programs that steps start are not counted.`,
          `- 据记录，运行占用内存不到 ${bytesText(most)}，不含步骤所启动的程序。`,
        ),
  ],
};

const room: Field = {
  name: 'storage',
  tells: 'how much room data and outputs take',
  by: 'papermake',
  write: (_, say, files) => {
    const size = bytesText([...files.values()].reduce((sum, { length }) => sum + length, 0));
    return [say(`- The files of the package take ${size}.`, `- 本包的文件共占 ${size}。`)];
  },
};

export const computing: readonly Field[] = [software, programs, scripts, seeds, time, memory, room];
