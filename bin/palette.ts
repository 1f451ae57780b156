import chalk from 'chalk';
import type { Palette } from '../compiler/diagnostics/render.ts';

/** Colours of the terminal, where it has any: NO_COLOR and FORCE_COLOR decide. */
export const palette: Palette = {
  error: (text) => chalk.red.bold(text),
  warning: (text) => chalk.yellow.bold(text),
  info: (text) => chalk.blue.bold(text),
  frame: (text) => chalk.dim(text),
  strong: (text) => chalk.bold(text),
  hint: (text) => chalk.cyan(text),
};
