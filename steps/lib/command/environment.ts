/** The environment in which programs run. */
import { windowsEnvironment } from './windows.ts';

/** The environment of every command. HOME is left out, since what lies there is declared nowhere. */
export function environment(temporaries: string, declared: Readonly<Record<string, string>>): Record<string, string> {
  const PATH = process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin';
  // Python would hold its output back: it comes later than errors, and is lost when Python is killed.
  const ofSystem = process.platform === 'win32' ? windowsEnvironment(temporaries) : {};
  return { ...ofSystem, PATH, LANG: 'C.UTF-8', TZ: 'UTC', TMPDIR: temporaries, PYTHONUNBUFFERED: '1', ...declared };
}
