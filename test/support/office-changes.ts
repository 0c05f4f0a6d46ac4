/** Has LibreOffice accept or reject all tracked changes of a Word file, by a macro in a profile of its own. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Verdict } from './resolved.ts';

const SLOTS: Readonly<Record<Verdict, string>> = {
  accept: 'AcceptAllTrackedChanges',
  reject: 'RejectAllTrackedChanges',
};

const MACRO = `Sub Resolve(came As String, gone As String, slot As String)
  Dim hidden(0) As New com.sun.star.beans.PropertyValue
  hidden(0).Name = "Hidden"
  hidden(0).Value = True
  doc = StarDesktop.loadComponentFromURL(came, "_blank", 0, hidden())
  helper = createUnoService("com.sun.star.frame.DispatchHelper")
  Dim none()
  helper.executeDispatch(doc.CurrentController.Frame, ".uno:" &amp; slot, "", 0, none())
  Dim filter(0) As New com.sun.star.beans.PropertyValue
  filter(0).Name = "FilterName"
  filter(0).Value = "MS Word 2007 XML"
  doc.storeToURL(gone, filter())
  doc.close(True)
  StarDesktop.terminate()
End Sub
`;

const DOCTYPE = (kind: string, name: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE ${kind} PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "${name}.dtd">\n`;

const FILES: Readonly<Record<string, string>> = {
  'script.xlc': `${DOCTYPE('library:libraries', 'libraries')}<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink"><library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/></library:libraries>`,
  'Standard/script.xlb': `${DOCTYPE('library:library', 'library')}<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false" library:passwordprotected="false"><library:element library:name="Changes"/></library:library>`,
  'Standard/Changes.xba': `${DOCTYPE('script:module', 'module')}<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Changes" script:language="StarBasic">${MACRO}</script:module>`,
};

/** Writes the file with all changes taken or refused to `to`. Paths are absolute; `profile` is a folder that stays between calls. */
export function resolvedByOffice(file: string, to: string, verdict: Verdict, profile: string): void {
  const run = (...args: readonly string[]): string => {
    const own = [`-env:UserInstallation=${pathToFileURL(profile).href}`, '--headless', '--norestore', ...args];
    const { status, stderr } = spawnSync('soffice', own, { timeout: 120_000 });
    return `${status}: ${stderr}`;
  };
  // LibreOffice puts libraries of its own over those that stand in a new profile.
  if (!existsSync(profile)) run('--terminate_after_init');
  const basic = join(profile, 'user', 'basic');
  mkdirSync(join(basic, 'Standard'), { recursive: true });
  for (const [name, text] of Object.entries(FILES)) writeFileSync(join(basic, name), text);
  const [came, gone] = [file, to].map((path) => pathToFileURL(path).href);
  const told = run(`macro:///Standard.Changes.Resolve(${came},${gone},${SLOTS[verdict]})`);
  if (!existsSync(to)) throw new Error(`LibreOffice wrote nothing (${told})`);
}
