/** Programs are found on the PATH, and where installers of Windows and macOS put them. */
import { describe, expect, it } from 'vitest';
import { type ProgramSystem, programPlaces } from '../../../src/base/system/program-places.ts';

const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  'C:\\Program Files\\R\\': ['R-4.9.2', 'R-4.10.0', 'R-4.4.1', 'library'],
  'C:\\Program Files\\': ['Stata17', 'Stata18', 'StataNow19', 'Stataire files', 'R'],
  'C:\\Users\\me\\AppData\\Local\\Programs\\Python\\': ['Python39', 'Python313', 'Launcher'],
  'C:\\texlive\\': ['2023', '2025', 'texmf-local'],
  '/Applications/': ['Stata', 'StataNow', 'Safari.app'],
};

const windows = (more: Readonly<Record<string, string>> = {}): ProgramSystem => ({
  platform: 'win32',
  env: {
    ProgramFiles: 'C:\\Program Files',
    'ProgramFiles(x86)': 'C:\\Program Files (x86)',
    LOCALAPPDATA: 'C:\\Users\\me\\AppData\\Local',
    SystemDrive: 'C:',
    PATHEXT: '.COM;.EXE;.BAT;.CMD;.VBS;.JS',
    ...more,
  },
  list: (folder) => FOLDERS[folder] ?? [],
});

describe('on Windows', () => {
  it('a name has the extensions of PATHEXT that start a program, in each folder of the PATH', () => {
    expect(programPlaces('quarto', 'C:\\a;"C:\\b c";d', windows())).toEqual(
      ['C:\\a', 'C:\\b c'].flatMap((folder) =>
        ['.com', '.exe', '.bat', '.cmd'].map((end) => `${folder}\\quarto${end}`),
      ),
    );
    expect(programPlaces('quarto.cmd', 'C:\\a', windows())).toEqual(['C:\\a\\quarto.cmd']);
  });

  it('the newest R counts where the PATH has none', () => {
    const places = programPlaces('Rscript', 'C:\\a', windows());
    expect(places[0]).toBe('C:\\a\\Rscript.com');
    expect(places.slice(4)).toEqual(
      ['4.10.0', '4.9.2', '4.4.1'].map((version) => `C:\\Program Files\\R\\R-${version}\\bin\\Rscript.exe`),
    );
  });

  it('so does the newest Stata of its edition', () => {
    expect(programPlaces('StataMP-64.exe', '', windows())).toEqual([
      'C:\\Program Files\\StataNow19\\StataMP-64.exe',
      'C:\\Program Files\\Stata18\\StataMP-64.exe',
      'C:\\Program Files\\Stata17\\StataMP-64.exe',
    ]);
  });

  it('so do Python and TeX Live', () => {
    expect(programPlaces('python.exe', '', windows())).toEqual(
      ['Python313', 'Python39'].map((name) => `C:\\Users\\me\\AppData\\Local\\Programs\\Python\\${name}\\python.exe`),
    );
    expect(programPlaces('latexmk', '', windows()).slice(0, 2)).toEqual(
      ['2025', '2023'].map((year) => `C:\\texlive\\${year}\\bin\\windows\\latexmk.exe`),
    );
  });

  it("the Store's alias is no Python", () => {
    const alias = 'C:\\Users\\me\\AppData\\Local\\Microsoft\\WindowsApps';
    expect(programPlaces('python.exe', `${alias};C:\\py`, windows({ LOCALAPPDATA: '' }))).toEqual([
      'C:\\py\\python.exe',
    ]);
    expect(programPlaces('quarto.exe', alias, windows())).toEqual([`${alias}\\quarto.exe`]);
  });
});

it('on macOS, R, Stata and TeX are found where a call from elsewhere than a terminal has no PATH to them', () => {
  const mac: ProgramSystem = { ...windows(), platform: 'darwin' };
  expect(programPlaces('Rscript', '/usr/bin', mac)).toEqual([
    '/usr/bin/Rscript',
    '/usr/local/bin/Rscript',
    '/opt/homebrew/bin/Rscript',
    '/Library/Frameworks/R.framework/Resources/bin/Rscript',
  ]);
  expect(programPlaces('stata-mp', '', mac)).toContain('/Applications/Stata/StataMP.app/Contents/MacOS/stata-mp');
  expect(programPlaces('latexmk', '', mac)).toEqual(['/Library/TeX/texbin/latexmk']);
});

it('on Linux, the PATH alone counts', () => {
  expect(programPlaces('Rscript', '/usr/bin:bin:/opt/R/bin', { ...windows(), platform: 'linux' })).toEqual([
    '/usr/bin/Rscript',
    '/opt/R/bin/Rscript',
  ]);
});
