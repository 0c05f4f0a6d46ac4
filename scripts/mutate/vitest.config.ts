/** The tests' configuration for a changed source: `dist/` stays as it is. */
import { defineConfig } from 'vitest/config';
import usual from '../../vitest.config.ts';

export default defineConfig({ ...usual, test: { ...usual.test, globalSetup: [], reporters: ['dot'] } });
