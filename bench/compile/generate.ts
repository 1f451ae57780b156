/**
 * A workspace of realistic shape: folders of teams that share a common one, each with its signals, conditions, messages,
 * desks, about fifty journeys and tests for some. The same number of journeys gives the same bytes.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { seeded } from '../harness/random.ts';
import { common } from './common.ts';
import { journeyText, testText } from './journeys.ts';
import { conditions, desks, messages, signals } from './subjects.ts';
import { nounAt } from './words.ts';

const JOURNEYS_A_FOLDER = 50;
const JOURNEYS_A_FILE = 5;
/** What a folder's journeys are about. */
const NOUNS_A_FOLDER = 2;
const seed = 1815;

export interface Generated {
  readonly files: number;
  readonly lines: number;
}

/** By path relative to the workspace. */
export function workspaceFiles(journeys: number): Map<string, string> {
  const random = seeded(seed);
  const files = new Map<string, string>([['common/common.journey', common()]]);
  for (let folder = 0; folder * JOURNEYS_A_FOLDER < journeys; folder++) {
    const nouns = Array.from({ length: NOUNS_A_FOLDER }, (_, index) => nounAt(folder * NOUNS_A_FOLDER + index));
    const name = `${nouns[0]?.name}_care`;
    files.set(`${name}/signals.journey`, nouns.map(signals).join('\n'));
    files.set(`${name}/conditions.journey`, `use common\n\n${nouns.map(conditions).join('\n')}`);
    files.set(`${name}/messages.journey`, `use common\n\n${nouns.map(messages).join('\n')}`);
    files.set(`${name}/desks.journey`, desks(nouns));
    const count = Math.min(JOURNEYS_A_FOLDER, journeys - folder * JOURNEYS_A_FOLDER);
    for (let first = 0; first < count; first += JOURNEYS_A_FILE) {
      const texts: string[] = [];
      for (let index = first; index < Math.min(first + JOURNEYS_A_FILE, count); index++) {
        const noun = nouns[index % nouns.length] ?? nounAt(0);
        texts.push(journeyText(noun, index, random));
        if (index % 3 === 0) texts.push(testText(noun, index));
      }
      files.set(`${name}/journeys_${String(first).padStart(2, '0')}.journey`, `use common\n\n${texts.join('\n')}`);
    }
  }
  return files;
}

/** Writes it below `folder`, with its `journey.json`. */
export function writeWorkspace(folder: string, journeys: number): Generated {
  const files = workspaceFiles(journeys);
  let lines = 0;
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
    lines += text.split('\n').length - 1;
  }
  const settings = { currency: 'EUR', timezone: 'Europe/London', locale: 'en' };
  writeFileSync(join(folder, 'journey.json'), `${JSON.stringify(settings, null, 2)}\n`);
  return { files: files.size, lines };
}
