/** Names and journeys of other folders, written as other languages have them. */
import { expect, test } from 'vitest';
import { createWorkspace } from '../compiler/workspace.ts';

/** What is said of a file beside `common/thank.journey`, and the line of its first remedy as it then is. */
function saidOf(path: string, text: string, thank = 'journey Thank() { finish as thanked }') {
  const workspace = createWorkspace({ settings: { currency: 'EUR', timezone: 'Europe/London', locale: 'en' } });
  workspace.setFile('common/thank.journey', `${thank}\n`);
  workspace.setFile(path, text);
  return workspace
    .check()
    .filter(({ severity }) => severity === 'error')
    .map(({ code, hint, fixes = [] }) => `${code} ${hint} -> ${fixes[0]?.edits[0]?.text}`);
}

const offer = (use: string): string =>
  `use ${use}\nsignal Asked {}\njourney Offer {\n  start on Asked once\n  run Thank\n}\n`;

test('a name behind the folder is left out', () => {
  expect(saidOf('sales/offer.journey', offer('common'))).toEqual([]);
  expect(saidOf('sales/offer.journey', offer('common.Thank'))[0]).toBe(
    'J2008 `use common` makes all names of that folder known. -> common',
  );
  expect(saidOf('sales/offer.journey', offer('comon'))[0]).toBe('J2008 Did you mean `common`? -> common');
  // One that was moved away, or renamed.
  expect(saidOf('sales/offer.journey', offer('letters'))[0]).toBe(
    'J2008 Write the path from the top of the workspace, with dots. -> ',
  );
});

test('a journey that others run has brackets', () => {
  expect(saidOf('sales/offer.journey', offer('common'), 'journey Thank { finish as thanked }')).toEqual([
    'J4001 Write for example `start on SIGNAL every time`; or `journey Thank() {` if other journeys run it. -> ()',
  ]);
});
