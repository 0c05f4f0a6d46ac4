/** The environment in which programs run. */
import { windowsEnvironment } from './windows.ts';

/** The environment of every command. HOME is left out, since what lies there is declared nowhere. */
export function environment(temporaries: string, declared: Readonly<Record<string, string>>): Record<string, string> {
  const PATH = process.env.PATH ?? '/usr/local/bin:/usr/bin:/bin';
  // What Python holds back to print together is lost when it is killed, and otherwise comes later than its errors.
  const ofSystem = process.platform === 'win32' ? windowsEnvironment(temporaries) : {};
  return { ...ofSystem, PATH, LANG: 'C.UTF-8', TZ: 'UTC', TMPDIR: temporaries, PYTHONUNBUFFERED: '1', ...declared };
}
