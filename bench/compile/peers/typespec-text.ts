/** Text for TypeSpec: the same folders and subjects as the generated workspace, until it has as many lines. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Noun, nounAt } from '../words.ts';

const JOURNEYS_A_FOLDER = 50;
const JOURNEYS_A_FILE = 5;
const verbs = ['Issued', 'Updated', 'Paid', 'Overdue', 'Cancelled', 'Disputed', 'Viewed', 'Closed'];

/** Gives the lines written: at least so many. */
export function writeTypeSpec(folder: string, wanted: number): number {
  const files = new Map<string, string>([['common/common.tsp', common]]);
  let lines = 0;
  for (let index = 0; lines < wanted; index++) {
    const nouns = [nounAt(index * 2), nounAt(index * 2 + 1)];
    const name = `${nouns[0]?.name}_care`;
    files.set(
      `${name}/signals.tsp`,
      `import "../common/common.tsp";\n\nnamespace ${name};\n\n${nouns.map(signals).join('\n')}`,
    );
    for (let first = 0; first < JOURNEYS_A_FOLDER; first += JOURNEYS_A_FILE) {
      const texts = Array.from({ length: JOURNEYS_A_FILE }, (_, each) => {
        const noun = nouns[each % nouns.length] ?? nounAt(0);
        return journey(noun, first + each);
      });
      files.set(
        `${name}/journeys_${String(first).padStart(2, '0')}.tsp`,
        `import "./signals.tsp";\n\nusing Common;\n\nnamespace ${name};\n\n${texts.join('\n')}`,
      );
    }
    lines = [...files.values()].reduce((sum, text) => sum + text.split('\n').length - 1, 0);
  }
  files.set('main.tsp', [...files.keys()].map((path) => `import "./${path}";\n`).join(''));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return lines;
}

function signals({ name, title }: Noun): string {
  const words = name.replaceAll('_', ' ');
  return verbs
    .map(
      (verb) => `/** A ${words} was ${verb.toLowerCase()}. */
@summary("${words} ${verb.toLowerCase()}")
model ${title}${verb} {
  reference: string;
  amount: decimal;
  previous?: decimal;
  due: plainDate;
  note?: string;
  urgent: boolean;
}
`,
    )
    .join('\n');
}

function journey({ name, title }: Noun, index: number): string {
  const words = name.replaceAll('_', ' ');
  return `/** Journey ${index} of ${words}: what we promised each other in the workshop of week ${1 + (index % 52)}.
 * The people at the desk asked for it, so they own it. */
@summary("Look after a ${words}, case ${index}")
interface ${title}Journey${index} {
  /** What starts it. */
  start(item: ${title}Issued, tier: Common.Tier): Started<${title}Issued> | Refused;

  /** What stops it. */
  stop(item: ${title}Cancelled): Finished<"cancelled">;

  /** The first words. */
  explain(item: ${title}Issued, @minValue(1) days: int32): Sent<${title}Explained${index}> | Refused;

  /** Waiting. */
  paid(item: ${title}Paid): Finished<"paid">;
  disputed(item: ${title}Disputed, call?: Common.Contact): Handed<${title}Issued>;
  late(@minValue(0) @maxValue(30) days: int32): Finished<"left_alone"> | Sent<${title}Reminder${index}>;

  /** The people who know all about it. */
  handoff(item: ${title}Issued, @minLength(1) because: string, contacts: Common.Contact[]): Handed<${title}Issued>;
}

/** What is explained. */
model ${title}Explained${index} {
  subject: "Your ${words}, explained";
  item: ${title}Issued;
  name: string = "there";
  @format("email") email?: string;
}

/** A word about it. */
model ${title}Reminder${index} {
  subject: "A word about your ${words}";
  reference: ${title}Issued.reference;
  amount: ${title}Issued.amount;
}
`;
}

const common = `namespace Common;

/** How much a customer means to us. */
enum Tier { standard, gold, platinum }

model Contact { queue: string; topic?: string; at: utcDateTime; }

model Started<T> { item: T; at: utcDateTime; }
model Sent<T> { message: T; at: utcDateTime; }
model Handed<T> { item: T; team: string; within: duration; }
model Finished<Outcome extends string> { outcome: Outcome; at: utcDateTime; }
model Refused { reason: string; }
`;
