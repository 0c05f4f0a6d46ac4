/** Lines that install programs, by system. Where a system has several package managers, its commonest is named. */
import { ownValue } from '../../base/own-value.ts';

export interface Installer {
  /** The name that users call it by. */
  readonly title: string;
  /** The line for a shell; where none installs it, a sentence that says where it comes from. */
  readonly linux: string;
  readonly darwin: string;
  readonly win32: string;
}

const everywhere = (title: string, line: string): Installer => ({ title, linux: line, darwin: line, win32: line });

const r: Installer = {
  title: 'R',
  linux: 'sudo apt-get install r-base-core',
  darwin: 'brew install r',
  win32: 'winget install RProject.R',
};
const python: Installer = {
  title: 'Python',
  linux: 'sudo apt-get install python3 python3-statsmodels',
  darwin: 'brew install python',
  win32: 'winget install Python.Python.3.13',
};
const tex: Installer = {
  title: 'TeX',
  linux: 'sudo apt-get install latexmk lmodern texlive-latex-extra texlive-science texlive-xetex texlive-lang-chinese',
  darwin: 'brew install --cask mactex-no-gui',
  win32: 'winget install MiKTeX.MiKTeX StrawberryPerl.StrawberryPerl',
};
const stata = everywhere(
  'Stata',
  'Stata is bought from stata.com; where it stands in a folder of its own, `program:` of the step names it',
);
const scheduler = everywhere(
  'the scheduler',
  'its programs are on the login node of the cluster: run papermake there, or load its module first',
);

/** By the names of programs. */
const installers: Readonly<Record<string, Installer>> = {
  Rscript: r,
  python3: python,
  python: python,
  'python.exe': python,
  latexmk: tex,
  pdflatex: tex,
  xelatex: tex,
  lualatex: tex,
  pandoc: {
    title: 'pandoc',
    linux: 'sudo apt-get install pandoc',
    darwin: 'brew install pandoc',
    win32: 'winget install JohnMacFarlane.Pandoc',
  },
  git: {
    title: 'git',
    linux: 'sudo apt-get install git',
    darwin: 'brew install git',
    win32: 'winget install Git.Git',
  },
  make: {
    title: 'make',
    linux: 'sudo apt-get install make',
    darwin: 'xcode-select --install',
    win32: 'winget install GnuWin32.Make',
  },
  julia: {
    title: 'Julia',
    linux: 'curl -fsSL https://install.julialang.org | sh',
    darwin: 'brew install julia',
    win32: 'winget install Julialang.Julia',
  },
  sbatch: scheduler,
  squeue: scheduler,
  scancel: scheduler,
  qsub: scheduler,
  bsub: scheduler,
};

/** The installer of a program that goes by several names. */
export function installerOf(names: readonly string[]): Installer {
  for (const name of names) {
    const found = ownValue(installers, name);
    if (found !== undefined) return found;
    if (/^stata/i.test(name)) return stata;
  }
  const [name = ''] = names;
  return everywhere(name, `install \`${name}\` so that it stands on the PATH, or write its whole path into the step`);
}

/** The line for a system; that of Linux for one that is not known. */
export const lineFor = (installer: Installer, platform: NodeJS.Platform): string =>
  platform === 'darwin' || platform === 'win32' ? installer[platform] : installer.linux;
