/** Writes docs/gallery.md and its pictures. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../printed/projects.ts';
import { gallery } from './page.ts';

const { text, files } = gallery();
const folder = path.join(root, 'docs/gallery');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const [file, picture] of files) writeFileSync(path.join(root, file), picture);
writeFileSync(path.join(root, 'docs/gallery.md'), text);
