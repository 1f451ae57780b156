/** What all pages share: their frame, links between them, and small pieces. */
import type { TestSuite } from '../../graph/tests.ts';
import type { Graph, Journey, Label, Policy } from '../../graph/types.ts';
import { escapeXml } from '../xml.ts';
import type { Written } from './written.ts';

export interface Contents {
  readonly graph: Graph;
  readonly tests: TestSuite;
  readonly title: string;
  readonly written: Written;
  /** of each journey's page */
  readonly files: ReadonlyMap<Journey, string>;
}

export const text = escapeXml;

export function titleOf({ title, name }: Journey): string {
  return title ?? name;
}

/** What Windows takes for a device, whatever the ending. */
const DEVICES = ['con', 'prn', 'aux', 'nul', ...[...'0123456789'].flatMap((digit) => [`com${digit}`, `lpt${digit}`])];

/** A file for each journey's page. A file system may take `Index.html` for `index.html`. Names of journeys have no hyphen. */
export function pageFiles(graph: Graph): ReadonlyMap<Journey, string> {
  const taken = new Map(['index', ...DEVICES].map((name) => [name, 1]));
  return new Map(
    Object.values(graph.journeys).map((journey) => {
      const like = journey.name.toLowerCase();
      const count = (taken.get(like) ?? 0) + 1;
      taken.set(like, count);
      return [journey, count === 1 ? `${journey.name}.html` : `${journey.name}-${count}.html`];
    }),
  );
}

export function journeyLink({ files }: Contents, journey: Journey): string {
  return `<a href="${encodeURIComponent(files.get(journey) ?? '')}">${text(titleOf(journey))}</a>`;
}

export function teamLink({ graph }: Contents, name: string): string {
  return graph.teams[name] === undefined ? text(name) : `<a href="all-teams.html#team-${name}">${text(name)}</a>`;
}

export function purposeLink(name: string): string {
  return `<a href="all-rules.html#purpose-${name}">${text(name)}</a>`;
}

/** The author's words, with links from the names in them to what they stand for. */
export function linked({ graph, written }: Contents, words: string): string {
  return words
    .split(/("[^"]*"|[A-Za-z_][\w.]*)/)
    .map((part) => {
      if (Object.hasOwn(graph.signals, part)) return `<a href="all-signals.html#signal-${part}">${text(part)}</a>`;
      if (written.conditions.has(part)) return `<a href="all-rules.html#condition-${part}">${text(part)}</a>`;
      return text(part);
    })
    .join('');
}

export function policyText(contents: Contents, { name, covers, rules }: Policy): string {
  const over =
    covers.kind === 'all'
      ? 'every message'
      : covers.kind === 'purpose'
        ? purposeLink(covers.name)
        : `message ${text(covers.name)}`;
  return `<b>${text(name)}</b> for ${over}: ${rules.map((rule) => linked(contents, rule.text)).join('; ')}`;
}

/** Names and what belongs to them; those without are left out. */
export function facts(all: readonly (readonly [name: string, html: string])[]): string[] {
  const shown = all.flatMap(([name, html]) => (html === '' ? [] : [`<dt>${name}</dt><dd>${html}</dd>`]));
  return shown.length === 0 ? [] : [`<dl>${shown.join('')}</dl>`];
}

export function clearedText(labels: readonly Label[]): string {
  return labels.map(labelText).join(' and ');
}

export function labelText(label: Label): string {
  return label === 'pii' ? 'personal' : 'sensitive';
}

/** A list below a heading; nothing where there is nothing to list. */
export function section(title: string, items: readonly string[]): string[] {
  return items.length === 0
    ? []
    : [`<h2>${title}</h2>`, `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`];
}

/** Without the columns in which nothing stands. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const isUsed = (_: string, column: number): boolean => rows.some((row) => row[column] !== '');
  const cells = (row: readonly string[], tag: string): string =>
    row
      .filter(isUsed)
      .map((cell) => `<${tag}>${cell}</${tag}>`)
      .join('');
  const head = cells(heads, 'th');
  const body = rows.map((row) => `<tr>${cells(row, 'td')}</tr>`).join('');
  return `<div class="wide"><table><tr>${head}</tr>${body}</table></div>`;
}

const NAVIGATION = [
  ['index.html', 'Journeys'],
  ['all-signals.html', 'Signals'],
  ['all-rules.html', 'Rules'],
  ['all-teams.html', 'Teams'],
] as const;

export function page({ title: workspace }: Contents, title: string, body: readonly string[]): string {
  const links = NAVIGATION.map(([file, name]) => `<a href="${file}">${name}</a>`).join(' ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title === workspace ? title : `${title} - ${workspace}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<nav><b>${text(workspace)}</b> ${links}</nav>
${body.join('\n')}
</body>
</html>
`;
}

/** In pixels: a picture that is no wider stands in full size where the window is as wide. */
export const PAGE_WIDTH = 992;

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; color: #212121; background: #fff; max-width: ${PAGE_WIDTH}px; margin: 1rem auto; padding: 0 1rem; overflow-wrap: break-word; }
h1, h2, h3, h4, p, li, dd, td, pre, summary { unicode-bidi: plaintext; text-align: left; }
nav { border-bottom: 1px solid #e0e0e0; padding-bottom: 0.5rem; } nav a, nav b { margin-right: 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; } h3, h4 { margin-bottom: 0.2rem; } li > h3:first-child { margin-top: 0; }
a { color: #1565c0; } small { color: #616161; font-weight: normal; } :target { background: #fff8e1; }
.wide, figure { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.8rem 0.4rem 0; border-bottom: 1px solid #e0e0e0; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.2rem 1rem; } dt { color: #616161; } dd { margin: 0; white-space: pre-wrap; }
figure { margin: 0; } svg { max-width: 100%; height: auto; } pre, code { font: 0.9em/1.5 ui-monospace, monospace; } pre { white-space: pre-wrap; background: #f5f5f5; padding: 0.6rem; }
summary { cursor: pointer; }
@media (min-width: ${PAGE_WIDTH + 32}px) { label.fits { display: none; } }
label:has(:checked) + figure svg { max-width: none; }
@media print { nav, label { display: none; } label + figure svg { max-width: 100% !important; } a { color: inherit; text-decoration: none; } }
`;
